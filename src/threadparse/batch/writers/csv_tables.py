"""CSV for spreadsheets: one file a table, mailboxes as they were written, no cell a formula or too long."""

from __future__ import annotations

import csv
import json
import os
from typing import Any

from threadparse.batch.writers.columns import flat_columns, flat_values
from threadparse.batch.writers.keyed_rows import Layout
from threadparse.views.cells import cut_to_cell, harmless_cell

__all__ = ["CsvTables", "single_value"]

_MAILBOX = {"name", "address", "raw"}


class CsvTables:
    """Writes ``messages.csv`` and its like; see ``Writer``.

    Args:
        folder: Where to write.
        layout: The tables.
    """

    def __init__(self, folder: str, layout: Layout) -> None:
        self._kinds = layout.tables
        self._paths = {f"{table}.csv": os.path.join(folder, f"{table}.csv") for table in self._kinds}
        # The mark at the beginning tells spreadsheets that it is UTF-8.
        self._streams = [open(path, "w", encoding="utf-8-sig", newline="") for path in self._paths.values()]  # noqa: SIM115
        self._writers = {table: csv.writer(stream) for table, stream in zip(self._kinds, self._streams, strict=True)}
        for table, kinds in self._kinds.items():
            self._writers[table].writerow(flat_columns(kinds))

    def add(self, table: str, line: bytes) -> None:
        """See ``Writer``."""
        values = flat_values(json.loads(line), self._kinds[table])
        self._writers[table].writerow([_cell(value) for value in values])

    def finish(self) -> dict[str, str]:
        """See ``Writer``."""
        self.close()
        return self._paths

    def close(self) -> None:
        """See ``Writer``."""
        for stream in self._streams:
            stream.close()


def single_value(value: Any) -> Any:
    """Return a value as text or number: a list of mailboxes or words on one line, another list as JSON.

    Args:
        value: A value of a row.
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        if all(isinstance(item, dict) and item.keys() >= _MAILBOX for item in value):
            return "; ".join(item["raw"] or item["address"] or item["name"] or "" for item in value)
        if all(isinstance(item, str) for item in value):
            return " ".join(value)
        return json.dumps(value, ensure_ascii=False)
    return value


def _cell(value: Any) -> Any:
    """Return a value as a cell of CSV."""
    value = single_value(value)
    return cut_to_cell(harmless_cell(value)) if isinstance(value, str) else value
