"""The calendar words: those beyond ASCII are kept as one text until one is asked for, and mean what they always did."""

from __future__ import annotations

import pytest

from threadparse.locales.calendar import CalendarWords, calendar_words
from threadparse.locales.folding import fold_word
from threadparse.locales.lexicon import load_table


@pytest.mark.parametrize(("word", "month"), [("july", 7), ("märz", 3), ("июля", 7), ("يوليو", 7)])
def test_a_month_is_known_in_every_script(word: str, month: int) -> None:
    words, folded = calendar_words(), fold_word(word)
    found = words.get(folded)
    assert found is not None
    assert month in found.months
    assert folded in words
    assert words.may_hold(folded)


def test_an_english_mail_needs_no_word_beyond_ascii() -> None:
    words = CalendarWords(load_table("built/calendar"))
    assert words.get("july")
    assert "table" not in words
    assert "_beyond" not in vars(words)
    assert "июля" in words
    assert "_beyond" in vars(words)
