"""Quoted words: whose they are, and what of them stands in no body."""

from __future__ import annotations

from typing import Any

import pytest
from tests.fixtures import table
from tests.readable import in_source_order

from threadparse import parse

CASES = table("quotations")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_no_words_stand_in_the_body_of_another(case: dict[str, Any]) -> None:
    text = "\n".join(case["lines"])
    document = parse(text)
    messages = in_source_order(document.messages)
    assert [message.body for message in messages] == case["bodies"]
    assert [note.code for note in document.notes if note.code.startswith("quote.")] == case["notes"]


def test_a_note_says_where_the_quoted_words_stand() -> None:
    text = "Why?\n\n> It was said that\n> the pier is safe.\n\nBy whom?\n"
    document = parse(text)
    ((start, end),) = [note.span for note in document.notes if note.span and note.code == "quote.unattributed"]
    assert text[start:end] == "> It was said that\n> the pier is safe."
    (message,) = document.threads[0].messages
    assert [text[zone.start : zone.end] for zone in message.zones if zone.kind == "quote-context"] == [
        "> It was said that\n> the pier is safe.\n\n"
    ]
