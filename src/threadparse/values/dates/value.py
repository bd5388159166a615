"""DateValue: what one written date says, and its ISO 8601 form."""

from datetime import date, timedelta
from typing import Literal, NamedTuple

__all__ = [
    "FARTHEST_ZONE",
    "FIRST_YEAR",
    "LAST_YEAR",
    "ZONE_STEP",
    "DateValue",
    "full_year",
    "is_day",
    "iso",
    "swapped",
    "weekday_fits",
]

FIRST_YEAR, LAST_YEAR = 1900, 2199  # mail is neither older nor later
FARTHEST_ZONE = 14 * 60  # minutes; no zone is farther from UTC than UTC+14
ZONE_STEP = 15  # minutes; zones are whole quarters of an hour from UTC

_END_OF_DAY = 24  # of the clock

Precision = Literal["year", "month", "day", "minute", "second"]


class DateValue(NamedTuple):
    """What one written date says, before the chain decides anything.

    Attributes:
        start: Offset of the date in the text given, in characters.
        end: Offset behind it.
        year: Four digits, of the Gregorian calendar; None if not written.
        month: 1 to 12, None if only a year is written.
        day: 1 to 31, None if only a month is written.
        hour: 0 to 23, or 24 for the end of the day.
        minute: 0 to 59.
        second: 0 to 60.
        offset: Minutes east of UTC, only if the text states a number; the name of a zone gives none.
        weekday: As named, 0 = Monday.
        ambiguous: Day and month can be exchanged; ``swapped`` gives the other reading.
        twelve_hour: The time has a day period (AM, 下午).
        separator: What parts day, month and year of an all-numeric date, else "".
        day_first: Day before month in an all-numeric date as read here; None where a name or year first settles it.
        raw: The date as written.
    """

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    offset: int | None = None
    weekday: int | None = None
    ambiguous: bool = False
    twelve_hour: bool = False
    separator: str = ""
    day_first: bool | None = None
    raw: str = ""


def is_day(year: int | None, month: int, day: int) -> bool:
    """Tell whether a day exists; without a year 29 February does."""
    try:
        date(2000 if year is None else year, month, day)
    except (ValueError, OverflowError):
        return False
    return True


def full_year(two_digits: int) -> int:
    """Return the year that two digits stand for (RFC 5322 §4.3)."""
    return two_digits + (2000 if two_digits < 50 else 1900)


def weekday_fits(value: DateValue) -> bool | None:
    """Tell whether the named weekday is that of the date; None if either is missing."""
    if value.weekday is None or value.year is None or value.month is None or value.day is None:
        return None
    return date(value.year, value.month, value.day).weekday() == value.weekday


def swapped(value: DateValue) -> DateValue:
    """Return the other reading of an ambiguous date; any other date as it is."""
    if not value.ambiguous:
        return value
    return value._replace(month=value.day, day=value.month, day_first=not value.day_first)


def _next_day(value: DateValue) -> DateValue:
    """Put 24:00 of a day as 0:00 of the next; not before it is known which day is meant."""
    if value.year is None or value.month is None or value.day is None:
        return value._replace(hour=0)
    after = date(value.year, value.month, value.day) + timedelta(days=1)
    return value._replace(year=after.year, month=after.month, day=after.day, hour=0)


def iso(value: DateValue) -> tuple[str | None, Precision | None]:
    """Write a date as ISO 8601, to the precision that the text gives.

    Args:
        value: A date as read; a missing year is never made up.

    Returns:
        The date and its precision; an offset only if the text states one. (None, None) without a year.
    """
    if value.year is None:
        return None, None
    if value.hour == _END_OF_DAY:
        value = _next_day(value)
    text = f"{value.year:04d}"
    if value.month is None:
        return text, "year"
    text += f"-{value.month:02d}"
    if value.day is None:
        return text, "month"
    text += f"-{value.day:02d}"
    if value.hour is None:
        return text, "day"
    precision: Precision = "minute"
    text += f"T{value.hour:02d}:{value.minute or 0:02d}"
    if value.second is not None:
        precision = "second"
        text += f":{min(value.second, 59):02d}"  # few programs read the 60 of a leap second
    if value.offset is not None:
        hours, minutes = divmod(abs(value.offset), 60)
        text += f"{'-' if value.offset < 0 else '+'}{hours:02d}:{minutes:02d}"
    return text, precision
