"""Lines in which a header was glued to somebody's words: "Thanks!--- On Wed, Apr 4, …, Jane wrote:".

Yahoo and some phones put no line end before their separator, or behind it. Such a line is cut in two; no character is
added.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from threadparse.headers.separators import read_separator
from threadparse.lines.lines import Lines

__all__ = ["split_glued"]

_DASHES = re.compile(r"(?<=[^\s\-*_=~>|])-{3,}(?= ?[^\W\d_])")
_WORDS_BEHIND = re.compile(r">[^<>:\r\n]{0,40}:[ \xa0]{2,8}(?=[^\s>])")
_MARK_BEHIND = re.compile(r":[ \xa0]{0,8}(?=>[ \xa0]?[^\s>])")
_MAX_TRIES = 3
_MAX_LINE_CHARS = 2_000


def split_glued(lines: Lines) -> Lines:
    """Cut the lines in which a separator or an attribution between dashes follows other words, or words an attribution.

    Args:
        lines: The lines of a text.

    Returns:
        The lines, those that were cut as two; the same object where there is none.
    """
    cuts = _find_cuts(lines)
    return _cut_lines(lines, cuts) if cuts else lines


def _find_cuts(lines: Lines) -> dict[int, int]:
    """Return line index → column at which a line is to be cut; most texts are told off by a few searches."""
    text = lines.text
    cuts: dict[int, int] = {}
    if "-" in text and "---" in text:
        cuts.update(_cuts_by(_column_of_dashes, lines.contents, "---"))
    if ">" in text and ":  " in text and _WORDS_BEHIND.search(text) is not None:
        cuts.update(_cuts_by(_column_of_words, lines.contents, ":  ", ">"))
    if "@" in text and _MARK_BEHIND.search(text) is not None:
        cuts.update(_cuts_by(_column_of_mark, lines.contents, ">", "@"))
    return cuts


def _cuts_by(find: Callable[[str], int | None], contents: list[str], *marks: str) -> dict[int, int]:
    """Return line index → column for the lines that have all marks and in which a column is found."""
    places = (at for at, content in enumerate(contents) if all(mark in content for mark in marks))
    return {at: cut for at in places if (cut := find(contents[at]))}


def _cut_lines(lines: Lines, cuts: dict[int, int]) -> Lines:
    """Return the lines with those in ``cuts`` as two."""
    starts, contents, depths = lines.starts[:0], [], lines.depths[:0]
    for at, content in enumerate(lines.contents):
        cut = cuts.get(at)
        if cut is None:
            starts.append(lines.starts[at])
            contents.append(content)
            depths.append(lines.depths[at])
            continue
        behind, depth = content[cut:], lines.depths[at]
        starts.append(lines.starts[at])
        contents.append(content[:cut])
        depths.append(depth)
        starts.append(lines.end(at) - len(behind))
        if behind[:1] == ">":  # the words below have marks as well, or lost them
            behind, depth = behind[1:].lstrip(" \xa0"), max(lines.depths[at : at + 2])
        contents.append(behind)
        depths.append(depth)
    return Lines(lines.text, starts, contents, depths, lines.quoted)


def _column_of_dashes(content: str) -> int | None:
    """Return the column at which a header begins behind other words, or None."""
    if len(content) > _MAX_LINE_CHARS:
        return None
    for count, dashes in enumerate(_DASHES.finditer(content)):
        if count == _MAX_TRIES:
            return None
        rest = content[dashes.start() :]
        separator = read_separator(rest)
        if separator is not None and separator.kind in ("original", "forwarded"):
            return dashes.start()
        if rest.rstrip()[-1:] in ":-" and _is_attribution(rest):
            return dashes.start()
    return None


def _column_of_words(content: str) -> int | None:
    """Return the column at which words begin behind an attribution and blanks, as Yahoo has it, or None."""
    match = _WORDS_BEHIND.search(content) if len(content) <= _MAX_LINE_CHARS else None
    return match.end() if match is not None and _is_attribution(content[: match.end()].strip()) else None


def _column_of_mark(content: str) -> int | None:
    """Return the column of the quote mark behind an attribution with an address ("wrote:> Hello"), or None."""
    match = _MARK_BEHIND.search(content) if len(content) <= _MAX_LINE_CHARS else None
    return match.end() if match is not None and _is_attribution(content[: match.end()].strip()) else None


def _is_attribution(text: str) -> bool:
    """Tell whether a text surely is an attribution, with a date."""
    from threadparse.headers.attribution_patterns import match_attribution

    found = match_attribution(text)
    return found is not None and found.sure and found.date is not None
