"""Who answers whom, where nothing is quoted and no Message-ID tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

import threadparse
from tests.merge.exchange import messages, parsed
from threadparse.merge.merged import Merged

ADA, TOBIAS, VERA = (
    "Ada Lund <ada@slip.example>",
    "Tobias Quill <tq@regatta.example>",
    "Vera Holm <vera@regatta.example>",
)


def mail(sender: str, to: str, day: int, subject: str, words: str, below: str = "") -> str:
    """Return a mail of March 2019; each has words of its own."""
    return f"From: {sender}\nSent: {day} March 2019 09:05\nTo: {to}\nSubject: {subject}\n\n{words}\n\n{below}"


def attribution(sender: str, day: int, words: str) -> str:
    """Return a quoted mail whose subject is not shown."""
    return f"On {day} March 2019 at 14:20, {sender} wrote:\n\n> {words}\n"


def answered(merged: Merged) -> dict[str, str | None]:
    """Return, by the first word of each message, that of what it answers; "implied" if nobody has it."""
    words = {message.id: message.body.partition(" ")[0] or message.missing or "" for message in messages(merged)}
    return {words[message.id]: words.get(message.in_reply_to or "") for message in messages(merged) if message.body}


ROOT = mail(ADA, f"{TOBIAS}; {VERA}", 4, "Boathouse", "Root: the repair costs more than we had thought.")


@pytest.mark.parametrize(
    ("subject", "parent"),
    [
        ("Re: Boathouse", "Root:"),
        ("AW: Boathouse", "Root:"),
        ("Fwd: Boathouse", "Root:"),
        ("Re: Fwd: Boathouse", "implied"),
        ("Boathouse", None),
        ("Repair at last (was: Boathouse)", "Root:"),
        ("Re: Repair at last (was: Boathouse)", "implied"),
    ],
)
def test_the_prefixes_of_a_subject_tell_what_it_answers(subject: str, parent: str | None) -> None:
    answer = mail(TOBIAS, ADA, 5, subject, "Answer: then let us wait for the summer.")
    assert answered(threadparse.merge(parsed(root=ROOT, answer=answer)))["Answer:"] == parent


def test_the_subject_of_a_quoter_tells_that_the_quoted_message_answers_something() -> None:
    below = attribution(ADA, 5, "Quoted: nobody told me about the gate until this morning.")
    outer = mail(TOBIAS, ADA, 6, "Re: Fwd: Boathouse", "Outer: it was in the minutes.", below)
    assert answered(threadparse.merge(parsed(outer=outer)))["Quoted:"] == "implied"
    outer = outer.replace("Re: Fwd:", "Re:")
    assert answered(threadparse.merge(parsed(outer=outer)))["Quoted:"] is None


def test_who_got_a_copy_only_is_not_who_is_answered() -> None:
    first = mail(VERA, TOBIAS, 4, "Re: Boathouse", "First: I never saw the bill.")
    answer = mail(TOBIAS, f"{ADA}\nCc: {VERA}", 5, "Re: Boathouse", "Answer: the bill came in May.")
    assert answered(threadparse.merge(parsed(first=first, answer=answer)))["Answer:"] == "implied"


def test_an_answer_to_something_missing_stays_in_its_thread() -> None:
    answer = mail(TOBIAS, ADA, 6, "Re: Fwd: Boathouse", "Answer: then let us wait for the summer.")
    assert len(threadparse.merge(parsed(root=ROOT, answer=answer)).threads) == 1
    next_one = mail(ADA, f"{TOBIAS}; {VERA}", 5, "Boathouse", "Next: the roof is to be done as well.")
    assert len(threadparse.merge(parsed(root=ROOT, next=next_one, answer=answer)).threads) == 3
    stranger = answer.replace(ADA, "Otto Berg <otto@elsewhere.example>")
    assert len(threadparse.merge(parsed(root=ROOT, answer=stranger)).threads) == 2


def test_a_first_mail_with_a_new_subject_answers_nothing_that_is_missing() -> None:
    first = mail(TOBIAS, ADA, 5, "Repair at last (was: Boathouse)", "First: the carpenter can begin in May.")
    assert answered(threadparse.merge(parsed(first=first))) == {"First:": None}


def test_answers_that_go_back_to_different_missing_mails_are_of_two_threads(tmp_path: Path) -> None:
    def document(name: str, day: int, gone: str) -> threadparse.Document:
        path = tmp_path / f"{name}.eml"
        path.write_text(
            f"From: {ADA}\nTo: {TOBIAS}\nSubject: Re: Keys\nDate: {day} Mar 2019 09:05 +0000\n"
            f"Message-ID: <{name}@a.example>\n"
            f"In-Reply-To: <{gone}@b.example>\nReferences: <root@b.example> <{gone}@b.example>\n\n{name}: I have it.\n"
        )
        (found,) = threadparse.read(path)
        return found

    one, two = document("one", 5, "x"), document("two", 6, "y")
    assert len(threadparse.merge([one, two]).threads) == 1
    for name in ("one", "two"):
        path = tmp_path / f"{name}.eml"
        path.write_text(path.read_text().replace("<root@b.example> ", ""))
    alone = [document for name in ("one", "two") for document in threadparse.read(tmp_path / f"{name}.eml")]
    assert len(threadparse.merge(alone).threads) == 2


def test_a_copy_above_another_quotation_is_another_message() -> None:
    one = mail(TOBIAS, ADA, 6, "Re: Boathouse", "Agreed.", attribution(ADA, 5, "Shall we wait for the summer?"))
    two = one.replace("09:05", "11:05").replace("5 March 2019 at 14:20", "3 March 2019 at 8:31")
    assert len(messages(threadparse.merge(parsed(one=one, two=two)))) == 4
    scanned = one.replace("Agreed.", "Agrced.").replace("09:05", "11:05")
    assert len(messages(threadparse.merge(parsed(one=one, two=scanned)))) == 2
