"""Header text: encoded words (RFC 2047) and raw bytes beyond ASCII, decoded however they were broken."""

from __future__ import annotations

import binascii
import re

from threadparse.lines.charsets import decode_declared

__all__ = ["address_text", "decode_words", "header_text"]

# RFC 2047 §2 allows 75 characters; clients write longer ones, with blanks and question marks inside.
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?((?:[^?\r\n]|\?(?!=)){0,4000})\?=")
_FOLD = re.compile(r"[ \t]*(?:\r\n|\n|\r)[ \t]*")
_SPECIALS = re.compile(r"[,;:<>()\[\]@\"\\]")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")


def header_text(raw: bytes) -> str:
    """Return the text of an unstructured field, such as Subject.

    Args:
        raw: The field's value as it stands in the mail, folds included.

    Returns:
        The text on one line, white space folded.
    """
    return " ".join(_decoded(raw, quote=False).split())


def address_text(raw: bytes) -> str:
    """Return the text of an address field; a decoded name that holds a comma or the like stands in quotes.

    Args:
        raw: The field's value as it stands in the mail, folds included.

    Returns:
        The text on one line, ready for ``parse_addresses``.
    """
    return " ".join(_decoded(raw, quote=True).split())


def _decoded(raw: bytes, *, quote: bool) -> str:
    """Return the text with its encoded words decoded; its white space is still to be folded."""
    text = decode_declared(raw, None).characters
    return decode_words(text, quote=quote) if "=?" in text else text


def decode_words(text: str, *, quote: bool) -> str:
    """Decode the encoded words of a field, also of one that is quoted raw in a body.

    Args:
        text: The field's value; a line end in it is a fold.
        quote: It is an address field: a decoded name that holds a comma or the like gets quotes.

    Returns:
        The value; a charset that nobody knows is guessed.
    """
    text = _FOLD.sub(" ", text)
    parts: list[str] = []
    run: list[tuple[str, bytes]] = []  # neighbouring words: blanks between them do not count (RFC 2047 §6.2)
    quoted = False
    at = 0
    for match in _WORD.finditer(text):
        between = text[at : match.start()]
        if run and between.strip():
            parts.append(_joined(run, quote=quote and not quoted))
            run = []
        if not run or between.strip():
            parts.append(between)
            quoted ^= between.count('"') % 2 == 1
        run.append((match[1].partition("*")[0].lower(), _bytes(match[2], match[3])))
        at = match.end()
    if run:
        parts.append(_joined(run, quote=quote and not quoted))
    return "".join([*parts, text[at:]])


def _joined(run: list[tuple[str, bytes]], *, quote: bool) -> str:
    """Return the text of neighbouring words; a character may be cut in two between words of one charset."""
    merged: list[tuple[str, list[bytes]]] = []
    for charset, data in run:
        if merged and merged[-1][0] == charset:
            merged[-1][1].append(data)
        else:
            merged.append((charset, [data]))
    text = "".join(decode_declared(b"".join(pieces), charset).characters for charset, pieces in merged)
    if quote and _SPECIALS.search(text):
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return text


def _bytes(encoding: str, words: str) -> bytes:
    """Return the bytes of one encoded word; what breaks the rules is kept as it stands."""
    data = words.encode("utf-8")
    if encoding in "qQ":
        return _HEX.sub(lambda match: bytes([int(match[1], 16)]), data.replace(b"_", b" "))
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
