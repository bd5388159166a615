"""Bytes to characters: what is certain, what is guessed, what is kept."""

from __future__ import annotations

import hashlib

import pytest

from tests.readers.reading import codes, read_text
from threadparse.errors import LimitError
from threadparse.options import ParseOptions
from threadparse.readers.base import Text
from threadparse.readers.text import from_string


def read(data: bytes, path: str = "chain.txt", options: ParseOptions | None = None) -> Text:
    """The one text of some bytes."""
    return read_text(data, path, options)


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-32-le", b"\xff\xfe\x00\x00"),
        ("utf-32-be", b"\x00\x00\xfe\xff"),
    ],
)
def test_a_marked_or_valid_encoding_is_read_without_a_note(encoding: str, mark: bytes) -> None:
    characters = "From: Tîm Diogelu\r\nSubject: 安全\n"
    text = read(mark + characters.encode(encoding))
    assert (text.characters, codes(text)) == (characters, [])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_read_and_noted(encoding: str) -> None:
    characters = "From: Anna Grün\nSent: 3 May 2021\n\nHello.\n"
    text = read(characters.encode(encoding))
    assert (text.characters, codes(text)) == (characters, ["encoding.guessed"])


def test_windows_1252_is_read_and_the_first_guessed_letter_is_named() -> None:
    text = read("Dear Zoë, the café’s bill".encode("cp1252"))
    assert text.characters == "Dear Zoë, the café’s bill"
    (note,) = text.notes
    assert note.code == "encoding.guessed"
    assert note.span == (7, 8)
    assert "3 bytes" in note.text


def test_a_file_of_mixed_encodings_keeps_its_utf_8() -> None:
    text = read("Tîm Diogelu\n".encode() + "Zoë\n".encode("cp1252"))
    assert text.characters == "Tîm Diogelu\nZoë\n"


def test_every_byte_has_a_character() -> None:
    data = bytes(range(0x20, 0x100)) * 3
    assert len(read(data).characters) == len(data)


def test_a_utf_16_file_cut_in_the_middle_keeps_what_it_has() -> None:
    text = read(b"\xff\xfe" + "Hello".encode("utf-16-le") + b"\x21")
    assert text.characters.startswith("Hello")
    assert codes(text) == ["encoding.guessed"]


def test_line_ends_stay_as_they_are() -> None:
    assert read(b"a\r\nb\rc\nd").characters == "a\r\nb\rc\nd"


def test_the_hash_is_of_the_bytes_read() -> None:
    data = b"\xef\xbb\xbfHello"
    assert read(data).source.sha256 == hashlib.sha256(data).hexdigest()
    assert from_string("Zoë", "", ParseOptions()).source.sha256 == hashlib.sha256("Zoë".encode()).hexdigest()


@pytest.mark.parametrize(
    ("characters", "pages"),
    [("one", None), ("one\ftwo", 2), ("one\ftwo\f", 2), ("one\ftwo\f\n", 2), ("\f", 1), ("one\f\ftwo", 3)],
)
def test_pages_are_counted_by_their_breaks(characters: str, pages: int | None) -> None:
    assert from_string(characters, "", ParseOptions()).source.pages == pages


@pytest.mark.parametrize(
    ("characters", "path", "form"),
    [
        ("Hello", "chain.txt", "text"),
        ("Hello", "chain.MD", "markdown"),
        ("**From:** Ann", "chain.txt", "markdown"),
        ("Hello,\n\n**From:** Ann\n", "", "markdown"),
        ("> **From:** Ann", "", "markdown"),
        ("**From**: Ann", "", "markdown"),
        ("To: [a@b.org](mailto:a@b.org)", "", "markdown"),
        ("2 ** 3: eight", "", "text"),
    ],
)
def test_markdown_is_known_by_ending_or_marks(characters: str, path: str, form: str) -> None:
    assert from_string(characters, path, ParseOptions()).source.format == form


def test_lone_surrogates_become_replacement_characters_in_place() -> None:
    text = from_string("a\ud800b\udfffc", "", ParseOptions())
    assert text.characters == "a\ufffdb\ufffdc"
    assert codes(text) == ["encoding.surrogates"]
    assert text.notes[0].span == (1, 2)


@pytest.mark.parametrize("data", [b"", b" \n\n", b"\xef\xbb\xbf"])
def test_an_empty_text_is_noted(data: bytes) -> None:
    assert codes(read(data)) == ["text.empty"]


def test_a_few_nul_characters_are_kept_and_noted() -> None:
    text = read(b"From: Ann\nSubject: A\x00B\n\n" + b"Some more words to read. " * 4)
    assert "A\0B" in text.characters
    assert codes(text) == ["text.nul"]


def test_a_text_over_the_limit_is_refused_with_the_way_out() -> None:
    options = ParseOptions(max_characters=10)
    for data in (b"x" * 11, b"x" * 100):
        with pytest.raises(LimitError, match=r"ParseOptions\.max_characters"):
            read(data, options=options)
    assert read("ä".encode() * 10, options=options).source.characters == 10
