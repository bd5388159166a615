"""An Excel workbook with a sheet a table; text is text, whatever it begins with."""

from __future__ import annotations

import json
import os
import re
import shutil
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from threadparse.batch.writers.columns import flat_columns, flat_values
from threadparse.batch.writers.csv_tables import single_value
from threadparse.batch.writers.keyed_rows import Layout
from threadparse.errors import OutputError
from threadparse.views.cells import cut_to_cell

__all__ = ["Workbook"]

#: What the workbook's format cannot hold.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MAX_SHEET_ROWS = 1_048_576
_ANY_TIME = datetime(1980, 1, 1)  # a workbook has to have one


class _UndatedZip(ZipFile):
    """An archive whose entries have the earliest time that there is, so that the same rows make the same bytes."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_others: Any, **_named: Any) -> None:
        """Write an entry."""
        super().writestr(ZipInfo(zinfo_or_arcname), data, ZIP_DEFLATED)

    def write(self, filename: Any, arcname: Any = None, *_others: Any, **_named: Any) -> None:
        """Write an entry with what a file holds."""
        entry = ZipInfo(arcname)
        entry.compress_type = ZIP_DEFLATED
        with open(filename, "rb") as stream, self.open(entry, "w") as target:
            shutil.copyfileobj(stream, target)


class Workbook:
    """Writes ``threadparse.xlsx``, a sheet a table; see ``Writer``.

    Args:
        folder: Where to write.
        layout: The tables.

    Raises:
        OutputError: A table has more rows than a sheet.
    """

    def __init__(self, folder: str, layout: Layout) -> None:
        from openpyxl import Workbook as Book

        self._path = os.path.join(folder, "threadparse.xlsx")
        self._book = Book(write_only=True)
        self._kinds = layout.tables
        self._sheets = {table: self._book.create_sheet(table) for table in self._kinds}
        self._rows = dict.fromkeys(self._kinds, 1)
        for table, sheet in self._sheets.items():
            sheet.freeze_panes = "A2"
            sheet.append(list(flat_columns(self._kinds[table])))

    def add(self, table: str, line: bytes) -> None:
        """See ``Writer``."""
        self._rows[table] += 1
        if self._rows[table] > _MAX_SHEET_ROWS:
            raise OutputError(f"{table}: more rows than a sheet has ({_MAX_SHEET_ROWS:,}); take csv or sqlite")
        values = flat_values(json.loads(line), self._kinds[table])
        self._sheets[table].append([self._made(table, value) for value in values])

    def _made(self, table: str, value: Any) -> Any:
        """Make a cell that holds text as text, whatever it begins with."""
        value = single_value(value)
        if not isinstance(value, str):
            return value
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self._sheets[table])
        cell.value = _NO_XML.sub("\ufffd", cut_to_cell(value))
        cell.data_type = "s"
        return cell

    def finish(self) -> dict[str, str]:
        """See ``Writer``."""
        from openpyxl.writer.excel import ExcelWriter

        self._book.properties.created = self._book.properties.modified = _ANY_TIME
        ExcelWriter(self._book, _UndatedZip(self._path, "w", ZIP_DEFLATED)).save()
        return {os.path.basename(self._path): self._path}

    def close(self) -> None:
        """See ``Writer``."""
        self._book.close()
