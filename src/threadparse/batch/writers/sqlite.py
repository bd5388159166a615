"""Databases in one file, SQLite and DuckDB, with the same tables, keys and views."""

from __future__ import annotations

import json
import os
import sqlite3
from typing import Any

from threadparse.batch.writers.columns import Kind, flat_columns, flat_values
from threadparse.batch.writers.json_lines import JsonLines
from threadparse.batch.writers.keyed_rows import KeyedRows, Layout
from threadparse.errors import OutputError
from threadparse.views.json import on_one_line

__all__ = ["DuckDatabase", "SqliteDatabase", "datasette_metadata"]

_DUCKDB_FILE = "threadparse.duckdb"
_DUCKDB_TYPES = {"text": "VARCHAR", "integer": "BIGINT", "boolean": "BOOLEAN"}
_MAX_ROW_BYTES = 1 << 30  # bytes; DuckDB's own limit is shorter than the longest text that is parsed


class DuckDatabase:
    """Writes ``threadparse.duckdb``; see ``Writer``. DuckDB reads lines of JSON faster than anybody could hand it rows.

    Args:
        folder: Where to write.
        layout: The tables.
    """

    def __init__(self, folder: str, layout: Layout) -> None:
        self._path = os.path.join(folder, _DUCKDB_FILE)
        self._folder = os.path.join(folder, "duckdb")
        os.makedirs(self._folder)
        self._layout = layout
        self._kinds = layout.keyed()
        self._lines = JsonLines(self._folder, tuple(self._kinds))
        self._keyed = KeyedRows(layout)

    def add(self, table: str, line: bytes) -> None:
        """See ``Writer``."""
        for name, row in self._keyed.rows(table, line):
            self._lines.add(name, on_one_line(row).encode() + b"\n")

    def finish(self) -> dict[str, str]:
        """See ``Writer``."""
        import duckdb

        paths = self._lines.finish()
        try:
            with duckdb.connect(self._path) as database:
                database.execute("SET preserve_insertion_order = true")
                for table, columns in self._kinds.items():
                    kinds = {name: _type(kind) for name, kind in columns.items()}
                    database.execute(
                        f"CREATE TABLE {table} AS SELECT * FROM read_json($path, format = 'newline_delimited', "
                        f"columns = {_literal(kinds)}, maximum_object_size = {_MAX_ROW_BYTES})",
                        {"path": paths[f"{table}.jsonl"]},
                    )
                database.execute(self._layout.views(sender="sender.", cite="cite."))
        except duckdb.Error as error:
            raise OutputError(f"{_DUCKDB_FILE} cannot be written: {error}") from error
        for path in paths.values():
            os.unlink(path)
        return {_DUCKDB_FILE: self._path}

    def close(self) -> None:
        """See ``Writer``."""
        self._lines.close()


def _type(kind: Kind) -> str:
    """Return a kind of column in the words of DuckDB."""
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
_CONSTRAINTS = {"recipients": ", PRIMARY KEY (message_key, field, position)"}
_AT_ONCE = 500
_FINISH = """
CREATE INDEX recipients_address ON recipients (address);
CREATE VIRTUAL TABLE messages_fts USING fts5 (subject, body, content="messages", content_rowid="message_key");
INSERT INTO messages_fts (messages_fts) VALUES ('rebuild');
"""
_METADATA_FILE = "metadata.json"


def datasette_metadata(name: str, layout: Layout) -> str:
    """Return what Datasette shows a database with, as JSON.

    Args:
        name: The name of the database's file, without its ending.
        layout: Its tables.
    """
    tables: dict[str, dict[str, str]] = {table: {"label_column": column} for table, column in layout.labels.items()}
    for table in ("timeline", "messages"):
        tables[table] |= {"sort": "date", "fts_table": "messages_fts", "fts_pk": "message_key"}
    databases = {name: {"tables": tables}}
    metadata = {"title": "E-mail threads", "description": layout.description, "databases": databases}
    return json.dumps(metadata, indent=2) + "\n"


class SqliteDatabase:
    """Writes ``threadparse.sqlite`` and what Datasette shows it with, ``metadata.json``; see ``Writer``.

    Args:
        folder: Where to write.
        layout: The tables.
    """

    def __init__(self, folder: str, layout: Layout) -> None:
        self._folder = folder
        self._layout = layout
        self._path = os.path.join(folder, _SQLITE_FILE)
        self._database = sqlite3.connect(self._path, isolation_level=None)
        # The file is thrown away if anything goes wrong before it is whole, so it needs no journal of its own.
        self._database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        self._keyed = KeyedRows(layout)
        self._kinds = layout.keyed()
        self._waiting: dict[str, list[list[Any]]] = {table: [] for table in self._kinds}
        self._inserts: dict[str, str] = {}
        for table, kinds in self._kinds.items():
            flat = flat_columns(kinds)
            names = ", ".join(f'"{name}" {self._type(table, name, kind)}' for name, kind in flat.items())
            self._database.execute(f"CREATE TABLE {table} ({names}{_CONSTRAINTS.get(table, '')})")
            self._inserts[table] = f"INSERT INTO {table} VALUES ({', '.join('?' * len(flat))})"
        self._database.execute("BEGIN")

    def add(self, table: str, line: bytes) -> None:
        """See ``Writer``."""
        for name, row in self._keyed.rows(table, line):
            self._waiting[name].append([_value(value) for value in flat_values(row, self._kinds[name])])
        if len(self._waiting[table]) >= _AT_ONCE:
            self._flush()

    def finish(self) -> dict[str, str]:
        """See ``Writer``."""
        self._flush()
        self._database.execute("COMMIT")
        for table, column in self._layout.indexes:
            self._database.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")
        self._database.executescript(_FINISH + self._layout.views(sender="sender_", cite="cite_"))
        self.close()
        metadata = os.path.join(self._folder, _METADATA_FILE)
        with open(metadata, "w", encoding="utf-8") as stream:
            stream.write(datasette_metadata(os.path.splitext(_SQLITE_FILE)[0], self._layout))
        return {_SQLITE_FILE: self._path, _METADATA_FILE: metadata}

    def close(self) -> None:
        """See ``Writer``."""
        self._database.close()

    def _type(self, table: str, name: str, kind: Kind) -> str:
        """Return a column in the words of SQLite: its type, and whether it is a key or refers to one."""
        own = self._layout.own_keys
        if name == own.get(table):
            return "INTEGER PRIMARY KEY"
        above = next((each for each, key in own.items() if key == name), "")
        # With the column named, as Datasette wants it.
        return f"INTEGER NOT NULL REFERENCES {above} ({name})" if above else _SQLITE_TYPES[kind.name]

    def _flush(self) -> None:
        """Write the rows that wait."""
        for table, rows in self._waiting.items():
            self._database.executemany(self._inserts[table], rows)
            rows.clear()


def _value(value: Any) -> Any:
    """Return a value as SQLite has it."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
