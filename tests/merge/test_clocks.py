"""The order of messages of which only some copies show the offset of their clock."""

from __future__ import annotations

from pathlib import Path

import threadparse
from tests.merge.exchange import messages

ADA, TOBIAS = "Ada Lund <ada@slip.example>", "Tobias Quill <tq@regatta.example>"


def mail(sender: str, to: str, subject: str, date: str, words: str) -> str:
    """Return a mail of 12 March 2019, with the offset of its clock."""
    return f"From: {sender}\nTo: {to}\nSubject: {subject}\nDate: Tue, 12 Mar 2019 {date}\n\n{words}\n"


def printed(sender: str, to: str, subject: str, time: str, words: str) -> str:
    """Return the print of a mail of that day."""
    return f"From: {sender}\nSent: 12 March 2019 {time}\nTo: {to}\nSubject: {subject}\n\n{words}\n"


def order(folder: Path, *texts: str) -> list[str]:
    """Return the first words of all messages, in the order of the merge."""
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text)
    documents = [document for path in sorted(folder.iterdir()) for document in threadparse.read(path)]
    return [message.body.partition(" ")[0] for message in messages(threadparse.merge(documents)) if message.body]


def test_a_clock_is_known_by_the_mails_of_its_owner(tmp_path: Path) -> None:
    early = printed(ADA, TOBIAS, "Re: Boathouse", "20:00", "Early in the day.")
    late = mail(TOBIAS, ADA, "Re: Boathouse", "12:30:00 +0000", "Late in the day.")
    east = mail(ADA, TOBIAS, "Boathouse", "18:00:00 +0900", "Root of all that follows.")
    assert order(tmp_path, east, early, late) == ["Root", "Early", "Late"]
    utc = east.replace("18:00:00 +0900", "09:00:00 +0000")
    assert order(tmp_path, utc, early, late) == ["Root", "Late", "Early"]


def test_an_unknown_clock_puts_no_message_behind_its_answer(tmp_path: Path) -> None:
    root = printed("Vera <vera@x.example>", f"{TOBIAS}; {ADA}", "Boathouse", "20:00", "Root of all that follows.")
    below = "\n\nOn 12 March 2019 20:00, Vera <vera@x.example> wrote:\n\n> Root of all that follows.\n"
    answer = mail(ADA, TOBIAS, "Re: Boathouse", "11:30:00 +0000", f"Answer to it.{below}")
    late = mail(TOBIAS, ADA, "Re: Boathouse", "12:30:00 +0000", f"Late in the day.{below}")
    assert order(tmp_path, root, answer, late) == ["Root", "Answer", "Late"]
