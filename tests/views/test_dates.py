"""Dates and gaps in words."""

from __future__ import annotations

import pytest

from threadparse.views.dates import date_words, gap_words, read_iso_date, span_words


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2025", "2025"),
        ("2025-01", "Jan 2025"),
        ("2025-01-31", "Fri 31 Jan 2025"),
        ("2025-01-31T16:22", "Fri 31 Jan 2025, 16:22"),
        ("2025-01-31T16:22:05", "Fri 31 Jan 2025, 16:22:05"),
        ("2025-01-31T16:22+00:00", "Fri 31 Jan 2025, 16:22 UTC"),
        ("2025-01-31T16:22Z", "Fri 31 Jan 2025, 16:22 UTC"),
        ("2025-01-31T16:22-03:30", "Fri 31 Jan 2025, 16:22 -03:30"),
        ("2025-01-31T16:22:05+05:30", "Fri 31 Jan 2025, 16:22:05 +05:30"),
    ],
)
def test_a_date_is_said_to_its_own_precision(date: str, words: str) -> None:
    when = read_iso_date(date)
    assert when is not None
    assert date_words(when) == words


@pytest.mark.parametrize("date", [None, "", "soon", "2025-13-01", "2025-02-30T10:00"])
def test_what_is_no_date_gives_none(date: str | None) -> None:
    assert read_iso_date(date) is None


@pytest.mark.parametrize(
    ("earlier", "later", "words"),
    [
        ("2025-01-31T16:22", "2025-02-04T09:38", "3 days 17 h later"),
        ("2025-01-31T16:22", "2025-02-01T16:22", "1 day later"),
        ("2025-01-31T16:22", "2025-01-31T18:22", "2 h later"),
        ("2025-01-31T16:22", "2025-01-31T18:25", "2 h 3 min later"),
        ("2025-01-31T16:22", "2025-01-31T16:40", "18 min later"),
        ("2025-01-31T16:22", "2025-01-31T16:22", "moments later"),
        ("2025-01-31T16:22", "2025-03-03T18:00", "31 days later"),
        ("2023-01-31", "2025-02-01", "2 years later"),
        ("2022-06-01", "2025-02-01", "2.7 years later"),
        ("2025-01-31", "2025-01-31T18:00", "the same day"),
        ("2025-01-31", "2025-02-02T01:00", "2 days later"),
        ("2025-01-31T18:00", "2025-01-31T16:00", "2 h earlier by its date"),
        ("2025-01-31T16:00+01:00", "2025-01-31T16:00+00:00", "1 h later"),
        ("2025-01-31T16:00+01:00", "2025-01-31T18:00", "about 2 h later"),
        ("2025-01", "2025-02-01T10:00", ""),
        (None, "2025-02-01T10:00", ""),
    ],
)
def test_a_gap_is_said_in_two_units_at_most(earlier: str | None, later: str | None, words: str) -> None:
    assert gap_words(read_iso_date(earlier), read_iso_date(later)) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2025-01-31T16:22", "2025-02-11T16:19", "Fri 31 Jan – Tue 11 Feb 2025 (11 days)"),
        ("2024-12-31", "2025-01-01T00:10", "Tue 31 Dec 2024 – Wed 1 Jan 2025 (1 day)"),
        ("2025-01-31T08:00", "2025-01-31T16:19", "Fri 31 Jan 2025"),
        ("2024", "2025-02-11T16:19", "2024 – Tue 11 Feb 2025"),
        ("2024-05", "2024-05", "May 2024"),
    ],
)
def test_a_span_says_the_year_once(first: str, last: str, words: str) -> None:
    start, end = read_iso_date(first), read_iso_date(last)
    assert start is not None
    assert end is not None
    assert span_words(start, end, "–") == words
