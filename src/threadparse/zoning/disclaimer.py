"""Legal notices at the end of a message, and the warnings that gateways set above it."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from threadparse.locales.folding import fold
from threadparse.locales.phrases import phrasebook
from threadparse.zoning.shape import Line, is_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["find_banner", "find_disclaimer"]

_ENOUGH = 3
_ENOUGH_AFTER_RULE = 2
_LINES_A_WORD = 4
_LEADING = " *_#>[]()<\"'“„«-=~•·"
#: A notice is short, and seldom more than a handful of lines of something else (an imprint) stand between two.
_LONGEST_PARAGRAPH = 30
_MOST_BETWEEN = 6
_MOST_CHARACTERS = 3000
#: Where a word may begin: behind anything but a letter, and anywhere in scripts without blanks.
_WORD_START = re.compile(r"(?<!\w)\w|[\u2e80-\u9fff\uac00-\ud7ff\u0e00-\u0e7f]")


def find_disclaimer(lines: Sequence[Line]) -> int | None:
    """Find the notices that end a message.

    Args:
        lines: The last lines that are not blank.

    Returns:
        The place in ``lines`` where the first of them begins, its rule included; None if there is none. All that
        follows belongs to it.
    """
    found, end, below = None, len(lines), len(lines)
    for start in reversed(_paragraphs(lines)):
        if _is_notice(lines, start, min(below, start + _LONGEST_PARAGRAPH)):
            found = end = start
        elif end - start > _MOST_BETWEEN:
            break
        below = start
    if found and is_rule(lines[found - 1].text):
        return found - 1
    return found


def _paragraphs(lines: Sequence[Line]) -> list[int]:
    """Places where a notice may begin: behind blank lines and rules, and where a line says so itself."""
    return [
        place
        for place, line in enumerate(lines)
        if not is_rule(line.text)
        and (line.after_blank or (place and is_rule(lines[place - 1].text)) or _begins_notice(line))
    ]


def _begins_notice(line: Line) -> bool:
    return line.folded.lstrip(_LEADING).startswith(phrasebook().disclaimer_start)


def _is_notice(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether the paragraph ``lines[start:end]`` uses the words of the law, and densely enough."""
    count = _legal_words(fold(" ".join(line.text for line in lines[start:end])[:_MOST_CHARACTERS]))
    if _begins_notice(lines[start]):
        return count >= 1
    after_rule = start > 0 and is_rule(lines[start - 1].text)
    return count >= max(_ENOUGH_AFTER_RULE if after_rule else _ENOUGH, (end - start) // _LINES_A_WORD)


def _legal_words(text: str) -> int:
    """How many different words of legal notices a text has, in the language that has most."""
    index = _legal_index()
    found: dict[int, set[str]] = defaultdict(set)
    for match in _WORD_START.finditer(text):
        place = match.start()
        for language, word in index.get(text[place : place + 2], ()):
            if text.startswith(word, place):
                found[language].add(word)
    return max(map(len, found.values()), default=0)


@cache
def _legal_index() -> dict[str, list[tuple[int, str]]]:
    """First two characters → (language, word) of the words that begin so."""
    index: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for language, group in enumerate(phrasebook().disclaimer_word):
        for word in group:
            index[word[:2]].append((language, word))
    return dict(index)


def find_banner(lines: Sequence[Line]) -> int:
    """How many of the first lines are the warning of a mail gateway ("CAUTION: This email originated from outside …").

    Args:
        lines: The first lines of the message that are not blank.
    """
    if not lines or not lines[0].folded.lstrip(" *_#").startswith(phrasebook().banner):
        return 0
    count = 1
    while count < len(lines) and not lines[count].after_blank:
        count += 1
    return count
