"""Set page furniture aside, so that it breaks no header block and no paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import compress, islice, pairwise

from threadparse.furniture.find import find_furniture
from threadparse.lines.lines import FURNITURE, Lines, strip_marks

__all__ = ["Margin", "set_furniture_aside"]

# A number before a line of a pleading or a transcript.
_NUMBER = r"[ \t\f]{0,12}(\d{1,3})(?:[ \t]+|\Z)"
_MAX_LINES_ABOVE = 6  # a caption, a page mark
_MIN_NUMBERED, _MIN_SHARE = 8, 90  # lines; per cent of those that show something
#: Page furniture within a line: (line, start column, end column) in the line as it stands in the text.
Margin = tuple[int, int, int]


def set_furniture_aside(lines: Lines) -> tuple[Lines, list[Margin]]:
    """Flag the lines that are page furniture, and blank the codes and numbers in the margins of the others.

    Args:
        lines: The lines of a text.

    Returns:
        The lines, their contents without what stands in the margins; and its places.
    """
    numbers, column = ([], 0) if lines.quoted else _find_line_numbers(lines.contents)
    lines = replace(lines, contents=_blank(lines.contents, numbers)) if numbers else lines
    whole, margins = _find(lines)
    if not whole and not margins and not numbers:
        return lines, margins
    contents, furniture = lines.contents, bytearray(len(lines))
    for at in whole:
        furniture[at] = FURNITURE
    if margins or numbers:
        contents = contents.copy()
    for at, start, end in margins:
        raw = lines.raw(at) if lines.quoted else contents[at]
        contents[at] = strip_marks(_without(raw, start, end), lines.depths[at]).rstrip()
    for at, _, end in numbers:
        contents[at] = contents[at][max(column + contents[at].count("\f", 0, end), end) :]
    return replace(lines, contents=contents, furniture=furniture), sorted(margins + numbers)


def _blank(contents: list[str], places: list[Margin]) -> list[str]:
    """Return the contents of lines with blanks in some places."""
    blanked = contents.copy()
    for at, start, end in places:
        blanked[at] = _without(blanked[at], start, end)
    return blanked


def _without(text: str, start: int, end: int) -> str:
    """Return a line with blanks in the place of a part."""
    return text[:start] + " " * (end - start) + text[end:]


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


def _find_line_numbers(lines: Sequence[str]) -> tuple[list[Margin], int]:
    """Find the numbers of lines, which count from 1, on each page anew; blank lines have one, too.

    Returns:
        The numbers, and the column at which the words begin; no numbers where lines are not numbered.
    """
    if not _begins_to_count(lines):
        return [], 0
    found: list[Margin] = []
    columns: list[int] = []
    shown = last = 0
    for at, line in enumerate(lines):
        shown += not (blank := not line.strip())
        match = None if blank else re.match(_NUMBER, line)
        if match is not None and int(match[1]) in (1, last + 1):
            last = int(match[1])
            found.append((at, *match.span(1)))
            columns += [match.end() - line.count("\f", 0, match.end())] if match.end() < len(line) else []
    numbered = len(found) >= _MIN_NUMBERED and len(found) * 100 >= shown * _MIN_SHARE
    return (found, min(columns)) if numbered and 1 < len(columns) < len(found) else ([], 0)


def _begins_to_count(lines: Sequence[str]) -> bool:
    """Tell whether one of the first lines that show something is numbered 1, and the next 2."""
    firsts = [line.split(None, 1)[0] for line in islice(filter(str.strip, lines), _MAX_LINES_ABOVE)]
    return ("1", "2") in pairwise(firsts)
