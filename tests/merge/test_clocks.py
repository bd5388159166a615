"""The order of messages of which only some copies show the offset of their clock."""

from __future__ import annotations

from pathlib import Path

import threadparse
from tests.merge.exchange import messages
from threadparse.merge.clocks import Moment
from threadparse.merge.merged import MergedMessage
from threadparse.merge.ordering import in_order

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


def test_an_unknown_clock_above_another_is_bounded_by_the_answer_below_both() -> None:
    moments = [
        Moment(minute, known=known, exact=known)
        for minute, known in ((1200, False), (1260, False), (690, True), (700, True))
    ]
    found = {number: MergedMessage(id=f"m{number}") for number in range(4)}
    assert [message.id for message in in_order([], found, {1: 0, 2: 1, 3: 0}, moments)] == ["m0", "m1", "m2", "m3"]


def test_of_two_people_of_one_name_the_address_tells_the_clock(tmp_path: Path) -> None:
    near, far = "Ada Lund <ada@slip.example>", "Ada Lund <a.lund@far.example>"
    known = mail(near, TOBIAS, "Slip", "18:00:00 +0000", "Near.")
    shown = printed(near, TOBIAS, "Slip", "18:00", "Near.")
    east = mail(far, TOBIAS, "Quay", "17:00:00 +0900", "Far.")
    copy = printed(far, TOBIAS, "Quay", "17:00", "Far.")
    root = mail(TOBIAS, near, "Boathouse", "09:00:00 +0000", "Root.")
    early = printed(far, TOBIAS, "Re: Boathouse", "20:00", "Early in the day.")
    late = mail(TOBIAS, far, "Re: Boathouse", "12:30:00 +0000", "Late in the day.")
    found = order(tmp_path, known, shown, east, copy, root, early, late)
    assert found.index("Early") < found.index("Late")
