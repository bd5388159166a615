"""Recognition: scanned pages and images become text with its page, its confidence and the words that are unsure."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
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
from threadparse.readers import ocr
from threadparse.readers.base import Text, Underway
from threadparse.readers.ocr import (
    Tesseract,
    UnknownLanguageError,
    recognition_notes,
    recognize_image,
    recognize_pages,
    runs,
)
from threadparse.readers.pdf_page import PageText
from threadparse.readers.pdf_process import PdfProcess
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
    """Tesseract that answers what a test says for each picture, and fails behind so many."""

    def __init__(self, rows: list[str], most: int = 99, failure: OSError | None = None) -> None:
        super().__init__("tesseract")
        self.calls = 0
        self._failure = failure
        self._most = most
        self._table = "\n".join("\t".join(row.split(" ", 11)) for row in [HEAD, *rows]).encode()

    def _lines(self, arguments: list[str]) -> Iterator[bytes]:
        if arguments == ["--list-langs"]:
            yield from (b"List of languages (2):", b"deu", b"eng")
        elif arguments == ["--version"]:
            yield b"tesseract 5"
        else:
            self.calls += 1
            head, *rows = self._table.splitlines()
            yield head
            pictures = Path(arguments[0]).read_text("utf-8").split() if arguments[0].endswith(".txt") else [""]
            for page in range(1, 1 + min(len(pictures), self._most)):
                yield from (row.replace(b"\t1\t", b"\t%d\t" % page, 1) for row in rows)
            if self._failure is not None and len(pictures) > self._most:
                raise self._failure


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
    (page,) = Scripted(ROWS).recognize([b""], "eng")
    assert page.characters == "To: <ida@mole.example>\nHello there."
    assert [page.characters[start:end] for start, end in page.unsure] == ["<ida@mole.example>"]
    assert page.confidence == pytest.approx(76.58, abs=0.01)


def test_lines_that_climb_stay_apart() -> None:
    rows = [
        f"5 1 1 1 {line} {word} {100 + 150 * word} {100 + 30 * line + 3 * word} 140 20 95 word{line}{word}"
        for line in (1, 2, 3)
        for word in range(1, 9)
    ]
    (page,) = Scripted(rows).recognize([b""], "eng")
    assert [line.split()[0] for line in page.characters.split("\n")] == ["word11", "word21", "word31"]


def test_a_language_without_data_is_an_error_that_lists_those_there_are() -> None:
    with pytest.raises(UnknownLanguageError, match=r"--ocr-lang eng\+swe: no data for swe; there are deu, eng"):
        list(Scripted(ROWS).recognize([b""], "eng+swe"))


def test_specks_are_left_out_and_an_address_in_brackets_is_whole() -> None:
    rows = [
        "5 1 1 1 1 1 80 118 3 3 34 _",
        "5 1 1 1 1 2 100 100 60 20 96 To:",
        "5 1 1 1 1 3 170 100 90 20 91 <ida.",
        "5 1 1 1 1 4 300 100 12 20 91 lund@",
        "5 1 1 1 1 5 390 100 120 20 91 mole.example>",
        "5 1 1 1 1 6 520 100 60 20 96 Review",
        "5 1 1 1 1 7 550 100 8 20 96 /",
    ]
    (page,) = Scripted(rows).recognize([b""], "eng")
    assert page.characters == "To: <ida.lund@mole.example> Review /"


def test_what_was_recognised_is_not_recognised_again(tmp_path: Path) -> None:
    program = Scripted(ROWS)
    pictures = [(4, b"one"), (7, b"two")]
    first = list(recognize_pages(program, pictures[:1], "eng", str(tmp_path)))
    assert list(recognize_pages(program, pictures[:1], "eng", str(tmp_path))) == first
    assert program.calls == 1
    list(recognize_pages(program, pictures[:1], "deu", str(tmp_path)))
    list(recognize_pages(program, pictures[:1], "eng"))
    assert program.calls == 3
    for path in tmp_path.iterdir():
        path.write_text("damaged", encoding="utf-8")
    assert recognize_image(program, b"one", "eng", str(tmp_path)) == [page for _, page in first]


def test_behind_a_picture_on_which_it_fails_it_goes_on() -> None:
    pictures = [(number, b"x") for number in range(3)]
    found = dict(recognize_pages(Scripted(ROWS, most=1), pictures, "eng"))
    assert [isinstance(found[number], PageText) for number in range(3)] == [True, False, True]
    assert str(found[1]) == "Tesseract left it out"


def test_a_picture_on_which_it_fails_costs_no_page_before_it() -> None:
    pictures = [(number, b"x") for number in range(3)]
    found = dict(recognize_pages(Scripted(ROWS, most=1, failure=OSError("no picture")), pictures, "eng"))
    assert [isinstance(found[number], PageText) for number in range(3)] == [True, False, True]
    assert str(found[1]) == "no picture"


def test_of_a_page_in_which_it_was_ended_nothing_is_taken() -> None:
    killed = Scripted(ROWS, most=1, failure=ocr._KilledError("took too long"))
    with pytest.raises(OSError, match="took too long"):
        next(killed.recognize([b"x", b"y"], "eng"))


def test_an_empty_picture_is_an_error_of_its_own() -> None:
    program = Scripted(ROWS)
    found = dict(recognize_pages(program, [(0, b"")], "eng"))
    assert (str(found[0]), program.calls) == ("it could not be painted", 0)
    found = dict(recognize_pages(program, [(0, b"x"), (1, b""), (2, b"y")], "eng"))
    assert [isinstance(found[number], PageText) for number in range(3)] == [True, False, True]


def test_of_a_program_that_does_not_say_its_version_nothing_is_kept(tmp_path: Path) -> None:
    class Silent(Scripted):
        def _lines(self, arguments: list[str]) -> Iterator[bytes]:
            if arguments == ["--version"]:
                raise OSError("Tesseract failed: ")
            return super()._lines(arguments)

    ((_, page),) = recognize_pages(Silent(ROWS), [(0, b"x")], "eng", str(tmp_path))
    assert isinstance(page, PageText)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(ocr.tesseract() is None, reason="Tesseract is not installed")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux limits another process")
def test_its_memory_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    program = ocr.tesseract()
    assert program is not None
    large = io.BytesIO()
    Image.new("L", (9_000, 9_000), 255).save(large, "PNG")
    assert "eng" in program.languages
    monkeypatch.setattr(ocr, "_MEMORY", 128 << 20)
    with pytest.raises(OSError, match="Tesseract failed"):
        list(program.recognize([large.getvalue()], "eng"))


@pytest.mark.skipif(ocr.tesseract() is None, reason="Tesseract is not installed")
def test_what_tesseract_says_of_a_damaged_picture_is_told() -> None:
    program = ocr.tesseract()
    assert program is not None
    with pytest.raises(OSError, match="Tesseract failed: "):
        list(program.recognize([b"no picture"], "eng"))


def test_pages_are_named_as_runs() -> None:
    assert list(runs([1, 2, 3, 7, 9, 10])) == ["1 to 3", "7", "9 to 10"]


def test_scanned_pages_are_read_and_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "tesseract", lambda: Scripted(ROWS))
    items = list(texts(io.BytesIO(scanned("one\ftwo")), "a.pdf", ParseOptions()))
    text = only_text(item for item in items if isinstance(item, Text))
    assert text.characters == "To: <ida@mole.example>\nHello there.\n\fTo: <ida@mole.example>\nHello there.\n"
    assert [(note.code, text.characters[slice(*note.span or ())]) for note in text.notes][1:] == [
        ("ocr.unsure", "<ida@mole.example>"),
        ("ocr.unsure", "<ida@mole.example>"),
    ]
    assert text.notes[0].text == "Pages 1 to 2: text recognised in a picture (OCR), mean confidence 77 %."
    assert [(item.done, item.pages) for item in items if isinstance(item, Underway)] == [(0, 2), (1, 2), (2, 2)]


def test_a_name_that_is_spelled_otherwise_everywhere_else_is_unsure() -> None:
    usual = "Cc: Duncan Reid <d.reid@pier.example>; the East Wall of 9 May\n"
    odd = "Dunean Reid d.reid@p1er.example D.reid@pier.example thé Eust Wales would could of 7 May Ann\n"
    pages = [(1, 0, PageText(usual * 3, "read", confidence=90.0)), (2, 900, PageText(odd, "read", confidence=90.0))]
    notes = recognition_notes(pages)[1:]
    assert [odd[note.span[0] - 900 : note.span[1] - 900] for note in notes if note.span] == [
        "Dunean",
        "d.reid@p1er.example",
        "D.reid@pier.example",
        "thé",
    ]
    assert notes[0].text == "Page 2: recognised without certainty: 'Dunean', elsewhere 'Duncan'."


def test_words_that_stand_close_stay_two() -> None:
    rows = ["5 1 1 1 1 1 80 100 40 20 95 of", "5 1 1 1 1 2 121 100 40 20 95 the", "5 1 1 1 1 3 162 100 9 20 95 ."]
    (page,) = Scripted(rows).recognize([b""], "eng")
    assert page.characters == "of the."


def test_without_tesseract_the_pages_and_the_line_that_installs_it_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "tesseract", lambda: None)
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
