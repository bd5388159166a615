"""S/MIME files: what is signed is read, what is encrypted says so."""

from __future__ import annotations

import pytest

from tests.readers.reading import read_items
from threadparse.errors import InputError, UnsupportedFormatError
from threadparse.readers.base import Item, Text

SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
ENVELOPED_DATA = bytes.fromhex("06092a864886f70d010703")
DATA = bytes.fromhex("06092a864886f70d010701")


def element(tag: int, *parts: bytes) -> bytes:
    """An element in DER (X.690 §8.1)."""
    content = b"".join(parts)
    length = len(content)
    head = bytes([length]) if length < 128 else b"\x82" + length.to_bytes(2, "big")
    return bytes([tag]) + head + content


def signed(content: bytes) -> bytes:
    inner = element(0x30, DATA, element(0xA0, element(4, content)))
    body = element(0x30, element(2, b"\x01"), element(0x31), inner, element(0x31))
    return element(0x30, SIGNED_DATA, element(0xA0, body))


def read(data: bytes) -> list[Item]:
    return read_items(data, "mail.p7m")


@pytest.mark.parametrize(
    "content",
    [
        b"Content-Type: text/plain; charset=utf-8\r\n\r\nHigh water at nine.\r\n",
        b"From: Ann <a@alder.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nHigh water at nine.\r\n",
        b"High water at nine.",
    ],
)
def test_what_is_signed_is_read(content: bytes) -> None:
    (item,) = read(signed(content))
    assert isinstance(item, Text)
    assert item.characters.strip() == "High water at nine."


def test_what_is_encrypted_says_so() -> None:
    with pytest.raises(UnsupportedFormatError, match=r"mail\.p7m: this S/MIME file is encrypted"):
        read(element(0x30, ENVELOPED_DATA, element(0xA0, element(0x30, element(2, b"\0")))))


def test_a_signature_alone_says_so() -> None:
    with pytest.raises(InputError, match="signature alone"):
        read(element(0x30, SIGNED_DATA, element(0xA0, element(0x30, element(2, b"\x01")))))
