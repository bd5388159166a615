"""Pages of threadparse read back to the texts that stand on them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.fixtures import VARIED
from tests.growth import grows_linearly, repeated
from tests.views.test_mails import values
from threadparse.api import document_of
from threadparse.errors import InputError, LimitError
from threadparse.options import ParseOptions
from threadparse.readers.base import Text
from threadparse.readers.files import read_stream
from threadparse.readers.text import from_string
from threadparse.views.html.page import page

HEAD = (
    '<!DOCTYPE html>\n<html lang=en><head><meta name=generator content="threadparse 1">'
    "<section class=source id=source x><bdi>n</bdi>"
)


def read_back(shown: str) -> list[Text]:
    """Read a page."""
    found = read_stream(io.BytesIO(shown.encode()), "page.html", ParseOptions())
    return [item for item in found if isinstance(item, Text)]


def page_of(*texts: Text, with_source: bool = True) -> str:
    """The page of some texts."""
    documents = [(text.characters, document_of(text, ParseOptions())) for text in texts]
    return page(documents, version="1.2.3", with_source=with_source)


# The header of a mail file is no part of its text.
@pytest.mark.parametrize("path", [path for path in VARIED if path.suffix != ".eml"], ids=lambda path: path.name)
def test_a_page_reads_back_to_the_same_messages(path: Path) -> None:
    (text,) = read_stream(io.BytesIO(path.read_bytes()), path.name, ParseOptions())
    assert isinstance(text, Text)
    (back,) = read_back(page_of(text))
    assert back.characters.rstrip("\n") == text.characters.rstrip("\n")
    assert back.source.path == f"page.html/{path.name}"
    before, after = (document_of(item, ParseOptions()).messages for item in (text, back))
    assert [*map(values, after)] == [*map(values, before)]
    assert [each.cite.line for each in after] == [each.cite.line for each in before]


def test_several_sources_and_odd_characters_come_back() -> None:
    odd = "From: Ann & <b>Co</b>\n\n\u202eU+202E\tx\x00\x1b &amp; \xad\n\fpage two\r\nend"
    names = ["one.txt", "a&b.txt"]
    back = read_back(page_of(*(from_string(odd, name, ParseOptions()) for name in names)))
    assert [text.source.path for text in back] == [f"page.html/{name}" for name in names]
    assert {text.characters for text in back} == {odd.replace("\r\n", "\n") + "\n"}


def test_a_page_without_its_source_says_so() -> None:
    shown = page_of(from_string("From: Ann\nTo: Bo\nSubject: x\n\nHi", "x", ParseOptions()), with_source=False)
    with pytest.raises(InputError, match="without --no-source"):
        read_back(shown)


@pytest.mark.parametrize(
    "tail", ["", "<li>", "<li class=c>a<span class=ctl>U+FFFFFF</span>", "<bdi>", "<bdi></section><p"]
)
def test_a_page_that_was_tampered_with_is_read_as_far_as_it_goes(tail: str) -> None:
    assert read_back(f"{HEAD}<li>one{tail}")[0].characters.startswith("one")


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["a", "<li", "<span>", "<span class=x>x", "<bdi>"])
def test_hostile_pages_take_linear_time(piece: str) -> None:
    assert grows_linearly(lambda tail: read_back(f"{HEAD}<li>one<{tail}"), repeated(piece))


def test_a_source_over_the_limit_costs_no_other() -> None:
    shown = page_of(*(from_string("word " * size, f"{size}.txt", ParseOptions()) for size in (9, 9000, 8)))
    found = list(read_stream(io.BytesIO(shown.encode()), "page.html", ParseOptions(max_characters=40_000)))
    assert [isinstance(item, LimitError) for item in found] == [False, True, False]
    assert "page.html/9000.txt" in str(found[1])
