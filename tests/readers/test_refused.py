"""Formats that are not read are named, with the way out."""

from __future__ import annotations

import io

import pytest

from threadparse.errors import UnsupportedFormatError
from threadparse.options import ParseOptions
from threadparse.readers.registry import texts


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"Rar!\x1a\x07", "compressed"),
        (b"GIF89a", "image.*OCR"),
        (bytes(range(256)) * 8, "binary data"),
        (b"\x00" * 500, "binary data"),
    ],
)
def test_a_known_format_is_refused_by_its_name(head: bytes, words: str) -> None:
    with pytest.raises(UnsupportedFormatError, match=f"^release: .*{words}"):
        list(texts(io.BytesIO(head), "release", ParseOptions()))


@pytest.mark.parametrize("data", [b"\x1b[31mred\x1b[0m", b"PK, see you", b"II* is a note", b"a\x0c\x0cb", b"\x01"[:0]])
def test_text_is_not_refused(data: bytes) -> None:
    assert list(texts(io.BytesIO(data), "chain.txt", ParseOptions()))
