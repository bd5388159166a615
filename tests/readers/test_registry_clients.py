"""One chain as five clients save it: the same messages from .txt, .html, .eml and .mbox."""

from __future__ import annotations

import io
from typing import Any

import pytest

import threadparse
from tests.fixtures import CLIENTS
from tests.readable import in_source_order
from threadparse import Document

NAMES = ("gmail", "outlook", "apple", "thunderbird", "yahoo")
BODIES = [
    "Dear Idris,\n\nThe footbridge opens again on Monday – the café stays closed, and the £40 deposit is refunded.\n\n"
    "Please tell the school:\n\n- the ramp is finished\n- the lights are not\n\nKind regards,\nNoor",
    "Dear Noor,\n\nWhen does the footbridge open?\nThe school asks every day.\n\nThanks,\nIdris",
    "Dear all,\n\nThe footbridge is closed from today.\n\nNoor Castellanos\nFernhollow Council",
]


def messages(document: Document) -> list[tuple[Any, ...]]:
    """Sender, date, subject and body, the outermost first."""
    ordered = in_source_order(document.messages)
    return [
        (
            message.sender and message.sender.name,
            message.sender and message.sender.address,
            message.date,
            message.subject,
            message.body,
        )
        for message in ordered
    ]


@pytest.mark.parametrize("client", NAMES)
@pytest.mark.parametrize("form", ["html", "eml", "mbox"])
def test_a_chain_is_the_same_in_every_format(client: str, form: str) -> None:
    (from_text,) = threadparse.read(CLIENTS / f"{client}.txt")
    data = (CLIENTS / f"{client}.{'html' if form == 'html' else 'eml'}").read_bytes()
    if form == "mbox":
        data = b"From noor@fernhollow.example Thu Mar 14 10:15:00 2024\r\n" + data + b"\r\n"
    (document,) = threadparse.read(io.BytesIO(data))
    assert document.source.format == form
    assert [message.body for message in in_source_order(document.messages)] == BODIES
    assert messages(document)[1:] == messages(from_text)[1:]
    assert [note.code for note in document.notes] == []
    assert len(document.threads) == 1
    if form != "html":
        outer = ("Noor Castellanos", "noor@fernhollow.example", "2024-03-14T10:15:00+00:00", "Re: Footbridge closure")
        assert messages(document)[0][:4] == outer


@pytest.mark.parametrize("client", NAMES)
def test_inner_messages_keep_their_ids(client: str) -> None:
    found = [
        [message.id for message in document.messages][:2]
        for form in ("txt", "html", "eml")
        for document in threadparse.read(CLIENTS / f"{client}.{form}")
    ]
    assert found[0] == found[1] == found[2]


def test_the_envelope_is_the_mails_own_header() -> None:
    (document,) = threadparse.read(CLIENTS / "gmail.eml")
    assert document.source.envelope is not None
    envelope = document.source.envelope.model_dump(by_alias=True)
    assert envelope["message_id"] == "<3@fernhollow.example>"
    assert envelope["in_reply_to"] == "<2@bellworks.example>"
    assert envelope["references"] == ["<1@fernhollow.example>", "<2@bellworks.example>"]
    assert envelope["cc"][0]["name"] == "Tîm Diogelu"
    assert envelope["date"] == "2024-03-14T10:15:00+00:00"
    outer = document.messages[-1]
    assert (outer.header_span, outer.action) == (None, "reply-all")
