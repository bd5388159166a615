"""Content streams of a PDF: one that unpacks to too much is refused before anything unpacks it."""

from __future__ import annotations

import zlib
from base64 import a85encode
from binascii import hexlify
from collections.abc import Callable

import pytest

from tests.readers.printed import drawn, paper
from tests.readers.reading import read_text
from threadparse.errors import LimitError
from threadparse.options import ParseOptions
from threadparse.readers.pdf_streams import check_streams

CONTENT = b"BT /F 12 Tf 50 800 Td (Dear Ann) Tj ET\n" + b" " * 50_000


def twice(content: bytes) -> bytes:
    return zlib.compress(zlib.compress(content))


def in_letters(content: bytes) -> bytes:
    return a85encode(zlib.compress(content), wrapcol=60) + b"~>"


def in_figures(content: bytes) -> bytes:
    return hexlify(zlib.compress(content)) + b">"


PACKED = [
    ("/FlateDecode", zlib.compress),
    ("[ /Fl ]", zlib.compress),
    ("[/FlateDecode /FlateDecode]", twice),
    ("[ /ASCII85Decode /FlateDecode ]", in_letters),
    ("[/ASCIIHexDecode /FlateDecode]", in_figures),
]


@pytest.mark.parametrize(("filters", "pack"), PACKED, ids=[row[0] for row in PACKED])
def test_what_a_stream_unpacks_to_is_limited(filters: str, pack: Callable[[bytes], bytes]) -> None:
    data = drawn(CONTENT, filters, pack)
    with pytest.raises(LimitError, match=r"unpacks to more than 50,000 bytes.*ParseOptions\.max_content_bytes"):
        check_streams(data, "bomb.pdf", ParseOptions(max_content_bytes=50_000))
    assert read_text(data, "fine.pdf", ParseOptions(max_content_bytes=51_000)).characters == "Dear Ann\n"


def test_a_bomb_of_34_kilobytes_is_refused() -> None:
    data = drawn(b"q " * 17_000_000, pack=lambda content: zlib.compress(content, 9))
    assert len(data) < 35_000
    with pytest.raises(LimitError, match="33,554,432 bytes"):
        read_text(data, "bomb.pdf")


def test_pictures_and_damage_are_no_content() -> None:
    options = ParseOptions(max_content_bytes=1_000)
    picture = drawn(CONTENT).replace(b"/Filter", b"/Subtype /Image /Filter")
    check_streams(picture, "picture.pdf", options)
    check_streams(drawn(CONTENT, pack=lambda _: b"no deflated bytes" * 99), "damaged.pdf", options)
    check_streams(drawn(CONTENT, "/ASCII85Decode", lambda _: b"\x80" * 2_000), "damaged.pdf", options)


def test_a_length_that_is_wrong_hides_nothing() -> None:
    data = drawn(CONTENT).replace(b"/Length ", b"/Length 1")
    with pytest.raises(LimitError):
        check_streams(data, "bomb.pdf", ParseOptions(max_content_bytes=1_000))


def test_honest_pages_pass() -> None:
    check_streams(paper("Dear Ann\n" * 2_000), "long.pdf", ParseOptions(max_content_bytes=20_000))
