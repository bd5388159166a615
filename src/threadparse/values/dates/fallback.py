"""Read an English date with dateutil where no other way has read it; imported only then."""

from __future__ import annotations

import re
from datetime import datetime

from threadparse.values.dates.value import DateValue

__all__ = ["read_with_dateutil"]

_MAX_DATEUTIL_CHARS = 60
# dateutil takes what is missing from a default, so a year and a month name must stand in the text.
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_OFFSET = re.compile(r"[+-][0-9]{2}:?[0-9]{2}\b")
_TWELVE = re.compile(r"[0-9 ][ap]\.?m?\b", re.IGNORECASE)
_TORN = re.compile(r"[0-9],[0-9]")  # a scan tore the clock: "08:2,7 PM"; dateutil would make a time of it
_HYPHEN = re.compile(r"-(?![0-9]{4}$)")  # a range, unless an offset ends the text


def read_with_dateutil(text: str) -> DateValue | None:
    """Read an English date such as ``5th of May, 2017 10h36m28s``.

    It is parsed twice with different defaults: only what both agree on was written. Nothing is read fuzzily.

    Args:
        text: A header value, ASCII, at most 60 characters.

    Returns:
        The date; None if dateutil refuses it or has to add day, month or year.
    """
    if len(text) > _MAX_DATEUTIL_CHARS or not text.isascii() or not _YEAR.search(text) or not _MONTH.search(text):
        return None
    if _HYPHEN.search(text) or _TORN.search(text):
        return None
    from dateutil import parser

    found = []
    for default in (datetime(1996, 2, 3, 1, 2, 3), datetime(2003, 11, 28, 22, 57, 54)):
        try:
            found.append(parser.parse(text, default=default, tzinfos=lambda _, offset: offset))
            offset = found[-1].utcoffset()
        except (ArithmeticError, TypeError, ValueError):  # of numbers too long; an offset of a day shows when asked for
            return None
    one, other = found
    if one.date() != other.date():
        return None
    value = DateValue(0, len(text), one.year, one.month, one.day, raw=text)
    if one.hour != other.hour:
        return value
    return value._replace(
        hour=one.hour,
        minute=one.minute if one.minute == other.minute else 0,
        second=one.second if one.second == other.second else None,
        offset=int(offset.total_seconds()) // 60 if offset is not None and _OFFSET.search(text) else None,
        twelve_hour=_TWELVE.search(text) is not None,
    )
