"""Every locale's own date and time patterns are read back: the proof for all languages of ``locales/data``."""

from __future__ import annotations

from datetime import datetime
from itertools import product
from typing import Any

import pytest
from tests.locales.date_renderer import render_date, rendered
from tests.rows import check_rows

from threadparse.locales.build import read_locales
from threadparse.values.dates.read import iso, parse_date

LOCALES: list[dict[str, Any]] = [record for record in read_locales() if record.get("calendar")]
LENGTHS = ("full", "long", "medium", "short")
MOMENTS = [datetime(2019 + month % 5, month, 13 + month, (month * 5 + 3) % 24, 7 + month, 9) for month in range(1, 13)]

# Patterns that no reader can tell from a commoner one without knowing the language beforehand.
YEAR_FIRST_IN_TWO_DIGITS = {("eo", "short"), ("eu", "short"), ("ko", "short"), ("ne", "short")}
BUDDHIST_YEAR_IN_TWO_DIGITS = {("th", "short")}
# An abbreviation that is another month in another language ("Jan" is June in Southern Sotho, "lis" November in Polish).
FOREIGN_MONTHS = {
    ("br", "long"),
    ("br", "medium"),
    ("hr", "medium"),
    ("rw", "medium"),
    ("ss", "medium"),
    ("st", "medium"),
    ("ts", "medium"),
}
# Patterns that the scanner has no rule for: Mongolian "1-р сарын", Dzongkha clock words.
UNREAD = {("mn", "medium"), ("dz", "full"), ("dz", "long"), ("dz", "medium")}
HARD = YEAR_FIRST_IN_TWO_DIGITS | BUDDHIST_YEAR_IN_TWO_DIGITS | FOREIGN_MONTHS | UNREAD
EVERY_LOCALE = pytest.mark.parametrize("record", LOCALES, ids=lambda record: record["locale"])


def patterns(locale: str) -> list[tuple[datetime, str]]:
    """Return each moment in each length that can be read."""
    return list(product(MOMENTS, [length for length in LENGTHS if (locale, length) not in HARD]))


@EVERY_LOCALE
def test_a_date_in_the_locales_own_pattern_is_read_back(record: dict[str, Any]) -> None:
    def is_read_back(moment: datetime, length: str) -> None:
        text = render_date(record["calendar"], record["locale"], moment, length)
        value = parse_date(text)
        assert (text, iso(value)[0] if value else None) == (text, moment.date().isoformat())

    check_rows(is_read_back, patterns(record["locale"]))


@EVERY_LOCALE
def test_a_date_and_time_in_the_locales_own_pattern_are_read_back(record: dict[str, Any]) -> None:
    def are_read_back(moment: datetime, length: str) -> None:
        text = rendered(record["calendar"], record["locale"], moment, length)
        value = parse_date(text)
        wanted = moment.isoformat(timespec="minutes" if length == "short" else "seconds")
        wanted += "+01:00" if length in ("full", "long") else ""
        assert (text, iso(value)[0] if value else None) == (text, wanted)

    check_rows(are_read_back, patterns(record["locale"]))


def test_there_is_a_calendar_for_143_locales() -> None:
    assert len(LOCALES) == 143
