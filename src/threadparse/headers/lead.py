"""Leads: the lines above "To:" in which Lotus Notes and scans give the sender and the date without labels.

Notes writes ``"Jane Roe" <jane@x.org> on 09/18/2000 12:21:11 PM`` or the name and the date each on a line; a scan may
have misread "From:" beyond its label.
"""

from __future__ import annotations

from typing import NamedTuple

from threadparse.headers.block import Block
from threadparse.headers.header import Field
from threadparse.headers.labels import read_bare_label, read_slipped_label
from threadparse.headers.page import Page
from threadparse.locales.folding import squeeze
from threadparse.values.dates import DateValue, scan_dates

__all__ = ["Lead", "read_lead", "split_sender_date"]

_JOINTS = ("on", "am", "le", "el", "il", "op", "den", "em", "")
_RESPOND = "please respond to"


class Lead(NamedTuple):
    """What the lines above a block say.

    Attributes:
        first: The first of these lines.
        fields: ``from`` and perhaps ``date``.
    """

    first: int
    fields: dict[str, Field]


def read_lead(page: Page, block: Block, stop: int) -> Lead | None:
    """Sender and date from the lines above a block that has no From field.

    Args:
        page: The page.
        block: The block below.
        stop: Lowest line that may be used.
    """
    if "from" in block.fields:
        return None
    at = page.above(block.first, stop, blanks=2)
    while at is not None and squeeze(page.contents[at]).startswith(_RESPOND):
        at = page.above(at, stop, blanks=2)
    if at is None or page.lines.depths[at] != page.lines.depths[block.first]:
        return None
    if "date" in block.fields:
        return _misread_from(page, block, at)
    return _name_and_date(page, at, stop)


def _misread_from(page: Page, block: Block, at: int) -> Lead | None:
    """A From field whose label the scanner misread; believed only directly above a whole block."""
    if len(block.fields) < 3 or block.first - at > 2:
        return None
    fields = frozenset({"from"})
    label = read_bare_label(page.contents[at], fields) or read_slipped_label(page.contents[at], fields, loose=True)
    return None if label is None else Lead(at, {"from": Field("from", label.value, at)})


def _name_and_date(page: Page, at: int, stop: int) -> Lead | None:
    """A name and a date on one line, on two, or wrapped over three."""
    text, first = page.contents[at].strip(), at
    for _ in range(3):
        parts = split_sender_date(text)
        if parts is not None:
            sender, date = parts
            return Lead(first, {"from": Field("from", sender, first), "date": Field("date", date.raw, at)})
        above = page.above(first, stop, blanks=0)
        if above is None:
            return None
        first, text = above, f"{page.contents[above].strip()} {text}"
    return None


def split_sender_date(text: str) -> tuple[str, DateValue] | None:
    """Cut "NAME on DATE" or "NAME      DATE" into its halves.

    Args:
        text: A line, or the value of a From field.

    Returns:
        The name as written and the date that ends the text; None if it does not end with a date and begin with a name.
    """
    if len(text) > 300 or not any(letter.isdigit() for letter in text):
        return None
    dates = scan_dates(text)
    if not dates or squeeze(text[dates[-1].end :]):
        return None
    before = text[: dates[-1].start].rstrip(" \t,:(")
    name, _, joint = before.rpartition(" ")
    if squeeze(joint) in _JOINTS and name:
        before = name.rstrip(" \t,")
    words = before.split()
    if not words or len(words) > 12 or (not any(word[:1].isupper() for word in words) and "@" not in before):
        return None
    return before, dates[-1]
