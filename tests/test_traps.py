"""Texts that look like mail and are none (``traps.json``): each stays whole, alone and in a chain."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.fixtures import table
from threadparse import parse

TRAPS: list[dict[str, Any]] = table("traps")
HEADERS = [
    "From: Ann Alder <ann@alder.example>\nSent: 6 May 2021 09:00\nTo: Bob Birch <bob@birch.example>\nSubject: Tides",
    "From: Bob Birch <bob@birch.example>\nSent: 5 May 2021 21:30\nTo: Ann Alder <ann@alder.example>\nSubject: Tides",
]


CASES = [pytest.param("\n".join(trap["lines"]), id=trap["name"].replace(" ", "-")) for trap in TRAPS]


@pytest.mark.parametrize("text", CASES)
def test_a_text_without_messages_is_one_message_with_all_its_own_words_as_body(text: str) -> None:
    document = parse(text)
    assert [message.body for message in document.messages] == [_resolved(text)]
    assert document.messages[0].header_span is None
    assert document.messages[0].sender is None


@pytest.mark.parametrize("text", CASES)
def test_in_a_chain_it_stays_in_the_message_that_tells_it(text: str) -> None:
    newer, older = (f"Please read this.\n\n{text}\n\nThat is all for {day}." for day in ("Thursday", "Wednesday"))
    document = parse(f"{HEADERS[0]}\n\n{newer}\n\n{HEADERS[1]}\n\n{older}\n")
    assert [message.body for message in document.messages] == [_resolved(older), _resolved(newer)]


def _resolved(text: str) -> str:
    """A text as a body shows it: without what it cites between blank lines, and without the markup of markdown."""
    text = re.sub(r"(?m)(?<=\n\n)(?:^>.*\n)+\n|^>.*\n?", "", text).strip("\n")
    return text.replace("**", "").replace("# Memo", "Memo") if "**" in text else text
