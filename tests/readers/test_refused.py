"""Formats that are not read are named, with the way out."""

from __future__ import annotations

import io

import pytest

from threadparse.errors import UnsupportedFormatError
from threadparse.options import ParseOptions
from threadparse.readers.refused import may_hold_mail
from threadparse.readers.registry import texts


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"Rar!\x1a\x07", "compressed"),
        (b"\x20\x20-lh5-" + bytes(99), "compressed"),
        (b"MSCF\0\0\0\0" + bytes(99), "compressed"),
        (b"\x1a\x00\x00\x04\x00\x00" + bytes(99), "Notes database.*export"),
        (b"\xcf\xad\x12\xfe\xc5" + bytes(99), "Outlook Express.*export"),
        (b"\x01\x02\x03\x04\xef\xcd\xab\x89" + bytes(99), "Exchange.*export"),
        (b"EVF\t\r\n\xff\0" + bytes(99), "forensic image"),
        (b"EVF2\r\n\x81\0" + bytes(99), "forensic image"),
        (b"ADSEGMENTEDFILE\0" + bytes(99), "forensic image"),
        (b"\x97JB2\r\n\x1a\n" + bytes(99), "image.*OCR"),
        (b"GIF89a", "image.*OCR"),
        (b"RIFF\x20\x75\0\0WEBPVP8 ", "image.*OCR"),
        (b"\0\0\0\x18ftypheic", "image.*OCR"),
        (b"BM\x36\x10\x0e\0\0\0\0\0\x36\0\0\0", "image.*OCR"),
        (bytes(range(256)) * 8, "binary data"),
        (b"\x00" * 500, "binary data"),
    ],
)
def test_a_known_format_is_refused_by_its_name(head: bytes, words: str) -> None:
    with pytest.raises(UnsupportedFormatError, match=f"^release: .*{words}"):
        list(texts(io.BytesIO(head), "release", ParseOptions()))
    assert may_hold_mail(head, 20_000) is (words != "binary data")
    assert may_hold_mail(head, 19_999) is not words.startswith(("binary", "image"))


@pytest.mark.parametrize(
    "data",
    [
        b"\x1b[31mred\x1b[0m",
        b"PK, see you",
        b"II* is a note",
        b"BMW 3, see you",
        b"to-lh5, from -lh5-",
        b"a\x0c\x0cb",
        b"\x01"[:0],
    ],
)
def test_text_is_not_refused(data: bytes) -> None:
    assert list(texts(io.BytesIO(data), "chain.txt", ParseOptions()))
