"""Finds running heads and feet: rows at page ends that are stamps, count pages, or repeat from page to page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import NamedTuple

from threadparse.zoning.pages import Page, Row, bare_number, page_number
from threadparse.zoning.stamps import is_bates, split_cells, stamp_weight

__all__ = ["find_edges", "is_field"]

_DEPTH = 10  # rows that a running head or foot may have
_DIGITS = re.compile(r"\d+")
# A field of a mail's header, in any language, repeats in a chain though it is no furniture.
_FIELD = re.compile(r"[^\W\d_][\w .'’()-]{0,30}(?::(?=\s|$)|：)")
_INDENT = 24  # a lone number set this far in at a page end is no part of a sentence
_SHORT = 60  # characters; an agency's name is not longer


class _Edges(NamedTuple):
    """What is known of one text's page ends.

    Attributes:
        rows: The rows of the text.
        keys: Keys of the rows that repeat there, see ``_repeated``.
        often: Keys of the rows that stand within two page ends, and within as many as half the pages.
        bare: A lone number may be a page number: true form feeds, or page marks, cut the pages.
    """

    rows: list[Row]
    keys: set[str]
    often: set[str]
    bare: bool


def is_field(text: str) -> bool:
    """Whether a row looks like a header field of a mail; "Date: 05/13/2015" does, "Case No. F-1" does not.

    Args:
        text: A row's text.

    Returns:
        True if it begins with a label and a colon and weighs nothing as a stamp.
    """
    return _FIELD.match(text) is not None and not stamp_weight(text)


def find_edges(rows: list[Row], pages: list[Page]) -> set[int]:
    """Find running heads and feet.

    Args:
        rows: The rows of the text.
        pages: Its pages.

    Returns:
        Numbers of the rows that are furniture.
    """
    heads = [page.rows[:_DEPTH] for page in pages]
    feet = [page.rows[::-1][:_DEPTH] for page in pages]
    starts_mail = [any(is_field(rows[number].plain) for number in head) for head in heads]
    met = Counter(key for side in (*heads, *feet) for key in {_key(rows[number].plain) for number in side})
    often = {key for key, count in met.items() if count > 1 and count * 2 >= len(pages)}
    bare = all(page.cut is None or not bare_number(rows[page.cut].plain) for page in pages)
    found: set[int] = set()
    for sides, continues in ((heads, starts_mail), (feet, [*starts_mail[1:], True])):
        edges = _Edges(rows, _repeated(rows, sides, [not mail for mail in continues]), often, bare)
        for index, side in enumerate(sides):
            found |= _take(edges, side, index)
    return found


def _key(text: str) -> str:
    """A row for comparison: digits, case and spacing folded."""
    return _DIGITS.sub("#", " ".join(text.casefold().split()))


def _repeated(rows: list[Row], sides: list[list[int]], continues: list[bool]) -> set[str]:
    """Keys of the rows that repeat at the same end of pages.

    Words alone must be there on three pages, twice where the text runs on over the page end: a person's name may open
    or close each message of a bundle, but does not cut a sentence in two. Numbers that count the pages, an address on
    the web or the same two columns prove it at two.
    """
    places: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for page, side in enumerate(sides):
        for key, text in {_key(rows[number].plain): rows[number].plain for number in side}.items():
            places[key].append((page, text))
    keys = set()
    for key, met in places.items():
        first = met[0][1]
        if len(met) < 2 or len(met) * 2 < len(sides) or is_field(first) or first[0] == ">":
            continue
        runs_on = sum(continues[page] for page, _ in met)
        columns = "http" in key or (len({text for _, text in met}) == 1 and len(split_cells(first)) > 1)
        if _counts_pages(met) or (len(met) >= 3 and runs_on >= 2) or (columns and runs_on):
            keys.add(key)
    return keys


def _counts_pages(met: list[tuple[int, str]]) -> bool:
    """Whether one of the numbers in a repeated row grows by one from page to page."""
    numbers = [[int(digits[-12:]) - page for digits in _DIGITS.findall(text)] for page, text in met]
    return any(len(set(column)) == 1 for column in zip(*numbers, strict=False))


def _take(edges: _Edges, side: list[int], page: int) -> set[int]:
    """From the page end inwards, the rows that are furniture, up to the first that is not."""
    rows = edges.rows
    firm = 0  # how many rows are certain; those behind wait for a certain one further in
    for place, number in enumerate(side):
        if _is_firm(edges, side, place, page):
            firm = place + 1
        elif place and stamp_weight(rows[number].plain) == 0 and firm == place and not rows[number].apart:
            firm += side[0] < number  # in a head, a date goes along with the stamp right above it
        elif stamp_weight(rows[number].plain) != 0 and not _is_between(edges, side, place, page):
            break
    return set(side[:firm])


def _is_firm(edges: _Edges, side: list[int], place: int, page: int) -> bool:
    """Whether a row at a page end is furniture."""
    row = edges.rows[side[place]]
    key, weight = _key(row.plain), stamp_weight(row.plain)
    if row.text[0] == ">":
        return False
    if key in edges.keys or page_number(row.plain) or all(map(is_bates, split_cells(row.plain))):
        return True
    if weight:
        neighbours = (_touching(edges.rows, side, place, step) for step in (-1, 1))
        return weight > 1 or key in edges.often or any(stamp_weight(text) for text in neighbours if text)
    number = bare_number(row.plain)
    return number is not None and edges.bare and (row.indent >= _INDENT or number[0] == page + 1)


def _touching(rows: list[Row], side: list[int], place: int, step: int) -> str | None:
    """The text of the row beside another towards (-1) or from (1) the page end, if no blank line is between."""
    if not 0 <= place + step < len(side):
        return None
    lower = max(side[place], side[place + step])
    return None if rows[lower].apart else rows[side[place + step]].plain


def _is_between(edges: _Edges, side: list[int], place: int, page: int) -> bool:
    """Whether a short row touches furniture on both sides: an agency's name."""
    row = edges.rows[side[place]]
    if len(row.text) > _SHORT or ":" in row.text or row.text[0] == ">" or not place:
        return False
    if _touching(edges.rows, side, place, -1) is None or _touching(edges.rows, side, place, 1) is None:
        return False
    return _is_firm(edges, side, place - 1, page) and _is_firm(edges, side, place + 1, page)
