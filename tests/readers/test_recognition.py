"""Recognition: scanned pages and images become text with its page, its confidence and the words that are unsure."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.fixtures import CHAINS
from tests.readers.printed import paper
from tests.readers.reading import only_text, read_text
from threadparse.api import document_of
from threadparse.errors import InputError, UnsupportedFormatError
from threadparse.options import ParseOptions
from threadparse.readers import recognition
from threadparse.readers.base import Text, Underway
from threadparse.readers.pdf_process import PdfProcess
from threadparse.readers.recognition import Tesseract, UnknownLanguageError, runs
from threadparse.readers.registry import texts

HEAD = "level page_num block_num par_num line_num word_num left top width height conf text"
ROWS = [
    "1 1 0 0 0 0 0 0 1652 2338 -1 ",
    "5 1 1 1 1 1 100 100 60 20 96.5 To:",
    "5 1 1 1 1 2 170 100 90 20 91 <ida",
    "5 1 1 1 1 3 266 100 12 30 41 @",
    "5 1 1 1 1 4 286 100 120 20 41 mole.example>",
    "5 1 1 1 2 1 100 135 70 20 95 Hello",
    "5 1 1 1 2 2 180 135 70 20 95 there.",
]
FOOTBRIDGE = next(path for path in CHAINS if path.stem == "footbridge")


class Scripted(Tesseract):
    """Tesseract that answers what a test says."""

    def __init__(self, rows: list[str]) -> None:
        super().__init__("tesseract")
        self._table = "\n".join("\t".join(row.split(" ", 11)) for row in [HEAD, *rows]).encode()

    def _run(self, arguments: list[str], data: bytes) -> bytes:  # noqa: ARG002
        return b"List of languages (2):\ndeu\neng\n" if arguments == ["--list-langs"] else self._table


def scanned(text: str) -> bytes:
    """Pages that hold nothing but a picture of text."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842))
    for picture in pictures(text):
        canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def pictures(text: str) -> list[Image.Image]:
    file = PdfProcess(paper(text))
    try:
        return [Image.open(io.BytesIO(file.picture(index))) for index in range(file.count)]
    finally:
        file.close()


def test_words_become_lines_and_those_that_are_unsure_have_their_place() -> None:
    (page,) = Scripted(ROWS).recognize(b"", "eng")
    assert page.characters == "To: <ida@mole.example>\nHello there."
    assert [page.characters[start:end] for start, end in page.unsure] == ["<ida@mole.example>"]
    assert page.confidence == pytest.approx(76.58, abs=0.01)


def test_lines_that_climb_stay_apart() -> None:
    rows = [
        f"5 1 1 1 {line} {word} {100 + 150 * word} {100 + 30 * line + 3 * word} 140 20 95 word{line}{word}"
        for line in (1, 2, 3)
        for word in range(1, 9)
    ]
    (page,) = Scripted(rows).recognize(b"", "eng")
    assert [line.split()[0] for line in page.characters.split("\n")] == ["word11", "word21", "word31"]


def test_a_language_without_data_is_an_error_that_lists_those_there_are() -> None:
    with pytest.raises(UnknownLanguageError, match=r"--ocr-lang eng\+swe: no data for swe; there are deu, eng"):
        Scripted(ROWS).recognize(b"", "eng+swe")


def test_pages_are_named_as_runs() -> None:
    assert list(runs([1, 2, 3, 7, 9, 10])) == ["1 to 3", "7", "9 to 10"]


def test_scanned_pages_are_read_and_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "tesseract", lambda: Scripted(ROWS))
    items = list(texts(io.BytesIO(scanned("one\ftwo")), "a.pdf", ParseOptions()))
    text = only_text(item for item in items if isinstance(item, Text))
    assert text.characters == "To: <ida@mole.example>\nHello there.\n\fTo: <ida@mole.example>\nHello there.\n"
    assert [(note.code, text.characters[slice(*note.span or ())]) for note in text.notes][1:] == [
        ("ocr.unsure", "<ida@mole.example>"),
        ("ocr.unsure", "<ida@mole.example>"),
    ]
    assert text.notes[0].text == "Pages 1 to 2: text recognised in a picture (OCR), mean confidence 77 %."
    assert [(item.done, item.pages) for item in items if isinstance(item, Underway)] == [(0, 2), (1, 2)]


def test_without_tesseract_the_pages_and_the_line_that_installs_it_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "tesseract", lambda: None)
    text, error = texts(io.BytesIO(scanned("one\ftwo")), "a.pdf", ParseOptions())
    assert isinstance(text, Text)
    assert [note.code for note in text.notes] == ["pdf.scanned", "text.empty"]
    assert isinstance(error, InputError)
    assert "only pictures: 1 to 2; to have it recognised, run: " in str(error)
    assert str(error).endswith("-m pip install 'threadparse[ocr]'")
    with pytest.raises(UnsupportedFormatError, match=r"an image, .* 'threadparse\[ocr\]'"):
        read_text(png("one"), "a.png")


def test_never_passes_over_pictures() -> None:
    text = read_text(scanned("one"), "a.pdf", ParseOptions(ocr="never"))
    assert [note.code for note in text.notes] == ["pdf.scanned", "text.empty"]
    with pytest.raises(UnsupportedFormatError, match="which --ocr never passes over"):
        read_text(png("one"), "a.png", ParseOptions(ocr="never"))


def png(text: str) -> bytes:
    stream = io.BytesIO()
    pictures(text)[0].save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("path", [FOOTBRIDGE], ids=lambda path: path.stem)
def test_a_scanned_chain_has_the_messages_of_the_text(path: Path) -> None:
    chain = path.read_text(encoding="utf-8")
    items = texts(io.BytesIO(scanned(chain)), "scan.pdf", ParseOptions())
    assert facts(only_text(item for item in items if isinstance(item, Text))) == facts(
        read_text(chain.encode(), "chain.txt")
    )


@pytest.mark.slow
def test_each_page_of_a_tiff_is_a_page() -> None:
    first, second = pictures("From: Ida Lund\nHello Per,\fthe lamp is dark.")
    stream = io.BytesIO()
    first.save(stream, "TIFF", save_all=True, append_images=[second])
    text = read_text(stream.getvalue(), "scan.tif")
    assert [page.split() for page in text.characters.split("\f")] == [
        ["From:", "Ida", "Lund", "Hello", "Per,"],
        ["the", "lamp", "is", "dark."],
    ]
    assert (text.source.format, text.source.pages, text.notes[0].code) == ("image", 2, "pdf.ocr")


def facts(text: Text) -> list[tuple[object, ...]]:
    document = document_of(text, ParseOptions())
    return [
        (message.sender, message.to, message.cc, message.date, message.subject, message.body)
        for message in document.messages
    ]
