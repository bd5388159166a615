"""Dates in the shapes that mail clients write, by table: ``tests/fixtures/tables/dates.json``."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures import table
from tests.rows import each_row

from threadparse.values.dates.read import iso, parse_date, scan_dates, swapped
from threadparse.values.dates.value import weekday_fits

TABLE: dict[str, Any] = table("dates")


@each_row(TABLE["values"])
def test_a_header_value_is_read_as_the_table_says(row: dict[str, Any]) -> None:
    value = parse_date(row["text"])
    assert (iso(value)[0] if value else None) == row["date"]


@each_row(TABLE["lines"])
def test_a_date_in_a_line_ends_where_the_name_begins(row: dict[str, Any]) -> None:
    assert [value.raw for value in scan_dates(row["text"])] == row["found"]


@each_row([row for row in TABLE["values"] if row["date"]])
def test_the_span_is_that_of_the_text_given(row: dict[str, Any]) -> None:
    text = f"> {row['text']}"
    for value in scan_dates(text):
        assert text[value.start : value.end] == value.raw


def test_the_precision_is_that_of_the_text() -> None:
    precisions = {
        text: iso(parse_date(text) or pytest.fail(text))[1] for text in ("May 2020", "3 May 2020", "3 May 2020 9:05")
    }
    assert precisions == {"May 2020": "month", "3 May 2020": "day", "3 May 2020 9:05": "minute"}


def test_a_date_without_year_is_never_given_one() -> None:
    value = parse_date("Wed, Dec 9 at 10:30")
    assert value is not None
    assert (value.month, value.day, value.hour) == (12, 9, 10)
    assert iso(value) == (None, None)


@pytest.mark.parametrize("text", ["03/04/2021 10:00", "3-4-2021", "3/4/21 5:00 PM"])
def test_what_can_be_read_both_ways_says_so(text: str) -> None:
    value = parse_date(text)
    assert value is not None
    assert value.ambiguous
    other = swapped(value)
    assert (other.month, other.day, other.day_first) == (value.day, value.month, not value.day_first)
    assert swapped(other) == value


@pytest.mark.parametrize(
    "text", ["13/04/2021", "04/13/2021", "2021/04/03", "03.04.2021 10:00", "4/4/2021", "3 April 2021"]
)
def test_what_can_be_read_one_way_is_not_ambiguous(text: str) -> None:
    value = parse_date(text)
    assert value is not None
    assert not value.ambiguous


def test_the_weekday_turns_an_ambiguous_date() -> None:
    value = parse_date("Saturday 03/04/2021 10:00 AM")
    assert value is not None
    assert weekday_fits(value)
    assert (value.month, value.day) == (4, 3)


def test_a_wrong_weekday_stays_as_named() -> None:
    value = parse_date("Friday, 3 April 2021")
    assert value is not None
    assert value.weekday == 4
    assert weekday_fits(value) is False


@given(st.text(max_size=300))
def test_odd_text_never_raises(text: str) -> None:
    parse_date(text)
    for value in scan_dates(text):
        assert text[value.start : value.end] == value.raw
        iso(swapped(value))


_PIECES = st.sampled_from(
    [
        "1",
        "3",
        "12",
        "31",
        "99",
        "2024",
        "0" * 24,
        "٣",
        "３",
        "²",
        "Mar",
        "May",
        "Mon",
        "mar.",
        "月",
        "日",
        "年",
        "화",
        "下午",
        "AM",
        "p.m.",
        "at",
        "de",
        "Uhr",
        "GMT",
        "+0100",
        "-05:00",
        ":",
        "/",
        ".",
        "-",
        ",",
        "(",
        ")",
        "'",
        " ",
        "  ",
        "\u200f",
        "\u202f",
        "\ud800",
        "=2C",
        "T",
        "Z",
        "th",
        "ב",
        "г.",
        "10:30",
        "9.26",
        "16h18",
        "20240314",
    ]
)


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_odd_dates_never_raise(text: str) -> None:
    parse_date(text)
    for value in scan_dates(text):
        assert text[value.start : value.end] == value.raw
        iso(swapped(value))


@pytest.mark.parametrize("clock", [f"16:{'9' * 30}58:35", f"{'9' * 30}:10", f"10:10:{'9' * 30}"])
def test_a_clock_of_long_numbers_does_not_raise(clock: str) -> None:
    assert parse_date(f"Tue, 3 Apr 2012 {clock} +0400") is None


@pytest.mark.parametrize("piece", ["1/", "1.", "1 mar ", "10:10 ", "年1月", "th 3 ", "a.m.", "(", "9", "on 1, "])
def test_a_long_line_is_no_burden(piece: str) -> None:
    assert len(scan_dates(piece * 100_000)) < 2_000
