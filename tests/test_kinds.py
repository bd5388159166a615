"""Kinds of mail that once went wrong (``kinds.json``), each in several languages, clients and forms of its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fixtures import table
from tests.readable import in_source_order, written
from threadparse import parse

KINDS: dict[str, list[dict[str, Any]]] = table("kinds")
CASES = [pytest.param(case, id=f"{kind}: {case['name']}") for kind, cases in KINDS.items() for case in cases]


@pytest.mark.parametrize("case", CASES)
def test_a_message_says_what_its_writer_and_its_client_wrote(case: dict[str, Any]) -> None:
    text = "\n".join([*case["lines"], ""])
    document = parse(text.encode() if "form" in case else text)  # a format is told by its bytes
    messages = in_source_order(document.messages)
    found = [
        {
            "from": message.sender and written(message.sender),
            "to": list(map(written, message.to)),
            "cc": list(map(written, message.cc)),
            "date": message.date,
            "subject": message.subject,
            "body": message.body,
        }
        for message in messages
    ]
    wanted = case["messages"]
    assert [{key: got[key] for key in want} for got, want in zip(found, wanted, strict=True)] == wanted
    codes = {note.code for note in document.notes}
    assert codes.issuperset(case.get("notes", ()))
    assert codes.isdisjoint(case.get("without", ()))
