"""The readers in the order in which they are asked, and the choice of one by what a source begins with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from threadparse.options import ParseOptions
from threadparse.readers import eml, html, mbox, refused, text
from threadparse.readers.base import HEAD_BYTES, Reader, Text

__all__ = ["READERS", "SUFFIXES", "texts"]

READERS: tuple[Reader, ...] = (refused, mbox, eml, html, text)  # text takes whatever is left
SUFFIXES = frozenset().union(*(reader.SUFFIXES for reader in READERS))


def texts(stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Text]:
    """Read a source with the first reader that knows it.

    Args:
        stream: The source at its beginning; it can seek.
        path: The source as the user named it.
        options: The limits.

    Returns:
        The texts of the source.

    Raises:
        InputError: The source cannot be read, or no reader knows it.
    """
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    for reader in READERS:
        if reader.accepts(head):
            yield from reader.texts(stream, path, options)
            return
