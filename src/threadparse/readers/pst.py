"""Outlook data files (.pst, .ost, [MS-PST]): the messages of all folders, by libpff in a process of its own."""

from __future__ import annotations

import json
from binascii import a2b_base64
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, BinaryIO

from threadparse.errors import InputError
from threadparse.options import ParseOptions
from threadparse.readers.base import HEAD_BYTES, AnyReader, Item, PassedOver, printable_path
from threadparse.readers.extras import missing

if TYPE_CHECKING:
    from threadparse.readers.outlook.message import MessageReader

__all__ = ["MAGIC", "DataFileReader"]

MAGIC = b"!BDN"  # [MS-PST] §2.2.2.6

_KIND = "an Outlook data file"
_ADVICE = "repair it with Outlook's scanpst, or export its mails from Outlook"


class DataFileReader:
    """The reader of Outlook data files.

    Args:
        choice: What reads the mails of other formats that are attached in them.
    """

    SUFFIXES = frozenset({".pst", ".ost"})

    def __init__(self, choice: AnyReader) -> None:
        self._choice = choice

    def accepts(self, head: bytes) -> bool:
        """Tell whether a source is an Outlook data file.

        Args:
            head: How the source begins.
        """
        return head.startswith(MAGIC)

    def texts(self, stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Item]:
        """Return the texts of an Outlook data file, one a message.

        Args:
            stream: The file at its beginning.
            path: The file as the user named it; a message is called ``PATH/FOLDER#1``, ``PATH/FOLDER#2`` and so on.
            options: The limits, each for one message.

        Returns:
            The texts, folder by folder; an error in the place of a message that is damaged; at the end what is no mail.

        Raises:
            InputError: The file is damaged, or passes the limits of its process.
            UnsupportedFormatError: libpff is not installed.
        """
        if find_spec("pypff") is None:
            raise missing(path, _KIND, "pst")
        from threadparse.readers.isolated import records_of
        from threadparse.readers.msg import OutlookReader
        from threadparse.readers.outlook.message import MessageReader

        is_outlook = OutlookReader(self._choice).accepts
        found = False
        others: Counter[str] = Counter()
        for record in records_of("threadparse.readers.outlook.pst_items", stream, path, _KIND, _ADVICE):
            if "kind" in record:
                others[record["kind"]] += 1
                continue
            found = True
            name = f"{path}/{printable_path(record['folder'])}#{record['number']}"
            if "error" in record:
                what = "message" if record["number"] else "folder"
                words = f"this {what} is damaged in its data file ({record['error']}); {_ADVICE}"
                yield InputError(name.removesuffix("#0"), words)
                continue
            reader = MessageReader(name, options, self._choice, is_outlook)
            try:
                yield _text(reader, record["item"])
            except InputError as error:
                yield error
        if others:
            yield PassedOver(path, dict(others))
        if not found:
            yield InputError(path, "there is no message in this Outlook data file")


def _text(reader: MessageReader, item: dict[str, Any]) -> Item:
    """Return the text of one message."""
    return reader.text_of(_RecordedStorage(item), json.dumps(item, sort_keys=True).encode(), "pst")


class _RecordedStorage:
    """A message out of a data file, or a part of one, as ``pst_items`` prints it; has what ``storage.Storage`` has.

    Args:
        item: Its streams in base 64 by their names; of those left out the sizes and beginnings; the storages in it.
        name: Its name.

    Attributes:
        damaged: Names of damaged streams; none, as a damaged message is not printed.
    """

    def __init__(self, item: dict[str, Any], name: str = "") -> None:
        self.name = name
        self.damaged: list[str] = []
        self._streams: dict[str, str] = item["streams"]
        self._sizes: dict[str, int] = item.get("sizes", {})
        self._heads: dict[str, str] = item.get("heads", {})
        self._storages: list[tuple[str, dict[str, Any]]] = item["storages"]

    def storages(self, prefix: str) -> Iterator[_RecordedStorage]:
        """Return the storages in this one whose names begin so.

        Args:
            prefix: How the names begin.
        """
        return (_RecordedStorage(item, name) for name, item in self._storages if name.startswith(prefix))

    def size(self, name: str) -> int | None:
        """How many bytes a stream has; None if there is no such stream."""
        data = self.read(name)
        return self._sizes.get(name) if data is None else len(data)

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a stream; None if there is no such stream."""
        coded = self._streams.get(name)
        return None if coded is None else a2b_base64(coded)

    def head(self, name: str) -> bytes:
        """Return how a stream begins."""
        return a2b_base64(self._heads[name]) if name in self._heads else (self.read(name) or b"")[:HEAD_BYTES]
