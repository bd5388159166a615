"""The readers in the order in which they are asked, and the choice of one by what a source begins with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from threadparse.options import ParseOptions
from threadparse.readers import docx, eml, html, mbox, msg, pdf, refused, rtf, text
from threadparse.readers import zip as archive
from threadparse.readers.base import HEAD_BYTES, Item, Reader

__all__ = ["READERS", "REFUSED", "SUFFIXES", "reader_of", "texts"]

REFUSED: Reader = refused
#: The first that accepts a source reads it; text takes whatever is left.
READERS: tuple[Reader, ...] = (pdf, docx, msg, rtf, archive, refused, mbox, eml, html, text)
SUFFIXES = frozenset().union(*(reader.SUFFIXES for reader in READERS))


def reader_of(head: bytes) -> Reader:
    """The first reader that knows a source.

    Args:
        head: How the source begins, at most ``HEAD_BYTES`` bytes.
    """
    return next(reader for reader in READERS if reader.accepts(head))


def texts(stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Item]:
    """Read a source with the first reader that knows it.

    Args:
        stream: The source at its beginning; it can seek.
        path: The source as the user named it.
        options: The limits.

    Returns:
        The texts of the source, and errors in the place of parts that cannot be read.

    Raises:
        InputError: The source cannot be read, or no reader knows it.
    """
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    yield from reader_of(head).texts(stream, path, options)
