"""Where messages stand for people: pages, lines, Bates numbers as printed."""

from __future__ import annotations

import pytest

import threadparse
from threadparse.document import PageEntry
from threadparse.releases.citations import bates_notes

FOOT = "\n\nUNCLASSIFIED\nCase No. F-2031-00417\nDoc No. C01234567{blanks}{number}\n\f"


def released(*pages: tuple[str, str]) -> str:
    """A release of pages: their words and the Bates number at each foot."""
    return "".join(words + FOOT.format(blanks=" " * 40, number=number) for words, number in pages)


CHAIN = (
    "Please see below.\n",
    "From: Ada Quill <ada@weir.example>\nSent: 3 May 2021 10:00\nTo: Bo Reed\nSubject: Weir\n\nIt leaks.\n",
    "And it has leaked since March, as everybody knows.\n",
)


def test_a_message_is_cited_from_its_first_line_to_its_last_page() -> None:
    text = released((CHAIN[0] + "\n" + CHAIN[1], "WEIR-0000451"), (CHAIN[2], "WEIR-0000452"))
    document = threadparse.parse(text)
    assert [entry.bates for entry in document.source.page_index] == ["WEIR-0000451", "WEIR-0000452"]
    assert [text[slice(*entry.span)][:1] for entry in document.source.page_index] == ["P", "\f"]
    cites = {message.source_index: message.cite.model_dump() for message in document.messages}
    assert cites[1] == {
        "page": 1,
        "line": 3,
        "bates": "WEIR-0000451",
        "end_page": 2,
        "end_bates": "WEIR-0000452",
    }
    assert text.split("\n")[cites[1]["line"] - 1].startswith("From: Ada")


def test_without_pages_there_is_a_line_alone() -> None:
    (message,) = threadparse.parse("\r\n\r\n" + CHAIN[1].replace("\n", "\r\n")).messages
    assert message.cite.model_dump() == {"page": None, "line": 3, "bates": None, "end_page": None, "end_bates": None}


def test_the_number_of_the_document_is_no_number_of_a_page() -> None:
    document = threadparse.parse(released((CHAIN[1], "")))
    assert document.source.page_index[0].bates is None


@pytest.mark.parametrize(
    ("numbers", "codes"),
    [
        (["WEIR-0451", "WEIR-0452", "WEIR-0453"], []),
        (["WEIR-0451", None, "WEIR-0453"], []),
        (["WEIR-0451", "WEIR-0455"], ["bates.gap"]),
        (["WEIR-0451", "WE1R-0452"], ["bates.odd"]),
        (["WEIR-0451", "WEIR-0450"], ["bates.odd"]),
        (["WEIR-0451", "WEIR-0451"], ["bates.odd"]),
    ],
)
def test_numbers_that_do_not_count_on_are_noted(numbers: list[str | None], codes: list[str]) -> None:
    pages = [PageEntry(page, (page, page + 1), number) for page, number in enumerate(numbers, 1)]
    notes = bates_notes(pages)
    assert [note.code for note in notes] == codes
    assert all(number in note.text for note in notes for number in (numbers[0], numbers[-1]) if number)
