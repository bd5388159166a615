"""Archives and compressed files, known by how they begin; what unpacks them is imported when there is one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from threadparse.options import ParseOptions
from threadparse.readers.base import AnyReader, Item

__all__ = ["ArchiveReader", "is_workbook", "kind_of"]

#: How each kind begins: APPNOTE.TXT §4.3.6, RFC 1952, bzip2, the .xz and the 7z format descriptions.
_STARTS = {
    "zip": (b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04"),
    "gzip": (b"\x1f\x8b\x08",),
    "bzip2": (b"BZh",),
    "xz": (b"\xfd7zXZ\x00",),
    "7z": (b"7z\xbc\xaf\x27\x1c",),
}
_TAR_MARK = slice(257, 262)  # POSIX.1-1988, ustar


def is_workbook(head: bytes) -> bool:
    """Tell whether a ZIP archive is an Excel file, by its first names (ECMA-376, part 2).

    Args:
        head: How it begins.
    """
    return head.startswith(b"PK\x03\x04") and b"[Content_Types].xml" in head and b"xl/" in head


def kind_of(head: bytes) -> str | None:
    """Tell the kind of an archive or compressed file.

    Args:
        head: How it begins.

    Returns:
        ``zip``, ``tar``, ``7z``, ``gzip``, ``bzip2`` or ``xz``; None for anything else, Excel files included.
    """
    if is_workbook(head):
        return None
    if head[_TAR_MARK] == b"ustar":
        return "tar"
    return next((kind for kind, starts in _STARTS.items() if head.startswith(starts)), None)


class ArchiveReader:
    """The reader of files that hold files.

    Args:
        choice: What reads the files in them.
    """

    SUFFIXES = frozenset({".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".7z", ".olm"})

    def __init__(self, choice: AnyReader) -> None:
        self._choice = choice

    def accepts(self, head: bytes) -> bool:
        """Tell whether a source is an archive or a compressed file.

        Args:
            head: How the source begins.
        """
        return kind_of(head) is not None

    def texts(self, stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Item]:
        """Return the texts of all files in an archive.

        Args:
            stream: The archive at its beginning.
            path: The archive as the user named it; a file in it is called ``archive.zip/folder/name``, the content of a
                compressed file like that file.
            options: ``max_members``, ``max_unpacked_bytes``, ``max_unpacked_ratio`` and ``max_nesting`` are the limits,
                counted over the whole source while it is unpacked.

        Returns:
            Texts in the archive's order; an ``InputError`` in the place of a file that cannot be read; at the end what
            was passed over because it holds no mail, such as pictures.

        Raises:
            InputError: The archive itself cannot be read or passes a limit.
        """
        from threadparse.readers.archives.members import Unpacker

        yield from Unpacker(options, self._choice, stream).texts(stream, path)
