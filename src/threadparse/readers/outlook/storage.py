"""Compound files ([MS-CFB]) as storages whose streams are read on use, by olefile, with notes on damaged ones."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from threadparse.document import Note
from threadparse.readers.base import HEAD_BYTES
from threadparse.readers.extras import cause

if TYPE_CHECKING:
    from olefile import OleFileIO

__all__ = ["TABLE", "AnyStorage", "Storage", "damage_notes", "root_storage"]

#: The stream that lists the properties of a storage ([MS-OXMSG] §2.4).
TABLE = "__properties_version1.0"
_STORAGE, _STREAM = 1, 2


class AnyStorage(Protocol):
    """What a message, a recipient or an attachment is read from: named streams, and storages in it."""

    @property
    def damaged(self) -> list[str]:
        """Names of the streams that were asked for and could not be read, or not to their end."""

    def storages(self, prefix: str) -> Iterator[AnyStorage]:
        """Return the storages in this one whose names begin so.

        Args:
            prefix: How the names begin.
        """

    def size(self, name: str) -> int | None:
        """How many bytes a stream has; None if there is no such stream."""

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a stream; None if there is no such stream, or if it is damaged."""

    def head(self, name: str) -> bytes:
        """Return how a stream begins, ``HEAD_BYTES`` at most; nothing if there is none, or if it is damaged."""


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
        """Return the folders in this one whose names begin so.

        Args:
            prefix: How the names begin.
        """
        for entry in self._storages:
            if entry.name.casefold().startswith(prefix.casefold()):
                yield Storage(self._ole, entry, self.damaged)

    def size(self, name: str) -> int | None:
        """How many bytes a stream has; None if there is no such stream."""
        entry = self._streams.get(name.casefold())
        return None if entry is None else int(entry.size)

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a stream; None if there is no such stream, or if it is damaged, which is noted."""
        entry = self._streams.get(name.casefold())
        if entry is None:
            return None
        data = self._bytes(entry, entry.size)
        if data is None or len(data) < entry.size:
            self._note(entry.name)
        return data

    def head(self, name: str) -> bytes:
        """Return how a stream begins; damage is not noted."""
        entry = self._streams.get(name.casefold())
        return b"" if entry is None else self._bytes(entry, min(entry.size, HEAD_BYTES)) or b""

    def _bytes(self, entry: Any, size: int) -> bytes | None:
        """Return the first bytes of a stream; None if it is damaged."""
        try:
            # By its entry: olefile's own search by path goes through all names, for every one of 5,000 recipients.
            data: bytes = self._ole._open(entry.isectStart, size).read()
        except MemoryError:
            raise
        except Exception:  # olefile meets damage in many ways
            return None
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
    except MemoryError:
        raise
    except Exception as error:  # olefile meets damage in many ways, endless loops among them
        raise ValueError(cause(error)) from error
    # Streams that share their bytes fill the memory from a small file; the root has a stream, too: of all short ones.
    if max(sum(sizes), ole.root.size) > 2 * len(data):
        raise ValueError("its streams are larger than the file")
    return Storage(ole, ole.root)


_DAMAGED_STREAM = re.compile(r"__substg1\.0_([0-9a-f]{4})[0-9a-f]{4}", re.IGNORECASE)
_MAX_NAMED_STREAMS = 10
#: Properties ([MS-OXPROPS]) that people know by a name.
_NAMES = {
    "1000": "the plain body",
    "1013": "the HTML body",
    "1009": "the Rich Text body",
    "0037": "the subject",
    "003D": "the prefix of the subject",
    "0E1D": "the subject without its prefix",
    "0070": "the topic of the conversation",
    "0042": "the author's name",
    "5D02": "the author's address",
    "0065": "the author's address",
    "0C1A": "the sender's name",
    "5D01": "the sender's address",
    "0C1F": "the sender's address",
    "0E04": "the list of recipients",
    "0E03": "the list of copies",
    "39FE": "a recipient's address",
    "3003": "a recipient's address",
    "3001": "the name of a recipient or attachment",
    "3704": "an attachment's name",
    "3707": "an attachment's name",
    "370E": "an attachment's type",
    "3701": "an attachment's content",
    "007D": "the internet header",
    "1035": "the message id",
    "1042": "the id of the message answered",
    "1039": "the ids of the messages before",
}


def damage_notes(streams: Sequence[str]) -> list[Note]:
    """Say which properties could not be read.

    Args:
        streams: Names of the damaged streams.

    Returns:
        One note for all of them; none if nothing is damaged.
    """
    if not streams:
        return []
    properties = list(dict.fromkeys(map(_property, streams)))
    named = ", ".join(properties[:_MAX_NAMED_STREAMS])
    if len(properties) > _MAX_NAMED_STREAMS:
        named += f" and {len(properties) - _MAX_NAMED_STREAMS} more"
    words = f"Damaged in the file, and therefore missing or cut short: {named}."
    return [Note(code="msg.property-unreadable", severity="warning", text=words)]


def _property(stream: str) -> str:
    """Return the property that a stream holds, with its number."""
    if stream.casefold() == TABLE:
        return "the table of dates and numbers"
    match = _DAMAGED_STREAM.fullmatch(stream)
    if match is None:
        return stream
    number = match[1].upper()
    return f"{_NAMES.get(number, 'a property')} (0x{number})"
