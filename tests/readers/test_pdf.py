"""PDF: pages in reading order, furniture set aside, and a note for whatever has no text."""

from __future__ import annotations

import errno
import io
import sys
from typing import NoReturn

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.readable import in_source_order
from tests.readers.printed import paper
from tests.readers.reading import read_text
from threadparse.api import document_of
from threadparse.document import Document
from threadparse.errors import InputError, LimitError
from threadparse.options import ParseOptions
from threadparse.readers.files import read_stream
from threadparse.readers.pdf_process import end_idle

OUTLOOK = """Dana Whitlock

From:\tPeter Lindqvist <p.lindqvist@stonewell.example>
Sent:\t12 April 2023 15:20
To:\tDana Whitlock
Cc:\tTom Haverford
Subject:\tRE: Pump 4

Dana,

The bearing is worn, and the office has the file.

Peter

From: Dana Whitlock <dana@brackenmoor.example>
Sent: 12 April 2023 09:02
To: Peter Lindqvist <p.lindqvist@stonewell.example>
Subject: Pump 4

Pump 4 failed at 03:00 this morning.
"""


def parsed(data: bytes) -> Document:
    return document_of(read_text(data, "release.pdf"), ParseOptions())


def senders_dates_bodies(document: Document) -> list[tuple[str | None, str | None, str]]:
    messages = in_source_order(document.messages)
    return [(message.sender.name if message.sender else None, message.date, message.body) for message in messages]


def stamp(canvas: Canvas, number: int) -> None:
    """What a release office prints on each page."""
    canvas.setFont("Times-Roman", 8)
    canvas.drawString(250, 815, "RELEASED UNDER FOI")
    canvas.drawString(280, 30, f"Page {number} of 4")


def test_a_mail_that_outlook_printed_is_read() -> None:
    document = parsed(paper(OUTLOOK.removeprefix("Dana Whitlock\n\n")))
    assert senders_dates_bodies(document) == [
        ("Peter Lindqvist", "2023-04-12T15:20", "Dana,\n\nThe bearing is worn, and the office has the file.\n\nPeter"),
        ("Dana Whitlock", "2023-04-12T09:02", "Pump 4 failed at 03:00 this morning."),
    ]
    assert (document.source.format, document.source.pages, document.notes) == ("pdf", 1, [])


@pytest.mark.parametrize("per_page", [5, 6, 9, 11, 13, 16, 18])
def test_page_ends_and_stamps_are_no_part_of_a_message(per_page: int) -> None:
    text = OUTLOOK.removeprefix("Dana Whitlock\n\n")
    whole = senders_dates_bodies(parsed(paper(text)))
    document = parsed(paper(text, stamp=stamp, per_page=per_page))
    found = [(sender, date, body.replace("\n", "")) for sender, date, body in senders_dates_bodies(document)]
    assert found == [(sender, date, body.replace("\n", "")) for sender, date, body in whole]


def test_quote_marks_count_behind_a_page_end() -> None:
    text = "Yes.\n\nOn Mon, 3 May 2021 at 10:00, Ann <ann@a.example> wrote:\n> one\n> two\f> three\n> four"
    assert [message.body for message in parsed(paper(text)).messages] == ["one\ntwo\nthree\nfour", "Yes."]


def test_each_offset_is_on_its_page() -> None:
    text = read_text(paper("one\ftwo\fthree"), "a.pdf")
    assert text.source.pages == 3
    assert [part.strip() for part in text.characters.split("\f")] == ["one", "two", "three"]


def test_a_bundle_of_strangers_gives_several_threads() -> None:
    letter = "Dear Ms Bell,\n\nPlease find enclosed the records that you asked for.\n\nYours sincerely,\nA. Clerk\n"
    mails = [
        f"From: {who} <{who.lower()}@a.example>\nSent: {day} May 2023 10:00\nTo: {to} <{to.lower()}@b.example>\n"
        f"Subject: {subject}\n\nAbout the {subject.lower()}.\n"
        for who, to, day, subject in [
            ("Ann", "Bob", 9, "Bridge"),
            ("Cem", "Dee", 2, "Pump"),
            ("Eve", "Fay", 30, "Road"),
        ]
    ]
    document = parsed(paper("14 June 2023\n\n" + "\f".join([letter, *mails])))
    assert sorted(thread.subject or "" for thread in document.threads) == ["", "Bridge", "Pump", "Road"]


