"""Which messages of a text belong together: chains that only happen to be printed one below the other do not."""

from __future__ import annotations

import pytest

from threadparse import parse

PEOPLE = {
    "A": "Ann <ann@alder.example>",
    "B": "Bob <bob@birch.example>",
    "C": "Cleo <cleo@cedar.example>",
    "D": "Dev <dev@dell.example>",
}


def block(people: str, sent: str, subject: str, marks: str = "") -> str:
    """A short message from one to another: "AB" is Ann to Bob."""
    lines = (
        f"From: {PEOPLE[people[0]]}",
        f"Sent: {sent}",
        f"To: {PEOPLE[people[1]]}",
        f"Subject: {subject}",
        "",
        f"{sent}.",
        "",
    )
    return "".join(f"{marks}{line}\n" for line in lines)


@pytest.mark.parametrize(
    ("text", "threads"),
    [
        pytest.param(
            block("AB", "7 May 2021 09:00", "RE: Tides") + block("BA", "6 May 2021 09:00", "Tides"),
            [["6 May 2021 09:00.", "7 May 2021 09:00."]],
            id="a reply and what it answers",
        ),
        pytest.param(
            block("AB", "7 May 2021 09:00", "Low water") + block("BA", "6 May 2021 09:00", "Tides"),
            [["6 May 2021 09:00.", "7 May 2021 09:00."]],
            id="the subject was changed on the way",
        ),
        pytest.param(
            block("AB", "7 May 2021 09:00", "RE: Tides") + block("CD", "20 June 2021 09:00", "Boats"),
            [["7 May 2021 09:00."], ["20 June 2021 09:00."]],
            id="a later message of others on something else",
        ),
        pytest.param(
            block("AB", "7 May 2021 09:00", "FW: Boats") + block("CD", "6 May 2021 09:00", "Boats", "> "),
            [["6 May 2021 09:00.", "7 May 2021 09:00."]],
            id="strangers' mail that was forwarded",
        ),
        pytest.param(
            f"3 July 2021\n\nDear Ms Cedar,\n\nwe enclose the mail.\n\nYours sincerely,\n\nA. Alder\n\n"
            f"{block('AB', '6 May 2021 09:00', 'Tides')}",
            [
                ["6 May 2021 09:00."],
                ["3 July 2021\n\nDear Ms Cedar,\n\nwe enclose the mail.\n\nYours sincerely,\n\nA. Alder"],
            ],
            id="a letter and what is filed behind it",
        ),
        pytest.param("", [[""]], id="nothing"),
    ],
)
def test_a_text_is_divided_into_conversations(text: str, threads: list[list[str]]) -> None:
    document = parse(text)
    assert [[message.body for message in thread.messages] for thread in document.threads] == threads
    for thread in document.threads:
        ids = {message.id for message in thread.messages}
        assert {message.in_reply_to for message in thread.messages} <= ids | {None}


def test_of_a_day_the_message_without_prefix_is_the_first_where_the_dates_say_so() -> None:
    """Hours of one day may be those of clocks far apart; but here only the upper message answers nobody."""
    document = parse(block("AB", "6 May 2021 09:00", "Tides") + block("BA", "6 May 2021 10:30", "RE: Tides"))
    first, second = document.messages
    assert (first.body, second.body) == ("6 May 2021 09:00.", "6 May 2021 10:30.")
    assert (first.in_reply_to, second.in_reply_to) == (None, first.id)


def test_a_message_without_prefix_may_answer_under_another_subject() -> None:
    """Its clock is behind by an hour; it stands above what it answers all the same."""
    document = parse(
        block("AB", "6 May 2021 09:00", "Boats (was: Tides)") + block("BA", "6 May 2021 10:00", "RE: Tides")
    )
    first, second = document.messages
    assert (first.body, second.body, second.in_reply_to) == ("6 May 2021 10:00.", "6 May 2021 09:00.", first.id)


def test_what_a_separator_calls_the_original_is_answered_under_another_subject() -> None:
    """A neighbour answers the society's notice: nobody is in common, but their client quotes it."""
    notice = "-----Original Message-----\n" + block("CD", "5 May 2021 10:00", "Tides")
    document = parse(block("AB", "6 May 2021 09:00", "Boats") + notice)
    first, second = document.messages
    assert (len(document.threads), second.in_reply_to) == (1, first.id)


def forwarded(sender: str, sent: str, to: str) -> str:
    """A mail that Gmail forwards."""
    return (
        f"---------- Forwarded message ---------\nFrom: {PEOPLE[sender]}\nDate: {sent}\nSubject: Boats\n"
        f"To: {PEOPLE[to]}\n\nNumber {sent[:1]}.\n\n"
    )


