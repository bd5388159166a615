"""Page furniture: what is found, and above all what is left alone."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures import table
from tests.growth import grows_linearly, repeated

from threadparse.api import parse
from threadparse.furniture.find import find_furniture
from threadparse.locales.furniture import knowledge

CASES = table("furniture")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_marks_what_belongs_to_the_page_and_nothing_else(case: dict[str, Any]) -> None:
    lines = case["lines"]
    whole, parts = find_furniture(lines)
    assert [lines[index].strip() for index in whole] == case["whole"]
    assert [lines[index][start:end] for index, start, end in parts] == case["parts"]


PIECES = [
    "UNCLASSIFIED",
    "RELEASE IN",
    "FULL",
    "B6",
    "Date: 1/2/20",
    "Page 1 of 2",
    "2",
    "ACME-00012",
    "\f",
    "    ",
    " " * 60,
    "> ",
    ":",
    "x",
]


WORDS = st.text(st.characters(exclude_characters="\r\n"), max_size=6)  # a line has no line end within


@given(st.lists(st.lists(st.sampled_from(PIECES) | WORDS, max_size=5).map("".join), max_size=40))
def test_any_text_gives_places_inside_it_in_order(lines: list[str]) -> None:
    whole, parts = find_furniture(lines)
    assert whole == sorted(set(whole))
    assert parts == sorted(parts)
    assert all(0 <= index < len(lines) for index in whole)
    assert all(0 <= start < end <= len(lines[index]) for index, start, end in parts)
    assert not {index for index, _, _ in parts} & set(whole)


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    ["B6 ", "1/", "A ", "    A", "(b)", "\t\t", "- ", "RELEASE IN ", "s.40(", "Page 1 ", "\f1\n", "\fA\n", "A\n"],
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def find(text: str) -> None:
        find_furniture(("\f" + text + " " * 60 + "B6").split("\n"))

    assert grows_linearly(find, repeated(piece))


def test_every_phrase_that_needs_no_form_feed_has_a_hint() -> None:
    know = knowledge()
    data = json.loads(files("threadparse.locales").joinpath("furniture.json").read_text(encoding="utf-8"))
    phrases = [phrase for strength in ("strong", "medium") for phrase in data["phrases"][strength]]
    assert [phrase for phrase in phrases if not know.hinted(phrase.casefold())] == []


def test_a_title_above_the_first_mail_and_on_all_pages_is_no_message() -> None:
    mail = "From: Ida Lund\nSent: 12 March 2024 09:05\nTo: Per Ravn\nSubject: Lamp\n\nThe lamp is dark.\n"
    pages = [mail, "Nobody came.\n", "The boat is late.\n"]
    document = parse("\f".join(f"Harbour office, the file of the lamp\n\n{page}" for page in pages))
    (message,) = document.messages
    assert message.body.split("\n\n") == ["The lamp is dark.", "Nobody came.", "The boat is late."]
    two = parse("\f".join(f"Dear all,\n\n{page}" for page in pages[:2]))
    assert len(two.messages) == 2


def test_the_marks_of_a_print_program_are_in_no_body() -> None:
    """A2ps: who printed it above each page, its date in the head."""
    words = [f"The {name} wants to know whether the steps near the old crane are open." for name in ("pilot", "diver")]
    head = "{:>72}\nNov 28, 26 18:58 {:>30} {:>20}\n"
    heads = [head.format("Printed by ward", "chain.txt", f"Page {number}/2") for number in (1, 2)]
    chain = f"From: Ann Lee <ann@x.example>\nTo: Bob <bob@x.example>\nDate: 3 May 2024 10:00\n\n{words[0]}\n"
    (message,) = parse(f"{heads[0]}{chain}\f{heads[1]}{words[1]}\n").messages
    assert message.body == "\n".join(words)
