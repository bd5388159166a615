"""Finds page furniture: running heads and feet, page and Bates numbers, release stamps, redaction codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadparse.locales.furniture import knowledge
from threadparse.zoning.edges import find_edges
from threadparse.zoning.margins import find_margins, may_have_margins
from threadparse.zoning.pages import Row, cut_pages, find_rows, page_number
from threadparse.zoning.stamps import STRONG, stamp_weight

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["find_furniture"]

Part = tuple[int, int, int]

_DIGITS = frozenset("0123456789-])|*_")


def find_furniture(lines: Sequence[str]) -> tuple[list[int], list[tuple[int, int, int]]]:
    """Find what belongs to the page and not to a message.

    In doubt a line is a person's words: furniture is only what stamps, page ends or repetition prove.

    Args:
        lines: The lines of the whole text without line ends; a form feed may stand anywhere in a line.

    Returns:
        Indices of the lines that are furniture as a whole, and ``(line index, start column, end column)`` of furniture
        inside lines that are otherwise text; columns in characters. Both ascending.
    """
    if not _may_have_furniture(lines):
        return [], []
    rows = find_rows(lines)
    pages = cut_pages(rows)
    found = {page.cut for page in pages if page.cut is not None}
    if len(pages) > 1 or any("\f" in line for line in lines):
        found |= find_edges(rows, pages)
    found |= _lone_page_numbers(rows)
    found |= _stamp_groups(rows)
    whole, parts = find_margins(rows, found)
    return _by_line(rows, found | whole, parts)


def _may_have_furniture(lines: Sequence[str]) -> bool:
    """A cheap look that lets go of most texts."""
    text = "\n".join(lines)
    if "\f" in text:
        return True
    folded = text.casefold()
    if any(hint in folded for hint in knowledge().hints) or may_have_margins(text):
        return True
    return any(line[-1:] in _DIGITS and len(line) < 80 and _is_number(line) for line in map(str.strip, lines) if line)


def _is_number(line: str) -> bool:
    """Whether a line may be a page or serial number: it ends in a number and has few letters."""
    return len(line.split(None, 6)) < 6 and (line[:1] in "[(-–—*_|" or line[:1].isalnum()) and ":" not in line


def _lone_page_numbers(rows: list[Row]) -> set[int]:
    """Rows such as "Page 3 of 7" between blank lines: no person writes these."""
    found = set()
    for number, row in enumerate(rows):
        value = page_number(row.text)
        if value and value[1] and value[0] <= value[1] and row.apart and _ends_apart(rows, number):
            found.add(number)
    return found


def _ends_apart(rows: list[Row], number: int) -> bool:
    """Whether a blank line, a form feed or the end of the text stands below a row."""
    return number + 1 == len(rows) or rows[number + 1].apart


def _stamp_groups(rows: list[Row]) -> set[int]:
    """Runs of stamp rows, no blank line between, that together cannot be a person's words."""
    found: set[int] = set()
    group: list[int] = []
    total = 0
    for number in range(len(rows) + 1):
        weight = stamp_weight(rows[number].text) if number < len(rows) else None
        goes_on = group and number < len(rows) and not rows[number].apart
        if weight is not None and (goes_on or weight > 0):
            if not goes_on:
                found |= set(group) if total >= STRONG else set()
                group, total = [], 0
            group.append(number)
            total += weight
        elif goes_on and _is_sandwiched(rows, number):
            group.append(number)
        else:
            found |= set(group) if total >= STRONG else set()
            group, total = [], 0
    return found


def _is_sandwiched(rows: list[Row], number: int) -> bool:
    """Whether a short row without a field stands between stamp rows: the agency's name."""
    row = rows[number]
    below = rows[number + 1] if number + 1 < len(rows) else None
    if len(row.text) > 60 or ":" in row.text or below is None or below.apart or row.text[0] == ">":
        return False
    return bool(stamp_weight(below.text))


def _by_line(
    rows: list[Row], whole: set[int], parts: list[tuple[int, int, int]]
) -> tuple[list[int], list[tuple[int, int, int]]]:
    """Rows to lines: a line that holds other rows too gives parts."""
    words = {rows[number].line for number in range(len(rows)) if number not in whole}
    lines = sorted({rows[number].line for number in whole} - words)
    mixed = [(row.line, row.start, row.end) for row in (rows[number] for number in whole) if row.line in words]
    return lines, sorted(mixed + [part for part in parts if part[0] in words])