def test_mails_that_one_person_forwards_below_one_another_do_not_forward_each_other() -> None:
    """The lower one is later, and the upper one's sender has nothing to do with it."""
    offers = forwarded("B", "7 May 2021 09:00", "A") + forwarded("C", "8 May 2021 09:00", "A")
    document = parse(f"Both offers.\n\n{offers}")
    upper, lower, top = document.messages
    assert [message.body for message in (upper, lower, top)] == ["Number 7.", "Number 8.", "Both offers."]
    assert (upper.in_reply_to, lower.in_reply_to, top.in_reply_to) == (None, None, upper.id)


def test_a_mail_forwarded_twice_is_forwarded_by_the_one_who_had_it() -> None:
    """The clock of the one who had it first is ahead."""
    chain = forwarded("B", "7 May 2021 09:00", "A") + forwarded("C", "7 May 2021 10:00", "B")
    document = parse(f"See below.\n\n{chain}")
    inner, middle, top = document.messages
    assert (inner.body, inner.in_reply_to, middle.in_reply_to) == ("Number 7.", None, inner.id)
    assert top.in_reply_to == middle.id


def test_a_page_of_web_mail_copied_in_one_day_is_read_from_top_to_bottom() -> None:
    """One browser wrote all its times, so that no clocks differ."""
    names = (("Ola Reed", "3:07 PM", "me"), ("Tim Poe", "3:45 PM", "Ola"))
    document = parse("\n".join(f"{name}\nThu, Jun 13, 2024, {at}\nto {to}\n\n{name}'s.\n" for name, at, to in names))
    first, second = document.messages
    assert (first.body, first.in_reply_to, second.in_reply_to) == ("Ola Reed's.", None, first.id)


def blocks(*mails: tuple[str, str, str, str]) -> str:
    """One block below the other: sender, date, subject, and words that stand between it and the block above."""
    return "\n\n".join(
        f"{above}From: {PEOPLE[who]}\nSent: {sent}\nTo: {PEOPLE['A']}\nSubject: {subject}\n\n{who} at {sent}."
        for who, sent, subject, above in mails
    )


def test_chains_glued_by_an_export_are_not_taken_for_one_with_the_oldest_first() -> None:
    """The first of a subject stands below its answer, so the text does not run from top to bottom."""
    document = parse(
        blocks(
            ("B", "Mon 8/15/2022 12:31:00 PM (UTC+10)", "FW: Dam", ""),
            ("C", "Monday, August 15, 2022 11:59 AM", "Dam", ""),
            ("C", "Tue 8/16/2022 6:12:00 AM (UTC+10)", "RE: Dam", ""),
            ("B", "Tuesday, August 16, 2022 5:58 AM", "Dam", ""),
        )
    )
    answers = {message.source_index: message.in_reply_to for message in document.messages}
    ids = {message.source_index: message.id for message in document.messages}
    assert answers == {0: ids[1], 1: None, 2: ids[3], 3: None}


def test_a_caption_above_another_subject_begins_another_conversation() -> None:
    """As the mails of a digest do, though the one above says that it answers."""
    upper, lower = ("B", "15 August 2022 12:31", "RE: Dam", ""), ("C", "15 August 2022 11:59", "Wheel", "Message 2\n\n")
    assert [len(thread.messages) for thread in parse(blocks(upper, lower)).threads] == [1, 1]
    uncaptioned = parse(blocks(upper, (*lower[:3], "")))
    assert [len(thread.messages) for thread in uncaptioned.threads] == [2]


def test_a_quotation_in_a_digest_does_not_answer_the_mail_that_quotes_it() -> None:
    """Its mails run from top to bottom, and what each quotes below an undated line is older than it all the same."""
    mails = (
        f"Date: Tue, 4 Jun 2013 {at}:00:00 +0200\nFrom: {PEOPLE[who]}\nSubject: Re: Tides\n\n"
        f"{asked} wrote:\n> {quoted}\n\n{words}\n\n{'-' * 30}\n\n"
        for at, who, asked, quoted, words in (
            ("12", "B", "Ann", "Is it low?", "No."),
            ("13", "C", "Bob", "No.", "When will it be?"),
        )
    )
    document = parse("".join(f"Message: {count}\n{mail}" for count, mail in enumerate(mails, 1)))
    answers = {message.source_index: message.in_reply_to for message in document.messages}
    ids = {message.source_index: message.id for message in document.messages}
    assert answers == {0: ids[1], 1: None, 2: ids[3], 3: None}


def test_a_mail_without_a_subject_is_not_answered_by_one_below_a_caption() -> None:
    """An answer to it has no subject either: the papers of a release have nothing to do with one another."""
    first = block("AB", "6 May 2021 09:00", "")
    document = parse("Document 12\n\n" + first + "Document 13\n\n" + block("BA", "7 May 2021 10:00", "RE: Tides"))
    assert [message.in_reply_to for message in document.messages] == [None, None]
