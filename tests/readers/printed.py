"""Text printed to other formats: PDF pages, Word paragraphs, Rich Text, ZIP archives."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence

from docx import Document
from docx.enum.text import WD_BREAK
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

__all__ = ["drawn", "paper", "rich_text", "word_file", "zip_archive"]

_TOP, _LEFT, _LEADING, _SIZE = 780, 60, 13.0, 9.5
_PER_PAGE = 54

Stamp = Callable[[Canvas, int], None]


def paper(
    text: str,
    font: str = "Helvetica",
    stamp: Stamp | None = None,
    per_page: int = _PER_PAGE,
    password: str | None = None,
) -> bytes:
    """Print lines to a PDF; a form feed begins a page, as does a full page.

    Args:
        text: The lines; a tab sets what follows at a column, as Outlook prints its header.
        font: One of the fonts that every viewer has.
        stamp: Draws what stands on each page, given the page's number.
        per_page: Lines to a page.
        password: Needed to open it.
    """
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, encrypt=password)
    number = 1
    for part in text.split("\f"):
        lines = part.split("\n")
        for start in range(0, max(len(lines), 1), per_page):
            if stamp:
                stamp(canvas, number)
            canvas.setFont(font, _SIZE)
            for at, line in enumerate(lines[start : start + per_page]):
                for column, words in enumerate(line.split("\t")):
                    canvas.drawString(_LEFT + 75 * column, _TOP - _LEADING * at, words)
            canvas.showPage()
            number += 1
    canvas.save()
    return stream.getvalue()


def drawn(content: bytes, filters: str = "/FlateDecode", pack: Callable[[bytes], bytes] = zlib.compress) -> bytes:
    """Make a PDF of one page by hand.

    Args:
        content: What draws the page.
        filters: The names of what unpacks it.
        pack: What packs it.
    """
    packed = pack(content)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Filter %s /Length %d >>\nstream\n%s\nendstream" % (filters.encode(), len(packed), packed),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    written = b"".join(b"%d 0 obj\n%s\nendobj\n" % row for row in enumerate(objects, 1))
    return b"%PDF-1.4\n" + written + b"trailer << /Root 1 0 R /Size 6 >>\n%%EOF\n"


def word_file(text: str) -> bytes:
    """A paragraph for each line; a form feed is a page break."""
    document = Document()
    for line in text.removesuffix("\n").split("\n"):
        paragraph = document.add_paragraph()
        for number, part in enumerate(line.split("\f")):
            if number:
                paragraph.add_run().add_break(WD_BREAK.PAGE)
            paragraph.add_run(part)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def rich_text(text: str) -> bytes:
    r"""A ``\par`` behind each line; letters beyond ASCII as Word writes them."""
    source = "".join(
        f"\\{letter}"
        if letter in "\\{}"
        else "\\par\r\n"
        if letter == "\n"
        else letter
        if letter < "\x80"
        else f"\\u{ord(letter) - 0x10000 * (ord(letter) > 0x7FFF)}?"
        for letter in text
    )
    return rf"{{\rtf1\ansi\ansicpg1252\deff0{{\fonttbl{{\f0\fcharset0 Arial;}}}}\f0 {source}}}".encode()


def zip_archive(members: Mapping[str, bytes] | Sequence[tuple[str, bytes]]) -> bytes:
    """An archive of files by name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items() if isinstance(members, Mapping) else members:
            archive.writestr(name, data)
    return stream.getvalue()
