"""Dates and the time between them in human words, to the precision that the text gave."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

__all__ = [
    "MONTHS",
    "WEEKDAYS",
    "MessageDate",
    "date_words",
    "day_and_clock",
    "gap_words",
    "read_iso_date",
    "span_words",
]

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LENGTHS = {4: "year", 7: "month", 10: "day", 16: "minute"}


class MessageDate(NamedTuple):
    """A date of a message.

    Attributes:
        value: The date; what the text does not give is at its lowest.
        precision: ``year``, ``month``, ``day``, ``minute`` or ``second``.
    """

    value: datetime
    precision: str


def read_iso_date(date: str | None) -> MessageDate | None:
    """Read a message's ``date``.

    Args:
        date: ISO 8601, only as long as it is precise (``2025``, ``2025-01``, ``2025-01-31``, ``2025-01-31T16:22``).

    Returns:
        The date; None for no date or one that is not ISO 8601.
    """
    if date is None:
        return None
    clock = date[:10] + date[10:].split("+")[0].split("-")[0].rstrip("Zz")
    precision = _LENGTHS.get(len(clock), "second")
    filled = date + "-01-01"[len(date) - 4 :] if len(date) < 10 else date
    try:
        return MessageDate(datetime.fromisoformat(filled), precision)
    except ValueError:
        return None


def date_words(when: MessageDate, *, year: bool = True) -> str:
    """Write a date for people, such as ``Fri 31 Jan 2025, 16:22``.

    Args:
        when: The date.
        year: Whether to write the year and what is finer than a day.

    Returns:
        The words, no more precise than the date.
    """
    value = when.value
    if when.precision == "year":
        return f"{value.year}"
    if when.precision == "month":
        return f"{MONTHS[value.month - 1]} {value.year}"
    day = f"{WEEKDAYS[value.weekday()]} {value.day} {MONTHS[value.month - 1]}"
    if not year:
        return day
    day = f"{day} {value.year}"
    if when.precision == "day":
        return day
    clock = f"{value:%H:%M:%S}" if when.precision == "second" else f"{value:%H:%M}"
    return f"{day}, {clock}{_offset_words(value)}"


def day_and_clock(when: MessageDate) -> tuple[str, str]:
    """Write a date in two parts, such as ``31 Jan 2025`` and ``Fri 16:22``.

    Args:
        when: The date.

    Returns:
        The day, or what is known of it, and the weekday with the time of day; the second may be empty.
    """
    if when.precision in ("year", "month"):
        return date_words(when), ""
    weekday, _, rest = date_words(when).partition(" ")
    day, _, clock = rest.partition(", ")
    return day, f"{weekday} {clock}".rstrip()


def _offset_words(value: datetime) -> str:
    """Return the offset from UTC, if the text gave one."""
    offset = value.utcoffset()
    if offset is None:
        return ""
    if not offset:
        return " UTC"
    minutes = abs(int(offset.total_seconds())) // 60
    return f" {'-' if offset < timedelta() else '+'}{minutes // 60:02}:{minutes % 60:02}"


def span_words(first: MessageDate, last: MessageDate, dash: str) -> str:
    """Return a span of time, such as ``Fri 31 Jan – Tue 11 Feb 2025 (11 days)``.

    Args:
        first: The earliest date.
        last: The latest date.
        dash: What to write between them.

    Returns:
        The words; of a single day only that day.
    """
    coarse = {"year", "month"} & {first.precision, last.precision}
    end = _to_day(last)
    if coarse:
        start = date_words(_to_day(first))
        return start if start == date_words(end) else f"{start} {dash} {date_words(end)}"
    days = (last.value.date() - first.value.date()).days
    if days <= 0:
        return date_words(end)
    start = date_words(_to_day(first), year=first.value.year != last.value.year)
    return f"{start} {dash} {date_words(end)} ({_count(days, 'day')})"


def _to_day(when: MessageDate) -> MessageDate:
    """Return the same date, no more precise than a day."""
    return MessageDate(when.value, "day") if when.precision in ("minute", "second") else when


def gap_words(earlier: MessageDate | None, later: MessageDate | None) -> str:
    """Return the time between two messages, such as ``2 days 20 h later``.

    Args:
        earlier: Date of the message above.
        later: Date of the message below.

    Returns:
        The words; empty if one of the dates is unknown or only a month or year.
    """
    if earlier is None or later is None or {"year", "month"} & {earlier.precision, later.precision}:
        return ""
    if "day" in (earlier.precision, later.precision):
        days = (later.value.date() - earlier.value.date()).days
        return "the same day" if days == 0 else _later(timedelta(days=days))
    if (earlier.value.tzinfo is None) == (later.value.tzinfo is None):
        return _later(later.value - earlier.value)
    # One clock of unknown zone: the hours may be off.
    return "about " + _later(later.value.replace(tzinfo=None) - earlier.value.replace(tzinfo=None))


def _later(gap: timedelta) -> str:
    """Return a gap with its direction: a reply dated before its question is worth seeing."""
    return f"{length_words(-gap)} earlier by its date" if gap < timedelta() else f"{length_words(gap)} later"


def length_words(gap: timedelta) -> str:
    """Return a length of time in at most two units, such as ``2 days 20 h``.

    Args:
        gap: The length, not below zero.
    """
    minutes = int(gap.total_seconds()) // 60
    hours, days = minutes // 60, gap.days
    if minutes < 1:
        return "moments"
    if hours < 1:
        return f"{minutes} min"
    if days < 1:
        return f"{hours} h {minutes % 60} min" if minutes % 60 else f"{hours} h"
    if days < 14:
        return f"{_count(days, 'day')} {hours % 24} h" if hours % 24 else _count(days, "day")
    if days < 730:
        return _count(days, "day")
    return f"{_count(days // 365, 'year')}" if days % 365 < 31 else f"{days / 365.25:.1f} years"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
