"""Finds redaction codes and release marks in the right margin of a released page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from threadparse.zoning.stamps import continues_stamp, is_bates, is_margin, opens_stamp

if TYPE_CHECKING:
    from threadparse.zoning.pages import Row

__all__ = ["find_margins", "may_have_margins"]

_COLUMN = 50  # no redaction code is set further left than this; a value after a label may be
_GAP = re.compile(r"\S[ \xa0]{3,}(?=\S)")
# A short last cell with a digit or in capitals, far to the right.
_HINT = re.compile(r" {4}\S*[0-9)A-Z][ \t]*(?:\n|\Z)")
_BELOW = 6  # rows between "RELEASE IN" and "FULL"


def may_have_margins(text: str) -> bool:
    """Whether any line may end in a margin code: a cheap look.

    Args:
        text: The whole text.

    Returns:
        False if there is none.
    """
    return "    " in text and _HINT.search(text) is not None


def find_margins(rows: list[Row], found: set[int]) -> tuple[set[int], list[tuple[int, int, int]]]:
    """Find margin codes.

    Args:
        rows: The rows of the text.
        found: Rows that are furniture already.

    Returns:
        Rows that are nothing but margin codes; and ``(line, start, end)`` of the codes beside other text.
    """
    whole: set[int] = set()
    parts: list[tuple[int, int, int]] = []
    opened = -_BELOW - 1
    for number, row in enumerate(rows):
        start = _last_cell(row)
        cell = row.text[start - row.start :] if start == row.start else row.text[-(row.end - start) :]
        if start < _COLUMN or not cell:
            opened = number if number in found and opens_stamp(_tail(row)) else opened
            continue
        marks = is_margin(cell) or opens_stamp(cell) or is_bates(cell)
        if not marks and number - opened <= _BELOW:
            marks = continues_stamp(cell)
        if not marks:
            continue
        if opens_stamp(cell):
            opened = number
        if number in found:
            continue
        if start == row.start:
            whole.add(number)
        elif not _is_value(row, start):
            parts.append((row.line, start, row.end))
    return whole, parts


def _last_cell(row: Row) -> int:
    """Column at which the last cell of a row begins."""
    last = row.start
    for match in _GAP.finditer(row.text):
        last = row.start + match.end()
    return last


def _tail(row: Row) -> str:
    return row.text[_last_cell(row) - row.start :]


def _is_value(row: Row, start: int) -> bool:
    """Whether a code stands where a field's value would: "To:     (b)(6)"."""
    before = row.text[: start - row.start].rstrip()
    return before.endswith((":", "：")) and start < row.start + 60
