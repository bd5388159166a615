"""Databases in one file, SQLite and DuckDB: a table each for messages, threads, documents and redactions."""

from __future__ import annotations

import json
import os
import sqlite3
from typing import Any

from threadparse.batch.writers.columns import ROWS, Kind, columns, flat_columns, flat_values
from threadparse.batch.writers.json_lines import JsonLines
from threadparse.errors import OutputError

__all__ = ["DuckDatabase", "SqliteDatabase"]

_DUCKDB_FILE = "threadparse.duckdb"
_DUCKDB_TYPES = {"text": "VARCHAR", "integer": "BIGINT", "boolean": "BOOLEAN"}
_MAX_ROW_BYTES = 1 << 30  # bytes; DuckDB's own limit is shorter than the longest text that is parsed


class DuckDatabase:
    """Writes ``threadparse.duckdb``; see ``Writer``. DuckDB reads lines of JSON faster than anybody could hand it rows.

    Args:
        folder: Where to write.
    """

    def __init__(self, folder: str) -> None:
        self._path = os.path.join(folder, _DUCKDB_FILE)
        self._folder = os.path.join(folder, "duckdb")
        os.makedirs(self._folder)
        self._lines = JsonLines(self._folder)

    def add(self, table: str, line: bytes) -> None:
        """See ``Writer``."""
        self._lines.add(table, line)

    def finish(self) -> dict[str, str]:
        """See ``Writer``."""
        import duckdb

        paths = self._lines.finish()
        try:
            with duckdb.connect(self._path) as database:
                database.execute("SET preserve_insertion_order = true")
                for table, model in ROWS.items():
                    kinds = {name: _type(kind) for name, kind in columns(model).items()}
                    database.execute(
                        f"CREATE TABLE {table} AS SELECT * FROM read_json($path, format = 'newline_delimited', "
                        f"columns = {_literal(kinds)}, maximum_object_size = {_MAX_ROW_BYTES})",
                        {"path": paths[f"{table}.jsonl"]},
                    )
        except duckdb.Error as error:
            raise OutputError(f"{_SQLITE_FILE} cannot be written: {error}") from error
        for path in paths.values():
            os.unlink(path)
        return {_DUCKDB_FILE: self._path}

    def close(self) -> None:
        """See ``Writer``."""
        self._lines.close()


def _type(kind: Kind) -> str:
    """A kind of column in the words of DuckDB."""
    if kind.name == "list" and kind.items is not None:
        return f"{_type(kind.items)}[]"
    if kind.name == "record":
        fields = [f'"{name}" {_type(field)}' for name, field in kind.fields]
        return f"STRUCT({', '.join(fields)})"
    return _DUCKDB_TYPES[kind.name]


def _literal(kinds: dict[str, str]) -> str:
    """Columns as ``read_json`` takes them."""
    return "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in kinds.items()) + "}"


_SQLITE_FILE = "threadparse.sqlite"
_SQLITE_TYPES = {"text": "TEXT", "integer": "INTEGER", "boolean": "INTEGER", "list": "TEXT"}
_AT_ONCE = 500
_INDEXES = {
    "messages": ("id", "thread", "date"),
    "threads": ("id",),
    "documents": ("path",),
    "redactions": ("message",),
}


class SqliteDatabase:
    """Writes ``threadparse.sqlite``; see ``Writer``.

    Args:
        folder: Where to write.
    """

    def __init__(self, folder: str) -> None:
        self._path = os.path.join(folder, _SQLITE_FILE)
        self._database = sqlite3.connect(self._path, isolation_level=None)
        # The file is thrown away if anything goes wrong before it is whole, so it needs no journal of its own.
        self._database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        self._kinds = {table: columns(model) for table, model in ROWS.items()}
        self._inserts: dict[str, str] = {}
        self._waiting: dict[str, list[list[Any]]] = {table: [] for table in ROWS}
        for table, model in ROWS.items():
            flat = flat_columns(model)
            names = ", ".join(f'"{name}" {_SQLITE_TYPES[kind.name]}' for name, kind in flat.items())
            self._database.execute(f"CREATE TABLE {table} ({names})")
            self._inserts[table] = f"INSERT INTO {table} VALUES ({', '.join('?' * len(flat))})"
        self._database.execute("BEGIN")

    def add(self, table: str, line: bytes) -> None:
        """See ``Writer``."""
        waiting = self._waiting[table]
        waiting.append([_value(value) for value in flat_values(json.loads(line), self._kinds[table])])
        if len(waiting) >= _AT_ONCE:
            self._flush(table)

    def finish(self) -> dict[str, str]:
        """See ``Writer``."""
        for table, names in _INDEXES.items():
            self._flush(table)
            for name in names:
                self._database.execute(f"CREATE INDEX {table}_{name} ON {table} ({name})")
        self._database.execute("COMMIT")
        self.close()
        return {_SQLITE_FILE: self._path}

    def close(self) -> None:
        """See ``Writer``."""
        self._database.close()

    def _flush(self, table: str) -> None:
        self._database.executemany(self._inserts[table], self._waiting[table])
        self._waiting[table].clear()


def _value(value: Any) -> Any:
    """A value as SQLite has it."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
