"""A sender and a date on one line, as Lotus Notes writes them: "Jane Roe on 04/02/2001 04:33 PM"."""

from __future__ import annotations

import re

from threadparse.locales.folding import squeeze
from threadparse.locales.letterheads import letterhead_words
from threadparse.values.dates.read import DateValue, scan_dates

__all__ = ["split_sender_date"]

_SENTENCE_END = re.compile(r"\b([^\W\d_]{3,})[.!?](?:\s|$)")


def split_sender_date(text: str) -> tuple[str, DateValue] | None:
    """Cut "NAME on DATE" or "NAME      DATE" into its halves.

    Args:
        text: A line, or the value of a From field.

    Returns:
        The name as written and the date that ends the text; None if it does not end with a date and begin with a name.
    """
    dates = scan_dates(text) if len(text) <= 300 else ()
    if not dates or squeeze(text[dates[-1].end :]):
        return None
    before = text[: dates[-1].start].rstrip(" \t,:(")
    name, _, joint = before.rpartition(" ")
    word = squeeze(joint)
    if name and (not word or word in letterhead_words().before_date):
        before = name.rstrip(" \t,")
    words = before.split()
    if (":" in before and "@" not in before) or any(end[1].islower() for end in _SENTENCE_END.finditer(before)):
        return None
    if not words or len(words) > 12 or (not any(word[:1].isupper() for word in words) and "@" not in before):
        return None
    return before, dates[-1]
