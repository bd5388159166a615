"""No text does anything to a terminal but show."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadparse.views.visible import fits, glyphs_for, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b]0;title\x07", "␛[31mred␛]0;title␇"),
        ("a\x00b\x7f", "a␀b␡"),
        ("page\fbreak\rover", "page␌break␍over"),
        ("\x9b31m", r"\u009b31m"),
        ("exe\u202etxt", r"exe\u202etxt"),
        ("\u2067שלום\u2069", "שלום"),
        ("soft\xadhyphen\ufeff", "softhyphen"),
        ("a\u2028b", "a b"),
        ("a\tb\nc", "a   b\nc"),
        ("\ud800", "\ufffd"),
        ("Zoë 安全", "Zoë 安全"),
    ],
)
def test_control_characters_become_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text())
def test_nothing_that_controls_is_left(text: str) -> None:
    left = {unicodedata.category(character) for character in visible(text) if character != "\n"}
    assert not left & {"Cc", "Cs", "Zl", "Zp"}


@given(st.text())
def test_every_result_fits_its_encoding(text: str) -> None:
    assert fits(visible(text, "ascii"), "ascii")
    assert fits(visible(text, "cp1252"), "cp1252")


def test_letters_become_the_nearest_ones() -> None:
    assert visible("Zoë’s “café” – 安", "ascii") == 'Zoe\'s "cafe" - ?'
    assert visible("Zoë’s", "latin-1") == "Zoë's"


def test_marks_are_plain_where_the_terminal_has_no_others() -> None:
    assert glyphs_for("utf-8").rail == "│"
    assert glyphs_for("ascii").reply == "+"
    assert glyphs_for("latin-1").rail == "|"
    assert glyphs_for("no-such-encoding").rail == "|"
