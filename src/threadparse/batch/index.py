"""The index of a run: which files there are, which of them are done, and where; on disk, so that memory stays flat."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType

from threadparse.batch.journal import Done
from threadparse.batch.outcome import Counts, File, Trouble

__all__ = ["Index"]

# One row for each file there is now, one for each that was parsed in this or an earlier run. The key is the path with
# NUL for the slash, so that a folder's files stand together, in the order of a walk.
_TABLES = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = FILE;
CREATE TABLE here (key BLOB PRIMARY KEY, size INTEGER, stamp TEXT, reason TEXT) WITHOUT ROWID;
CREATE TABLE done (
    key BLOB PRIMARY KEY, size INTEGER, stamp TEXT, part TEXT, start INTEGER, length INTEGER, checksum INTEGER,
    {", ".join(f"{name} INTEGER" for name in Counts._fields)}
) WITHOUT ROWID;
"""
_DONE = "done.size = here.size AND done.stamp = here.stamp"


class Index:
    """A temporary database of the files of a run; it is made anew for each run from the listing and the parts.

    Args:
        folder: Where to put it, on a disk with room.
    """

    def __init__(self, folder: str) -> None:
        self._path = os.path.join(folder, f"index-{os.getpid()}.sqlite")
        self._database = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        self._database.executescript(_TABLES)
        self._database.execute("BEGIN")

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()
        os.unlink(self._path)

    def list(self, item: File | Trouble) -> None:
        """Note a file that is there, or a place that could not be looked into.

        Args:
            item: The file or trouble.
        """
        row = (*item[1:], None) if isinstance(item, File) else (None, None, item.reason)
        self._database.execute("INSERT OR REPLACE INTO here VALUES (?, ?, ?, ?)", (_key(item.path), *row))

    def add(self, entries: Iterable[Done]) -> None:
        """Note files that were parsed; a later entry replaces an earlier one of the same file.

        Args:
            entries: Where their rows are.
        """
        self._database.executemany(
            f"INSERT OR REPLACE INTO done VALUES (?, ?, ?, ?, ?, ?, ?{', ?' * len(Counts._fields)})",
            (
                (_key(done.file.path), *done.file[1:], done.part, done.start, done.length, done.checksum, *done.counts)
                for done in entries
            ),
        )

    def forget_failed(self) -> None:
        """Count files of which something could not be read as not parsed yet."""
        self._database.execute("DELETE FROM done WHERE errors > 0")

    def listed(self) -> tuple[int, int]:
        """How many files there are, and their bytes."""
        return self._totals("SELECT count(size), sum(size) FROM here")

    def reused(self) -> tuple[int, int]:
        """How many of the files that there are were parsed, and their bytes."""
        return self._totals(f"SELECT count(*), sum(here.size) FROM here JOIN done USING (key) WHERE {_DONE}")

    def counts(self) -> Counts:
        """Return what came of all files that there are; a place that could not be looked into is an error."""
        sums = ", ".join(f"coalesce(sum(done.{name}), 0)" for name in Counts._fields)
        (found,) = self._database.execute(f"SELECT {sums} FROM here JOIN done USING (key) WHERE {_DONE}")
        ((troubles,),) = self._database.execute("SELECT count(*) FROM here WHERE reason IS NOT NULL")
        return Counts(*found).plus(Counts(errors=troubles))

    def pending(self) -> Iterator[File]:
        """Return the files that were not parsed, in order; parts may be added while it runs."""
        # Keys are asked for in slices: a cursor that stays open would see the rows that ``add`` puts behind it.
        after = b""
        while True:
            rows = self._database.execute(
                f"SELECT here.key, here.size, here.stamp FROM here LEFT JOIN done ON done.key = here.key AND {_DONE} "
                "WHERE here.key > ? AND here.reason IS NULL AND done.key IS NULL ORDER BY here.key LIMIT 1000",
                (after,),
            ).fetchall()
            if not rows:
                return
            for key, size, stamp in rows:
                yield File(_path(key), size, stamp)
            after = rows[-1][0]

    def results(self) -> Iterator[Done | Trouble]:
        """Where the rows of all files are, in order, with the places that could not be looked into."""
        rows = self._database.execute(
            "SELECT here.key, here.size, here.stamp, here.reason, done.part, done.start, done.length, "
            f"done.checksum, {', '.join(Counts._fields)} "
            f"FROM here LEFT JOIN done ON done.key = here.key AND {_DONE} "
            "WHERE here.reason IS NOT NULL OR done.key IS NOT NULL ORDER BY here.key"
        )
        for key, size, stamp, reason, part, start, length, checksum, *counts in rows:
            if reason is not None:
                yield Trouble(_path(key), reason)
            else:
                yield Done(File(_path(key), size, stamp), Counts(*counts), part, start, length, checksum)

    def parts_in_use(self) -> set[str]:
        """Return the names of the parts that hold a result."""
        rows = self._database.execute(f"SELECT DISTINCT part FROM here JOIN done USING (key) WHERE {_DONE}")
        return {name for (name,) in rows}

    def _totals(self, query: str) -> tuple[int, int]:
        ((count, size),) = self._database.execute(query)
        return count, size or 0


def _key(path: str) -> bytes:
    return path.replace("/", "\0").encode("utf-8", "surrogatepass")


def _path(key: bytes) -> str:
    return key.decode("utf-8", "surrogatepass").replace("\0", "/")
