"""What a writer is, and the forms there are."""

from __future__ import annotations

import importlib.util
from typing import Protocol

from threadparse.errors import OptionError
from threadparse.readers.extras import install_line

__all__ = ["FORMS", "PARTITIONED", "Writer", "check_installed", "writer_of"]

#: The forms, and the library that a form needs beside the standard library.
FORMS = {"jsonl": "", "csv": "", "xlsx": "openpyxl", "sqlite": "", "duckdb": "duckdb", "parquet": "pyarrow", "html": ""}
#: Forms that are written in partitions, each by itself, so that many machines can share the work.
PARTITIONED = frozenset({"parquet"})


class Writer(Protocol):
    """Writes the rows of a run to files of this machine, from which the store takes them."""

    def add(self, table: str, line: bytes) -> None:
        """Add a row.

        Args:
            table: ``messages``, ``threads``, ``documents`` or ``redactions``.
            line: The row as a line of JSON.
        """

    def finish(self) -> dict[str, str]:
        """Finish the files.

        Returns:
            Where each of them is, by the name that it shall have.
        """

    def close(self) -> None:
        """Let go of the files, finished or not."""


def check_installed(form: str) -> None:
    """See that the library of a form is there, before hours of work are put into it.

    Args:
        form: One of ``FORMS``.

    Raises:
        OptionError: It is not installed.
    """
    library = FORMS[form]
    if library and importlib.util.find_spec(library) is None:
        raise OptionError(f"what writes {form} is not installed; run: {install_line(f'threadparse[{form}]')}")


def writer_of(form: str, folder: str) -> Writer:
    """A writer.

    Args:
        form: One of ``FORMS`` that is not ``PARTITIONED``, nor ``html``, whose pages need the texts (``pages``).
        folder: Where to write, on this machine.
    """
    if form == "csv":
        from threadparse.batch.writers.csv_tables import CsvTables

        return CsvTables(folder)
    if form == "xlsx":
        from threadparse.batch.writers.workbook import Workbook

        return Workbook(folder)
    if form == "sqlite":
        from threadparse.batch.writers.sqlite import SqliteDatabase

        return SqliteDatabase(folder)
    if form == "duckdb":
        from threadparse.batch.writers.sqlite import DuckDatabase

        return DuckDatabase(folder)
    from threadparse.batch.writers.json_lines import JsonLines

    return JsonLines(folder)
