"""ZIP archives: each file in it is read by the reader of its format, in order; nothing is written to disk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from threadparse.options import ParseOptions
from threadparse.readers.base import AnyReader, Item

__all__ = ["ZipReader"]


class ZipReader:
    """The reader of archives.

    Args:
        choice: What reads the files in them.
    """

    SUFFIXES = frozenset({".zip"})

    def __init__(self, choice: AnyReader) -> None:
        self._choice = choice

    def accepts(self, head: bytes) -> bool:
        """Whether a source is a ZIP archive (APPNOTE.TXT §4.3.6), which may be empty.

        Args:
            head: How the source begins.
        """
        return head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04"))

    def texts(self, stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Item]:
        """The texts of all files in an archive.

        Args:
            stream: The archive at its beginning.
            path: The archive as the user named it; a file in it is called ``archive.zip/folder/name``.
            options: ``max_members``, ``max_unpacked_bytes``, ``max_unpacked_ratio`` and ``max_nesting`` are the limits.

        Returns:
            Texts in the archive's order; an ``InputError`` in the place of a file that cannot be read; at the end what
            was passed over because it holds no mail, such as pictures.

        Raises:
            InputError: The archive itself cannot be read or passes a limit.
        """
        from threadparse.readers.zip_members import Unpacker

        yield from Unpacker(options, self._choice, self.accepts).texts(stream, path)
