"""Redaction marks by table: ``tests/fixtures/tables/redactions.json``."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures import table
from tests.rows import each_row

from threadparse.values.redactions import blank_margins, is_exemption, is_redacted, strip_redactions

TABLE: dict[str, Any] = table("redactions")
MARKS = [mark for marks in TABLE["marks"].values() for mark in marks]


@each_row(MARKS)
def test_a_mark_is_a_mark(mark: str) -> None:
    assert is_redacted(mark)
    assert is_redacted(f"  {mark}\n")
    assert strip_redactions(mark) == ("", True)


@each_row(TABLE["names"])
def test_a_name_is_no_mark(name: str) -> None:
    assert not is_redacted(name)


@each_row(TABLE["mailboxes"])
def test_an_office_is_a_mark_as_a_whole_mailbox_or_in_brackets(mark: str) -> None:
    assert is_redacted(mark, mailbox=True)
    assert is_redacted(f"[{mark}]")


@each_row(map(tuple, TABLE["beside"]))
def test_a_mark_beside_a_value_is_taken_away(value: str, rest: str) -> None:
    assert strip_redactions(value) == (rest, True)


@each_row(TABLE["legible"])
def test_what_is_legible_stays(value: str) -> None:
    rest, found = strip_redactions(value)
    assert not found
    assert value.startswith(rest)


def test_margins_are_overwritten_so_that_no_offset_moves() -> None:
    value = "Roe, Jane;            B6\n   Bee, Bob          RELEASE IN PART\n                     B5"
    text, found = blank_margins(value)
    assert (len(text), found, text.split()) == (len(value), True, ["Roe,", "Jane;", "Bee,", "Bob"])


def test_a_recipient_on_a_line_of_its_own_is_no_margin() -> None:
    assert blank_margins("Roe, Jane;\n          (b)(6)") == ("Roe, Jane;\n          (b)(6)", False)


@pytest.mark.parametrize(
    ("value", "code"), [("(b)(6)", True), ("s.40(2)", True), ("Redacted", False), ("[Person 1]", False)]
)
def test_codes_are_told_from_words(value: str, code: bool) -> None:
    assert is_exemption(value) is code


@given(st.text(max_size=200) | st.text(alphabet="()[]<>b6xX█ .@-'redactds40\n", max_size=200))
def test_any_text_can_be_asked_about(text: str) -> None:
    rest, found = strip_redactions(text)
    assert len(rest) <= len(text)
    assert not is_redacted(text) or (rest, found) == ("", True)
    assert len(blank_margins(text)[0]) == len(text)
