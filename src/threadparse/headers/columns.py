"""Two-column headers of Lotus Notes R5: sender and date at the left, "To:", "cc:" and "Subject:" at the right.

"Jane
Roe"                 To:     <bo@example.org>
<jane.roe@ex         cc:
ample.org>           Subject:     Roof
05/22/01
10:33 AM
"""

from __future__ import annotations

import re

from threadparse.headers.block import Block
from threadparse.headers.header import Field
from threadparse.headers.labels import read_label
from threadparse.headers.page import Page
from threadparse.headers.sender_date import split_sender_date

__all__ = ["read_columns"]

_LEAST_INDENT = 8
_MOST_LINES = 60
_RIGHT = re.compile(r"\s{8,}\S[^:]{0,60}?\s{2,}(?=([^\W\d_]{1,16}):(?:\s|$))")


def read_columns(page: Page, at: int, stop: int) -> Block | None:
    """Read the two-column header whose "To:" stands on a line.

    Args:
        page: The page.
        at: Index of the line.
        stop: Lowest line that may belong to it.

    Returns:
        The block with sender, date and the fields at the right; None if the line is not of that form.
    """
    column = _column(page.contents[at])
    if column is None:
        return None
    first = at
    while first > stop and _at_left(page, first - 1, column):
        first -= 1
    last = at
    end = min(len(page), at + _MOST_LINES)
    while last + 1 < end and not page.blank(last + 1) and _column(page.contents[last + 1]) is None:
        last += 1
    block = Block(first, last)
    left = _fill(page, block, column)
    parts = split_sender_date(left)
    if parts is None or not {"to", "subject"} <= set(block.fields):
        return None
    sender, date = parts
    block.fields["from"] = Field("from", sender, first)
    block.fields["date"] = Field("date", date.raw, first)
    return block


def _column(content: str) -> int | None:
    """The column of the "To:" that stands at the right of a line; None for any other line."""
    match = _RIGHT.match(content)
    label = read_label(content[match.end() :]) if match else None
    return match.end() if match and label and label.fields[0] == "to" else None


def _at_left(page: Page, at: int, column: int) -> bool:
    """Whether a line above holds nothing but a piece of the left column."""
    content = page.contents[at].rstrip()
    indent = len(content) - len(content.lstrip())
    return bool(content) and _LEAST_INDENT <= indent < column and len(content) <= column + 2


def _fill(page: Page, block: Block, column: int) -> str:
    """Read the right column into the block's fields; the left column's pieces, joined, are returned."""
    left = ""
    current: Field | None = None
    for at in range(block.first, block.last + 1):
        content = page.contents[at]
        indented = content[:_LEAST_INDENT].isspace()
        if indented:
            left = _join(left, content[:column].strip())
        right = content[column:].strip() if indented else content.strip()
        label = read_label(right) if indented else None
        if label is not None and label.fields[0] not in block.fields:
            current = Field(label.fields[0], label.value, at)
            block.fields[current.name] = current
            block.labels.append(label.text)
        elif right and current is not None:
            current.value = f"{current.value} {right}".strip()
    return left


def _join(left: str, piece: str) -> str:
    """Join a piece of the left column; inside an address the line was cut without a blank."""
    if not piece or not left:
        return left + piece
    inside = left.rfind("<") > left.rfind(">") or (left.endswith((".", "@")) and "@" in left.split()[-1])
    return left + piece if inside else f"{left} {piece}"
