"""When two texts are copies of one message."""

from __future__ import annotations

import threadparse
from tests.merge.exchange import LETTER, messages, own, parsed, quoted
from tests.rows import each_row


def test_the_same_words_under_other_subjects_without_a_date_are_two_messages() -> None:
    text = "I am away from my desk until Monday. Please call the harbour office about the moorings.\n\nIda Moe\n"
    one, two = (
        f"From: Ida Moe <ida.moe@slip.example>\nTo: Ada Lund <ada.lund@slip.example>\nSubject: {subject}\n\n{text}"
        for subject in ("Boathouse keys", "Invoice 4711")
    )
    assert len(messages(threadparse.merge(parsed(one=one, two=two)))) == 2


def test_one_text_to_two_people_who_are_greeted_by_name_is_two_messages() -> None:
    text = "The moorings are closed from Monday on, as the quay has to be mended before the spring tides.\n\nIda Moe\n"
    head = "From: Ida Moe <ida.moe@slip.example>\nSubject: Moorings\n"
    one, two = (
        f"{head}Sent: 12 March 2019 09:{minute}\nTo: {name}\n\nDear {name},\n\n{text}"
        for minute, name in (("05", "Tobias"), ("06", "Vera"))
    )
    one = one.replace("To: Tobias\n", "")
    assert len(messages(threadparse.merge(parsed(one=one, two=two)))) == 2


@each_row([("Dear Mr Quill", "Dear Vera", 2), ("Dear Mr Quill", "Dear Mr Quilt", 1), ("boathouse", "clubhouse", 1)])
def test_quotations_of_one_minute_that_greet_two_people_are_of_two_messages(was: str, here: str, count: int) -> None:
    mail = quoted().replace("To: Ada Lund <ada.lund@slip.example>\n", "")
    merged = messages(threadparse.merge(parsed(one=mail, two=mail.replace(was, here))))
    assert sum("4,200" in message.body for message in merged) == count


def test_what_is_sent_anew_each_day_is_another_message_each_day() -> None:
    days = {f"day{day}": own(sent=f"{day} March 2019 09:05") for day in (12, 13, 14)}
    assert len(messages(threadparse.merge(parsed(**days)))) == 3


@each_row(
    [
        ("From: Ada Lund\nTo: H", "From: Ada Lund\nTo: 1-1", 1),
        (
            "From: Ada Lund\nTo: Moorings <moorings@sea-town.example>",
            "From: Ada Lund\nTo: lVloorings <moorings@seatown.example>",
            1,
        ),
        ("From: Ada Lund\nTo: 'vera.moe@seatown.example'", "From: Ada Lund\nTo: 'vera.moe@seatownexample'", 1),
        ("From: H <h22@slip.example>\nTo: Vera", "From: H [rnailto:H22@slipexample]\nTo: Vera", 1),
        ("From: Ada Lund\nTo: Tobias Quill", "From: Ada Lund\nTo: Vera Moe", 2),
        ("From: Ada Lund\nTo: t.quill@slip.example", "From: Ada Lund\nTo: v.moe@slip.example", 2),
    ]
)
def test_of_people_who_are_misread_none_is_surely_another(one: str, other: str, count: int) -> None:
    rest = f"Sent: 12 March 2019 09:05\nSubject: Boathouse\n\n{LETTER}\n"
    assert len(messages(threadparse.merge(parsed(one=f"{one}\n{rest}", two=f"{other}\n{rest}")))) == count


NOISE = (
    LETTER.replace("repair", "repoir")
    .replace("boathouse", "boatbouse")
    .replace("begin", "beqjn")
    .replace("tides", "fides")
    .replace("hangs", "bangs")
    .replace("regards", "regords")
    .replace("before", "beforc")
    .replace("costs", "eosts")
)


@each_row(
    [
        (NOISE, 1),
        (NOISE.replace("pounds", "crowns").replace("key", "oar").replace("door", "mast"), 1),
        (LETTER[::-1], 2),
    ]
)
def test_copies_of_which_one_hides_the_sender_and_both_are_misread_are_one(text: str, count: int) -> None:
    plain = own(LETTER.replace("Dear", "Deor").replace("spring", "sprlng").replace("behind", "bebind"))
    hidden = f"From: XXXXX\nSent: 12 March 2019 10:05\nTo: XXXXX\nSubject: Boathouse\n\n{text}\n"
    assert len(messages(threadparse.merge(parsed(plain=plain, hidden=hidden)))) == count


def test_who_writes_above_a_mail_of_another_subject_need_not_have_got_it() -> None:
    answer = "Subject: Re: Boathouse\n\nAgreed.\n\nOn Tue, 2019-03-12 at 08:36 +0000, {0} wrote:\n> {1}\n"
    below = answer.format("XXXXX", LETTER.replace("\n", "\n> "))
    other = "From: Vera Moe <vera.moe@slip.example>\nSent: 3 May 2021 20:02\nTo: Ida Moe <ida.moe@slip.example>\n"
    mixed = (
        f"{other}Subject: Weekly figures\n\nSeven boats.\n\nFrom: XXXXX\nSent: 12 March 2019 09:16\nTo: XXXXX\n{below}"
    )
    head = (
        "From: Ada Lund <ada.lund@slip.example>\nSent: 12 March 2019 09:16\nTo: Tobias Quill <t.quill@slip.example>\n"
    )
    plain = head + answer.format("Tobias Quill", LETTER.replace("\n", "\n> "))
    found = messages(threadparse.merge(parsed(mixed=mixed, plain=plain)))
    assert [len(message.occurrences) for message in found if message.body.startswith("Agreed")] == [2]


def test_a_message_of_no_words_above_the_same_mail_is_one_though_its_sender_is_hidden() -> None:
    """One forwards a mail without a word; each answer shows that by another clock, and only one of them by whom."""
    head = (
        "From: {0}\nSent: 13 March 2019 12:00\nTo: Ada Lund <ada.lund@slip.example>\nSubject: Re: Boathouse\n\n{1}\n\n"
    )
    letter = (
        "-----Original Message-----\n> From: Ada Lund <ada.lund@slip.example>\n> Sent: 12 March 2019 09:05\n"
        f"> To: Tobias Quill <t.quill@regatta.example>\n> Subject: Boathouse\n>\n{LETTER}"
    )
    quoted = "> " + letter.replace("\n> ", "\n").replace("\n", "\n> > ")
    shown = head.format("Ida Moe <ida.moe@slip.example>", "Seen.") + (
        f"On Wed, 2019-03-13 at 08:36 +0000, Tobias Quill wrote:\n{quoted}\n"
    )
    hidden = head.format("Cy Orr <cy.orr@slip.example>", "What does this mean?") + (
        f"On Wed, 13 Mar 2019 at 05:36, <REDACTED> wrote:\n{quoted}\n"
    )
    found = messages(threadparse.merge(parsed(shown=shown, hidden=hidden)))
    assert [len(message.occurrences) for message in found if not message.body] == [2]
