"""Legal notices at the end of a message, and the warnings that gateways set above it."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from threadparse.locales.alternation import alternation
from threadparse.locales.phrases import fold_lines, phrasebook
from threadparse.zoning.shape import Line

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
#: Where a word may begin: behind anything but a letter, and anywhere in scripts without blanks. In ASCII, where most
#: texts end, the set of characters lets the search skip letters by the table.
_WORD_START = r"(?:\W|(?=[\u2e80-\u9fff\uac00-\ud7ff\u0e00-\u0e7f]))"
_ASCII_WORD_START = "[^a-z0-9_]"


def find_disclaimer(lines: Sequence[Line]) -> int | None:
    """Find the notices that end a message.

    Args:
        lines: The last lines that are not blank.

    Returns:
        The place in ``lines`` where the first of them begins, its rule included; None if there is none. All that
        follows belongs to it.
    """
    found, end, below = None, len(lines), len(lines)
    for start in range(len(lines) - 1, -1, -1):
        if not _begins_paragraph(lines, start):
            continue
        if _is_notice(lines, start, min(below, start + _LONGEST_PARAGRAPH)):
            found = end = start
        elif end - start > _MOST_BETWEEN:
            break
        below = start
    if found and lines[found - 1].rule:
        return found - 1
    return found


def _begins_paragraph(lines: Sequence[Line], place: int) -> bool:
    """Whether a notice may begin here: behind blank lines and rules, and where a line says so itself."""
    line = lines[place]
    if line.rule:
        return False
    return line.after_blank or (place > 0 and lines[place - 1].rule) or _begins_notice(line)


def _begins_notice(line: Line) -> bool:
    return line.telling and phrasebook().disclaimer_start.open(line.folded.lstrip(_LEADING))


def _is_notice(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether the paragraph ``lines[start:end]`` uses the words of the law, and densely enough."""
    (text,) = fold_lines([" ".join([line.text for line in lines[start:end]])[:_MOST_CHARACTERS]])
    count = _legal_words(text)
    if not count:
        return False
    if _begins_notice(lines[start]):
        return True
    after_rule = start > 0 and lines[start - 1].rule
    return count >= max(_ENOUGH_AFTER_RULE if after_rule else _ENOUGH, (end - start) // _LINES_A_WORD)


def _legal_words(text: str) -> int:
    """How many different words of legal notices a text has, in the language that has most."""
    pattern, meanings = _legal_index(text.isascii())
    found = {meaning for word in set(pattern.findall(f" {text}")) for meaning in meanings[word]}
    return max(Counter(language for language, _ in found).values(), default=0) if found else 0


@cache
def _legal_index(ascii_only: bool) -> tuple[re.Pattern[str], dict[str, list[tuple[int, str]]]]:
    """A pattern of the words, all or those in ASCII, and what each says: (language, word) of all it begins with."""
    groups = enumerate(phrasebook().disclaimer_word)
    words = [(number, word) for number, group in groups for word in group if word.isascii() or not ascii_only]
    start = _ASCII_WORD_START if ascii_only else _WORD_START
    pattern = re.compile(f"{start}(?=({alternation(word for _, word in words)}))")
    return pattern, {long: [(number, word) for number, word in words if long.startswith(word)] for _, long in words}


def find_banner(lines: Sequence[Line]) -> int:
    """How many of the first lines are the warning of a mail gateway ("CAUTION: This email originated from outside …").

    Args:
        lines: The first lines of the message that are not blank.
    """
    if not lines or not lines[0].telling or not phrasebook().banner.open(lines[0].folded.lstrip(" *_#")):
        return 0
    count = 1
    while count < len(lines) and not lines[count].after_blank:
        count += 1
    return count
