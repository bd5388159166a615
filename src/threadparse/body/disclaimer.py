"""Legal notices at the end of a message, and the warnings that gateways set above it."""

from __future__ import annotations

import re
from collections import Counter
from operator import itemgetter
from typing import TYPE_CHECKING

from threadparse.body.line import MAX_ADDRESS_CHARS, Line
from threadparse.locales.phrases import LEGAL_START, fold_lines, phrasebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["find_banner", "find_disclaimer"]

_MIN_LEGAL_WORDS = 3
_MIN_LEGAL_WORDS_BELOW_RULE = 2
_LINES_A_WORD = 4
_MIN_LEGAL_CHARS = 2  # of a word of legal notices in any script
_LEADING = " *_#>[]()<\"'“„«-=~•·"
#: A notice is short, and seldom more than a handful of lines of something else (an imprint) stand between two.
_MAX_PARAGRAPH_LINES = 30
_MAX_LINES_BETWEEN = 6
_MAX_PARAGRAPH_CHARS = 3000
#: The first characters of a word. In ASCII a table finds the words, and most texts are in it.
_STARTS = rf"\W(\w{{{LEGAL_START}}})"
_WORDS = bytes(code if chr(code).isalnum() or code == ord("_") else ord(" ") for code in range(128)).ljust(256)
_START = itemgetter(slice(LEGAL_START))


def find_disclaimer(lines: Sequence[Line]) -> int | None:
    """Find the notices that end a message.

    Args:
        lines: The last lines that are not blank.

    Returns:
        The place in ``lines`` where the first of them begins, its rule included; None if there is none. All that
        follows belongs to it.
    """
    found, end, below = None, len(lines), len(lines)
    starts = phrasebook().disclaimer_start.starts
    for start in range(len(lines) - 1, -1, -1):
        line = lines[start]
        ruled = start > 0 and lines[start - 1].rule
        begun = line.start in starts and _begins_notice(line)
        if line.rule or not (line.after_blank or ruled or begun):
            continue  # a notice begins behind blank lines and rules, and where a line says so itself
        if _is_notice(lines[start : min(below, start + _MAX_PARAGRAPH_LINES)], begun=begun, ruled=ruled):
            found = end = start
        elif end - start > _MAX_LINES_BETWEEN:
            break
        below = start
    if found and lines[found - 1].rule:
        return found - 1
    return found


def _begins_notice(line: Line) -> bool:
    return phrasebook().disclaimer_start.open(line.folded.lstrip(_LEADING))


def _is_notice(paragraph: Sequence[Line], *, begun: bool, ruled: bool) -> bool:
    """Tell whether a paragraph uses the words of the law, and densely enough.

    Args:
        paragraph: Its lines.
        begun: It says itself that it is a notice.
        ruled: A rule stands above it.
    """
    if begun:
        least = 1
    else:
        least = max(_MIN_LEGAL_WORDS_BELOW_RULE if ruled else _MIN_LEGAL_WORDS, len(paragraph) // _LINES_A_WORD)
    text = _folded(paragraph)
    return len(text) >= least * _MIN_LEGAL_CHARS and _legal_words(text) >= least


def _folded(lines: Sequence[Line]) -> str:
    """Return the words of a paragraph, folded, as far as they are read; of short lines they are at hand."""
    text = " ".join([line.folded for line in lines])
    cut = [line for line in lines if len(line.text) > MAX_ADDRESS_CHARS]
    if not cut and len(text) < _MAX_PARAGRAPH_CHARS:
        return text
    (text,) = fold_lines([" ".join([line.text[:_MAX_PARAGRAPH_CHARS] for line in lines])[:_MAX_PARAGRAPH_CHARS]])
    return text


def _legal_words(text: str) -> int:
    """Count how many different words of legal notices a text has, in the language that has most."""
    by_start, short, unspaced = phrasebook().disclaimer_word
    if text.isascii():
        starts: Iterable[str] = map(_START, text.encode().translate(_WORDS).decode().split())
        unspaced = []
    else:
        starts = re.findall(_STARTS, f" {text}")
    rows = [row for start in by_start.keys() & starts for row in by_start[start]]
    found = [language for language, word in (*rows, *short) if word in text and _begins_word(text, word)]
    found += [language for language, word in unspaced if word in text]
    return max(Counter(found).values()) if len(found) > 1 else len(found)


def _begins_word(text: str, beginning: str) -> bool:
    """Tell whether some word of a text begins so."""
    at = text.find(beginning)
    while at > 0 and (text[at - 1].isalnum() or text[at - 1] == "_"):
        at = text.find(beginning, at + 1)
    return at >= 0


def find_banner(lines: Sequence[Line]) -> int:
    """Count the first lines that are the warning of a mail gateway ("CAUTION: This email originated from …").

    Args:
        lines: The first lines of the message that are not blank.
    """
    banner = phrasebook().banner
    if not lines or lines[0].start not in banner.starts or not banner.open(lines[0].folded.lstrip(" *_#")):
        return 0
    count = 1
    while count < len(lines) and not lines[count].after_blank:
        count += 1
    return count
