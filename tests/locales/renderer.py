"""Render rows of the locale files as their clients print them: attributions, header blocks and dates in own formats."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from tests.locales.date_renderer import DIGITS, render_date, render_time

from threadparse.locales.build import read_locales

__all__ = ["MOMENT", "NAMES", "RECORDS", "Person", "attribution", "calendar_of", "header_date"]

Record = dict[str, Any]
#: Day above 12 and year in four digits wherever a format allows: a date that has only one reading.
MOMENT = datetime(2019, 4, 23, 16, 48, 9)
RECORDS: dict[str, Record] = {record["locale"]: record for record in read_locales()}


class Person(NamedTuple):
    """A sender as a client prints it."""

    name: str
    address: str

    @property
    def mailbox(self) -> str:
        """Name and address joined."""
        return f"{self.name} <{self.address}>"


NAMES = {
    "plain": Person("Jane Roe", "jane.roe@example.org"),
    "foreign": Person("Мария Иванова", "maria@example.org"),
    "redacted": Person("[redacted]", "[redacted]"),
}


def calendar_of(locale: str) -> tuple[Record, str]:
    """The calendar of a locale and its name; English where CLDR has none."""
    found = RECORDS[locale].get("calendar")
    return (found, locale) if found else (RECORDS["en"]["calendar"], "en")


def header_date(locale: str) -> str:
    """A date as a header block of the locale has it: long day, short time."""
    calendar, own = calendar_of(locale)
    return f"{render_date(calendar, own, MOMENT, 'full')} {render_time(calendar, MOMENT, 'short')}"


def attribution(row: Record, locale: str, person: Person) -> tuple[str, str | None]:
    """Render an attribution row.

    Args:
        row: The row.
        locale: Its locale.
        person: Who wrote.

    Returns:
        The lines, and the date as ISO 8601 to the day (to the minute where the row itself says one); None if undated.
    """
    date, time, wanted = _date(row, locale)
    parts = {
        "name": person.name,
        "address": person.address,
        "from": person.mailbox,
        "date": date,
        "time": time,
        "to": "Bob Poe <bob@example.org>",
        "subject": "Footbridge",
        "id": "<4f2a@example.org>",
        "initials": "JR",
        "weekday": calendar_of(locale)[0]["days"][MOMENT.weekday()][0],
    }
    text = re.sub(r"\{([a-z]+)\}", lambda match: parts[match[1]], row["pattern"])
    return text, wanted if "{date}" in row["pattern"] else None


def _date(row: Record, locale: str) -> tuple[str, str, str]:
    """Date (with the time, where the pattern has no place of its own for it), time, and what they say."""
    if "date_example" in row:
        return row["date_example"], render_time(calendar_of(locale)[0], MOMENT, "short"), row["moment"]
    calendar, own = calendar_of(locale)
    style = row.get("date_format", "locale's short date and time")
    minute = MOMENT.isoformat(timespec="minutes")
    for mark, render in _STYLES:
        if mark in style:
            return render(style, calendar, own), "", minute
    length = next((word for word in ("long", "medium") if f"{word} date" in style), "short")
    if length == "short" and _year_first(calendar, own):
        length = "medium"
    day, time = render_date(calendar, own, MOMENT, length), render_time(calendar, MOMENT, "short")
    if "{time}" in row["pattern"]:
        return day, time, minute
    glue = re.sub(r"'([^']*)'", r"\1", calendar["datetime_glue"][length])
    return glue.replace("{1}", day).replace("{0}", time), "", minute


def _year_first(calendar: Record, locale: str) -> bool:
    """Whether the short date begins with a year of two digits, or has a Buddhist one: no line alone can tell."""
    short = calendar["date_formats"]["short"]
    return locale == "th" or (bool(re.match(r"yy?(?!y)", short)) and not short.startswith("y年"))


def _php(_style: str, _calendar: Record, _locale: str) -> str:
    return MOMENT.strftime("%Y-%m-%d %H:%M")


def _rfc5322(_style: str, _calendar: Record, _locale: str) -> str:
    return "Tue, 23 Apr 2019 16:48:09 +0100"


def _moment_js(_style: str, _calendar: Record, _locale: str) -> str:
    return "Apr 23 2019, at 4:48 pm"


def _evolution(style: str, calendar: Record, _locale: str) -> str:
    """Evolution's own variables; names of months and days in full or abbreviated, numbers with two digits."""
    month, day = calendar["months"][MOMENT.month - 1], calendar["days"][MOMENT.weekday()]
    values = {
        "AbbrevWeekdayName": day[-1] if len(day) < 3 else day[1],
        "WeekdayName": day[0],
        "AbbrevMonthName": month[min(1, len(month) - 1)],
        "MonthName": month[0],
        "Year": "2019",
        "Month": "04",
        "Day": "23",
        "24Hour": "16",
        "Minute": "48",
        "TimeZone": "+0100",
    }
    return re.sub(r"\$\{ ?(\w+)\}", lambda match: values[match[1]], style)


def _strftime(style: str, calendar: Record, _locale: str) -> str:
    """The C formats of Geary and mutt, with names from the locale."""
    month, day = calendar["months"][MOMENT.month - 1], calendar["days"][MOMENT.weekday()]
    native = DIGITS.get(calendar["numbering_system"], "0123456789")

    def field(match: re.Match[str]) -> str:
        flag, letter = match.groups()
        if letter in "aA":
            return str(day[0] if letter == "A" else day[min(1, len(day) - 1)])
        if letter in "bB":
            return str(month[0] if letter == "B" else month[-1])
        if letter == "Z":
            return "CEST"
        if letter == "X":
            return render_time(calendar, MOMENT, "medium")
        if letter == "p":
            return next((str(name) for name in calendar["day_periods"].get("pm", ()) if len(name) > 1), "PM")
        text = MOMENT.strftime(f"%{'d' if letter == 'e' else 'I' if letter == 'l' else letter}")
        text = text.lstrip("0") if "-" in flag else text
        return "".join(native[int(digit)] for digit in text) if "O" in flag else text

    return re.sub(r"%([-O]*)([A-Za-z])", field, style)


_STYLES: list[tuple[str, Callable[[str, Record, str], str]]] = [
    ("Y-m-d H:i", _php),
    ("Date header as received", _rfc5322),
    ("MMM D YYYY", _moment_js),
    ("${", _evolution),
    ("%", _strftime),
]
