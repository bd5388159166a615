"""Find page furniture: running heads and feet, page and Bates numbers, release stamps, redaction codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadparse.furniture.browser_prints import find_browser_prints, may_have_feet
from threadparse.furniture.classification import find_classification
from threadparse.furniture.furniture_prefilter import may_have_furniture
from threadparse.furniture.margins import Part, find_margins
from threadparse.furniture.page_numbers import (
    find_beside_serials,
    find_closing_row,
    find_counting_rows,
    find_frame,
    find_lone_numbers,
    find_numbers_of_papers,
    is_beside_page_end,
)
from threadparse.furniture.rows import Rows, cut_pages
from threadparse.furniture.running_heads import find_edges, has_label
from threadparse.furniture.stamp_rows import find_markings_alone, find_opening_stamps, find_stamp_groups
from threadparse.furniture.torn_stamps import find_torn_stamps
from threadparse.locales.furniture import knowledge

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["find_furniture"]

_RULES = ("---", "***", "___", "* * *")  # that converters write between pages


def find_furniture(lines: Sequence[str]) -> tuple[list[int], list[Part]]:
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
    rows = Rows(lines)
    pages = cut_pages(rows)
    found = {page.cut for page in pages if page.cut is not None}
    if len(pages) > 1 or rows.paged:
        found |= find_edges(rows, pages)
    found |= find_lone_numbers(rows)
    found |= find_counting_rows(rows)
    found |= find_frame(rows)
    found |= find_opening_stamps(rows)
    found |= find_stamp_groups(rows)
    found |= find_torn_stamps(rows, found)
    found |= find_markings_alone(rows, found)
    found |= find_numbers_of_papers(rows)
    found |= _rows_beside(rows, found)
    found |= find_browser_prints(rows.texts) if may_have_feet(rows.text) else set()
    whole, parts = find_margins(rows, found)
    whole |= find_beside_serials(rows, parts)
    whole |= find_closing_row(rows, marked=bool(found or whole or parts))
    for number, start, end in find_classification(rows):
        if start == rows.start(number) and end == rows.end(number):
            whole.add(number)
        else:
            parts = [part for part in parts if part[0] != number or part[1] >= end or part[2] <= start]
            parts.append((number, start, end))
    return _by_line(rows, found | whole, parts)


def _rows_beside(rows: Rows, found: set[int]) -> set[int]:
    """Return the rows that say the same and touch furniture, or the end of the text, wherever they stand.

    So do the number of a request below a stamp, and the day above a page number; two at least, and no mail's header.
    One number in mid page is enough, and so is a rule of markdown, which a blank line may part from the furniture.
    """
    touching = _touching(rows, found)
    numbers = {at for at in touching if rows.plains[at] in _RULES or is_beside_page_end(rows, at)}
    places: dict[str, list[int]] = {rows.plains[at]: [] for at in touching - numbers}
    for at, text in enumerate(rows.plains) if places else ():
        if text in places and at not in found:
            places[text].append(at)
    touching.add(len(rows) - 1)
    groups = [group for group in places.values() if len(group) > 1 and touching.issuperset(group)]
    return numbers.union(at for group in groups if not has_label(rows, group[0]) for at in group)


def _touching(rows: Rows, found: set[int]) -> set[int]:
    """Return the rows right beside furniture, and over a blank line those that are rules or name a law of access."""
    near = {beside for at in found for beside in (at - 1, at + 1) if 0 <= beside < len(rows)} - found
    return {
        at
        for at in near
        if (at - 1 in found and not rows.apart[at])
        or (at + 1 in found and not rows.apart[at + 1])
        or rows.plains[at] in _RULES
        or knowledge().hinted(rows.plains[at].casefold())
    }


def _by_line(rows: Rows, whole: set[int], parts: list[Part]) -> tuple[list[int], list[Part]]:
    """Rows to lines: a line that holds other rows too gives parts."""
    taken = {number: rows.line(number) for number in whole}
    words = {
        rows.line(below)
        for below in rows.turns
        if (below in taken) != (below - 1 in taken) and rows.line(below) == rows.line(below - 1)
    }
    found = [(line, rows.start(number), rows.end(number)) for number, line in taken.items() if line in words]
    found += [(rows.line(number), start, end) for number, start, end in parts if number not in taken]
    return sorted({*taken.values()} - words), sorted(found)
