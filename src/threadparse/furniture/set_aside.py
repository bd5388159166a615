"""Set page furniture aside, so that it breaks no header block and no paragraph."""

from __future__ import annotations

from dataclasses import replace
from itertools import compress

from threadparse.furniture.find import find_furniture
from threadparse.lines.lines import FURNITURE, Lines, strip_marks

__all__ = ["Margin", "set_furniture_aside"]

#: Page furniture within a line: (line, start column, end column) in the line as it stands in the text.
Margin = tuple[int, int, int]


def set_furniture_aside(lines: Lines) -> tuple[Lines, list[Margin]]:
    """Flag the lines that are page furniture, and blank the codes in the margins of the others.

    Args:
        lines: The lines of a text.

    Returns:
        The lines, their contents without margin codes; and the places of these codes.
    """
    whole, margins = _find(lines)
    if not whole and not margins:
        return lines, margins
    contents, furniture = lines.contents, bytearray(len(lines))
    for at in whole:
        furniture[at] = FURNITURE
    if margins:
        contents = contents.copy()
        for at, start, end in margins:
            raw = lines.raw(at)
            blanked = raw[:start] + " " * (end - start) + raw[end:]
            contents[at] = strip_marks(blanked, lines.depths[at]).rstrip()
    return replace(lines, contents=contents, furniture=furniture), margins


def _find(lines: Lines) -> tuple[list[int], list[Margin]]:
    """Find page furniture; where a whole paged text was quoted, its quote marks are no part of the pages."""
    if not lines.quoted:
        return find_furniture(lines.contents)
    # a line without marks is not held twice
    raws = [content if raw == content else raw for raw, content in zip(lines.raws(), lines.contents, strict=True)]
    base = min(compress(lines.depths, map(str.strip, raws)), default=0)
    if not base:
        return find_furniture(raws)
    bare = [strip_marks(raw, base) for raw in raws]
    whole, margins = find_furniture(bare)
    shifts = {at: len(raws[at]) - len(bare[at]) for at, _, _ in margins}
    return whole, [(at, start + shifts[at], end + shifts[at]) for at, start, end in margins]
