"""Headers whose labels stand alone on their lines, without a colon, as Lotus Notes 6 to 8 turns its table into text.

Jane Roe/LON/ACME
05/22/2006 10:33 AM

To
Bob Bee/LON/ACME@ACME
cc

Subject
Roof
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from threadparse.headers.block import Block
from threadparse.headers.labels import Label
from threadparse.headers.lead import read_lead
from threadparse.headers.page import Page
from threadparse.locales.folding import fold
from threadparse.locales.lexicon import labels
from threadparse.values.dates.read import parse_date

__all__ = ["above_subjects", "read_alone", "recipient_words"]

_MOST_LINES = 200
_LONGEST = 16
_FIELDS = ("to", "cc", "bcc", "subject")


@cache
def recipient_words() -> frozenset[str]:
    """The To labels of one word, as clients write them."""
    words = [text for text, fields in labels().items() if fields[0] == "to" and len(text) > 1 and " " not in text]
    return frozenset(text.capitalize() for text in words)


def above_subjects(page: Page, lines: Iterable[int]) -> list[int]:
    """Those of some lines that have a "Subject" alone on a line below, as near as a header can have it.

    Args:
        page: The page.
        lines: Indices of lines on which a "To" stands alone, in order.
    """
    found = []
    subject, seen = -1, 0  # the last that was found, and how far was looked: no line is looked at twice
    for at in lines:
        if subject < at:
            end = min(len(page), at + _MOST_LINES)
            below = range(max(at, seen), end)
            subject = next((line for line in below if _field(page.contents[line].strip()) == "subject"), -1)
            seen = end if subject < 0 else subject + 1
        if subject >= at:
            found.append(at)
    return found


def read_alone(page: Page, first: int, stop: int) -> Block | None:
    """Read the header whose "To" stands alone on a line.

    Args:
        page: The page.
        first: Index of the line.
        stop: Lowest line that may belong to the header.

    Returns:
        The block of recipients and subject, below the sender and date that make it a header; None if it is none.
    """
    if page.contents[first].strip() not in recipient_words() or page.furniture[first]:
        return None
    block = Block(first, first)
    if not _is_led(page, block, stop):
        return None
    fresh = False
    for at in range(first, min(len(page), first + _MOST_LINES)):
        content = page.contents[at].strip()
        field = _field(content)
        if page.lines.depths[at] != page.lines.depths[first]:
            break
        if field is not None and block.may_have(field):
            block.add(Label((field,), "", fold(content)), field, "", at)
            fresh = True
        elif not content:
            if "subject" in block.fields:
                break
            fresh = False
        elif fresh or block.current in ("to", "cc", "bcc"):
            found = block.fields[block.current]
            found.value = f"{found.value}\n{content}" if found.value else content
        else:
            return None
        block.last = at
    return block if "subject" in block.fields else None


def _is_led(page: Page, block: Block, stop: int) -> bool:
    """Whether a sender and a date with its time, as Notes always prints it, stand above."""
    lead = read_lead(page, block, stop)
    date = parse_date(lead.fields["date"].value) if lead is not None and "date" in lead.fields else None
    return date is not None and date.hour is not None


def _field(content: str) -> str | None:
    """The field whose label is all of a line, written as labels are."""
    if len(content) > _LONGEST or (content[:1].islower() and content not in ("cc", "bcc")):
        return None
    return _named(content)


@lru_cache(maxsize=256)
def _named(content: str) -> str | None:
    """The field that a label names here."""
    fields = labels().get(fold(content), ())
    return next((name for name in fields if name in _FIELDS), None)
