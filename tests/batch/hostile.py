"""Hostile files: what people's folders hold beside mail, and what somebody may put there on purpose."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator

__all__ = ["hostile_files"]

_MAIL = b"From: a@b.example\nTo: c@d.example\nSubject: Hi\nDate: Mon, 3 May 2021 10:00:00 +0100\n"


def hostile_files(count: int) -> Iterator[tuple[str, bytes]]:
    """Names and contents of hostile files of many kinds, no two the same.

    Args:
        count: How many.
    """
    for number in range(count):
        chance = random.Random(number)
        kind, make = _KINDS[number % len(_KINDS)]
        yield f"bad{number:03}{kind}", make(chance)


def _noise(chance: random.Random) -> bytes:
    return chance.randbytes(chance.randrange(1000, 5000))


def _nested_mail(chance: random.Random) -> bytes:
    """A mail whose parts lie in each other far deeper than any mail's do."""
    depth = chance.randrange(100, 300)
    opening = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level) for level in range(depth)
    )
    return _MAIL + opening + b"Content-Type: text/plain\n\nDeep\n"


def _nested_html(chance: random.Random) -> bytes:
    depth = chance.randrange(5_000, 20_000)
    return b"<html><body>" + b"<div><blockquote>" * depth + b"Deep" + b"</blockquote></div>" * depth


def _bomb(chance: random.Random) -> bytes:
    """A ZIP of a few kilobytes that unpacks to millions."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mail.txt", b"\0" * chance.randrange(30_000_000, 40_000_000))
    return data.getvalue()


_KINDS = (
    (".txt", lambda _: b""),
    (".eml", lambda _: b"\n \n"),
    (".eml", _noise),
    (".txt", lambda chance: b"\x89PNG\r\n\x1a\n" + _noise(chance)),
    (".msg", lambda chance: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + _noise(chance)),
    (".pdf", lambda chance: b"%PDF-1.7\n" + _noise(chance)),
    (".docx", lambda chance: b"PK\x03\x04" + _noise(chance)),
    (".rtf", lambda chance: b"{\\rtf1 " + b"{" * chance.randrange(50_000, 90_000)),
    (".txt", lambda chance: b"word " * chance.randrange(200_000, 300_000)),
    (".txt", lambda chance: b">" * chance.randrange(100_000, 200_000) + b" Hi\n"),
    (".eml", _nested_mail),
    (".html", _nested_html),
    (".zip", _bomb),
    (".txt", lambda chance: b"Caf\xe9 \x80\x81\x8d " + chance.randbytes(3).hex().encode() + b"\n\xff\xfe\n"),
    (".txt", lambda chance: b"\xff\xfe" + chance.randbytes(401)),
    (".eml", lambda _: _MAIL + b"Content-Type: text/plain; charset=foo-8\n\n\xe9\xe8\xff\xfe\n"),
    (".pdf", lambda chance: _MAIL + b"\nA mail by the name of a PDF %d\n" % chance.randrange(999)),
    (".txt", lambda chance: b"GIF89a" + _noise(chance)),
    (".mbox", lambda chance: b"From nobody\n" * chance.randrange(500, 900)),
    (".txt", lambda chance: b"From:\nSent:\nTo:\nSubject:\n" * chance.randrange(500, 900)),
)
