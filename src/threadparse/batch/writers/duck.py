"""DuckDB: a table each for messages, threads and documents, with lists and records as they are."""

from __future__ import annotations

import os

from threadparse.batch.writers.columns import ROWS, Kind, columns
from threadparse.batch.writers.lines import JsonLines
from threadparse.errors import OutputError

__all__ = ["DuckDatabase"]

_NAME = "threadparse.duckdb"
_TYPES = {"text": "VARCHAR", "integer": "BIGINT", "boolean": "BOOLEAN"}
_LONGEST_ROW = 1 << 30  # bytes; DuckDB's own limit is shorter than the longest text that is parsed


class DuckDatabase:
    """Writes ``threadparse.duckdb``; see ``Writer``. DuckDB reads lines of JSON faster than anybody could hand it rows.

    Args:
        folder: Where to write.
    """

    def __init__(self, folder: str) -> None:
        self._path = os.path.join(folder, _NAME)
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
                        f"columns = {_literal(kinds)}, maximum_object_size = {_LONGEST_ROW})",
                        {"path": paths[f"{table}.jsonl"]},
                    )
        except duckdb.Error as error:
            raise OutputError(f"{_NAME} cannot be written: {error}") from error
        for path in paths.values():
            os.unlink(path)
        return {_NAME: self._path}

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
    return _TYPES[kind.name]


def _literal(kinds: dict[str, str]) -> str:
    """Columns as ``read_json`` takes them."""
    return "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in kinds.items()) + "}"
