"""The interface of writers, and the table of the forms of ``batch``."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Protocol

from threadparse.errors import OptionError
from threadparse.readers.extras import install_line

if TYPE_CHECKING:
    from threadparse.batch.writers.keyed_rows import Layout

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
            table: One of the layout's, such as ``messages``; a row comes before those that belong to it.
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


def writer_of(form: str, folder: str, layout: Layout | None = None) -> Writer:
    """Return a writer.

    Args:
        form: One of ``FORMS`` but ``html``, whose pages need the texts (``pages``).
        folder: Where to write, on this machine.
        layout: The tables; None for those of documents.
    """
    if form == "jsonl":
        from threadparse.batch.writers.json_lines import JsonLines

        return JsonLines(folder)
    from threadparse.batch.writers.keyed_rows import DOCUMENTS

    layout = layout or DOCUMENTS
    if form == "csv":
        from threadparse.batch.writers.csv_tables import CsvTables

        return CsvTables(folder, layout)
    if form == "xlsx":
        from threadparse.batch.writers.workbook import Workbook

        return Workbook(folder, layout)
    if form == "parquet":
        from threadparse.batch.writers.parquet import ParquetTables

        return ParquetTables(folder, layout)
    from threadparse.batch.writers.sqlite import DuckDatabase, SqliteDatabase

    return SqliteDatabase(folder, layout) if form == "sqlite" else DuckDatabase(folder, layout)
