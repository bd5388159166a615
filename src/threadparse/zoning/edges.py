"""Finds running heads and feet: rows at page ends that are stamps, count pages, or repeat from page to page."""

from __future__ import annotations

import re
from collections import defaultdict

from threadparse.zoning.pages import Page, Row, bare_number, page_number
from threadparse.zoning.stamps import is_bates, split_cells, stamp_weight

__all__ = ["find_edges"]

_DEPTH = 10  # rows that a running head or foot may have
_DIGITS = re.compile(r"\d+")
# A field of a mail's header, in any language, repeats in a chain though it is no furniture.
_FIELD = re.compile(r"[^\W\d_][\w .'’()-]{0,30}(?::(?=\s|$)|：)")
_INDENT = 24  # a lone number set this far in at a page end is no part of a sentence


def find_edges(rows: list[Row], pages: list[Page]) -> set[int]:
    """Find running heads and feet.

    Args:
        rows: The rows of the text.
        pages: Its pages.

    Returns:
        Numbers of the rows that are furniture.
    """
    found: set[int] = set()
    heads = [page.rows[:_DEPTH] for page in pages]
    feet = [page.rows[::-1][:_DEPTH] for page in pages]
    starts_mail = [_starts_mail(rows, page) for page in pages]
    head_keys = _repeated(rows, heads, continues=[not mail for mail in starts_mail])
    foot_keys = _repeated(rows, feet, continues=[not mail for mail in [*starts_mail[1:], True]])
    for index, (head, foot) in enumerate(zip(heads, feet, strict=True)):
        found |= _take(rows, head, head_keys, index)
        found |= _take(rows, foot, foot_keys, index)
    return found


def _key(text: str) -> str:
    """A row for comparison: digits, case and spacing folded."""
    return _DIGITS.sub("#", " ".join(text.casefold().split()))


def _starts_mail(rows: list[Row], page: Page) -> bool:
    """Whether a message's header stands within the first rows of a page."""
    return any(_is_field(rows[number].text) for number in page.rows[:_DEPTH])


def _is_field(text: str) -> bool:
    return _FIELD.match(text) is not None and stamp_weight(text) is None


def _repeated(rows: list[Row], sides: list[list[int]], continues: list[bool]) -> set[str]:
    """Keys of the rows that repeat at the same end of pages.

    Words alone must be there on three pages, twice where the text runs on over the page end: a person's name may open
    or close each message of a bundle, but does not cut a sentence in two. Numbers that count the pages prove it at two.
    """
    places: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for page, side in enumerate(sides):
        for key, text in {_key(rows[number].text): rows[number].text for number in side}.items():
            places[key].append((page, text))
    keys = set()
    for key, met in places.items():
        if len(met) < 2 or len(met) * 2 < len(sides) or _is_field(met[0][1]) or met[0][1][0] == ">":
            continue
        runs_on = sum(continues[page] for page, _ in met)
        if _counts_pages(met) or (len(met) >= 3 and runs_on >= 2) or ("http" in key and len(met) >= 2):
            keys.add(key)
    return keys


def _counts_pages(met: list[tuple[int, str]]) -> bool:
    """Whether one of the numbers in a repeated row grows by one from page to page."""
    numbers = [[int(digits[:12]) for digits in _DIGITS.findall(text)] for _, text in met]
    pages = [page for page, _ in met]
    return any(
        all(values[place] - page == column[0] for values, page in zip(numbers, pages, strict=True))
        for place in range(min(map(len, numbers)))
        for column in [[numbers[0][place] - pages[0]]]
    )


def _take(rows: list[Row], side: list[int], keys: set[str], page: int) -> set[int]:
    """From the page end inwards, the rows that are furniture, up to the first that is not."""
    taken: list[int] = []
    firm = 0
    for place, number in enumerate(side):
        row = rows[number]
        if _is_edge_row(row, keys, page):
            taken.append(number)
            firm = len(taken)
        elif taken and _goes_along(rows, side, place, keys, page):
            taken.append(number)
        else:
            break
    return set(taken[:firm])


def _is_edge_row(row: Row, keys: set[str], page: int) -> bool:
    """Whether a row at a page end is furniture."""
    if row.text[0] == ">":
        return False
    if _key(row.text) in keys or (stamp_weight(row.text) or 0) > 0 or page_number(row.text):
        return True
    if all(is_bates(cell) for cell in split_cells(row.text)):
        return True
    number = bare_number(row.text)
    return number is not None and (row.indent >= _INDENT or number[0] == page + 1)


def _goes_along(rows: list[Row], side: list[int], place: int, keys: set[str], page: int) -> bool:
    """Whether a row between furniture and furniture, no blank line between, goes along: an agency's name, a date."""
    row = rows[side[place]]
    if stamp_weight(row.text) == 0:
        return True
    if place + 1 >= len(side) or len(row.text) > 60 or ":" in row.text:
        return False
    lower = max(side[place], side[place + 1])
    upper = max(side[place - 1], side[place])
    return not rows[lower].apart and not rows[upper].apart and _is_edge_row(rows[side[place + 1]], keys, page)
