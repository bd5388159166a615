"""Cuts the rows of a text into pages: at form feeds, else at page numbers and serial numbers that count on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from threadparse.locales.furniture import knowledge
from threadparse.zoning.stamps import is_bates

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Page", "Row", "bare_number", "cut_pages", "find_rows", "page_number", "serial"]

_MARKUP = "*_# \t\xa0\f"  # markdown emphasis and headings around a line that was set in bold
_LAST_NUMBER = re.compile(r"\d+(?=\D*$)")
_BARE = re.compile(r"[-–—\[(]{0,2} ?(?P<n>\d{1,4})(?: ?/ ?(?P<m>\d{1,4}))? ?[-–—\])]{0,2}")
_FEWEST_ROWS = 8  # a printed page has more rows than this; shorter runs of numbers are lists


class Row(NamedTuple):
    """A stretch of a line between form feeds that is not blank.

    Attributes:
        line: Index of the line.
        start: Column at which the stretch begins, in characters.
        end: Column behind its last character that is no white space.
        indent: White space before it, in characters.
        text: What stands there, without outer white space and markdown emphasis.
        page: Number of form feeds before it.
        apart: A blank line or a form feed stands above it.
    """

    line: int
    start: int
    end: int
    indent: int
    text: str
    page: int
    apart: bool


@dataclass(slots=True)
class Page:
    """The rows of one page, by their numbers in the list of rows, and the rows that are cut marks themselves."""

    rows: list[int] = field(default_factory=list)
    cut: int | None = None


def find_rows(lines: Sequence[str]) -> list[Row]:
    """Take the rows out of the lines.

    Args:
        lines: The lines of a text without line ends.

    Returns:
        All rows that are not blank, in order.
    """
    rows: list[Row] = []
    page, apart = 0, True
    for number, line in enumerate(lines):
        position = 0
        for part in line.split("\f") if "\f" in line else (line,):
            if position:
                page, apart = page + 1, True
            content = part.strip()
            if content:
                indent = len(part) - len(part.lstrip())
                start = position + indent
                text = content.strip(_MARKUP) or content
                rows.append(Row(number, start, start + len(content), indent, text, page, apart))
                apart = False
            else:
                apart = True
            position += len(part) + 1
    return rows


def page_number(text: str) -> tuple[int, int | None] | None:
    """Read a page number in words: "Page 3 of 7".

    Args:
        text: A row's text.

    Returns:
        The number, and the number of pages if it is given; None if the row is no such thing.
    """
    if len(text) > 60 or (match := knowledge().page.fullmatch(text)) is None:
        return None
    return int(match["n"]), int(match["m"]) if match["m"] else None


def bare_number(text: str) -> tuple[int, int | None] | None:
    """Read a number that stands alone: "3", "- 3 -", "[3]", "3 / 7".

    Args:
        text: A row's text.

    Returns:
        The number, and the number of pages if it is given; None if the row is no such thing.
    """
    if len(text) > 16 or (match := _BARE.fullmatch(text)) is None:
        return None
    return int(match["n"]), int(match["m"]) if match["m"] else None


def serial(text: str) -> int | None:
    """Read the last number of a row: what a Bates number counts."""
    match = _LAST_NUMBER.search(text[-48:])
    return int(match.group()) if match else None


def cut_pages(rows: list[Row]) -> list[Page]:
    """Cut the rows into pages.

    Args:
        rows: The rows of a text, see ``find_rows``.

    Returns:
        The pages; one page if nothing tells where pages end.
    """
    if rows and rows[-1].page > rows[0].page:
        return _at_form_feeds(rows)
    cuts = set(_counted(rows))
    pages = [Page()]
    for number in range(len(rows)):
        if number in cuts:
            pages[-1].cut = number
            pages.append(Page())
        else:
            pages[-1].rows.append(number)
    return pages


def _at_form_feeds(rows: list[Row]) -> list[Page]:
    pages: list[Page] = []
    last = None
    for number, row in enumerate(rows):
        if row.page != last:
            pages.append(Page())
            last = row.page
        pages[-1].rows.append(number)
    return pages


def _counted(rows: list[Row]) -> list[int]:
    """Rows of a text without form feeds that are page or serial numbers because they count on."""
    explicit = [number for number, row in enumerate(rows) if page_number(row.text)]
    if _counts_on([page_number(rows[number].text) for number in explicit], explicit):
        return explicit
    serials = [number for number, row in enumerate(rows) if row.apart and is_bates(row.text)]
    if _counts_on([(serial(rows[number].text) or 0, None) for number in serials], serials):
        return serials
    return _lone_numbers(rows)


def _counts_on(values: list[tuple[int, int | None] | None], places: list[int]) -> bool:
    """Whether at least two numbers each are one more than the one before, a page apart."""
    if len(places) < 2:
        return False
    pairs = pairwise(values)
    counts = all(one and two and (two[0] == one[0] + 1) and one[1] == two[1] for one, two in pairs)
    return counts and all(two - one >= _FEWEST_ROWS for one, two in pairwise(places))


def _lone_numbers(rows: list[Row]) -> list[int]:
    """Bare numbers with blank lines around them, at least three that count on from page to page of like length."""
    places = [
        number
        for number, row in enumerate(rows)
        if row.apart and bare_number(row.text) and (number + 1 == len(rows) or rows[number + 1].apart)
    ]
    if len(places) < 3 or not _counts_on([bare_number(rows[number].text) for number in places], places):
        return []
    lengths = [two - one for one, two in pairwise(places)]
    return places if max(lengths) <= 2 * min(lengths) and min(lengths) >= 2 * _FEWEST_ROWS else []
