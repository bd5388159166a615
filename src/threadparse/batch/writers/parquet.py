"""Parquet in partitions: each a file a table, written by itself from the parts, on whichever machine."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from threadparse.batch.codec import TABLES
from threadparse.batch.journal import Done, JournalReader
from threadparse.batch.outcome import Counts
from threadparse.batch.settled_rows import settled_rows
from threadparse.batch.store import Store
from threadparse.batch.writers.columns import Kind
from threadparse.batch.writers.keyed_rows import DOCUMENTS, KeyedRows, Layout
from threadparse.releases.laws import FolderLaws

__all__ = ["Partition", "partitions", "write_partition"]

_MAX_PARTITION_BYTES = (
    64 << 20
)  # of packed rows in a partition: some hundred thousand messages, a few hundred MB in the open
_ROW_GROUP = 16 << 20  # bytes of JSON that are held at a time


@dataclass(frozen=True, slots=True)
class Partition:
    """A stretch of the results.

    Attributes:
        store: Where the parts are, and the partition shall be.
        number: Its number, from 0.
        files: Where the rows are, in order.
        before: What stands in the partitions before it.
        laws: What decides the laws that documents leave open.
    """

    store: Store
    number: int
    files: tuple[Done, ...]
    before: Counts
    laws: FolderLaws

    def name(self, table: str) -> str:
        """Return the name of its file of a table."""
        return f"{table}.parquet/part-{self.number:06}.parquet"

    def names(self) -> list[str]:
        """Return the names of all its files."""
        return [self.name(table) for table in DOCUMENTS.keyed()]


def partitions(store: Store, results: Iterable[Done], laws: FolderLaws) -> Iterator[Partition]:
    """Cut the results into partitions; there is one at least, so that every table can be opened.

    Args:
        store: Where they are.
        results: All files, in order.
        laws: What decides the laws that documents leave open.
    """
    number, size = 0, 0
    files: list[Done] = []
    before = counts = Counts()
    for done in results:
        if files and size + done.length > _MAX_PARTITION_BYTES:
            yield Partition(store, number, tuple(files), before, laws)
            number, size, files, before = number + 1, 0, [], counts
        files.append(done)
        size += done.length
        counts = counts.plus(done.counts)
    yield Partition(store, number, tuple(files), before, laws)


def write_partition(partition: Partition) -> None:
    """Write a partition, a file for each table; doing it again gives the same files.

    Args:
        partition: Which.
    """
    with (
        tempfile.TemporaryDirectory(dir=partition.store.workspace()) as folder,
        closing(JournalReader(partition.store)) as reader,
    ):
        tables = ParquetTables(folder, DOCUMENTS, partition.before._asdict())
        with closing(tables):
            for done in partition.files:
                for kind, line in settled_rows(reader.rows(done), partition.laws):
                    if TABLES.get(kind) in DOCUMENTS.tables:
                        tables.add(TABLES[kind], line)
            for name, path in tables.finish().items():
                partition.store.take(path, partition.name(name.removesuffix(".parquet")))


class ParquetTables:
    """Writes ``messages.parquet`` and its like; see ``Writer``.

    Args:
        folder: Where to write.
        layout: The tables.
        before: How many rows stand before the first row, by table.
    """

    def __init__(self, folder: str, layout: Layout, before: Mapping[str, int] | None = None) -> None:
        self._keyed = KeyedRows(layout, before)
        self._files = {table: _Table(folder, table, kinds) for table, kinds in layout.keyed().items()}

    def add(self, table: str, line: bytes) -> None:
        """See ``Writer``."""
        for name, row in self._keyed.rows(table, line):
            self._files[name].add(row, len(line))

    def finish(self) -> dict[str, str]:
        """See ``Writer``."""
        self.close()
        return {f"{table}.parquet": file.path for table, file in self._files.items()}

    def close(self) -> None:
        """See ``Writer``."""
        for file in self._files.values():
            file.close()


class _Table:
    """One file that is being written."""

    def __init__(self, folder: str, table: str, columns: Mapping[str, Kind]) -> None:
        import pyarrow
        import pyarrow.parquet

        self.path = os.path.join(folder, f"{table}.parquet")
        self._arrow = pyarrow
        kinds = {name: _type(pyarrow, kind) for name, kind in columns.items()}
        self._schema = pyarrow.schema(list(kinds.items()))
        self._writer = pyarrow.parquet.ParquetWriter(self.path, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []
        self._size = 0

    def add(self, row: dict[str, Any], size: int) -> None:
        """Add a row that comes from so many bytes."""
        self._rows.append(row)
        self._size += size
        if self._size > _ROW_GROUP:
            self._flush()

    def close(self) -> None:
        """Finish the file."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_batch(self._arrow.RecordBatch.from_pylist(self._rows, self._schema))
            self._rows, self._size = [], 0


def _type(arrow: Any, kind: Kind) -> Any:
    """Return a kind of column in the words of Arrow."""
    if kind.name == "list" and kind.items is not None:
        return arrow.list_(_type(arrow, kind.items))
    if kind.name == "record":
        return arrow.struct([(name, _type(arrow, field)) for name, field in kind.fields])
    return {"text": arrow.string, "integer": arrow.int64, "boolean": arrow.bool_}[kind.name]()
