"""SQLite: a table each for messages, threads and documents, with lists as JSON."""

from __future__ import annotations

import json
import os
import sqlite3
from typing import Any

from threadparse.batch.writers.columns import ROWS, columns, flat_columns, flat_values

__all__ = ["SqliteDatabase"]

_NAME = "threadparse.sqlite"
_TYPES = {"text": "TEXT", "integer": "INTEGER", "boolean": "INTEGER", "list": "TEXT"}
_AT_ONCE = 500
_INDEXES = {"messages": ("id", "thread", "date"), "threads": ("id",), "documents": ("path",)}


class SqliteDatabase:
    """Writes ``threadparse.sqlite``; see ``Writer``.

    Args:
        folder: Where to write.
    """

    def __init__(self, folder: str) -> None:
        self._path = os.path.join(folder, _NAME)
        self._database = sqlite3.connect(self._path, isolation_level=None)
        # The file is thrown away if anything goes wrong before it is whole, so it needs no journal of its own.
        self._database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        self._kinds = {table: columns(model) for table, model in ROWS.items()}
        self._inserts: dict[str, str] = {}
        self._waiting: dict[str, list[list[Any]]] = {table: [] for table in ROWS}
        for table, model in ROWS.items():
            flat = flat_columns(model)
            names = ", ".join(f'"{name}" {_TYPES[kind.name]}' for name, kind in flat.items())
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
        return {_NAME: self._path}

    def close(self) -> None:
        """See ``Writer``."""
        self._database.close()

    def _flush(self, table: str) -> None:
        self._database.executemany(self._inserts[table], self._waiting[table])
        self._waiting[table].clear()


def _value(value: Any) -> Any:
    """A value as SQLite has it."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
