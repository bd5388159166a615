"""The timeline as text: what it says, and that it fits."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from tests.views.documents import HIGHWAYS, REDACTED, document, footbridge, message, thread_of
from threadparse.document import Attachment, Document, Mailbox, Note, Participant, Zone
from threadparse.views.timeline import Timeline


def drawn(shown: Document, text: str | None = None, width: int = 80, *, titled: bool = False) -> str:
    """The timeline as a terminal without colours has it."""
    console = Console(file=io.StringIO(), width=width, highlight=False)
    console.print(Timeline(shown, text, titled=titled))
    stream = console.file
    assert isinstance(stream, io.StringIO)
    return stream.getvalue()


def test_a_short_chain_looks_like_this() -> None:
    first = message("m1", 1, body="Is it open?", to=[REDACTED])
    answer = message(
        "m0", body="Yes.\n\n-- \nHighways", action="reply", in_reply_to="m1", subject="Re: Greetings", date="2024-03-11"
    )
    assert drawn(document("", [thread_of(first, answer)]), width=60).split("\n") == [
        "Greetings",
        "2 messages · Sun 10 Mar – Mon 11 Mar 2024 (1 day)",
        "────────────────────────────────────────────────────────────",
        "Parish Clerk <clerk@nether-harrow.example>            2 sent",
        "",
        "1 ● Sun 10 Mar 2024, 19:30",
        "  │ Parish Clerk → [redacted]",
        "  │",
        "  │ Is it open?",
        "  ┊",
        "  ┊ 1 day later",
        "  ┊",
        "2 ● Mon 11 Mar 2024  ↳ reply to 1",
        "  │ Parish Clerk → no recipient named",
        "  │",
        "  │ Yes.",
        "  │",
        "  │ --",
        "  │ Highways",
        "",
    ]


@pytest.mark.parametrize("width", [40, 60, 80, 160])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    chain, text = footbridge()
    wide = message("m9", body="安全" * 120 + "\n" + "x" * 300 + "\n" + "- " + "word " * 60, subject="件" * 90)
    wide.to = [Mailbox(name="名前" * 30)] * 3
    wide.attachments = [Attachment(name="report " * 30, size=123456)]
    chain.threads[0].messages.append(wide)
    chain.notes.append(Note(code="some.code", severity="warning", text="word " * 50, span=(70, 80)))
    lines = drawn(chain, text, width, titled=True).split("\n")
    assert max(map(cell_len, lines)) <= width
    assert not [line for line in lines if line != line.rstrip()]


@pytest.mark.parametrize("width", [60, 80, 160])
def test_every_word_of_every_body_is_there(width: int) -> None:
    chain, text = footbridge()
    words = "".join(line.strip(" │") for line in drawn(chain, text, width).split("\n")).replace(" ", "")
    for each in chain.messages:
        assert "".join(each.body.split()) in words


def test_lines_are_no_longer_than_eyes_like() -> None:
    shown = drawn(document("", [thread_of(message(body="word " * 100))]), width=160)
    assert max(map(len, shown.split("\n"))) <= 104


def test_a_bullet_hangs() -> None:
    shown = drawn(document("", [thread_of(message(body="- " + "word " * 20))]), width=60)
    assert "  │ - word word" in shown
    assert "  │   word word" in shown


def test_entries_and_notes_name_their_lines() -> None:
    chain, text = footbridge()
    chain.notes = [Note(code="date.ambiguous", severity="warning", text="Day or month?", span=(20, 30), message="m0")]
    shown = drawn(chain, text)
    assert "19:30                                               line 29\n" in shown
    assert "! line 2, message 4: Day or month? (date.ambiguous)\n" in shown


def test_a_note_on_one_of_several_threads_names_the_thread() -> None:
    threads = [thread_of(message("m0")), thread_of(message("m1", 1), message("m2", 2), subject="Bye")]
    note = Note(code="date.weekday", severity="warning", text="Which day?", message="m2")
    assert "! thread 2, message 2: Which day? (date.weekday)\n" in drawn(document("", threads, [note]))


def test_where_the_date_leaves_no_room_the_action_stands_below_it_whole() -> None:
    chain = thread_of(message("m1"), message("m0", 1, action="forward", in_reply_to="m1"))
    assert "2 ● Sun 10 Mar 2024, 19:30\n  │ ⇢ forward of 1\n" in drawn(document("", [chain]), width=34)


@pytest.mark.parametrize(
    ("size", "words"), [(None, "a.pdf"), (1, "a.pdf (1 byte)"), (45_678, "(45.7 kB)"), (1_500_000_000, "(1.5 GB)")]
)
def test_files_have_sizes_that_people_read(size: int | None, words: str) -> None:
    files = [Attachment(name="a.pdf", size=size)]
    assert f"{words}\n" in drawn(document("", [thread_of(message(attachments=files))]))


def test_a_subject_stands_only_where_it_changes() -> None:
    subjects = ["Greetings", "RE: Greetings", "AW: RE: greetings", "Another matter", "Re: Another matter", None]
    chain = thread_of(*(message(f"m{index}", index, subject=subject) for index, subject in enumerate(subjects)))
    shown = drawn(document("", [chain]))
    assert [line.strip(" │") for line in shown.split("\n") if "Subject:" in line] == ["Subject: Another matter"]


def test_many_recipients_are_counted() -> None:
    crowd = [Mailbox(name=f"Person Number {number}") for number in range(40)]
    shown = drawn(document("", [thread_of(message(to=crowd, cc=crowd[:1]))]), width=60)
    assert "→ Person Number 0, Person Number 1," in " ".join(shown.replace("│", "").split())
    assert " more\n" in shown
    assert "  │ cc Person Number 0\n" in shown


def test_names_with_commas_have_semicolons_between() -> None:
    to = [Mailbox(name="Lee, Ann"), Mailbox(name="Bo")]
    assert "→ Lee, Ann; Bo\n" in drawn(document("", [thread_of(message(to=to))]))


def test_of_a_crowd_the_head_names_who_sent_something() -> None:
    chain = thread_of(message())
    crowd = [Participant(id=f"q{number}", name=f"Reader {number}", received=1) for number in range(40)]
    chain.participants = [*crowd, *chain.participants]
    shown = drawn(document("", [chain]))
    assert "Reader 18" in shown
    assert "Reader 19" not in shown
    assert "Parish Clerk <" in shown
    assert "+21 more who only received" in shown


def test_a_partly_redacted_person_keeps_the_name() -> None:
    half = Mailbox(name="Ann Lee", redacted=True)
    assert "Ann Lee [redacted] → Highways Enquiries" in drawn(
        document("", [thread_of(message(sender=half, to=[HIGHWAYS]))])
    )


def test_a_text_that_names_nobody_says_so() -> None:
    assert "  │ no sender or recipient named\n" in drawn(document("", [thread_of(message(sender=None))]))


def test_an_undated_message_says_what_is_written() -> None:
    shown = drawn(document("", [thread_of(message(date=None, date_raw="yesterday"), message("m1", 1))]))
    assert '1 ● no date (written "yesterday")' in shown
    assert "2 messages · Sun 10 Mar 2024 · 1 undated" in shown


def test_threads_are_separate_timelines() -> None:
    shown = drawn(document("", [thread_of(message("m0")), thread_of(message("m1", 1), subject="Bye")]))
    assert "Thread 1 of 2\nGreetings\n" in shown
    assert "\n\nThread 2 of 2\nBye\n" in shown


def test_what_is_in_no_message_is_named() -> None:
    text = "Cover canvas\n\nHello.\n\f"
    chain = document(text, [thread_of(message())])
    chain.zones = [Zone(kind="preamble", start=0, end=13), Zone(kind="furniture", start=20, end=21)]
    shown = drawn(chain, text)
    assert "Before the first message, in no message: line 1\n" in shown
    assert "furniture" not in shown


def test_an_empty_document_says_so() -> None:
    assert drawn(document("", []), "", titled=True).startswith("── chain.txt ─")
    assert "No message found." in drawn(document("", []), "")


def test_nothing_in_a_mail_can_steer_the_terminal() -> None:
    evil = "\x1b]0;owned\x07\x1b[2J\x9b1m\r"
    chain = thread_of(
        message(body=evil, sender=Mailbox(name=evil), subject=evil, date=None, date_raw=evil), subject=evil
    )
    chain.participants[0].name = evil
    shown = drawn(document("", [chain], [Note(code="x", severity="info", text=evil)]), titled=True)
    assert all(character == "\n" or character.isprintable() for character in shown)
