"""Rich Text: letters, tables, links and pages as plain text."""

from __future__ import annotations

import pytest

from tests.readers.reading import read_text
from threadparse.errors import InputError


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (rb"Zo\'eb \u8364?\par \emdash ", "Zoë €\n—\n"),
        (rb"\u-10179?\u-8704?", "\N{GRINNING FACE}\n"),
        (rb"{\*\generator X;}{\info{\author A}}Hi", "Hi\n"),
        (rb"\trowd a\cell b\cell\row c", "a\tb\nc\n"),
        (rb'see {\field{\*\fldinst{HYPERLINK "http://x.example"}}{\fldrslt the site}}.', "see the site.\n"),
        (rb"one\page two", "one\ftwo\n"),
        (rb"\uc1\u99999999 a\uc \bin b", "ab\n"),
        (b"caf\xe9", "café\n"),
    ],
)
def test_rich_text_becomes_text(source: bytes, words: str) -> None:
    document = rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}}\f0 " + source + b"}"
    assert read_text(document, "a.rtf").characters.rstrip("\n") + "\n" == words


def test_an_endless_table_of_fonts_is_refused() -> None:
    with pytest.raises(InputError, match="table of fonts"):
        read_text(rb"{\rtf1{\fonttbl" + rb"\f1" * 100_000, "a.rtf")
