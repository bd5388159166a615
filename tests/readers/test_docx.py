"""Word files: paragraphs, tables and whatever else holds words, in their order."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.oxml import parse_xml

from tests.readers.printed import word_file, zip_archive
from tests.readers.reading import read_text
from threadparse.api import document_of
from threadparse.errors import LimitError, UnsupportedFormatError
from threadparse.options import ParseOptions

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()


def test_tables_stand_where_they_stand_and_furniture_is_left_out() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Running head"
    document.add_paragraph("Above\nbroken")
    table = document.add_table(2, 2)
    for at, words in enumerate(("From:", "Ann", "To:", "Bob")):
        table.cell(at // 2, at % 2).text = words
    document.add_paragraph("Below")
    box = document.add_table(1, 1).cell(0, 0)
    box.text = "Boxed"
    box.add_paragraph("twice")
    assert read_text(saved(document), "a.docx").characters == (
        "Above\nbroken\nFrom:\tAnn\nTo:\tBob\nBelow\nBoxed\ntwice\n"
    )


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ('<w:hyperlink w:anchor="a"><w:r><w:t>a link</w:t></w:r></w:hyperlink>', "a link"),
        ("<w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>", "new"),
        ("<w:sdt><w:sdtContent><w:r><w:t>filled in</w:t></w:r></w:sdtContent></w:sdt>", "filled in"),
        ('<w:fldSimple w:instr="DATE"><w:r><w:t>today</w:t></w:r></w:fldSimple>', "today"),
        ("<w:pPr><w:tabs><w:tab w:pos='9'/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", "a\tb"),
        ("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:cr/><w:t>c</w:t></w:r>", "a-b\nc"),
        ("<w:moveFrom><w:r><w:t>was</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>is</w:t></w:r></w:moveTo>", "is"),
    ],
)
def test_words_in_other_elements_are_read(inside: str, words: str) -> None:
    document = Document()
    document.element.body.insert(0, parse_xml(f"<w:p {W}>{inside}</w:p>"))
    assert read_text(saved(document), "a.docx").characters == f"{words}\n"


def test_paragraphs_in_a_content_control_are_read() -> None:
    document = Document()
    inside = "<w:sdtContent><w:p><w:r><w:t>Hello</w:t></w:r></w:p></w:sdtContent>"
    document.element.body.insert(0, parse_xml(f"<w:sdt {W}>{inside}</w:sdt>"))
    assert read_text(saved(document), "a.docx").characters == "Hello\n"


def test_a_chain_in_a_word_file_is_taken_apart() -> None:
    chain = "Yes.\n\nFrom: Ann <ann@a.example>\nSent: 3 May 2021 10:00\nTo: Bob\nSubject: Pump\n\nIs it?\n"
    text = read_text(word_file(chain), "a.docx")
    assert (text.characters, text.source.format) == (chain, "docx")
    assert [message.body for message in document_of(text, ParseOptions()).messages] == ["Is it?", "Yes."]


def test_limits_hold_before_anything_is_unpacked() -> None:
    bomb = zip_archive({"[Content_Types].xml": b"<a/>", "word/document.xml": b" " * 5_000_000})
    with pytest.raises(LimitError, match=r"ParseOptions\.max_unpacked_ratio"):
        read_text(bomb, "a.docx")
    with pytest.raises(LimitError, match=r"ParseOptions\.max_characters"):
        read_text(word_file("Hello"), "a.docx", ParseOptions(max_characters=30_000))


@pytest.mark.parametrize(("folder", "name"), [("visio", "Visio"), ("ppt", "PowerPoint")])
def test_other_office_files_are_named(folder: str, name: str) -> None:
    with pytest.raises(UnsupportedFormatError, match=name):
        read_text(zip_archive({"[Content_Types].xml": b"<a/>", f"{folder}/main.xml": b""}), "a.zip")
