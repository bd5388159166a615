"""The commonest date shapes, by one pattern each: the fast way past the token scanner."""

from __future__ import annotations

import re
from functools import cache

from threadparse.values.dates.value import (
    FARTHEST_ZONE,
    FIRST_YEAR,
    LAST_YEAR,
    DateValue,
    full_year,
    is_day,
    weekday_fits,
)

__all__ = ["MONTHS", "match_shape", "read_shape"]

MONTHS = {
    name: i
    for i, name in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1)
}
_DAYS = {name: i for i, name in enumerate(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])}
_LONG_MONTHS = "January February March April June July August Sept September October November December"
_LONG_DAYS = "Monday Tues Tuesday Wednesday Thur Thurs Thursday Friday Saturday Sunday"
_MONTH_NAMES, _DAY_NAMES = frozenset([*MONTHS, *_LONG_MONTHS.split()]), frozenset([*_DAYS, *_LONG_DAYS.split()])
_NAME = "([A-Z][a-z]{2,8})"  # looked up when the rest fits: a pattern of all names takes long to compile
# RFC 5322 §4.3; in mail of the whole world only the first two say how far from UTC a clock is.
_ZONE = r"GMT|UT|[ECMP][SD]T(?!\w)"
_PERIOD = r"(?:[ \u202f]?([AaPp])[Mm])?"
# Outlook "Tuesday, December 12, 2000 3:00 PM" and "25 March 2024 08:23", Gmail "Fri, Jun 16, 2017 at 7:46 PM",
# RFC 5322 §3.3 "Wed, 3 Nov 2021 15:51:30 +0100". No two neighbouring parts can match the same character.
_SHAPE = re.compile(
    rf"(?:{_NAME},? )?(?:([0-9]{{1,2}}) )?{_NAME}(?(2)| ([0-9]{{1,2}})),? ([0-9]{{4}})(?:,? at|,)? "
    rf"([0-9]{{1,2}}):([0-9]{{2}})(?::([0-9]{{2}}))?{_PERIOD}(?: ([+-])([0-9]{{2}})([0-9]{{2}})| ({_ZONE}))?"
)
_LONGEST_LEADING = len("Wednesday, September ")


@cache
def _leading() -> re.Pattern[str]:
    """Return what may stand before the first number of a date: a weekday, a month, both or neither."""
    day, month = "|".join(_DAY_NAMES), "|".join(_MONTH_NAMES)
    return re.compile(rf"(?<!\S)(?:(?:{day}),? )?(?:(?:{month}) )?\Z")


@cache
def _numeric_shape() -> re.Pattern[str]:
    """Match what Lotus Notes writes, "07/26/2000 05:20 PM CDT", and Thunderbird, "28/11/2019, 12:42"."""
    return re.compile(
        r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}|[0-9]{2}),? ([0-9]{1,2}):([0-9]{2})"
        rf"(?::([0-9]{{2}}))?{_PERIOD}(?: [ECMP][SD]T(?!\w))?"
    )


@cache
def _year_first() -> re.Pattern[str]:
    """Return what the envelope of an e-mail is written as: "2021-11-03T15:51:30+01:00" (ISO 8601-1 §5.4.2.1)."""
    return re.compile(
        r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?(?:([+-])([0-9]{2}):([0-9]{2}))?"
    )


@cache
def _year_last() -> re.Pattern[str]:
    """Return what C calls a calendar time: "Mon Jul  6 15:48:34 2009" (C17 §7.27.3.1), as mailboxes and scripts do."""
    name = "([A-Z][a-z]{2})"
    return re.compile(rf"{name} {name} ([ 0-9]?[0-9]) ([0-9]{{1,2}}):([0-9]{{2}})(?::([0-9]{{2}}))? ([0-9]{{4}})")


