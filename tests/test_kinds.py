"""Kinds of mail that once went wrong (``kinds.json``), each in several languages, clients and forms of its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fixtures import table
from tests.readable import fields_of, in_source_order
from tests.rows import check_rows
from threadparse import parse

KINDS: dict[str, list[dict[str, Any]]] = table("kinds")


@pytest.mark.parametrize("kind", KINDS)
def test_messages_say_what_their_writers_and_their_clients_wrote(kind: str) -> None:
    """Compare the mails of a kind in one test, as there are some nine hundred."""
    check_rows(says_what_was_written, KINDS[kind])


def says_what_was_written(case: dict[str, Any]) -> None:
    """Compare what was found with what is wanted, and the notes that are missing or too many."""
    text = "\n".join([*case["lines"], ""])
    document = parse(text.encode() if "form" in case else text)  # a format is told by its bytes
    found = list(map(fields_of, in_source_order(document.messages)))
    wanted = case["messages"]
    assert len(found) == len(wanted), found
    seen = [{key: got[key] for key in want} for got, want in zip(found, wanted, strict=True)]
    codes = {note.code for note in document.notes}
    notes = [*set(case.get("notes", ())).difference(codes), *codes.intersection(case.get("without", ()))]
    assert [got for got, want in zip(seen, wanted, strict=True) if got != want] + notes == []
