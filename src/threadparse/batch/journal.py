"""The journal of all runs: parts in the store, each with what became of some files.

A part is one line of JSON that says which files it holds, and behind it their blocks. It is written under another name
first, so that a part that is there is whole: whatever kills a run costs the parts that were not finished, and no more.
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


class Done(NamedTuple):
    """A file that was parsed, and where its rows are.

    Attributes:
        file: The file as it was then.
        counts: What came of it.
        part: Name of the part in the store.
        start: Where its block begins, in bytes.
        length: How long its block is.
    """

    file: File
    counts: Counts
    part: str
    start: int
    length: int


def part_names(store: Store) -> list[str]:
    """The names of all parts, those of later runs behind those of earlier ones.

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
    files = [[*outcome.file, len(outcome.block), *outcome.counts] for outcome in outcomes]
    head = json.dumps({"rule": rule, "files": files}, separators=(",", ":")).encode("ascii") + b"\n"
    store.put(f"{_FOLDER}/{name}", [head, *(outcome.block for outcome in outcomes)])
    return list(_placed(f"{_FOLDER}/{name}", len(head), files))


def read_contents(store: Store, name: str, rule: str | None) -> Iterator[Done]:
    """What a part holds.

    Args:
        store: Where it is.
        name: Its name.
        rule: By what its files must have been parsed; one of another rule counts as empty. None for any.

    Returns:
        Its files. A damaged part has none, so that they are parsed again.
    """
    with store.open(name) as stream:
        line = stream.readline()
        try:
            head = json.loads(line)
            if rule in (None, head["rule"]):
                yield from _placed(name, len(line), _checked(head["files"]))
        except (ValueError, KeyError, TypeError):
            return


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
        """The rows of a file.

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
        try:
            yield from unpack(self._stream, done.length)
        except zlib.error as error:
            raise OutputError(
                f"{done.part}: is damaged ({error}); delete that file, and run the same command with --resume"
            ) from error

    def close(self) -> None:
        """Close what is open."""
        self._opened.close()


def _placed(name: str, start: int, files: list[list[Any]]) -> Iterator[Done]:
    """The entries of a part, each with its place."""
    for path, size, stamp, length, *counts in files:
        yield Done(File(path, size, stamp), Counts(*counts), name, start, length)
        start += length


def _checked(files: list[list[Any]]) -> list[list[Any]]:
    """Entries as they were read, if they are what entries are.

    Raises:
        TypeError: They are not.
    """
    kinds = [str, int, str, *[int] * (1 + len(Counts._fields))]
    if any([type(value) for value in entry] != kinds for entry in files):
        raise TypeError("not the entries of a part")
    return files
