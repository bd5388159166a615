"""Folding white space says the same whether or not there is anything to fold."""

from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st

from threadparse.locales.folding import fold_blanks, rows_with


@given(st.text() | st.text(" \t\nab\xa0"))
def test_blanks_fold_as_words_join(text: str) -> None:
    assert fold_blanks(text) == " ".join(text.split())


def test_rows_with_a_sign_come_with_the_row_above() -> None:
    text = "one\ntwo\nthree ab\nfour\nab five\nsix\nseven\n"
    assert ["".join(text[start:end]) for start, end in rows_with(text, ["ab"])] == ["\ntwo\nthree ab\nfour\nab five\n"]
    assert rows_with(text, ["eight"]) == []


def test_every_white_space_is_known() -> None:
    for code in range(sys.maxunicode + 1):
        if chr(code).isspace():
            assert fold_blanks(f"a{chr(code)}") == "a"
            assert fold_blanks(f"a{chr(code)}b") == "a b"
