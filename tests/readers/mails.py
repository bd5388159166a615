"""Mails for tests: read from bytes, built from lines."""

from __future__ import annotations

from tests.readers.reading import read_text
from threadparse.options import ParseOptions
from threadparse.readers.base import Text

__all__ = ["mail", "read"]

HEADER = "From: Ann Lee <ann@x.org>\nDate: Mon, 4 May 2020 10:00:00 +0100\nMessage-ID: <1@x.org>\nSubject: Bridge\n"


def mail(*lines: str, header: str = HEADER) -> bytes:
    """A mail: further header fields, an empty line, a body; non-ASCII letters are those of Latin-1."""
    return (header + "\n".join(lines)).encode("latin-1")


def read(data: bytes, options: ParseOptions | None = None) -> Text:
    """The one text of some bytes."""
    return read_text(data, "x.eml", options)
