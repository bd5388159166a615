"""Compound files ([MS-CFB]) as storages whose streams are read on use, by olefile."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from threadparse.readers.extras import cause

if TYPE_CHECKING:
    from olefile import OleFileIO

__all__ = ["TABLE", "Storage", "root_storage"]

#: The stream that lists the properties of a storage ([MS-OXMSG] §2.4).
TABLE = "__properties_version1.0"
_STORAGE, _STREAM = 1, 2


class Storage:
    """A folder of a compound file.

    Args:
        ole: The open file.
        entry: The folder's entry in its directory.
        damaged: Where the file notes its damaged streams; a new note where none is given.

    Attributes:
        name: Its name.
        damaged: Names of the file's streams that were asked for and could not be read, or not to their end.
    """

    def __init__(self, ole: OleFileIO, entry: Any, damaged: list[str] | None = None) -> None:
        self._ole = ole
        self.damaged: list[str] = [] if damaged is None else damaged
        self.name: str = entry.name
        self._streams: dict[str, Any] = {}
        self._storages: list[Any] = []
        for kid in entry.kids:
            if kid.entry_type == _STREAM:
                self._streams[kid.name.casefold()] = kid
            elif kid.entry_type == _STORAGE:
                self._storages.append(kid)

    def storages(self, prefix: str) -> Iterator[Storage]:
        """The folders in this one whose names begin so.

        Args:
            prefix: How the names begin.
        """
        for entry in self._storages:
            if entry.name.casefold().startswith(prefix.casefold()):
                yield Storage(self._ole, entry, self.damaged)

    def size(self, name: str) -> int | None:
        """How many bytes a stream has; None if there is no such stream.

        Args:
            name: Its name.
        """
        entry = self._streams.get(name.casefold())
        return None if entry is None else int(entry.size)

    def read(self, name: str) -> bytes | None:
        """The bytes of a stream; None if there is no such stream, or if it is damaged, which is noted.

        Args:
            name: Its name.
        """
        entry = self._streams.get(name.casefold())
        if entry is None:
            return None
        try:
            # By its entry: olefile's own search by path goes through all names, for every one of 5,000 recipients.
            data: bytes = self._ole._open(entry.isectStart, entry.size).read()
        except Exception:  # olefile meets damage in many ways
            self._note(entry.name)
            return None
        if len(data) < entry.size:
            self._note(entry.name)
        return data

    def _note(self, name: str) -> None:
        if name not in self.damaged:
            self.damaged.append(name)


def root_storage(data: bytes) -> Storage:
    """Open a compound file.

    Args:
        data: All its bytes.

    Returns:
        Its outermost folder.

    Raises:
        ImportError: olefile is not installed.
        ValueError: The file is damaged.
    """
    from olefile import OleFileIO

    try:
        ole = OleFileIO(io.BytesIO(data))  # bytes alone, if few, would be taken for a file name
        sizes = [entry.size for entry in ole.direntries if entry is not None and entry.entry_type == _STREAM]
    except Exception as error:  # olefile meets damage in many ways, endless loops among them
        raise ValueError(cause(error)) from error
    if sum(sizes) > 2 * len(data):  # streams that share their bytes, so that a small file fills the memory
        raise ValueError("its streams are larger than the file")
    return Storage(ole, ole.root)
