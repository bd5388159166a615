"""The order of messages, and their ids: what a reader of several overlapping exports relies on."""

from __future__ import annotations

import itertools

import pytest
from tests.readable import in_source_order

from threadparse import parse
from threadparse.model import Document


def letter(name: str, sent: str | None, body: str, subject: str = "RE: Tides") -> str:
    """A message as Outlook prints it."""
    date = f"Sent: {sent}\n" if sent else ""
    who = f"From: {name} <{name.lower()}@alder.example>"
    return f"{who}\n{date}To: Bob <bob@birch.example>\nSubject: {subject}\n\n{body}\n\n"


def bodies(document: Document) -> list[str]:
    return [message.body for message in document.messages]


NEW = letter("Cleo", "12 May 2021 10:00", "third")
MIDDLE = letter("Ann", "9 May 2021 10:00", "second")
OLD = letter("Dev", "6 May 2021 10:00", "first", "Tides")


@pytest.mark.parametrize("parts", list(itertools.permutations([NEW, MIDDLE, OLD])))
def test_messages_are_in_order_of_time_however_they_were_printed(parts: tuple[str, ...]) -> None:
    text = "".join(parts)
    document = parse(text)
    assert bodies(document) == ["first", "second", "third"]
    by_source = in_source_order(document.messages)
    assert [message.body for message in by_source] == sorted(bodies(document), key=text.index)


def test_an_undated_message_stands_where_the_chain_puts_it() -> None:
    undated = letter("Ann", None, "second")
    assert bodies(parse(NEW + undated + OLD)) == ["first", "second", "third"]
    assert bodies(parse(undated.replace("second", "last") + NEW + OLD)) == ["first", "third", "last"]
    assert bodies(parse(NEW + OLD + undated.replace("second", "before all"))) == ["before all", "first", "third"]


def test_messages_of_one_minute_keep_the_order_of_the_chain() -> None:
    text = "".join(letter("Ann", "6 May 2021 10:00", body) for body in ("third", "second", "first"))
    assert bodies(parse(text)) == ["first", "second", "third"]


def test_a_day_without_a_time_stands_where_the_chain_puts_it() -> None:
    day = letter("Cleo", "6 May 2021", "second")
    document = parse(letter("Ann", "7 May 2021 09:00", "third") + day + OLD)
    assert (bodies(document), document.notes) == (["first", "second", "third"], [])


def test_clocks_with_offsets_are_compared_in_one_zone() -> None:
    later, earlier = ("Thu, 6 May 2021 09:30:00 -0500", "Thu, 6 May 2021 10:00:00 +0200")
    text = letter("Cleo", later, "second") + letter("Dev", earlier, "first")
    assert bodies(parse(text)) == ["first", "second"]


def test_local_times_beside_times_with_an_offset_are_no_dispute() -> None:
    times = ["Thu, 6 May 2021 18:00:00 +0200", "6 May 2021 17:30", "Thu, 6 May 2021 16:50:00 +0200", "6 May 2021 16:20"]
    printed = [letter(name, time, name) for name, time in zip("ABCD", times, strict=True)]
    document = parse("".join(printed))
    assert bodies(document) == ["D", "C", "B", "A"]
    assert document.notes == []
    turned = parse("".join([printed[0], printed[3], printed[2], printed[1]]))  # 16:20 answers 17:30: comparable
    assert [note.code for note in turned.notes] == ["order.disputed"]


def test_a_message_that_is_dated_before_what_it_forwards_gets_a_note() -> None:
    forwarded = letter("Ann", "6 May 2021 10:00", "see below", "FW: Tides")
    document = parse(f"{forwarded}---------- Forwarded message ----------\n{NEW}")
    assert bodies(document) == ["see below", "third"]
    first, second = document.messages
    assert (first.action, first.in_reply_to, second.in_reply_to) == ("forward", second.id, None)
    assert [note.code for note in document.notes] == ["order.disputed"]
    assert parse(forwarded + NEW).notes == []  # printed oldest first


def test_a_message_has_the_same_id_in_every_chain() -> None:
    quoted = "".join(f"> {line}\n" for line in OLD.rstrip().split("\n"))
    chains = (OLD, MIDDLE + OLD, f"See below.\n\n-----Original Message-----\n{OLD}", f"See below.\n\n{quoted}")
    found = [next(message.id for message in parse(text).messages if message.body == "first") for text in chains]
    assert found == found[:1] * len(chains)


@pytest.mark.parametrize(
    "other",
    [
        OLD.replace("first", "first!"),
        OLD.replace("Dev", "Eva").replace("dev@", "eva@"),
        OLD.replace("10:00", "10:01"),
        OLD.replace("Tides", "Boats"),
    ],
    ids=["body", "sender", "date", "subject"],
)
def test_another_message_has_another_id(other: str) -> None:
    assert parse(other).messages[0].id != parse(OLD).messages[0].id


@pytest.mark.parametrize(
    "same",
    [
        OLD.replace("Subject: Tides", "Subject: Fwd: RE: Tides"),
        OLD.replace("10:00", "10:00:31"),
        OLD.replace("Dev <", '"D. Dev" <').replace("dev@", "DEV@"),
        OLD.replace("first", "  FIRST\n"),
    ],
    ids=["prefixes", "seconds", "spelling of the name", "case and blanks of the body"],
)
def test_what_clients_change_when_they_quote_does_not_change_the_id(same: str) -> None:
    assert parse(same).messages[0].id == parse(OLD).messages[0].id


def test_a_message_that_stands_twice_in_one_text_has_two_ids() -> None:
    ids = [message.id for message in parse(NEW + OLD + OLD).messages]
    assert len(set(ids)) == 3
    assert parse(OLD).messages[0].id in ids


@pytest.mark.parametrize("second", ["9:05 AM", "11:40 AM"])
def test_a_conversation_that_webmail_printed_is_in_its_order_within_a_day_too(second: str) -> None:
    heads = [("Ida Lund <ida@mole.example>", "9:05 AM"), ("Jo Marsh <jo@mole.example>", second)]
    heads.append(("Ida Lund <ida@mole.example>", "4:20 PM"))
    text = "Lamp\n3 messages\n\n" + "\n".join(
        f"{sender}          Tue, Mar 12, 2024 at {time}\nTo: Per Ravn <per@mole.example>\n\nWords of {number}.\n"
        for number, (sender, time) in enumerate(heads)
    )
    (thread,) = parse(text).threads
    assert [message.body for message in thread.messages] == ["Words of 0.", "Words of 1.", "Words of 2."]
    assert thread.messages[2].in_reply_to == thread.messages[1].id
