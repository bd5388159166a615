"""The journal of all runs: parts in the store, each with what became of some files.

A part is one line of JSON that says which files it holds, and behind it their blocks. It is written under another name
first, so that a part that is there is whole: whatever kills a run costs the parts that were not finished, and no more.
The line and each block have a checksum (CRC-32): what a disk or a copy has damaged is parsed again, or said.
"""

from __future__ import annotations

import contextlib
import json
import zlib
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, NamedTuple

from threadparse.batch.codec import unpack
from threadparse.batch.outcome import Counts, File, Outcome
from threadparse.batch.store import HOME, Store
from threadparse.errors import OutputError

__all__ = ["Done", "JournalReader", "part_names", "read_contents", "write_part"]

_FOLDER = f"{HOME}/parts"
_STEP = 1 << 20


class Done(NamedTuple):
    """A file that was parsed, and where its rows are.

    Attributes:
        file: The file as it was then.
        counts: What came of it.
        part: Name of the part in the store.
        start: Where its block begins, in bytes.
        length: How long its block is.
        checksum: CRC-32 of its block.
    """

    file: File
    counts: Counts
    part: str
    start: int
    length: int
    checksum: int


def part_names(store: Store) -> list[str]:
    """Return the names of all parts, those of later runs behind those of earlier ones.

    Args:
        store: Where they are.
    """
    return store.names(_FOLDER)


def write_part(store: Store, name: str, rule: str, outcomes: Sequence[Outcome]) -> list[Done]:
    """Keep what came of some files.

    Args:
        store: Where.
        name: A name that no other part has.
        rule: By what the files were parsed (see ``run.rule_of``).
        outcomes: The outcomes.

    Returns:
        Where each is now.

    Raises:
        OSError: It cannot be written.
    """
    files = [[*outcome.file, len(outcome.block), zlib.crc32(outcome.block), *outcome.counts] for outcome in outcomes]
    words = json.dumps({"rule": rule, "files": files}, separators=(",", ":")).encode("ascii") + b"\n"
    head = b"%08x %b" % (zlib.crc32(words), words)
    store.put(f"{_FOLDER}/{name}", [head, *(outcome.block for outcome in outcomes)])
    return list(_placed(f"{_FOLDER}/{name}", len(head), files))


def read_contents(store: Store, name: str, rule: str | None) -> Iterator[Done]:
    """Return what a part holds.

    Args:
        store: Where it is.
        name: Its name.
        rule: By what its files must have been parsed; one of another rule counts as empty. None for any.

    Returns:
        Its files.

    Raises:
        OutputError: The part is damaged, or of a version that wrote no checksums.
    """
    with store.open(name) as stream:
        line = stream.readline()
    if line.startswith(b'{"rule"'):
        raise OutputError("holds results of an older version; run the batch again with --fresh")
    checksum, _, words = line.partition(b" ")
    if checksum != b"%08x" % zlib.crc32(words):
        raise _damaged(name)
    head = json.loads(words)
    if rule in (None, head["rule"]):
        yield from _placed(name, len(line), head["files"])


class JournalReader:
    """Reads blocks; files that were parsed together are read from one open part.

    Args:
        store: Where the parts are.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._name = ""
        self._stream: BinaryIO | None = None
        self._opened = contextlib.ExitStack()

    def rows(self, done: Done) -> Iterator[tuple[bytes, bytes]]:
        """Return the rows of a file.

        Args:
            done: Where they are.

        Returns:
            Pairs of the letter of the row's kind and its JSON, with the line end.

        Raises:
            OutputError: The part is damaged.
        """
        if done.part != self._name or self._stream is None:
            self.close()
            self._stream = self._opened.enter_context(self._store.open(done.part))
            self._name = done.part
        self._stream.seek(done.start)
        if _checksum(self._stream, done.length) != done.checksum:
            raise _damaged(done.part)
        self._stream.seek(done.start)
        yield from unpack(self._stream, done.length)

    def close(self) -> None:
        """Close what is open."""
        self._opened.close()


def _damaged(name: str) -> OutputError:
    """Return the error for a part that is damaged."""
    return OutputError(f"{name}: is damaged; delete that file, and run the batch again with --resume")


def _checksum(stream: BinaryIO, length: int) -> int:
    """Return the checksum of the next bytes of a stream, as far as there are so many."""
    checksum = 0
    while length > 0 and (data := stream.read(min(length, _STEP))):
        checksum = zlib.crc32(data, checksum)
        length -= len(data)
    return checksum


def _placed(name: str, start: int, files: list[list[Any]]) -> Iterator[Done]:
    """Return the entries of a part, each with its place."""
    for path, size, stamp, length, checksum, *counts in files:
        yield Done(File(path, size, stamp), Counts(*counts), name, start, length, checksum)
        start += length
