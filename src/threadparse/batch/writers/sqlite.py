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
#: The keys of a table beside its columns: a number of its own, and that of the row that it belongs to.
_KEYS = {
    "documents": "document_key INTEGER PRIMARY KEY",
    "threads": "thread_key INTEGER PRIMARY KEY, document_key INTEGER NOT NULL REFERENCES documents",
    "messages": "message_key INTEGER PRIMARY KEY, thread_key INTEGER NOT NULL REFERENCES threads",
    "redactions": "redaction_key INTEGER PRIMARY KEY, document_key INTEGER NOT NULL REFERENCES documents",
}
_FIELDS = ("to", "cc", "bcc")
_RECIPIENTS = """
CREATE TABLE recipients (message_key INTEGER NOT NULL REFERENCES messages, field TEXT, position INTEGER, name TEXT,
  address TEXT, redacted INTEGER, raw TEXT, participant TEXT, PRIMARY KEY (message_key, field, position)) WITHOUT ROWID
"""
_FINISH = """
CREATE INDEX messages_id ON messages (id);
CREATE INDEX messages_thread ON messages (thread);
CREATE INDEX messages_thread_key ON messages (thread_key);
CREATE INDEX messages_date ON messages (date);
CREATE INDEX threads_id ON threads (id);
CREATE INDEX threads_document_key ON threads (document_key);
CREATE INDEX documents_path ON documents (path);
CREATE INDEX redactions_message ON redactions (message);
CREATE INDEX recipients_address ON recipients (address);
CREATE VIEW people AS
  SELECT name, address, sum(sent) AS sent, sum(received) AS received FROM (
    SELECT sender_name AS name, sender_address AS address, 1 AS sent, 0 AS received FROM messages
      WHERE sender_name IS NOT NULL OR sender_address IS NOT NULL
    UNION ALL SELECT name, address, 0, 1 FROM recipients WHERE name IS NOT NULL OR address IS NOT NULL)
  GROUP BY coalesce(lower(address), name) ORDER BY sent + received DESC;
CREATE VIEW who_to_whom AS
  SELECT coalesce(sender_address, sender_name, '(redacted or blank)') AS sender,
    coalesce(recipients.address, recipients.name, '(redacted or blank)') AS recipient, count(*) AS messages,
    min(date) AS first, max(date) AS last
  FROM messages JOIN recipients USING (message_key) GROUP BY 1, 2 ORDER BY messages DESC;
CREATE VIEW by_day AS
  SELECT substr(date, 1, 10) AS day, count(*) AS messages FROM messages WHERE length(date) >= 10 GROUP BY 1 ORDER BY 1;
CREATE VIRTUAL TABLE messages_fts USING fts5 (subject, body, content="messages", content_rowid="message_key");
INSERT INTO messages_fts (messages_fts) VALUES ('rebuild');
"""
_METADATA_FILE = "metadata.json"
_METADATA = {
    "title": "E-mail threads",
    "description": "Each message of the chains, taken apart by threadparse; cite_line is its line in the source.",
    "databases": {
        "threadparse": {
            "tables": {
                "messages": {
                    "sort": "date",
                    "label_column": "subject",
                    "fts_table": "messages_fts",
                    "fts_pk": "message_key",
                },
                "threads": {"label_column": "subject"},
                "documents": {"label_column": "path"},
            }
        }
    },
}


class SqliteDatabase:
    """Writes ``threadparse.sqlite`` and what Datasette shows it with, ``metadata.json``; see ``Writer``.

    Args:
        folder: Where to write.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._path = os.path.join(folder, _SQLITE_FILE)
        self._database = sqlite3.connect(self._path, isolation_level=None)
        # The file is thrown away if anything goes wrong before it is whole, so it needs no journal of its own.
        self._database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        self._kinds = {table: columns(model) for table, model in ROWS.items()}
        self._inserts = {"recipients": f"INSERT INTO recipients VALUES ({', '.join('?' * 8)})"}
        self._waiting: dict[str, list[list[Any]]] = {table: [] for table in (*ROWS, "recipients")}
        self._keys = dict.fromkeys(ROWS, 0)
        for table, model in ROWS.items():
            flat = flat_columns(model)
            names = ", ".join([_KEYS[table], *(f'"{name}" {_SQLITE_TYPES[kind.name]}' for name, kind in flat.items())])
            self._database.execute(f"CREATE TABLE {table} ({names})")
            count = len(flat) + _KEYS[table].count("_key ")
            self._inserts[table] = f"INSERT INTO {table} VALUES ({', '.join('?' * count)})"
        self._database.execute(_RECIPIENTS)
        self._database.execute("BEGIN")

    def add(self, table: str, line: bytes) -> None:
        """See ``Writer``; a document comes before its threads, a thread before its messages."""
        row = json.loads(line)
        self._keys[table] += 1
        above = {"threads": "documents", "redactions": "documents", "messages": "threads"}.get(table)
        keys = [self._keys[table], *([self._keys[above]] if above else [])]
        waiting = self._waiting[table]
        waiting.append([*keys, *(_value(value) for value in flat_values(row, self._kinds[table]))])
        if table == "messages":
            self._waiting["recipients"] += [
                [
                    keys[0],
                    field,
                    position,
                    *(box[name] for name in ("name", "address", "redacted", "raw", "participant")),
                ]
                for field in _FIELDS
                for position, box in enumerate(row[field])
            ]
        if len(waiting) >= _AT_ONCE:
            self._flush()

    def finish(self) -> dict[str, str]:
        """See ``Writer``."""
        self._flush()
        self._database.execute("COMMIT")
        self._database.executescript(_FINISH)
        self.close()
        metadata = os.path.join(self._folder, _METADATA_FILE)
        with open(metadata, "w", encoding="utf-8") as stream:
            json.dump(_METADATA, stream, indent=2)
        return {_SQLITE_FILE: self._path, _METADATA_FILE: metadata}

    def close(self) -> None:
        """See ``Writer``."""
        self._database.close()

    def _flush(self) -> None:
        """Write the rows that wait."""
        for table, rows in self._waiting.items():
            self._database.executemany(self._inserts[table], rows)
            rows.clear()


def _value(value: Any) -> Any:
    """A value as SQLite has it."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
