"""What holds for every text: nothing is lost, nothing raises, and well-formed chains come back as they were written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from tests.rows import sampled
from tests.strategies import Chain, chains, mailish_text, text, worldly_text
from threadparse import parse
from threadparse.model import Document, Mailbox, Message

DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:[+-]\d\d:\d\d(?::\d\d)?)?)?)?)?")
MANY = settings(max_examples=300)


@given(text)
@MANY
def test_any_text_keeps_every_promise(words: str) -> None:
    keeps_its_promises(parse(words), words)


@given(mailish_text)
@MANY
def test_text_made_of_pieces_of_mail_keeps_every_promise(words: str) -> None:
    keeps_its_promises(parse(words), words)


def test_an_offset_of_more_than_a_day_does_not_raise() -> None:
    words = "From: Ann <ann@alder.example>\nTo: Bob\nDate: Thu, 14 Mar 2024 09:05 +25:00\n\nHello.\n"
    keeps_its_promises(parse(words), words)


def test_a_line_whose_only_field_is_the_date_that_it_gave_already_does_not_raise() -> None:
    words = "_ Ann Alder on 03/05/2001 08:12 AM Date: x Date: 08:12\n"
    keeps_its_promises(parse(words), words)


@given(worldly_text)
@MANY
def test_text_made_of_what_clients_write_in_all_languages_keeps_every_promise(words: str) -> None:
    keeps_its_promises(parse(words), words)


@pytest.mark.parametrize("line", [".:", "?!:", "/ :"])
def test_a_line_of_marks_above_a_quotation_does_not_raise(line: str) -> None:
    words = f"Yes.\n\n{line}\n> The tide is late.\n"
    keeps_its_promises(parse(words), words)
    words = f"...\n\nAnn Alder:\n> The tide is late.\n> ...\n\n{line}\n> Again.\n"
    keeps_its_promises(parse(words), words)


def test_a_line_of_control_characters_among_stamps_does_not_raise() -> None:
    words = "Doc No 7\nThe tide is late.\n\v\n#\v#\nDoc No 8\n"
    keeps_its_promises(parse(words), words)


@sampled(3)
def test_a_well_formed_chain_comes_back_as_it_was_written(step: int) -> None:
    @given(chains())
    @settings(max_examples=300 // step)
    def comes_back(chain: Chain) -> None:
        document = parse(chain.text)
        keeps_its_promises(document, chain.text)
        found = [read_back(message) for message in document.messages]
        assert found == [truth(chain, place) for place in reversed(range(len(chain.messages)))]

    comes_back()


def keeps_its_promises(document: Document, words: str) -> None:
    """All that the schema promises for any text."""
    zones = [*document.zones, *(zone for message in document.messages for zone in message.zones)]
    zones.sort(key=lambda zone: zone.start)
    assert [zone.start for zone in zones] + [len(words)] == [0, *(zone.end for zone in zones)]
    assert all(zone.start < zone.end for zone in zones)
    messages = {message.id: message for message in document.messages}
    assert sorted(message.source_index for message in messages.values()) == list(range(len(document.messages)))
    for thread in document.threads:
        people = {person.id for person in thread.participants}
        assert len(people) == len(thread.participants)
        for message in thread.messages:
            assert {mailbox.participant for mailbox in mailboxes(message)} <= people
    for message in messages.values():
        assert (message.date is None) == (message.date_precision is None)
        assert message.date is None or DATE.fullmatch(message.date)
        assert message.in_reply_to is None or messages[message.in_reply_to].source_index != message.source_index
        lines = message.body.split("\n")
        assert "\r" not in message.body
        assert lines == [""] or (lines[0].strip() and lines[-1].strip())
        if message.header_span is not None:
            start, end = message.header_span
            assert 0 <= start <= end <= len(words)
            own = [zone for zone in zones if zone in message.zones and zone.kind == "header"]
            assert own[0].start <= start
            assert end <= own[-1].end
    for note in document.notes:
        assert note.message is None or note.message in messages
        assert note.span is None or 0 <= note.span[0] <= note.span[1] <= len(words)
    assert Document.model_validate_json(document.model_dump_json()) == document


def mailboxes(message: Message) -> list[Mailbox]:
    return [*([message.sender] if message.sender else []), *message.to, *message.cc, *message.bcc]


def read_back(message: Message) -> tuple[str | None, ...]:
    sender = message.sender.name if message.sender else None
    return sender, message.date and message.date[:16], message.subject, message.body


def truth(chain: Chain, place: int) -> tuple[str | None, ...]:
    """What the header of a message tells of it, and its words."""
    message, shape = chain.messages[place], chain.shapes[place]
    if shape == "none":
        return None, None, None, message.body
    subject = None if shape.endswith("reply") else message.subject
    return message.sender[0], message.date.isoformat()[:16], subject, message.body
