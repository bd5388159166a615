"""Dates as mail writes them, in every language: find them in a line, read a header value.

Reading one date decides nothing that only the chain can decide: see ``date_order`` for ``03/04/2021``.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

from threadparse.values.dates.shapes import read_shape
from threadparse.values.dates.value import DateValue, iso, swapped

__all__ = ["DateValue", "iso", "parse_date", "read_with_dateutil", "scan_dates", "swapped"]

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


_LONGEST = 2_000  # characters of a text that are looked at: an attribution line has some hundreds
_LONGEST_VALUE = 200  # a longer header value is no date
_KEPT = 32  # texts whose dates are kept: a chain says them twice, and each line is asked more than once
_DIGIT = re.compile(r"\d")
_COMPACT = re.compile(r"\d{8}")  # 20140517
_GLUED_TIME = re.compile(r"\b((?:19|20)\d\d)(?=\d{1,2}:\d\d ?[AaPp]\.?[Mm])")


def scan_dates(text: str) -> tuple[DateValue, ...]:
    """Find all dates of a short text.

    A date has at least a day and a month; the weekday, the time, the zone and the words between them ("at",
    "um", "kl.") belong to it, a name behind it does not. A range ("3 May - 5 May") is no date.

    Args:
        text: A header value or an attribution line on one line; only its first 2,000 characters are looked at.

    Returns:
        The dates, left to right; offsets in characters of ``text``.
    """
    return _scan(text[:_LONGEST]) if _DIGIT.search(text) else ()


@lru_cache(maxsize=_KEPT)
def _scan(text: str) -> tuple[DateValue, ...]:
    from threadparse.values.dates.prefilter import near_dates, only_date
    from threadparse.values.dates.scanner import find_dates

    only = only_date(text)
    if only is not None:
        return (only,)
    near = near_dates(text)
    return find_dates(near) if near else ()


def parse_date(text: str) -> DateValue | None:
    """Read a header value that is a date and nothing else.

    Args:
        text: The value of a Date or Sent field; marks and brackets around the date do not count.

    Returns:
        The date, offsets in characters of ``text``; None if anything else stands there.
    """
    if len(text) > _LONGEST_VALUE or not _DIGIT.search(text):
        return None
    return _parse(text)


@lru_cache(maxsize=_KEPT)
def _parse(text: str) -> DateValue | None:
    value = read_shape(text)
    if value:
        return value
    glued = _GLUED_TIME.search(text)
    if glued:  # a scan lost the blank: "May 6, 20111:53 AM"; nobody writes a year of five digits
        return _shifted(parse_date(f"{text[: glued.end(1)]} {text[glued.end(1) :]}"), glued.end(1), text)
    return _read_closely(text)


def _read_closely(text: str) -> DateValue | None:
    """Read a date of no common shape; what that takes is imported here, as most mail has none."""
    from threadparse.values.dates.prefilter import begins_otherwise, has_no_date
    from threadparse.values.dates.scanner import read_value

    settled = begins_otherwise(text) or (has_no_date(text) and not _COMPACT.search(text))
    return (None if settled else read_value(text)) or read_with_dateutil(text.strip())


def _shifted(value: DateValue | None, at: int, text: str) -> DateValue | None:
    """Take the blank that was put in at an offset out of the spans again."""
    if value is None:
        return None
    end = value.end - (value.end > at)
    return value._replace(end=end, raw=text[value.start : end])
