"""The packed form of one file's rows, in which a worker hands them on and the journal keeps them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, Literal

from threadparse import document as parsed
from threadparse.batch.outcome import Counts, ErrorCode, File, Outcome
from threadparse.locales.exemptions import exemptions
from threadparse.merge.message_places import message_places
from threadparse.readers.base import printable_path
from threadparse.releases.laws import open_codes
from threadparse.views.json import members, on_one_line

__all__ = ["LAWS", "PASSED_OVER", "PLACES", "TABLES", "Packer", "document_rows", "error_line", "failed", "unpack"]

#: What a row is, by the first letter of its line in a block.
TABLES = {b"m": "messages", b"t": "threads", b"d": "documents", b"r": "redactions", b"e": "errors"}
#: The letter of rows that no table has: where the words of each message stand in the text, for ``threadparse merge``.
PLACES = b"w"
#: The letter of rows that no table has either: the laws that a document names, and the codes whose law it leaves open.
LAWS = b"l"
#: And the letter of those that say how many files of an archive hold no mail, by ending.
PASSED_OVER = b"p"
_LETTERS = {table: letter for letter, table in TABLES.items()}

# Short blocks are left as they are: packing them costs more than it saves. The first byte tells a packed one, as no row
# begins with it.
_SHORT = 64 << 10
_FAST = 1  # level of compression
_PACKED = b"x"
_STEP = 1 << 20


def document_rows(document: parsed.Document, file: str, number: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return the rows of a document, each with its table; a thread stands before its messages.

    Args:
        document: The document.
        file: What its file is called.
        number: Its number in the file, from 0.
    """
    place = {"file": file, "path": document.source.path, "document": number}
    threads = document.threads
    ids = [thread.id for thread in threads]
    yield "documents", {**place, "threads": ids, **_but(document, "threads", "redactions")}
    for thread in threads:
        ids = [message.id for message in thread.messages]
        yield "threads", {**place, "messages": ids, **_but(thread, "messages")}
        where = {**place, "format": document.source.format, "thread": thread.id}
        for message in thread.messages:
            yield "messages", {**where, **members(message)}
    for redaction in document.redactions:
        yield "redactions", {**place, **members(redaction)}


class Packer:
    """Packs the rows of one file as they come; of many, only their packed form is held.

    Args:
        file: The file.
    """

    def __init__(self, file: File) -> None:
        self._file = file
        self._name = printable_path(file.path)
        self._pieces: list[bytes] = []
        self._room = _SHORT
        self._packer: Any = None
        self._counts = Counts()

    def document(self, document: parsed.Document, text: str) -> None:
        """Add all rows of a document."""
        open_ = open_codes(document.redactions)
        named = exemptions().named_laws(text)
        if open_ or named:  # stands before the rows of its document
            self._add(LAWS, {"path": document.source.path, "named": sorted(named), "open": open_})
        for table, row in document_rows(document, self._name, self._counts.documents):
            self._add(_LETTERS[table], row)
        for message in document.messages:
            self._add(PLACES, {"source_index": message.source_index, **message_places(text, message)})
        threads = document.threads
        found = Counts(1, len(threads), sum(len(thread.messages) for thread in threads), open_laws=len(open_))
        self._counts = self._counts.plus(found)

    def passed_over(self, kinds: dict[str, int]) -> None:
        """Add that files of an archive hold no mail.

        Args:
            kinds: How many, by ending.
        """
        self._add(PASSED_OVER, kinds)

    def error(self, code: str, text: str, *, path: str = "", severity: Literal["error", "warning"] = "error") -> None:
        """Add what went wrong.

        Args:
            code: A stable code.
            text: What is wrong and what to do.
            path: The part of the file that it is about; empty for the file itself.
            severity: Whether something was not read, or read with a doubt.
        """
        self._put(b"e" + error_line(self._name, path or self._name, severity, code, text))
        is_error = severity == "error"
        self._counts = self._counts.plus(Counts(errors=int(is_error), warnings=int(not is_error)))

    def outcome(self) -> Outcome:
        """Return what came of the file."""
        end = self._packer.flush() if self._packer else b""
        return Outcome(self._file, self._counts, b"".join([*self._pieces, end]))

    def _add(self, kind: bytes, row: dict[str, Any]) -> None:
        self._put(b"%b%b\n" % (kind, on_one_line(row).encode()))

    def _put(self, line: bytes) -> None:
        """Add a line with its letter."""
        self._pieces.append(self._packer.compress(line) if self._packer else line)
        self._room -= len(line)
        if self._room < 0 and self._packer is None:
            self._packer = zlib.compressobj(_FAST)
            self._pieces = [self._packer.compress(piece) for piece in self._pieces]


def _but(part: Any, *names: str) -> dict[str, Any]:
    """Return the members of a part of a document, but for some."""
    return {name: value for name, value in members(part).items() if name not in names}


def error_line(file: str, path: str, severity: Literal["error", "warning"], code: str, text: str) -> bytes:
    """Return an ``ErrorRow`` as a line of JSON.

    Args:
        file: Path of the file.
        path: Path of the part that it is about.
        severity: Whether something was not read, or read with a doubt.
        code: A stable code.
        text: What is wrong and what to do.
    """
    row = {"file": file, "path": path, "severity": severity, "code": code, "text": text}
    return on_one_line(row).encode() + b"\n"


def failed(file: File, code: ErrorCode, reason: str) -> Outcome:
    """Return the outcome of a file that its worker did not live to tell.

    Args:
        file: The file.
        code: Why, for programs.
        reason: Why and what to do, for people.
    """
    packer = Packer(file)
    packer.error(code, reason)
    return packer.outcome()


def unpack(stream: BinaryIO, length: int) -> Iterator[tuple[bytes, bytes]]:
    """Return the rows of a block, a piece at a time.

    Args:
        stream: Where to read from, at the beginning of the block, which is whole.
        length: How many bytes the block has.

    Returns:
        Pairs of the letter of the row's kind and its JSON, with the line end.
    """
    unpacker, rest = None, b""
    while length and (data := stream.read(min(length, _STEP))):
        length -= len(data)
        if data.startswith(_PACKED) and not rest and unpacker is None:
            unpacker = zlib.decompressobj()
        *lines, rest = (rest + (unpacker.decompress(data) if unpacker else data)).split(b"\n")
        for line in lines:
            yield line[:1], line[1:] + b"\n"
