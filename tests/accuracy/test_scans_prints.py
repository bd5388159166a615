"""One chain as text, as markdown, as six prints and as a scan: the same messages."""

from __future__ import annotations

import io
import re

import pytest
from reportlab.pdfgen.canvas import Canvas

import threadparse
from tests.accuracy.scans import CHAIN, as_pdf, facts_of, scan, wrapped
from tests.readable import in_source_order
from tests.readers.printed import paper
from threadparse.model import Document
from threadparse.readers.ocr import tesseract

TEXT = CHAIN.read_text(encoding="utf-8")
PAGES = 6
COLUMN = 58  # lines of one of two columns


def facts(document: Document) -> list[tuple[list[tuple[str, object]], str]]:
    """What each message says: the fields of its header, and its words."""
    return [
        ([fact[:2] for fact in facts_of(message)], " ".join(message.body.split()))
        for message in in_source_order(document.messages)
    ]


def browser(canvas: Canvas, number: int) -> None:
    """Draw what a browser prints above and below a page."""
    canvas.setFont("Helvetica", 7)
    canvas.drawString(30, 820, "15/03/2024, 09:12")
    canvas.drawString(260, 820, "Mail - Helen Ashby - Outlook")
    canvas.drawString(30, 20, "https://mail.harbourtrust.example/owa/print/7c1e")
    canvas.drawString(550, 20, f"{number}/{PAGES}")


def numbered(canvas: Canvas, number: int) -> None:
    """Draw the foot of a word processor."""
    canvas.setFont("Times-Roman", 9)
    canvas.drawString(280, 30, f"Page {number} of {PAGES}")


def stamped(canvas: Canvas, number: int) -> None:
    """Draw the stamp and the number of a release."""
    canvas.setFont("Helvetica-Bold", 9)
    canvas.drawString(220, 815, "RELEASED UNDER FOI")
    canvas.drawString(480, 25, f"HT-{number:06}")


def tabbed(text: str) -> str:
    """Set values in a column of their own, as Outlook prints its header."""
    return re.sub(r"^(From|Sent|To|Cc|Subject): ", r"\1:\t", text, flags=re.MULTILINE)


def in_two_columns(text: str) -> bytes:
    """Print lines in two columns to a page."""
    stream = io.BytesIO()
    canvas = Canvas(stream)
    lines = wrapped(text, 52).split("\n")
    for at in range(0, len(lines), 2 * COLUMN):
        browser(canvas, at // (2 * COLUMN) + 1)
        canvas.setFont("Helvetica", 9)
        for number, line in enumerate(lines[at : at + 2 * COLUMN]):
            canvas.drawString(50 + 260 * (number // COLUMN), 780 - 12 * (number % COLUMN), line)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


PRINTS = {
    "proportional": lambda: paper(wrapped(TEXT)),
    "monospaced": lambda: paper(wrapped(TEXT, 85), font="Courier"),
    "browser": lambda: paper(wrapped(TEXT), stamp=browser),
    "word processor": lambda: paper(wrapped(TEXT), font="Times-Roman", stamp=numbered),
    "two columns": lambda: in_two_columns(TEXT),
    "released, in columns": lambda: paper(tabbed(wrapped(TEXT, 76)), stamp=stamped, per_page=50),
}


def test_markdown_has_the_messages_of_the_text() -> None:
    bold = re.sub(r"^(From|Sent|To|Cc|Subject):", r"**\1:**", TEXT, flags=re.MULTILINE)
    markdown = re.sub(r"(\*\*.*)\n(?=\*\*)", r"\1\n\n", bold)
    assert facts(threadparse.parse(markdown, path="chain.md")) == facts(threadparse.parse(TEXT))


@pytest.mark.slow
@pytest.mark.parametrize("name", PRINTS)
def test_a_print_has_the_messages_of_the_text(name: str) -> None:
    (document,) = threadparse.read(io.BytesIO(PRINTS[name]()))
    assert facts(document) == facts(threadparse.parse(TEXT))


@pytest.mark.slow
@pytest.mark.skipif(tesseract() is None, reason="Tesseract is not installed")
def test_a_scan_has_the_fields_of_the_text() -> None:
    (document,) = threadparse.read(io.BytesIO(as_pdf(scan(TEXT, "clean"))))
    assert [fields for fields, _ in facts(document)] == [fields for fields, _ in facts(threadparse.parse(TEXT))]
