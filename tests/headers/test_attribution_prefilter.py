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
OPENINGS = ["These 4 were asked for:", "Caused by: error 12 at line 3:"]
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


@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=10).map(" ".join))
def test_the_glance_lets_go_of_nothing_that_bears_itself_out(text: str) -> None:
    found = match_attribution(text)
    if found is not None and found.sure:
        assert may_stand_alone(text)
    if found is not None and (found.date is not None or not found.ended):
        assert may_end_so(text)
