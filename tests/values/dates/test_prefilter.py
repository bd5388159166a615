"""The prefilter of dates never says anything else than the token scanner: it only says it sooner."""

from __future__ import annotations

from datetime import datetime
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures import table
from tests.locales.date_renderer import rendered
from tests.rows import check_rows, each_row, sampled

from threadparse.headers import attribution_dates as date_run
from threadparse.headers.attribution_dates import date_runs
from threadparse.locales.build import read_locales
from threadparse.values.dates.prefilter import begins_with_no_date, has_no_date, near_dates, only_date
from threadparse.values.dates.scanner import find_dates, read_value
from threadparse.values.dates.shapes import read_shape

TABLE: dict[str, Any] = table("dates")
CALENDARS = [record for record in read_locales() if record.get("calendar")]
SHAPES = [
    "%A, %B {day}, %Y {hour}:%M %p",
    "%a, {day} %b %Y %H:%M:%S +0100",
    "%a, {day} %b %Y %H:%M:%S GMT",
    "%a, %b {day}, %Y at {hour}:%M %p",
    "{day} %B %Y %H:%M",
    "{day} %b %Y at %H:%M",
    "%b {day}, %Y, {hour}:%M:%S %p",
    "%m/%d/%Y %I:%M %p",
    "%d/%m/%Y, %H:%M",
    "{month}/{day}/%y {hour}:%M %p",
]
MOMENTS = [datetime(2016 + month, month, day, 2 * month - 1, 39, 5) for month in range(1, 13) for day in (2, 12, 28)]
WRITTEN = [
    moment.strftime(shape.format(day=moment.day, month=moment.month, hour=moment.hour % 12 or 12))
    for moment, shape in product(MOMENTS, SHAPES)
]
BEFORE = [
    "",
    "On ",
    "on ",
    "Jane Roe ",
    "Roe@ECT on ",
    "<j@x.org> ",
    "Le ",
    "Di ",
    "Sent: ",
    "May ",
    "J. Roe, ",
    "4 ",
    "-",
]
BEHIND = [
    "",
    ", Jane Roe <j7@x.org> wrote:",
    " CET",
    " (GMT)",
    ", Mai Roe:",
    " Pacific Time",
    " - 5 May",
    " de Roe",
    ":",
    ", <j@x>",
    ", ROE <j@x> wrote:",
    " ROE",
    ", JAN",
    " UHR",
    " PTG",
]


def agrees(text: str) -> None:
    """Hold what the prefilter says of a text against the token scanner."""
    dates = find_dates(text)
    only = only_date(text)
    assert only is None or (only,) == dates, text
    assert find_dates(near_dates(text)) == dates, text
    if has_no_date(text):
        assert dates == (), text
        value = read_value(text)
        assert value is None or value.raw.isdecimal(), text
    if begins_with_no_date(text):
        assert read_value(text) is None, text


def spans(line: str) -> list[tuple[object, ...]]:
    """Return what is known of the dates of a line, and where each can begin and end."""
    return [(run.date, run.starts, run.ends, run.clock_end) for run in date_runs(line)]


@pytest.mark.parametrize("behind", BEHIND)
@sampled(11)
def test_what_stands_beside_a_date_is_enough_for_its_run(
    behind: str, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"Roe {before}{written}{behind} and others" for before in BEFORE for written in WRITTEN][::step]
    lines += [line.removesuffix(" and others") for line in lines]
    runs = list(map(spans, lines))
    monkeypatch.setattr(date_run, "near_dates", str)
    monkeypatch.setattr(date_run, "only_date", lambda _: None)
    assert list(map(spans, lines)) == runs


@pytest.mark.parametrize("behind", BEHIND)
@sampled(11)
def test_the_only_date_of_a_line_is_that_of_the_scanner(behind: str, step: int) -> None:
    check_rows(agrees, [before + written + behind for before in BEFORE for written in WRITTEN][::step])


def test_the_frequent_lines_need_no_scanner() -> None:
    lines = [f"On {written}, Jane Roe <j@x.org> wrote:" for written in WRITTEN if "GMT" not in written]
    sure = [line for line in lines if only_date(line)]
    assert len(sure) > 0.9 * len(lines)


def test_words_that_stand_beside_no_date_are_let_go_of() -> None:
    text = "We asked for the 3 reports again, on 3 May 2024, Jane Roe and others wrote about 7 things"
    assert near_dates(text).split() == ["again,", "on", "3", "May", "2024,", "Jane"]
    assert near_dates(text).index("3 May") == text.index("3 May")
    assert near_dates("the 3 reports of Jane") == ""


def test_a_frequent_shape_is_read_as_by_the_scanner() -> None:
    envelopes = [moment.isoformat() + zone for moment, zone in product(MOMENTS, ("", "+00:00", "-11:30"))]
    others = [moment.strftime(shape) for moment, shape in product(MOMENTS, ("%a %b %e %H:%M:%S %Y", "%d.%m.%Y %H:%M"))]
    for written in WRITTEN + envelopes + others:
        value, slow = read_shape(written), read_value(written)
        assert value is not None
        assert slow is not None
        same = value.month == value.day and value.separator  # nobody asks then which of the two was first
        assert value == (slow._replace(day_first=value.day_first) if same else slow)


def test_a_time_before_the_year_is_left_to_the_scanner_on_the_wrong_weekday() -> None:
    assert read_shape("Wed Mar 12 08:05:00 2014") is not None
    assert read_shape("Thu Mar 12 08:05:00 2014") is None


@each_row([*TABLE["values"], *TABLE["lines"]])
def test_the_prefilter_agrees_on_the_table(row: dict[str, Any]) -> None:
    agrees(row["text"])
    agrees(f"On {row['text']}, Jane Roe wrote:")


@pytest.mark.parametrize("record", CALENDARS, ids=lambda record: record["locale"])
@sampled(5)
def test_the_prefilter_agrees_on_the_patterns_of_a_locale(record: dict[str, Any], step: int) -> None:
    for moment, length in list(product(MOMENTS[::3], ("full", "long", "medium", "short")))[::step]:
        text = rendered(record["calendar"], record["locale"], moment, length)
        agrees(text)
        agrees(f"Roe {text} Roe")


_ODD = """
1 3 12 31 2024 20240314 Mar may Mon mar. o-ct Sept m01 jeff Octoher on at de to am AM p.m. Uhr T Z GMT EST CETMay 10:30
9.26 16h18 3/4 03/04/2021 th rd : / . - , ( ) ' < > @ # ; =2C =20 _ roe@x.org Time
"""
_PIECES = st.tuples(st.sampled_from(_ODD.split()), st.sampled_from(["", " ", " ", "  ", ", "]))


@given(st.lists(_PIECES, max_size=12))
def test_the_prefilter_agrees_on_odd_texts(pieces: list[tuple[str, str]]) -> None:
    agrees("".join(piece + blank for piece, blank in pieces))
