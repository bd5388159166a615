"""Stacked headers: all labels first, then all values, as tools print them that read a page column by column."""

from __future__ import annotations

from threadparse.headers.block import Block
from threadparse.headers.page import Page
from threadparse.values.dates.read import parse_date
from threadparse.values.subjects import subject_action

__all__ = ["fill_stacked"]

_FEWEST = 3
_GAP = 2


def fill_stacked(page: Page, block: Block) -> None:
    """Give the values below a run of empty labels to their fields, if the date proves that they belong to them.

    Args:
        page: The page.
        block: What was read; its fields and its last line change if the values stand below.
    """
    date = block.fields.get("date")
    if date is None or date.value or len(block.fields) < _FEWEST or any(found.value for found in block.fields.values()):
        return
    values: dict[int, str] = {}
    blanks = 0
    at = block.last
    while len(values) < len(block.fields) and at + 1 < len(page):
        at += 1
        if page.blank(at):
            blanks += 1
            if blanks > _GAP * len(block.fields):
                return
            continue
        values[at] = page.contents[at].strip()
        if at in page.labels and subject_action(values[at]) is None:  # "RE: …" is a value, for all its colon
            return
    filled = dict(zip(block.fields, values.values(), strict=False))
    if len(filled) == len(block.fields) and parse_date(filled["date"]) is not None:
        for name, value in filled.items():
            block.fields[name].value = value
        block.last = at
