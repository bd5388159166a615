"""Leads: the lines above "To:" in which Lotus Notes and scans give the sender and the date without labels.

Notes writes ``"Jane Roe" <jane@x.org> on 09/18/2000 12:21:11 PM`` or the name and the date each on a line; a scan may
have misread "From:" beyond its label.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from threadparse.headers.block import Block
from threadparse.headers.header import Field
from threadparse.headers.labels import read_bare_label, read_slipped_label
from threadparse.headers.page import Page
from threadparse.headers.sender_date import split_sender_date
from threadparse.locales.folding import squeeze
from threadparse.locales.lexicon import labels

__all__ = ["Lead", "read_lead"]

_LONGEST_KEPT = 400
# Notes leaves many blank lines between the date and "To:".
_GAP = 12
_MOST_LINES = 3


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
    at = _beyond(page, page.above(block.first, stop, blanks=_GAP), stop)
    if at is None or page.lines.depths[at] != page.lines.depths[block.first]:
        return None
    misread = _misread_from(page, block, at)
    if misread is not None or "date" in block.fields:
        return misread
    return _name_and_date(page, at, stop)


def _beyond(page: Page, first: int | None, stop: int) -> int | None:
    """The line itself, or the nearest above that does not only name further people; many blocks may ask for it."""
    at = first
    while at is not None and _beside(page, at):
        at = page.beyond[at] if at in page.beyond else page.above(at, stop, blanks=1)
    if first is not None and at != first:
        page.beyond[first] = at
    return at if at is None or at >= stop else None


def _beside(page: Page, at: int) -> bool:
    """Whether a line only names further people ("Sent by: …", "Please respond to …") between name, date and "To:"."""
    label = page.labels.get(at)
    if label is not None:
        return label.fields[0] in ("sent_by", "reply_to")
    if _behind_phrase(page.contents[at]) is not None:
        return True
    return at > 0 and _behind_phrase(page.contents[at - 1]) == ""  # its value on a line of its own


def _behind_phrase(content: str) -> str | None:
    """What stands behind the phrase for Reply-To that opens a line; None for a line without one."""
    return _behind(content) if len(content) <= _LONGEST_KEPT else _behind.__wrapped__(content)


@lru_cache(maxsize=128)
def _behind(content: str) -> str | None:
    """``_behind_phrase`` for a line that is not too long; blocks close to one another ask about the same lines."""
    words = squeeze(content)
    if not words.startswith(_reply_phrases()):
        return None
    return next(words.removeprefix(phrase) for phrase in _reply_phrases() if words.startswith(phrase))


@cache
def _reply_phrases() -> tuple[str, ...]:
    """Reply-To labels that clients write as a phrase without a colon ("Please respond to"), the longest first."""
    phrases = [text for text, fields in labels().items() if fields[0] == "reply_to" and " " in text]
    return tuple(sorted(phrases, key=len, reverse=True))


def _misread_from(page: Page, block: Block, at: int) -> Lead | None:
    """A From field whose label the scanner misread; believed only directly above a whole block."""
    if len(block.fields) < 3 or block.first - at > 2 or at in page.labels:
        return None
    loose = "date" in block.fields
    label = read_slipped_label(page.contents[at], "from".__eq__, loose=loose)
    if label is None and loose:
        label = read_bare_label(page.contents[at], "from".__eq__)
    return None if label is None else Lead(at, {"from": Field("from", label.value, at)})


def _name_and_date(page: Page, at: int, stop: int) -> Lead | None:
    """A name and a date on one line, on two, or wrapped over three."""
    if at in page.labels and page.labels[at].fields[0] != "from":
        return None
    text, first = _words(page, at), at
    for more in range(_MOST_LINES - 1, -1, -1):
        parts = split_sender_date(text)
        if parts is not None:
            sender, date = parts
            return Lead(first, {"from": Field("from", sender, first), "date": Field("date", date.raw, at)})
        above = _beyond(page, page.above(first, stop, blanks=1), stop) if more else None
        if above is None:
            break
        first, text = above, f"{_words(page, above)} {text}"
    return None


def _words(page: Page, at: int) -> str:
    """A line without the From label that may open it."""
    label = page.labels.get(at)
    return label.value if label is not None and label.fields[0] == "from" else page.contents[at].strip()
