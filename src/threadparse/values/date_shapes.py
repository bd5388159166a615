"""The commonest English date shapes, read by one pattern each: the fast way past the token scanner."""

from __future__ import annotations

import re
from dataclasses import replace

from threadparse.values.date_value import DateValue, is_day

__all__ = ["read_shape"]

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_FARTHEST = 14 * 60
_MONTHS = {
    name: i
    for i, name in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1)
}
_DAYS = {name: i for i, name in enumerate(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])}
_MONTH = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    "|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
_DAY = "(Mon(?:day)?|Tue(?:s(?:day)?)?|Wed(?:nesday)?|Thu(?:r(?:s(?:day)?)?)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?)"
# Outlook "Tuesday, December 12, 2000 3:00 PM" and "25 March 2024 08:23", Gmail "Fri, Jun 16, 2017 at 7:46 PM",
# RFC 5322 §3.3 "Wed, 3 Nov 2021 15:51:30 +0100". No two neighbouring parts can match the same character.
_SHAPE = re.compile(
    rf"(?:{_DAY},? )?(?:([0-9]{{1,2}}) ({_MONTH})|({_MONTH}) ([0-9]{{1,2}})),? ([0-9]{{4}})(?:,? at|,)? "
    r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?:[ \u202f]([AaPp])[Mm])?(?: ([+-])([0-9]{2})([0-9]{2})| (GMT|UT))?"
)


# Lotus Notes "07/26/2000 05:20 PM", Thunderbird "28/11/2019, 12:42".
_NUMERIC = re.compile(
    r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}|[0-9]{2}),? ([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?:[ \u202f]([AaPp])[Mm])?"
)


def read_shape(text: str) -> DateValue | None:
    """Read a header value that is one of the common English shapes from end to end.

    Args:
        text: The value.

    Returns:
        The date; None if the text has another shape or names no real day or time: the token scanner decides then.
    """
    match = _SHAPE.fullmatch(text)
    if match:
        return _named(match, text)
    match = _NUMERIC.fullmatch(text)
    return _numeric(match, text) if match else None


def _named(match: re.Match[str], text: str) -> DateValue | None:
    weekday, day, month, month_before, day_behind, year, hour, minute, second, period, *zone = match.groups()
    sign, east, more, gmt = zone
    offset = None
    if sign:
        offset = (int(east) * 60 + int(more)) * (1 if sign == "+" else -1)
    elif gmt:
        # RFC 5322 §4.3: GMT and UT are +0000 in a Date field; in other shapes it is the name of a zone, no offset.
        if len(weekday or "") != 3 or not day or not second:
            return None
        offset = 0
    value = DateValue(0, len(text), int(year), _MONTHS[(month or month_before)[:3]], int(day or day_behind), raw=text)
    value.weekday = _DAYS[weekday[:3]] if weekday else None
    value.offset = offset
    if not _is_real(value) or abs(offset or 0) > _FARTHEST:
        return None
    return _timed(value, hour, minute, second, period)


def _numeric(match: re.Match[str], text: str) -> DateValue | None:
    """Read the numbers day first; the habit of the clock says which reading stands until the chain decides."""
    day, month, year, hour, minute, second, period = match.groups()
    value = DateValue(0, len(text), int(year), int(month), int(day), separator="/", day_first=True, raw=text)
    if len(year) == 2:
        value.year = int(year) + (2000 if int(year) < 50 else 1900)  # RFC 5322 §4.3
    other = replace(value, month=value.day, day=value.month, day_first=False)
    readings = [reading for reading in (value, other) if _is_real(reading)]
    if not readings:
        return None
    if day == month or int(day) == int(month):
        readings[0].day_first = None
    elif len(readings) == 2:
        value.ambiguous = other.ambiguous = True
    return _timed(readings[-1] if period else readings[0], hour, minute, second, period)


def _is_real(value: DateValue) -> bool:
    year, month, day = value.year or 0, value.month or 0, value.day or 0
    return _FIRST_YEAR <= year <= _LAST_YEAR and is_day(year, month, day)


def _timed(value: DateValue, hour: str, minute: str, second: str | None, period: str | None) -> DateValue | None:
    """Set the time of day; None if there is no such time."""
    value.hour, value.minute, value.second = _hour(int(hour), period), int(minute), int(second) if second else None
    value.twelve_hour = period is not None
    return value if value.hour < 24 and value.minute < 60 and (value.second or 0) <= 60 else None


def _hour(hour: int, period: str | None) -> int:
    if period is None or hour > 12:
        return hour
    return hour % 12 + (12 if period in "Pp" else 0)
