"""Ids: case and white space of a body do not count, whatever way of folding it is the fastest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadparse.locales.folding import fold, fold_letters
from threadparse.threads import identity
from threadparse.threads.identity import message_id

BLANKS = [chr(code) for code in range(0x110000) if chr(code).isspace()]
LETTERS = "aAéİſßﬁ가\u0301\u0327\u200b\u1100\u1161" + "".join(BLANKS)


def of(body: str) -> str:
    return message_id(None, None, "", body)


@given(st.text(st.sampled_from(LETTERS), max_size=12))
def test_a_body_is_folded_at_once_as_its_lines_are(body: str) -> None:
    assert "".join(fold_letters(body).split()) == "".join(map(fold, body.split("\n"))).replace(" ", "")


@given(st.text(st.sampled_from(LETTERS), max_size=12))
def test_a_long_body_is_folded_in_pieces_as_it_is_at_once(body: str) -> None:
    whole = of(body)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identity, "_PIECE", 2)
        assert of(body) == whole


@pytest.mark.parametrize("letter", ["a", "é", "я"])
def test_no_white_space_counts(letter: str) -> None:
    assert {of(f"{letter}{blank}{letter}") for blank in BLANKS} == {of(letter * 2)}


def test_words_count() -> None:
    assert of("The tide is late.") != of("The tide was late.")
