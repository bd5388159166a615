"""The rows of a run: their names, which are a promise (docs/batch.md), and how they are packed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, Literal

from pydantic import BaseModel, Field
from pydantic_core import to_json

from threadparse import parsed
from threadparse.batch.outcome import Counts, File, Outcome
from threadparse.model import SCHEMA_VERSION, Document, Message, Note, Participant, Source, Zone

__all__ = ["TABLES", "DocumentRow", "ErrorRow", "MessageRow", "Packer", "ThreadRow", "unpack"]

#: What a row is, by the first letter of its line in a block.
TABLES = {b"m": "messages", b"t": "threads", b"d": "documents", b"e": "errors"}

# Short blocks are left as they are: packing them costs more than it saves. The first byte tells a packed one, as no row
# begins with it.
_SHORT = 64 << 10
_FAST = 1  # level of compression
_PACKED = b"x"
_STEP = 1 << 20


class _Place(BaseModel):
    """Where a row comes from."""

    file: str = Field(description="Path of the file below the folder of the run.")
    path: str = Field(description="Path of the document: the file, or a member of it such as export.zip/17.msg.")
    document: int = Field(description="Number of the document in its file, from 0.")


class _MessagePlace(_Place):
    """Where a message comes from."""

    format: str = Field(description="Format of the document.")
    thread: str = Field(description="Id of the thread that it belongs to.")


class MessageRow(Message, _MessagePlace):
    """A message as it stands in one document: where it was found, and the fields of ``Message``."""


class ThreadRow(_Place):
    """A conversation of one document."""

    messages: list[str] = Field(description="Ids of the messages, oldest first.")
    id: str
    subject: str | None
    participants: list[Participant]


class DocumentRow(_Place):
    """A document without its messages: source, notes, and the zones that belong to no message."""

    threads: list[str] = Field(description="Ids of the threads, in their order.")
    schema_version: Literal["1"] = SCHEMA_VERSION
    source: Source
    zones: list[Zone]
    notes: list[Note]


class ErrorRow(BaseModel):
    """A file, or a part of it, that is not among the results, or is there with a doubt about its words."""

    file: str = Field(description="Path of the file below the folder of the run.")
    path: str = Field(description="Path of the part that it is about: the file, or a member of it.")
    severity: Literal["error", "warning"] = Field(description="error: not read; warning: read with a doubt.")
    code: str
    text: str = Field(description="What is wrong and what to do, for people.")


class Packer:
    """Packs the rows of one file as they come; of many, only their packed form is held.

    Args:
        file: The file.
        name: Its path in a form that can be written as UTF-8.
    """

    def __init__(self, file: File, name: str) -> None:
        self._file = file
        self._name = name
        self._pieces: list[bytes] = []
        self._room = _SHORT
        self._packer: Any = None
        self._counts = Counts()

    def document(self, made: parsed.Document) -> None:
        """Add all rows of a document.

        Args:
            made: The next of the file.
        """
        document = Document.of(made)
        place = {"file": self._name, "path": document.source.path, "document": self._counts.documents}
        threads = document.threads
        head = {**place, "threads": [thread.id for thread in threads]}
        self._add(b"d", head, document.model_dump_json(by_alias=True, exclude={"threads"}))
        for thread in threads:
            head = {**place, "messages": [message.id for message in thread.messages]}
            self._add(b"t", head, thread.model_dump_json(exclude={"messages"}))
            head = {**place, "format": document.source.format, "thread": thread.id}
            for message in thread.messages:
                self._add(b"m", head, message.model_dump_json())
        found = Counts(1, len(threads), sum(len(thread.messages) for thread in threads))
        self._counts = self._counts.plus(found)

    def error(self, code: str, text: str, *, path: str = "", severity: Literal["error", "warning"] = "error") -> None:
        """Add what went wrong.

        Args:
            code: A stable code.
            text: What is wrong and what to do.
            path: The part of the file that it is about; empty for the file itself.
            severity: Whether something was not read, or read with a doubt.
        """
        row = ErrorRow(file=self._name, path=path or self._name, severity=severity, code=code, text=text)
        self._add(b"e", {}, row.model_dump_json())
        is_error = severity == "error"
        self._counts = self._counts.plus(Counts(errors=int(is_error), warnings=int(not is_error)))

    def outcome(self) -> Outcome:
        """What came of the file."""
        end = self._packer.flush() if self._packer else b""
        return Outcome(self._file, self._counts, b"".join([*self._pieces, end]))

    def _add(self, kind: bytes, head: dict[str, object], rest: str) -> None:
        """Add a row: its first fields, and the others as a JSON object already."""
        start = to_json(head)[:-1] + b"," if head else b"{"
        line = b"%b%b%b\n" % (kind, start, rest[1:].encode())
        self._pieces.append(self._packer.compress(line) if self._packer else line)
        self._room -= len(line)
        if self._room < 0 and self._packer is None:
            self._packer = zlib.compressobj(_FAST)
            self._pieces = [self._packer.compress(piece) for piece in self._pieces]


def unpack(stream: BinaryIO, length: int) -> Iterator[tuple[bytes, bytes]]:
    """The rows of a block, a piece at a time.

    Args:
        stream: Where to read from, at the beginning of the block.
        length: How many bytes the block has.

    Returns:
        Pairs of the letter of the row's kind and its JSON, with the line end.

    Raises:
        zlib.error: The block is damaged.
    """
    unpacker, rest = None, b""
    while length:
        data = stream.read(min(length, _STEP))
        if not data:
            raise zlib.error("the block is cut short")
        length -= len(data)
        if data.startswith(_PACKED) and not rest and unpacker is None:
            unpacker = zlib.decompressobj()
        *lines, rest = (rest + (unpacker.decompress(data) if unpacker else data)).split(b"\n")
        for line in lines:
            yield line[:1], line[1:] + b"\n"
    if rest or (unpacker and not unpacker.eof):
        raise zlib.error("the block is cut short")
