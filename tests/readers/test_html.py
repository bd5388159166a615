"""HTML to text: blocks, quotes, tables, lists, links, hidden words, and tags of every degree of brokenness."""

from __future__ import annotations

import pytest

from tests.fixtures import table
from tests.growth import grows_linearly, repeated
from tests.readers.mails import read
from tests.readers.reading import codes
from threadparse import LimitError, ParseOptions
from threadparse.readers.html import accepts
from threadparse.readers.hypertext.convert import convert

TABLE = table("html")


def text_of(source: str) -> str:
    return convert(source, "x.html", ParseOptions()).characters


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case["what"])
def test_html_becomes_the_text_that_people_see(case: dict[str, str]) -> None:
    assert text_of(case["html"]) == case["text"]


@pytest.mark.parametrize(
    "source",
    [
        '<span style="display:none">Look inside</span>',
        "<span style='mso-hide:all'>Look inside</span>",
        '<div style="font-size:0px;line-height:0">Look inside</div>',
        '<div style="font-size:1px">Look inside</div>',
        '<div style="max-height:0;overflow:hidden">Look inside</div>',
        '<div style="visibility: hidden">Look <b>inside</b></div>',
        '<div style="opacity:0;">Look inside</div>',
        "<div hidden>Look inside</div>",
        "<style>.preheader { display:none !important; }</style><p class='x preheader'>Look inside</p>",
    ],
)
def test_hidden_words_are_left_out_with_a_note(source: str) -> None:
    text = read(f"<html>{source}<p>Hello</p></html>".encode())
    assert (text.characters, codes(text)) == ("Hello", ["html.hidden"])
    assert "Look inside" in text.notes[0].text


@pytest.mark.parametrize(
    "source",
    [
        '<td style="font-size:0"><p style="font-size:12pt">Hello</p></td>',
        "<style>@media (max-width:600px) { .x { display:none } }</style><p class=x>Hello</p>",
        '<p style="font-size:0.875em">Hello</p>',
        '<p style="font: 1em Arial; opacity:0.5">Hello</p>',
    ],
)
def test_what_only_looks_hidden_is_shown(source: str) -> None:
    text = read(f"<html>{source}</html>".encode())
    assert (text.characters, codes(text)) == ("Hello", [])


@pytest.mark.parametrize(
    ("data", "taken"),
    [
        (b"<!DOCTYPE html><p>Hi", True),
        (b"\xef\xbb\xbf<HTML><BODY>Hi", True),
        (b"\n <!-- saved --><html >", True),
        (b"<div dir=ltr>Hi</div>", True),
        ("<html><p>Hi".encode("utf-16"), True),
        (b'<?xml version="1.0"?><html xmlns="x">', True),
        (b"Mine.<br><p>Ann wrote:</p><blockquote type=cite>Hi</blockquote>", True),
        (b"Write `a<br>b` and <blockquote>quote</blockquote>", False),
        (b"Mine.\n<p>Hi</p><blockquote>Hi</blockquote>", False),
        (b"<p>Hi", False),
        (b"<jane@x.org> wrote:</p>", False),
        (b"Hi <b>there</b>", False),
        (b"<rss></rss>", False),
    ],
)
def test_html_is_known_by_its_first_tag(data: bytes, *, taken: bool) -> None:
    assert accepts(data) == taken


@pytest.mark.parametrize(
    ("data", "characters"),
    [
        (b'<html><meta charset="windows-1251"><p>' + "мост".encode("cp1251"), "мост"),
        (b"<html><p>caf\xe9", "café"),
        ("<html><p>café".encode(), "café"),
        (b'<html><meta charset="iso-8859-1"><p>' + "café".encode(), "café"),
        ("<html><p>café".encode("utf-16"), "café"),
    ],
)
def test_charsets_of_documents(data: bytes, characters: str) -> None:
    text = read(data)
    assert (text.characters, text.source.format) == (characters, "html")


def test_five_thousand_blocks_inside_one_another() -> None:
    for name in ("div", "blockquote", "table><tr><td", "ul><li", "b", "p style='font-size:1em'"):
        assert "Hello" in text_of(f"<{name}>" * 5_000 + "Hello")
    assert text_of("<blockquote>" * 5_000 + "Hello").count(">") == ParseOptions().max_quote_depth


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        *("<!--", "<a ", "</a ", "<a b='", '<a b=">" ', "<![CDATA[", "<!d", "<?", "<a@", "<http://", "<x y=' "),
        *("<b>x</i>", "</p>", "<span><div></span>", "<p>", "<br>", "<p hidden>x</p>", "<div style='margin:", " \xa0"),
        *("<td>", "<tr><td>x:<td>y", "<table><tr><td>a", "<style>", "<style>{", "&#", "&#9999999999;", "<a b = c"),
        *("<a href=mailto:a@x.org>x", "<li>x</ul>"),
    ],
)
def test_hostile_repetition_takes_linear_time(piece: str) -> None:
    assert grows_linearly(lambda text: text_of(text) + text_of(text + ">"), repeated(piece))


def test_numbers_without_end_are_no_characters() -> None:
    assert text_of("<p>a&#" + "9" * 5_000 + ";b&#x110000;c&#0;d") == "a\ufffdb\ufffdc\ufffdd"


def test_a_text_over_the_limit_is_refused() -> None:
    with pytest.raises(LimitError, match=r"ParseOptions\.max_characters"):
        convert("<blockquote>" * 100 + "x<br>" * 100, "x.html", ParseOptions(max_characters=1_000))
