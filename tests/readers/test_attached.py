"""Attached files that may hold mail are named; documents, small pictures and those within the words are not."""

from __future__ import annotations

import json
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.readers.outlook import attached_message, attachment, compound_file, outlook_message, part
from tests.readers.printed import paper, word_file, zip_archive
from tests.readers.reading import read_text
from threadparse.document import Note
from threadparse.readers.attached import unread_note
from threadparse.readers.base import HEAD_BYTES

PNG = b"\x89PNG\r\n\x1a\n"
MAIL = b"From: Ann <ann@a.example>\nMessage-ID: <1@a.example>\n\nIs the pump on?\n"
ARCHIVE = zip_archive({"one.eml": MAIL})
SAVED = "give it to threadparse too"


@pytest.mark.parametrize(
    ("data", "kind", "way"),
    [
        (ARCHIVE, "an archive", SAVED),
        (b"\x1f\x8b\x08" + bytes(99), "a compressed file", SAVED),
        (b"!BDN" + bytes(99), "an Outlook data file", SAVED),
        (b"From ann@a.example Thu Apr 13 08:00:00 2023\n" + MAIL, "a mailbox", SAVED),
        (MAIL, "a mail", SAVED),
        (PNG + bytes(20_000), "an image", SAVED),
        (b"GIF89a" + bytes(20_000), "an image", "OCR"),
        (b"Rar!\x1a\x07" + bytes(99), "a compressed file", "unpack it first"),
    ],
)
def test_what_may_hold_mail_is_named_with_the_way_to_read_it(data: bytes, kind: str, way: str) -> None:
    note = unread_note("file.bin", data[:HEAD_BYTES], len(data))
    assert note is not None
    assert note.text.startswith("'file.bin' is attached and was not read")
    assert kind in note.text
    assert way in note.text


@pytest.mark.parametrize(
    "data",
    [
        word_file("Dear Bob"),
        b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text",
        paper("Dear Bob"),
        PNG + bytes(19_000),
        b"Only words.",
        b"",
        bytes(range(256)) * 100,
    ],
)
def test_documents_and_small_pictures_are_listed_alone(data: bytes) -> None:
    assert unread_note("file.bin", data[:HEAD_BYTES], len(data)) is None


def mail_with(data: bytes, *, disposition: str = "attachment", cid: str | None = None) -> bytes:
    """A mail with a file."""
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = "Bob <bob@b.example>", "Pump", "<2@b.example>"
    mail.set_content("See attached.")
    mail.add_attachment(
        data, maintype="application", subtype="octet-stream", filename="a.bin", disposition=disposition, cid=cid
    )
    return mail.as_bytes()


@pytest.mark.parametrize(
    ("disposition", "cid", "named"),
    [("attachment", None, True), ("attachment", "<1@b>", True), ("inline", None, False)],
)
def test_a_picture_within_the_words_is_not_named(disposition: str, cid: str | None, named: bool) -> None:
    text = read_text(mail_with(PNG + bytes(30_000), disposition=disposition, cid=cid), "mail.eml")
    assert [note.code for note in text.notes] == ["attachment.unread"] * named
    assert len(text.attachments) == 1


def test_a_mail_without_a_name_is_read() -> None:
    named = mail_with(MAIL)
    assert "Is the pump on?" not in read_text(named, "mail.eml").characters
    assert "Is the pump on?" in read_text(named.replace(b'; filename="a.bin"', b""), "mail.eml").characters


def test_an_outlook_message_names_its_files_and_those_of_messages_in_it() -> None:
    inner = outlook_message(texts={0x1000: "Inner"}, attachments=[attachment("in.zip", ARCHIVE)], nested=True)
    picture = part({0x3707: "pasted.png"}, {0x3705: 1, 0x3714: 4}, binaries={0x3701: PNG + bytes(30_000)})
    files = [attachment("out.zip", ARCHIVE), picture, attachment("a.txt", b"words"), attached_message(inner)]
    text = read_text(compound_file(outlook_message(texts={0x1000: "Outer"}, attachments=files)), "a.msg")
    assert [note.text.partition(" ")[0] for note in text.notes] == ["'out.zip'", "'in.zip'"]


def test_every_command_names_them_and_ends_with_1(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "mail.eml").write_bytes(mail_with(ARCHIVE))
    for command in (["show"], ["export"], ["text"], ["merge", "--list"]):
        result = run(*command, "in/mail.eml")
        assert result.returncode == 1, command
        assert result.stderr.startswith(b"threadparse: in/mail.eml: 'a.bin' is attached and was not read"), command
        assert result.stderr.count(b"\n") == 1
    result = run("batch", "-q", "in", "-o", "out")
    (row,) = map(json.loads, (tmp_path / "out" / "errors.jsonl").read_text().splitlines())
    assert (result.returncode, row["severity"], row["code"]) == (1, "error", "attachment.unread")


@pytest.mark.parametrize(("code", "unread"), [("msg.property-unreadable", 1), ("text.empty", 0), ("mail.outlook", 1)])
def test_what_was_not_read_is_told_from_doubts(code: str, unread: int) -> None:
    text = read_text(b"Hello", "a.txt")._replace(notes=(Note(code=code, severity="warning", text="Odd."),))
    assert len(text.unread()) == unread
