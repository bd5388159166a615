"""No text does anything to a terminal but show."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadparse.views.visible import fits, glyphs_for, visible, visible_line


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
        ("a\u200bnn\u2060@x\ufe0f", "ann@x"),
        ("tag\U000e0041\U000e0042 select\U000e0100", "tag select"),
        ("\u3164\u2800.", "  ."),
        ("می\u200cخواهم क्\u200dष", "می\u200cخواهم क्\u200dष"),
        ("می\u200c\u200cخواهم a\u200db", "میخواهم ab"),
        ("e" + "\u0301" * 300 + "o", "e" + "\u0301" * 8 + "o"),
        ("\u0e01" + "\u0e47" * 300, "\u0e01" + "\u0e47" * 8),
        ("→→→→→→→→→→→→", "→→→→→→→→→→→→"),
    ],
)
def test_control_characters_become_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text())
def test_nothing_that_controls_is_left(text: str) -> None:
    left = {unicodedata.category(character) for character in visible(text) if character != "\n"}
    assert not left & {"Cc", "Cs", "Zl", "Zp"}


def test_a_name_stays_on_its_line() -> None:
    assert visible_line("a\nthreadparse: all is well") == "a␊threadparse: all is well"
    assert visible_line("a\nb", "ascii") == "a\\nb"


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
