"""Documents as they are released under the laws of many countries, in words of our own: every place, and no other.

``fixtures/tables/redacted-laws.txt`` has a document behind each line "=== name". ``⟪field form code=law|mark⟫`` stands
around each place; "?" is a law that has to stay open, ``{{1}}`` is where the next message begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import threadparse
from threadparse.api import document_of
from threadparse.document import Source
from threadparse.options import ParseOptions
from threadparse.readers.base import Text
from threadparse.releases.laws import FolderLaws

TEXT = (Path(__file__).parents[1] / "fixtures" / "tables" / "redacted-laws.txt").read_text(encoding="utf-8")
TAG = re.compile(r"⟪(?P<field>\w+) (?P<form>\w+)(?: (?P<codes>[^|⟫]*))?\||(?P<end>⟫)|\{\{(?P<message>\d)\}\}")
Place = tuple[int, str, str, list[tuple[str, str | None]]]


def documents() -> Iterator[Any]:
    """Each document as a parameter: its text without marks, and its places with what stands there."""
    for block in re.split(r"^=== ", TEXT, flags=re.MULTILINE)[1:]:
        name, _, marked = block.partition("\n")
        text, at, message = "", 0, 0
        places: list[tuple[Place, str]] = []
        for tag in TAG.finditer(marked):
            text += marked[at : tag.start()]
            at = tag.end()
            if tag["message"]:
                message = int(tag["message"])
            elif tag["end"]:
                places[-1] = (places[-1][0], text[len(places[-1][1]) :])
            else:
                codes = [code.split("=") for code in (tag["codes"] or "").split(";") if code]
                laws = [(code, None if law == "?" else law) for code, law in codes]
                places.append(((message, tag["field"], tag["form"], laws), text))
        yield pytest.param(text + marked[at:], places, id=name)


DOCUMENTS = list(documents())
parse = cache(threadparse.parse)  # each is asked about twice


@pytest.mark.parametrize(("text", "places"), DOCUMENTS)
def test_places(text: str, places: list[tuple[Place, str]]) -> None:
    document = parse(text)
    numbers = {message.id: message.source_index for message in document.messages}
    found = [
        (numbers[place.message or ""], place.field, place.form, [(code.code, code.law) for code in place.codes])
        for place in document.redactions
    ]
    assert found == [place for place, _ in places]
    for place, (_, mark) in zip(document.redactions, places, strict=True):
        assert place.text == ("" if place.form == "blank" else mark)
    assert len(document.messages) == max((message for (message, *_), _ in places), default=0) + 1


@pytest.mark.parametrize(("text", "places"), DOCUMENTS)
def test_a_mailbox_is_redacted_if_and_only_if_a_place_stands_in_it(text: str, places: list[tuple[Place, str]]) -> None:
    for message in parse(text).messages:
        boxes = {"from": [message.sender] if message.sender else [], "to": message.to, "cc": message.cc}
        for field, named in boxes.items():
            wanted = sum(place[:2] == (message.source_index, field) for place, _ in places)
            assert sum(box.redacted for box in named) == wanted


def test_a_folder_decides_each_number_of_a_list() -> None:
    text = "From: Ada\nSent: 3 May 2021 10:00\nTo: Bo\n\n[Redacted s.40(2), 43 and 44]\n\n[reg. 12(4), 13]\n"
    document = document_of(Text(text, Source("a/1.txt", "text", "", len(text))), ParseOptions())
    laws = FolderLaws()
    laws.add("a/2.txt", ["uk-foia", "uk-eir"])
    laws.settle(document)
    assert [(code.code, code.law) for place in document.redactions for code in place.codes] == [
        ("40(2)", "uk-foia"), ("43", "uk-foia"), ("44", "uk-foia"), ("12(4)", "uk-eir"), ("13", "uk-eir"),
    ]  # fmt: skip
    assert document.notes == []
