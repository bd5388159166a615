"""Finds page furniture: running heads and feet, page and Bates numbers, release stamps, redaction codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadparse.zoning.edges import find_edges, is_field
from threadparse.zoning.glance import CENTRED, may_have_furniture
from threadparse.zoning.margins import find_margins
from threadparse.zoning.pages import SILENT, Rows, cut_pages, ends_apart, find_rows
from threadparse.zoning.stamps import STRONG

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["find_furniture"]

Part = tuple[int, int, int]

_SHORT = 60  # characters; an agency's name is not longer
_FURTHER_IN = 16  # columns that separate it from the text around it: no column of numbers


def find_furniture(lines: Sequence[str]) -> tuple[list[int], list[tuple[int, int, int]]]:
    """Find what belongs to the page and not to a message.

    In doubt a line is a person's words: furniture is only what stamps, page ends or repetition prove.

    Args:
        lines: The lines of the whole text without line ends; a form feed may stand anywhere in a line.

    Returns:
        Indices of the lines that are furniture as a whole, and ``(line index, start column, end column)`` of furniture
        inside lines that are otherwise text; columns in characters. Both ascending.
    """
    if not may_have_furniture(lines):
        return [], []
    rows = find_rows(lines)
    pages = cut_pages(rows)
    found = {page.cut for page in pages if page.cut is not None}
    if len(pages) > 1 or any("\f" in line for line in lines):
        found |= find_edges(rows, pages)
    found |= _lone_numbers(rows)
    found |= _stamp_groups(rows)
    whole, parts = find_margins(rows, found)
    return _by_line(rows, found | whole, parts)


def _lone_numbers(rows: Rows) -> set[int]:
    """Page numbers between blank lines, "Page 3 of 7" or a number in mid page, with Bates numbers that touch them."""
    found: set[int] = set()
    group: list[int] = []
    proof = False
    for number, says in enumerate(rows.says):
        if says is SILENT:
            group, proof = [], False
            continue
        count = says.numbered
        centred = _is_centred(rows, number)
        if count and count[1] and count[0] <= count[1] and rows.plains[number][:1].isalpha():
            found.add(number)  # "Page 3 of 7" alone on a line is nobody's, wherever it stands
        if not (count or centred or says.bates) or not (rows.aparts[number] or group):
            group, proof = [], False
            continue
        group.append(number)
        proof |= centred or bool(count and count[1] and count[0] <= count[1])
        if ends_apart(rows, number):
            found |= set(group) if proof else set()
            group, proof = [], False
    return found


def _is_centred(rows: Rows, number: int) -> bool:
    """Whether a lone number stands where no text stands: far in, its neighbours far out or stamps."""
    if rows.starts[number] < CENTRED or (indent := rows.indents[number]) < CENTRED:
        return False
    if not rows.says[number].bare or not ends_apart(rows, number):
        return False
    neighbours = [other for other in (number - 1, number + 1) if 0 <= other < len(rows)]
    return bool(neighbours) and all(
        rows.indents[other] + _FURTHER_IN <= indent or rows.says[other].bates for other in neighbours
    )


def _stamp_groups(rows: Rows) -> set[int]:
    """Runs of stamp rows, no blank line between, that together cannot be a person's words."""
    found: set[int] = set()
    group: list[int] = []
    for number, says in enumerate(rows.says):
        weight = says.weight
        if rows.aparts[number] or not group:
            if group:
                found |= _proven(rows, group)
            group = [number] if weight else []
        elif weight is not None or _is_sandwiched(rows, number):
            group.append(number)
        else:
            found |= _proven(rows, group)
            group = []
    return found | _proven(rows, group)


def _proven(rows: Rows, group: list[int]) -> set[int]:
    """The rows of a group that is heavy enough; a date at its end may be a header's if another field follows."""
    weights = [rows.says[number].weight or 0 for number in group]
    if sum(weights) < STRONG:
        return set()
    below = group[-1] + 1
    if not ends_apart(rows, group[-1]) and is_field(rows.plains[below]):
        while not weights[-1]:
            weights.pop()
    return set(group[: len(weights)])


def _is_sandwiched(rows: Rows, number: int) -> bool:
    """Whether a short row without a field stands between stamp rows: the agency's name."""
    text = rows.texts[number]
    if len(text) > _SHORT or ":" in text[:-1] or text[0] == ">" or ends_apart(rows, number):
        return False
    return bool(rows.says[number + 1].weight)


def _by_line(
    rows: Rows, whole: set[int], parts: list[tuple[int, int, int]]
) -> tuple[list[int], list[tuple[int, int, int]]]:
    """Rows to lines: a line that holds other rows too gives parts."""
    taken = {rows.lines[number] for number in whole}
    asked = taken.union(line for line, _, _ in parts)
    words = {line for number, line in enumerate(rows.lines) if line in asked and number not in whole}
    lines = sorted(taken - words)
    mixed = [(line, rows.starts[number], rows.end(number)) for number in whole if (line := rows.lines[number]) in words]
    return lines, sorted(mixed + [part for part in parts if part[0] in words])
