"""The chain decides between day first and month first; what it leaves open is a guess that says so."""

from __future__ import annotations

import pytest

from threadparse.options import DateOrder
from threadparse.values.dates.order import decide_order
from threadparse.values.dates.read import DateValue, iso, parse_date


def values(*texts: str | None) -> list[DateValue | None]:
    return [parse_date(text) if text else None for text in texts]


def decided(*texts: str | None, prefer: DateOrder = "auto") -> list[tuple[str | None, str]]:
    decisions = list(decide_order(values(*texts), prefer))
    return [(iso(decision.value)[0] if decision.value else None, decision.reason) for decision in decisions]


def test_an_empty_chain_has_no_decisions() -> None:
    assert list(decide_order([])) == []


def test_sure_and_missing_dates_stay() -> None:
    assert decided("3 May 2021 10:00", None, "2 May 2021") == [
        ("2021-05-03T10:00", "sure"),
        (None, "sure"),
        ("2021-05-02", "sure"),
    ]


def test_a_named_weekday_decides() -> None:
    assert decided("Saturday 03/04/2021 10:00") == [("2021-04-03T10:00", "weekday")]
    assert decided("Thursday 03/04/2021 10:00") == [("2021-03-04T10:00", "weekday")]


def test_a_chain_runs_back_in_time() -> None:
    assert decided("5 March 2021 10:00", "04/03/2021 10:00", "1 March 2021 09:00")[1] == ("2021-03-04T10:00", "chain")
    assert decided("5 April 2021 10:00", "04/03/2021 10:00", "1 April 2021 09:00")[1] == ("2021-04-03T10:00", "chain")


def test_a_chain_printed_oldest_first_runs_forward() -> None:
    texts = ("1 March 2021 09:00", "04/03/2021 10:00", "5 March 2021 10:00", "6 March 2021 10:00")
    assert decided(*texts)[1] == ("2021-03-04T10:00", "chain")


def test_zones_may_turn_two_messages_around() -> None:
    assert decided("4 March 2021 01:00", "04/03/2021 10:00", "3 March 2021")[1] == ("2021-03-04T10:00", "chain")


def test_ambiguous_dates_are_decided_together() -> None:
    assert [
        date for date, _ in decided("12/03/2021 10:00", "11/03/2021 10:00", "1 March 2021 09:00", "13/02/2021 10:00")
    ] == [
        "2021-03-12T10:00",
        "2021-03-11T10:00",
        "2021-03-01T09:00",
        "2021-02-13T10:00",
    ]


def test_sure_dates_of_the_same_shape_decide() -> None:
    assert decided("03/05/2021 10:00", "25/01/2021 10:00")[0] == ("2021-05-03T10:00", "shape")
    assert decided("03/05/2021 10:00", "01/25/2021 10:00")[0] == ("2021-03-05T10:00", "shape")


@pytest.mark.parametrize(("prefer", "date"), [("day-first", "2021-04-03T10:00"), ("month-first", "2021-03-04T10:00")])
def test_the_option_decides_what_the_chain_leaves_open(prefer: DateOrder, date: str) -> None:
    assert decided("03/04/2021 10:00", prefer=prefer) == [(date, "option")]


@pytest.mark.parametrize(("prefer", "date"), [("day-first", "2021-03-13T00:00"), ("month-first", "2021-12-04T00:00")])
def test_the_end_of_a_day_is_that_of_the_day_decided_on(prefer: DateOrder, date: str) -> None:
    assert decided("12/03/2021 24:00", prefer=prefer) == [(date, "option")]


def test_the_habit_of_the_clock_is_a_guess() -> None:
    assert decided("03/04/2021 10:00") == [("2021-04-03T10:00", "guess")]
    assert decided("03/04/2021 10:00 AM") == [("2021-03-04T10:00", "guess")]


@pytest.mark.parametrize("text", ["٠٣/٠٤/٢٠٢١ الساعة ١٠:٠٠ ص", "3/4/2021 10:00 π.μ.", "03/04/2021 à 10:00 AM"])
def test_other_words_for_halves_of_the_day_are_not_american(text: str) -> None:
    assert decided(text) == [("2021-04-03T10:00", "guess")]


def test_messages_that_stand_close_are_a_better_guess_than_the_habit() -> None:
    assert decided("5 May 2021 10:00", "04/05/2021 9:00 AM")[1] == ("2021-05-04T09:00", "guess")


def test_a_long_chain_takes_no_time() -> None:
    assert len(list(decide_order(values("03/04/2021 10:00", "5 May 2021") * 5_000))) == 10_000