def test_a_page_without_text_is_noted_with_its_number() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for drawn in ("words", "box", "box", "nothing", "words", "box"):
        if drawn == "words":
            canvas.drawString(60, 700, "From here on")
        elif drawn == "box":
            canvas.rect(60, 60, 300, 500, fill=1)
        canvas.showPage()
    canvas.save()
    text = read_text(stream.getvalue(), "scan.pdf", ParseOptions(ocr="never"))
    assert [(note.code, note.text.split(":")[0]) for note in text.notes] == [
        ("pdf.scanned", "Pages 2 to 3"),
        ("pdf.scanned", "Page 6"),
    ]
    assert text.source.pages == 6
    assert document_of(text, ParseOptions()).notes[0].code == "pdf.scanned"


def test_text_in_forms_and_on_turned_pages_is_read() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.beginForm("inner")
    canvas.setFont("Times-Roman", 9)
    canvas.drawString(60, 700, "in the inner form")
    canvas.endForm()
    canvas.beginForm("outer")
    canvas.setFont("Courier", 9)
    canvas.drawString(60, 760, "in the outer form")
    canvas.doForm("inner")
    canvas.endForm()
    canvas.setFont("Helvetica", 9)
    canvas.drawString(60, 730, "on the page")
    canvas.doForm("outer")
    canvas.showPage()
    canvas.setPageRotation(90)
    canvas.translate(500, 0)
    canvas.rotate(90)
    canvas.drawString(60, 300, "From: Ann")
    canvas.drawString(60, 280, "To: Bob")
    canvas.showPage()
    canvas.save()
    first, second = read_text(stream.getvalue(), "a.pdf").characters.split("\f")
    assert [line for line in first.split("\n") if line] == ["in the outer form", "on the page", "in the inner form"]
    assert [line for line in second.split("\n") if line] == ["From: Ann", "To: Bob"]


def test_words_up_the_page_are_noted() -> None:
    def margin(canvas: Canvas, number: int) -> None:  # noqa: ARG001
        canvas.saveState()
        canvas.rotate(90)
        canvas.drawString(100, -20, "CONFIDENTIAL")
        canvas.restoreState()

    text = read_text(paper("Upright words", stamp=margin), "a.pdf")
    assert text.characters == "Upright words\n"
    assert [note.code for note in text.notes] == ["pdf.text-missing"]


def test_an_encrypted_file_is_refused_unless_anybody_may_read_it() -> None:
    locked = paper("secret", password="key")
    with pytest.raises(InputError, match="encrypted; give its password with --password"):
        read_text(locked, "locked.pdf")
    with pytest.raises(InputError, match="the password that was given does not open it"):
        read_text(locked, "locked.pdf", ParseOptions(password="lock"))
    assert read_text(locked, "locked.pdf", ParseOptions(password="key")).characters == "secret\n"
    owned = StandardEncryption("", ownerPassword="key", strength=128)
    assert read_text(paper("Hello", password=owned), "owned.pdf").characters == "Hello\n"


def test_too_many_pages_are_refused_with_the_way_out() -> None:
    with pytest.raises(LimitError, match=r"3 pages, where 2 are allowed.*ParseOptions\.max_pages"):
        read_text(paper("a\fb\fc"), "a.pdf", ParseOptions(max_pages=2))
    with pytest.raises(LimitError, match=r"ParseOptions\.max_characters"):
        read_text(paper("a\fb\fc" * 20), "a.pdf", ParseOptions(max_characters=40))


def test_nothing_is_written_to_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    data = paper("Hello")
    read_text(data.replace(b"startxref\n", b"startxref\n1"), "a.pdf")
    assert capfd.readouterr().err == ""


def test_pypdf_reads_where_pdfium_is_missing_and_says_what_it_cannot_see(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2_raw", None)  # as good as not installed
    text = read_text(paper("Hello"), "a.pdf")
    assert text.characters == "Hello\n"
    assert [note.code for note in text.notes] == ["pdf.covered-unchecked"]


def test_want_of_files_is_no_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise OSError(errno.EMFILE, "Too many open files")

    end_idle()
    monkeypatch.setattr("threadparse.readers.pdf_process.start_module", refuse)
    with pytest.raises(InputError, match=r"^a\.pdf: cannot be read: Too many open files"):
        list(read_stream(io.BytesIO(paper("Hello")), "a.pdf", ParseOptions()))
