"""Render a date with the CLDR patterns of a locale file, as mail clients do; a test reads it back."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

__all__ = ["DIGITS", "render_date", "render_time", "rendered"]

DIGITS = {
    "arab": "٠١٢٣٤٥٦٧٨٩",
    "arabext": "۰۱۲۳۴۵۶۷۸۹",
    "beng": "০১২৩৪৫৬৭৮৯",
    "deva": "०१२३४५६७८९",
    "mymr": "၀၁၂၃၄၅၆၇၈၉",
    "tibt": "༠༡༢༣༤༥༦༧༨༩",
}
_PATTERN = re.compile(r"'([^']*)'|([A-Za-z])\2*|(.)", re.DOTALL)
_BUDDHIST_LOCALES = {"th"}


def rendered(calendar: dict[str, Any], locale: str, moment: datetime, length: str) -> str:
    """Render date and time in one of the lengths ``full``, ``long``, ``medium``, ``short``."""
    glue = calendar["datetime_glue"][length]
    day, time = render_date(calendar, locale, moment, length), render_time(calendar, moment, length)
    literal = re.sub(r"'([^']*)'", r"\1", glue)
    return literal.replace("{1}", day).replace("{0}", time)


def render_date(calendar: dict[str, Any], locale: str, moment: datetime, length: str) -> str:
    """Render the date alone."""
    return _render(calendar["date_formats"][length], calendar, moment, locale)


def render_time(calendar: dict[str, Any], moment: datetime, length: str) -> str:
    """Render the time alone; a zone is one hour east of UTC."""
    return _render(calendar["time_formats"][length], calendar, moment, "")


def _render(pattern: str, calendar: dict[str, Any], moment: datetime, locale: str) -> str:
    out = []
    for match in _PATTERN.finditer(pattern):
        literal, letter, other = match.groups()
        out.append(_field(letter, len(match.group()), calendar, moment, locale) if letter else literal or other or "'")
    return "".join(out)


def _field(letter: str, width: int, calendar: dict[str, Any], moment: datetime, locale: str) -> str:
    if letter == "M" and width > 2:
        forms = calendar["months"][moment.month - 1]
        return str(forms[min(len(forms) - 1, 4 - width)] if width < 5 else forms[0])
    if letter in "Ec":
        return str(calendar["days"][moment.weekday()][0])
    if letter in "aB":
        return _period(calendar, moment)
    if letter == "z":
        return "GMT+01:00" if width == 4 else "GMT+1"
    if letter == "G":
        return "พ.ศ."
    year = moment.year + (543 if locale in _BUDDHIST_LOCALES else 0)
    number = {
        "y": year % 100 if width == 2 else year,
        "M": moment.month,
        "d": moment.day,
        "H": moment.hour,
        "h": (moment.hour - 1) % 12 + 1,
        "m": moment.minute,
        "s": moment.second,
    }[letter]
    digits = DIGITS.get(calendar["numbering_system"], "0123456789")
    return "".join(digits[int(digit)] for digit in f"{number:0{width}d}")


def _period(calendar: dict[str, Any], moment: datetime) -> str:
    periods = calendar["day_periods"]
    names = ("am", "morning1") if moment.hour < 12 else ("pm", "afternoon1")
    return str(next((periods[name][0] for name in names if periods.get(name)), "AM" if moment.hour < 12 else "PM"))
