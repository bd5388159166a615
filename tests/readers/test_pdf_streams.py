"""Content streams of a PDF: one that unpacks to too much is refused before anything unpacks it."""

from __future__ import annotations

import zlib
from base64 import a85encode
from binascii import hexlify
from collections.abc import Callable
from functools import partial

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


def in_runs(content: bytes) -> bytes:
    """Pack a line to copy and the blanks behind it to repeat."""
    line, _, blanks = content.partition(b"\n")
    return bytes((len(line),)) + line + b"\n" + b"\x81 " * (len(blanks) // 128 + 1) + b"\x80"


def in_codes(content: bytes, early: int = 1) -> bytes:
    """Pack by LZW (ISO 32000-1 §7.4.4), with a clear code before the table is full."""
    table: dict[bytes, int] = {}
    codes, known = [], b""
    for byte in (content[at : at + 1] for at in range(len(content))):
        if not table:
            codes.append((256, 9))
            table = {bytes((code,)): code for code in range(256)} | {b"clear": 256, b"stop": 257}
        if known + byte in table:
            known += byte
            continue
        codes.append((table[known], (len(table) - 1 + early).bit_length()))
        table[known + byte] = len(table)
        if len(table) == 4094:
            codes.append((table[byte], 12))
            table, known = {}, b""
        else:
            known = byte
    codes.append((table[known], (len(table) - 1 + early).bit_length()))
    bits = "".join(f"{code:0{width}b}" for code, width in codes)
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8))


PACKED = [
    ("/FlateDecode", zlib.compress),
    ("[ /Fl ]", zlib.compress),
    ("[/FlateDecode /FlateDecode]", twice),
    ("[ /ASCII85Decode /FlateDecode ]", in_letters),
    ("[/ASCIIHexDecode /FlateDecode]", in_figures),
    ("/Flate#44ecode", zlib.compress),
    ("/RunLengthDecode", in_runs),
    ("[/FlateDecode /RL]", lambda content: zlib.compress(in_runs(content))),
    ("/LZWDecode", in_codes),
    ("/LZWDecode /DecodeParms << /EarlyChange 0 >>", partial(in_codes, early=0)),
    ("[/AHx /LZW]", lambda content: hexlify(in_codes(content)) + b">"),
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


def test_what_a_filter_in_the_middle_makes_is_limited() -> None:
    data = drawn(b" " * 50_000 + hexlify(b"q Q"), "[/FlateDecode /ASCIIHexDecode]")
    with pytest.raises(LimitError):
        check_streams(data, "bomb.pdf", ParseOptions(max_content_bytes=5_000))


def test_lists_of_objects_are_limited() -> None:
    data = drawn(CONTENT).replace(b"/Filter", b"/Type /ObjStm /N 1 /First 4 /Filter")
    with pytest.raises(LimitError):
        check_streams(data, "bomb.pdf", ParseOptions(max_content_bytes=1_000))


def test_encrypted_streams_are_limited() -> None:
    content = "\n".join(["Dear Ann, " * 9] * 50)
    data = paper(content, password="quay")
    options = ParseOptions(password="quay", max_content_bytes=4_000)
    check_streams(data, "encrypted.pdf", options)
    with pytest.raises(LimitError, match="more than 4,000 bytes"):
        read_text(data, "encrypted.pdf", options)
    assert "Dear Ann" in read_text(data, "encrypted.pdf", ParseOptions(password="quay")).characters
