"""Separators: "-----Original Message-----", "Forwarded by … on …", "Begin forwarded message:", rules of underscores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from threadparse.headers.page import Page
from threadparse.locales.folding import INVISIBLE, squeeze
from threadparse.locales.lexicon import separators

__all__ = ["Separator", "read_separator", "separators_above", "split_inline"]

_DECORATION = "-_=*>#~<>[]━─—–‐‑―+|"
_RULE = re.compile(r"[ \t\xa0\ufeff]*([-_=*─—–])(?:\1|[ \t]){2,}\s*$")
_INLINE = re.compile(r"\s*(-{2,}[^-\n]{3,80}-{2,})[ \t\xa0]*(?=[^\s-])")
_LONGEST = 240
# Notes leaves blank lines below its banner; a mere rule must stand close to be a separator.
_GAP, _GAP_OF_RULE = 6, 1


class Separator(NamedTuple):
    """What a separator line says.

    Attributes:
        kind: ``original``, ``forwarded``, ``end`` (of a forwarded message) or ``rule`` (a mere line).
        between: The text that stands in the separator, such as a name and a date, or an empty string.
    """

    kind: Literal["original", "forwarded", "end", "rule"]
    between: str


def read_separator(content: str) -> Separator | None:
    """What a line says as a separator, or None.

    Args:
        content: A line, or a banner of two lines joined, without quote marks.
    """
    return None if len(content) > _LONGEST else _read(content)


@lru_cache(maxsize=64)
def _read(content: str) -> Separator | None:
    """``read_separator`` for a line that is not too long; mail repeats its separators, and asks about each often."""
    stripped = content.strip(" \t\xa0\ufeff\r\f*_" if content.lstrip()[:1] in "*_" else " \t\xa0\ufeff\r\f")
    if _RULE.match(content):
        return Separator("rule", "")
    core = stripped.strip(_DECORATION + " \t\xa0")
    if not core or (not core[0].isalnum() and core[0] not in "\"'“„«<"):
        return None
    bare = content.strip()
    dashed = bare[:1] in _DECORATION or bare[-1:] in _DECORATION
    words = squeeze(core)
    table = separators()
    if dashed or words in table["bare"]:
        kind = table["plain"].get(words)
        if kind is not None:
            return Separator(kind, "")
    core = " ".join(core.translate(INVISIBLE).split())
    return _around(core, words, table["around"]) if bare[:2] in ("--", "==", "**", "__") else None


def _around(core: str, words: str, table: list[list[str]]) -> Separator | None:
    """A separator with a name or a date between its words."""
    for before, behind, kind in table:
        if words.startswith(before) and words.endswith(behind) and len(words) > len(before) + len(behind) + 1:
            between = core[len(before) : len(core) - len(behind)] if behind else core[len(before) :]
            return Separator(kind, between.strip(" \t:,-"))  # type: ignore[arg-type]  # kinds come from our own table
    return None


def split_inline(content: str) -> tuple[Separator, int] | None:
    """A separator with the first field behind it on the same line, as Yahoo's plain text has it.

    Returns:
        The separator and the column at which the rest of the line begins, or None.
    """
    match = _INLINE.match(content)
    if match is None:
        return None
    separator = read_separator(match[1])
    return None if separator is None or separator.kind == "rule" else (separator, match.end())


def separators_above(page: Page, first: int, stop: int) -> Iterator[tuple[int, Separator]]:
    """Find the separators that stand directly above a header block, no more of them than are asked for.

    Args:
        page: The page.
        first: First line of the block.
        stop: Lowest line that may belong to it.

    Yields:
        The line at which a separator begins, and the separator; the lowest first. A mere rule can only be the lowest.
    """
    found = False
    depth = page.lines.depths[first]
    while True:
        at = page.above(first, stop, blanks=_GAP)
        if at is None or abs(page.lines.depths[at] - depth) > 1:
            return
        separator, begin = _ending_at(page, at, stop)
        if separator is None and not found:
            separator, begin = _above_letterhead(page, at, stop)
        if separator is None or separator.kind == "end":
            return
        if separator.kind == "rule" and (found or page.above(first, at, blanks=_GAP_OF_RULE) is None):
            return
        yield begin, separator
        found, first = True, begin


def _above_letterhead(page: Page, at: int, stop: int) -> tuple[Separator | None, int]:
    """The banner above a letterhead: Notes prints the sender's company between "Forwarded by" and "From:"."""
    line = page.contents[at].strip()
    if len(line) > 60 or line[-1:] in ",:;!?" or not line[:1].isalpha():
        return None, at
    above = page.above(at, stop, blanks=_GAP)
    if above is None:
        return None, at
    separator, begin = _ending_at(page, above, stop)
    return (separator, begin) if separator is not None and separator.between else (None, at)


def _ending_at(page: Page, at: int, stop: int) -> tuple[Separator | None, int]:
    """The separator whose last line is given; Notes wraps "Forwarded by … on DATE ---" over two or three lines."""
    separator = read_separator(page.contents[at])
    if (separator is not None and separator.kind != "rule") or not page.contents[at].rstrip().endswith("--"):
        return separator, at
    begin = at
    while begin > stop and at - begin < 2 and not page.blank(begin - 1):
        begin -= 1
        if page.contents[begin].lstrip().startswith("--"):
            joined = read_separator(" ".join(page.contents[line].strip() for line in range(begin, at + 1)))
            if joined is not None and joined.kind != "rule":
                return joined, begin
    return separator, at
