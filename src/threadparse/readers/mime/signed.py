"""Opaque signed S/MIME (RFC 8551 §3.5.2): find the mail part in a CMS structure; no signature is verified."""

from __future__ import annotations

__all__ = ["ENCRYPTED", "SMIME_TYPES", "signed_content"]

SMIME_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
#: Code and words of the note on a structure whose content cannot be read.
ENCRYPTED = ("mail.encrypted", "The mail is encrypted or sealed (S/MIME): its words cannot be read.")

_SEQUENCE, _SET, _INTEGER, _OBJECT_ID, _OCTETS, _CONSTRUCTED_OCTETS, _EXPLICIT = 0x30, 0x31, 2, 6, 4, 0x24, 0xA0
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")  # 1.2.840.113549.1.7.2
_MAX_LENGTH_BYTES = 8


def signed_content(data: bytes) -> bytes | None:
    """Return the content that a CMS structure carries (RFC 5652 §5.1).

    Args:
        data: The structure in DER or BER.

    Returns:
        The content; None if the structure is no signed data, is damaged, or holds the signature alone.
    """
    try:
        begin = _enter(data, 0, _SEQUENCE)
        _, first, end = _element(data, begin)
        if end is None or data[first:end] != _SIGNED_DATA:
            return None
        at = _enter(data, _enter(data, end, _EXPLICIT), _SEQUENCE)
        at = _behind(data, _behind(data, at, _INTEGER), _SET)
        at = _behind(data, _enter(data, at, _SEQUENCE), _OBJECT_ID)
        return _octets(data, _enter(data, at, _EXPLICIT))
    except (IndexError, ValueError):
        return None


def _element(data: bytes, at: int) -> tuple[int, int, int | None]:
    """Return the tag of an element, where its content begins and where it ends: None for an indefinite length."""
    tag, length = data[at], data[at + 1]
    if length < 0x80:
        return tag, at + 2, at + 2 + length
    if length == 0x80:
        return tag, at + 2, None
    count = length & 0x7F
    if count > _MAX_LENGTH_BYTES:
        raise ValueError("length of an element")
    begin = at + 2 + count
    return tag, begin, begin + int.from_bytes(data[at + 2 : begin], "big")


def _enter(data: bytes, at: int, expected: int) -> int:
    """Return where the content of an element of this tag begins."""
    tag, begin, _ = _element(data, at)
    if tag != expected:
        raise ValueError("tag of an element")
    return begin


def _behind(data: bytes, at: int, expected: int) -> int:
    """Return where an element of this tag ends; one of indefinite length ends with two zero bytes of its own level."""
    _enter(data, at, expected)
    level = 0
    while True:
        tag, begin, end = _element(data, at)
        if end is None:
            level, at = level + 1, begin
        else:
            level, at = level - (tag == 0 and begin == end), end
        if level == 0:
            return at


def _octets(data: bytes, at: int) -> bytes:
    """Return an octet string, whole or in pieces (X.690 §8.7)."""
    tag, begin, end = _element(data, at)
    if tag == _OCTETS and end is not None:
        return data[begin:end]
    if tag != _CONSTRUCTED_OCTETS:
        raise ValueError("tag of the content")
    last = len(data) if end is None else min(end, len(data))
    pieces: list[bytes] = []
    at, level = begin, int(end is None)
    while at < last:
        tag, begin, end = _element(data, at)
        if tag == _CONSTRUCTED_OCTETS:
            at, level = begin, level + (end is None)
            continue
        if tag == _OCTETS and end is not None:
            pieces.append(data[begin:end])
        elif tag == 0:
            level -= 1
            if level == 0:
                break
        else:
            raise ValueError("tag of a piece")
        at = begin if end is None else end
    return b"".join(pieces)
