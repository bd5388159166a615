"""The places of a document that were blacked out: where, by which code of which law, in which field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import threadparse
from threadparse.api import document_of
from threadparse.document import Note, Source
from threadparse.options import ParseOptions
from threadparse.readers.base import Text

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "fixtures" / "tables" / "redacted-places.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_places(case: dict[str, Any]) -> None:
    document = threadparse.parse(case["text"])
    found = [
        [place.text, place.field, place.form, [code.code for code in place.codes], [code.law for code in place.codes]]
        for place in document.redactions
    ]
    assert found == case["places"]
    assert len(document.messages) == 1
    messages = {message.id for message in document.messages}
    for place in document.redactions:
        assert place.message in messages
        assert place.text in ("", case["text"][slice(*place.span)])
        assert place.cite.line == case["text"].count("\n", 0, place.span[0]) + 1
        for code in place.codes:
            assert code.as_written == case["text"][slice(*code.span)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_a_mailbox_is_redacted_if_and_only_if_a_place_stands_in_its_field(case: dict[str, Any]) -> None:
    document = threadparse.parse(case["text"])
    for message in document.messages:
        fields = {"from": [message.sender] if message.sender else [], "to": message.to, "cc": message.cc}
        for name, boxes in fields.items():
            places = [place for place in document.redactions if (place.message, place.field) == (message.id, name)]
            assert any(box.redacted for box in boxes) == bool(places)


def test_a_hole_begins_below_the_stamps_of_its_page() -> None:
    stamp = "UNCLASSIFIED U.S. Department of State Case No. F-2031-00417 Doc No. C01234567 Date: 01/02/2031\n\n"
    header = "RELEASE IN PART B5\n\nFrom: Ada\nSent: 3 May 2021 10:00\nTo: Bo\nSubject: Weir\n\nThe talks\n\n"
    text = f"{stamp}{header}{stamp}\f{stamp}{' ' * 80}B5\n\nAda\n{stamp}"
    (place,) = threadparse.parse(text).redactions
    assert (place.cite.page, text[slice(*place.span)].split()) == (2, ["B5"])


@pytest.mark.parametrize("behind", ["Fenn, Bo", "Bo Fenn", "; Fenn, Bo"])
def test_the_name_before_a_hole_is_blacked_out_and_not_the_last_of_its_row(behind: str) -> None:
    gap = " " * 20
    header = f"From: Ada Roe\nSent: 3 May 2021 10:00\nTo:   ada.pell{gap}{behind}{gap}   B6\nSubject: Weir\n"
    document = threadparse.parse(f"RELEASE IN PART B6\n\n{header}\nHi\n")
    (message,) = document.messages
    assert [box.redacted for box in message.to] == [True, False]


def test_a_stamped_code_that_no_place_shows_is_noted_once() -> None:
    document = threadparse.parse("RELEASE IN PART\nB5,B6\n\nFrom: Ada\nSent: 3 May 2021 10:00\nTo: Bo\n\nHi\n\f")
    release = document.source.release
    assert release is not None
    assert (release.status, release.codes, release.as_written) == ("part", ["b5", "b6"], "RELEASE IN PART B5,B6")
    assert document.redactions == []
    assert [note.code for note in document.notes if note.code.startswith("redaction")] == ["redaction.unplaced"]


def test_an_open_law_is_noted() -> None:
    document = threadparse.parse("From: Ada\nSent: 3 May 2021 10:00\nTo: Bo\n\n[s.38] and [s.28]\n")
    assert [note.text for note in document.notes if note.code == "redaction.law-open"] == [
        "Several laws number so, and no words of the document say which is meant: s.38, s.28."
    ]


def test_what_numbers_the_document_is_read() -> None:
    document = threadparse.parse(
        "RELEASE IN FULL\nCase No. F-2031-00417\nDoc No. C01234567\n\nFrom: Ada\nTo: Bo\n\nHi\n\f"
    )
    assert document.source.numbers is not None
    assert document.source.numbers.model_dump() == {"document": "C01234567", "case": "F-2031-00417"}


def test_bars_say_how_many_characters_lie_under_them() -> None:
    text = "From: Ada\nSent: 3 May 2021 10:00\nTo: Bo\n\nThe price is █████ a year, and ██ more.\n"
    at = text.index("█████")
    note = Note("pdf.covered-text", "warning", "Words lie under a bar: page 1, 5 characters.", (at, at + 5))
    read = Text(text, Source("a.pdf", "pdf", "", len(text), 1), (note,))
    document = document_of(read, ParseOptions())
    assert [(place.form, place.covered) for place in document.redactions] == [("bar", 5), ("bar", None)]
