"""People whom carriers, clients and lost charsets spell oddly, in whole texts."""

from __future__ import annotations

import pytest
from tests.readable import in_source_order

from threadparse import parse
from threadparse.readers.mime.mailboxes import read_mailboxes


def _people(text: str, place: int = 0) -> list[tuple[str | None, str | None]]:
    """The sender and the recipients of a message, in source order."""
    messages = in_source_order(parse(text).messages)
    message = messages[place]
    return [(box.name, box.address) for box in ([message.sender] if message.sender else []) + message.to]


@pytest.mark.parametrize("name", ["de la Rosa, Eve", "De la Rosa, Eve", "ap Emrys, Huw", "van den Berg, Ole"])
def test_a_particle_behind_the_time_begins_the_name(name: str) -> None:
    for opening in ("On 6 May 2021, at 09:00,", "2021年5月6日 09:00,", "On Thu, 6 May 2021 at 09:00,"):
        assert _people(f"Yes.\n\n{opening} {name} wrote:\n\n> Now?\n", 1) == [(name, None)]


def test_question_marks_for_lost_blanks_are_taken_off_all_fields() -> None:
    head = "From:?? Mona Rill\nSent:?? 6 May 2021 09:00\nTo:???? Bo Fenn;\n???????? Ole Berg\n"
    text = f"{head}Subject:??????? Slates\n\nOk.\n"
    assert _people(text) == [("Mona Rill", None), ("Bo Fenn", None), ("Ole Berg", None)]
    assert parse(text).messages[0].subject == "Slates"


def test_a_letter_for_the_bracket_is_none_where_the_chain_shows_the_address() -> None:
    older = (
        "From: Rill, Mona [mailto:mona@rill.example]\nSent: 5 May 2021 09:00\nTo: Bo Fenn\nSubject: Slates\n\nNow?\n"
    )
    head = "From: Rill, Mona 0emona@rill.example>\nSent: 6 May 2021 09:00\nSubject: RE: Slates\n\nYes.\n\n"
    assert _people(head + older)[0] == ("Rill, Mona 0", "mona@rill.example")
    assert "address.misread" in [note.code for note in parse(head + older).notes]
    assert _people(head)[0] == ("Rill, Mona", "0emona@rill.example")


def test_question_marks_of_one_field_stay() -> None:
    text = "From: Mona Rill\nSent: 6 May 2021 09:00\nTo: Bo Fenn\nSubject: ??? and\n\nOk.\n"
    assert parse(text).messages[0].subject == "??? and"


def test_full_width_marks_of_an_encoded_name_stay() -> None:
    assert [(box.name, box.address) for box in read_mailboxes("海，花 / UMI＠DOCK <umi@x.example>, b@x.example")] == [
        ("海，花 / UMI＠DOCK", "umi@x.example"),
        (None, "b@x.example"),
    ]


@pytest.mark.parametrize("sender", ["Fenn, Bo", "Fenn, Bo <bo@x.example>"])
def test_a_sender_with_a_comma_says_that_the_client_puts_surnames_first(sender: str) -> None:
    text = f"From: {sender}\nSent: 6 May 2021 09:00\nTo: Soler, Ana María\nSubject: Slates\n\nOk.\n"
    assert _people(text)[1:] == [("Soler, Ana María", None)]


def test_a_comma_separates_where_nothing_says_otherwise() -> None:
    text = "From: Bo Fenn\nSent: 6 May 2021 09:00\nTo: Ole Berg, Ana Lund\nSubject: Slates\n\nOk.\n"
    assert _people(text)[1:] == [("Ole Berg", None), ("Ana Lund", None)]
