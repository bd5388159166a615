"""What the prefilter says is no attribution line, the patterns do not find either."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadparse.headers.attribution_patterns import match_attribution
from threadparse.headers.attribution_prefilter import may_end_so, may_stand_alone

ANSWERS = [
    "I agree with the 2 points, and there are 3 more",
    "The ramp is closed since 2019.\nNobody knows why",
    "See line 12 of 48\nof the plan",
]
OPENINGS = [
    "These 4 were asked for:",
    "Caused by: error 12 at line 3:",
    "On 3 May 2024, Jane Roe wrote:",  # running text, unless a time or a quotation confirms it
    "Am 3. März 2024 schrieb A1:",
    "El 3/5/2024, Jane Roe escribió:",
]
CONFIRMED = [
    "On 3 May 2024 at 10:30, Jane Roe wrote:",
    "On 3 May 2024, 1030 PM, Jane Roe wrote:",
    "Am 3. März 2024 um 10.30 schrieb A1:",
    "On 3 May 2024, wrote:",
    "A1 3 May\n2024 wrote:",
]
ENDS = [
    "Jane Roe wrote",
    "Użytkownik Jane Roe napisał w wiadomości",
    "On 3 May 2024 Jane Roe <jane@roe.example>",
    "{name}",
]
_WORDS = [
    "On",
    "3",
    "May",
    "2024",
    "at",
    "10:30",
    "Jane",
    "Roe",
    "<jane@roe.example>",
    "wrote",
    "wrote:",
    "PM",
    "T1030",
    "\n",
    "schrieb",
    "März",
    "alinti",
    "--",
    "the",
    "reports",
]


@pytest.mark.parametrize("text", ANSWERS)
def test_an_answer_above_a_quotation_is_let_go_of(text: str) -> None:
    assert not may_end_so(text)


@pytest.mark.parametrize("text", OPENINGS)
def test_a_line_that_opens_a_list_is_let_go_of(text: str) -> None:
    assert not may_stand_alone(text)


@pytest.mark.parametrize("text", ENDS)
def test_what_a_client_may_have_written_is_looked_at_closely(text: str) -> None:
    assert may_end_so(text)


@pytest.mark.parametrize("text", CONFIRMED)
def test_a_time_confirms_it_and_so_does_a_name_that_was_taken_out(text: str) -> None:
    assert may_stand_alone(text)


@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=10).map(" ".join))
def test_the_prefilter_passes_over_nothing_that_the_patterns_confirm(text: str) -> None:
    found = match_attribution(text)
    if found is not None and found.sure:
        timed = found.date is None or found.date.hour is not None or "@" in (found.sender or "@")
        assert may_stand_alone(text) or not timed
    if found is not None and (found.date is not None or not found.ended):
        assert may_end_so(text)
