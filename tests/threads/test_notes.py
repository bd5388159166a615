"""Notes: what was guessed says so, with a stable code and the words that it is about."""

from __future__ import annotations

import pytest

from threadparse import ParseOptions, parse
from threadparse.model import Document

HEADER = "From: Ann Alder <ann@alder.example>\nSent: {date}\nTo: Bob <bob@birch.example>\nSubject: Tides\n\nHello.\n"


def noted(document: Document, text: str) -> list[tuple[str, str | None]]:
    return [(note.code, text[slice(*note.span)] if note.span else None) for note in document.notes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(HEADER.format(date="6 May 2021 09:00"), [], id="nothing to say"),
        pytest.param(
            HEADER.format(date="05/06/2021 09:00"), [("date.ambiguous", "Sent: 05/06/2021 09:00")], id="ambiguous"
        ),
        pytest.param(HEADER.format(date="Thursday, 05/06/2021 09:00"), [], id="the weekday decides"),
        pytest.param(HEADER.format(date="13/06/2021 09:00"), [], id="no thirteenth month"),
        pytest.param(
            HEADER.format(date="14 Marhc 2021x at noon"),
            [("date.unreadable", "Sent: 14 Marhc 2021x at noon")],
            id="unreadable",
        ),
        pytest.param(
            "-----Original Message-----\nSent: 6 May 2021 09:00\nTo: Bob <b@birch.example>\nSubject: Tides\n\nHello.\n",
            [
                (
                    "sender.missing",
                    "-----Original Message-----\nSent: 6 May 2021 09:00\nTo: Bob <b@birch.example>\nSubject: Tides",
                )
            ],
            id="no sender",
        ),
        pytest.param(
            f"{HEADER.format(date='7 May 2021 09:00')}\n> The tide is late again.\nYes.\n\n"
            "On 6 May 2021 at 09:00, Bob <bob@birch.example> wrote:\n> The tide is late again.\n",
            [("quote.repeated", None)],
            id="older words around an answer",
        ),
    ],
)
def test_what_was_guessed_is_noted_with_its_place(text: str, expected: list[tuple[str, str | None]]) -> None:
    document = parse(text)
    assert noted(document, text) == expected
    assert {note.message for note in document.notes} <= {message.id for message in document.messages}


def test_a_blacked_out_sender_is_not_a_missing_one() -> None:
    text = HEADER.format(date="6 May 2021 09:00").replace("Ann Alder <ann@alder.example>", "[redacted]")
    assert noted(parse(text), text) == []
    blank = text.replace("[redacted]", "")
    assert [code for code, _ in noted(parse(blank), blank)] == ["sender.missing"]


def test_a_sign_taken_for_the_at_sign_is_noted() -> None:
    text = HEADER.format(date="6 May 2021 09:00").replace("bob@birch", "bob©birch")
    document = parse(text)
    assert document.messages[0].to[0].address == "bob@birch.example"
    assert [code for code, _ in noted(document, text)] == ["address.misread"]


def test_an_option_settles_what_the_chain_leaves_open() -> None:
    text = HEADER.format(date="05/06/2021 09:00")
    document = parse(text, options=ParseOptions(date_order="month-first"))
    assert document.messages[0].date == "2021-05-06T09:00"
    assert document.notes == []


def test_dates_that_run_against_the_chain_are_noted() -> None:
    text = "\n".join(HEADER.format(date=f"{day} May 2021 09:00") for day in (9, 3, 6, 2))
    assert "order.disputed" in [code for code, _ in noted(parse(text), text)]


@pytest.mark.parametrize(
    ("date", "code"),
    [
        ("Monday, 14 March 2024 09:05", "date.weekday"),
        ("14 March 2024 25:61", "date.partial"),
        ("Monday, October 01, 2012 08:2,7 PM", "date.partial"),
        ("some day in spring", "date.unreadable"),
    ],
)
def test_a_date_that_is_read_in_part_or_contradicts_itself_says_so(date: str, code: str) -> None:
    text = HEADER.format(date=date)
    assert code in [found for found, _ in noted(parse(text), text)]
