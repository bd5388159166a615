"""The lines of a message: what each kind is known by, in many languages, and what is left to the body."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures import table
from tests.growth import grows_linearly, repeated

from threadparse.body.zones import BodyKind, zone_lines

CASES = table("zones")
KINDS = get_args(BodyKind)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_names_each_line(case: dict[str, Any]) -> None:
    lines = [row[1] if row else "" for row in case["lines"]]
    kinds = zone_lines(lines, sender_name=case.get("sender"), recipient_names=case.get("recipients", ()))
    named = [[kinds.get(place, "body"), line] for place, line in enumerate(lines) if line]
    assert named == [row for row in case["lines"] if row]


def test_blank_lines_have_no_kind_of_their_own() -> None:
    lines = ["", "Hi,", "", "Words of the mail.", "", "Regards,", "", "Ann"]
    assert zone_lines(lines) == {1: "greeting", 5: "closing", 7: "closing"}


def test_a_long_body_stays_body() -> None:
    lines = [f"Sentence number {index} of a long report about bridges." for index in range(500)]
    assert zone_lines(lines) == {}


def test_a_letter_greets_below_its_address_block() -> None:
    block = ["Borough of Footbridge", "12 Quay Street", "Footbridge", "", "Our ref: 4711", "3 May 2024", ""]
    lines = [*block, "Dear Ms Okafor,", "", "Thank you for your letter of 3 April."]
    assert zone_lines(lines, letter=True)[7] == "greeting"
    assert "greeting" not in zone_lines(lines).values()


PIECES = [
    "",
    "Dear Ann,",
    "Regards,",
    "Ann",
    "-- ",
    "--",
    "____________",
    "Tel: 020 7946 0123",
    "This e-mail is confidential and intended for the addressee.",
    "Sent from my iPhone",
    "PS: also",
    "<<a.doc>>",
    "[image: ",
    "To unsubscribe",
    "=20",
    "様",
    "Words that make a sentence of the mail.",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=30).map(lambda text: text.replace("\n", " "))), st.text())
def test_names_lines_of_any_text(lines: list[str], name: str) -> None:
    kinds = zone_lines(lines, sender_name=name, recipient_names=[name])
    assert kinds.keys() <= {place for place, line in enumerate(lines) if line.strip()}
    assert set(kinds.values()) <= set(KINDS)


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["(", "[", "<<a", "<<a>>", "(a: b)", "-", "9", "9 ", "+(", "*", "PS ", "様", "a@", "Regards "]
)
def test_is_linear_in_hostile_lines(piece: str) -> None:
    def zone(text: str) -> None:
        zone_lines([text] * 30, sender_name=piece * 1000)

    assert grows_linearly(zone, repeated(piece))