@cache
def _dotted() -> re.Pattern[str]:
    """Match the day, the month and the year with dots and no name: "22.08.2017 14:03"."""
    return re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4}),? ([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")


def read_shape(text: str) -> DateValue | None:
    """Read a header value that is one of the common shapes from end to end.

    Args:
        text: The value.

    Returns:
        The date; None if the text has another shape or names no real day or time: the token scanner decides then.
    """
    match = _SHAPE.fullmatch(text)
    if match:
        return _named(match)
    if text[4:5] == "-":
        match = _year_first().fullmatch(text)
        return _counted_down(match) if match else None
    if text[-5:-4] == " " and text[:1].isalpha():
        match = _year_last().fullmatch(text)
        return _timed_before_year(match) if match else None
    if "." in text[1:3]:
        match = _dotted().fullmatch(text)
        return _counted_up(match) if match else None
    match = _numeric_shape().fullmatch(text) if "/" in text[1:3] else None
    return _numeric(match) if match else None


def match_shape(text: str, number: int) -> DateValue | None:
    """Read a date of one of the common English shapes inside a text.

    Args:
        text: The text.
        number: Offset of the date's first number.

    Returns:
        The date; None if there is none in these shapes.
    """
    leading = _leading().search(text, max(0, number - _LONGEST_LEADING), number)
    if leading is None:
        return None
    match = _SHAPE.match(text, leading.start())
    if match:
        return _named(match)
    match = _numeric_shape().match(text, number) if leading.start() == number else None
    value = _numeric(match) if match else None
    return value._replace(day_first=None) if value is not None and value.day == value.month else value


def _named(match: re.Match[str]) -> DateValue | None:
    weekday, day, month, day_behind, year, hour, minute, second, period, *zone = match.groups()
    sign, east, more, named = zone
    if month not in _MONTH_NAMES or (weekday and weekday not in _DAY_NAMES):
        return None
    offset = None
    if sign:
        offset = _minutes_east(sign, east, more)
    elif named in ("GMT", "UT"):
        offset = 0
    return _value(
        match,
        (int(year), MONTHS[month[:3]], int(day or day_behind)),
        _time(hour, minute, second, period),
        offset=offset,
        weekday=_DAYS[weekday[:3]] if weekday else None,
        twelve_hour=period is not None,
    )


def _counted_down(match: re.Match[str]) -> DateValue | None:
    year, month, day, hour, minute, second, sign, east, more = match.groups()
    offset = _minutes_east(sign, east, more) if sign else None
    read = int(year), int(month), int(day)
    return _value(match, read, _time(hour, minute, second, None), offset=offset, separator="-")


def _counted_up(match: re.Match[str]) -> DateValue | None:
    day, month, year, hour, minute, second = match.groups()
    return _value(match, (int(year), int(month), int(day)), _time(hour, minute, second, None), separator=".")


def _timed_before_year(match: re.Match[str]) -> DateValue | None:
    """Read a date that is sure to be none of another language: its weekday is the right one."""
    weekday, month, day, hour, minute, second, year = match.groups()
    if month not in MONTHS or weekday not in _DAYS:
        return None
    read = int(year), MONTHS[month], int(day)
    value = _value(match, read, _time(hour, minute, second, None), weekday=_DAYS[weekday])
    return value if value is not None and weekday_fits(value) else None


def _value(
    match: re.Match[str],
    day: tuple[int, int, int],
    time: tuple[int, int, int | None] | None,
    *,
    offset: int | None = None,
    weekday: int | None = None,
    twelve_hour: bool = False,
    separator: str = "",
) -> DateValue | None:
    """Return the date that was read; None if there is no such day or time."""
    if time is None or not _is_real(*day) or abs(offset or 0) > FARTHEST_ZONE:
        return None
    return DateValue(
        *match.span(),
        *day,
        *time,
        offset=offset,
        weekday=weekday,
        twelve_hour=twelve_hour,
        separator=separator,
        raw=match[0],
    )


def _minutes_east(sign: str, hours: str, minutes: str) -> int:
    """Return the minutes of an offset east of UTC."""
    return (int(hours) * 60 + int(minutes)) * (1 if sign == "+" else -1)


def _numeric(match: re.Match[str]) -> DateValue | None:
    """Read the numbers; the habit of the clock says which reading stands until the chain decides."""
    first, second_number, written, hour, minute, second, period = match.groups()
    a, b, year = int(first), int(second_number), int(written)
    if len(written) == 2:
        year = full_year(year)
    either = ((b, a, True if a != b else None), (a, b, False))
    readings = [reading for reading in either if _is_real(year, *reading[:2])]
    time = _time(hour, minute, second, period)
    if not readings or time is None:
        return None
    month, day, day_first = readings[-1 if period else 0]
    return DateValue(
        *match.span(),
        year,
        month,
        day,
        *time,
        ambiguous=len(readings) == 2 and a != b,
        twelve_hour=period is not None,
        separator="/",
        day_first=day_first,
        raw=match[0],
    )


def _is_real(year: int, month: int, day: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR and is_day(year, month, day)


def _time(hour: str, minute: str, second: str | None, period: str | None) -> tuple[int, int, int | None] | None:
    """Return the time of day; None if there is no such time."""
    time = _hour(int(hour), period), int(minute), int(second) if second else None
    return time if time[0] < 24 and time[1] < 60 and (time[2] or 0) <= 60 else None


def _hour(hour: int, period: str | None) -> int:
    if period is None or hour > 12:
        return hour
    return hour % 12 + (12 if period in "Pp" else 0)
