"""Tables with a mail in each row, known by a cell that is plainly mail; each row is a source of its own."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import BinaryIO

from threadparse.errors import InputError
from threadparse.options import ParseOptions
from threadparse.readers import eml
from threadparse.readers.base import HEAD_BYTES, AnyReader, Item

__all__ = ["TableReader", "begins_with_header"]

_SAMPLE_ROWS = 20
_MAX_HEADER_CHARS, _MAX_HEADER_LINES, _MIN_HEADER_LINES = 2_000, 12, 4
_BEGINS = (b"{", b"[", b"PAR1", b"PK\x03\x04")
_DIVIDERS = (b",", b";", b"\t", b"|")


class TableReader:
    """The reader of tables.

    Args:
        choice: What reads the cells that are mails.
    """

    #: None: tables without mail have the same endings, so that only the content tells.
    SUFFIXES: frozenset[str] = frozenset()

    def __init__(self, choice: AnyReader) -> None:
        self._choice = choice

    def accepts(self, head: bytes) -> bool:
        """Tell whether a source is a table with mail: an Excel or Parquet file, or text whose first rows have a mail.

        Args:
            head: How the source begins.
        """
        if not _may_be_table(head):
            return False
        from threadparse.readers.tables.table_rows import first_cells, table_kind

        return table_kind(head) in ("xlsx", "parquet") or _mail_column(first_cells(head)) is not None

    def texts(self, stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Item]:
        """Return the texts of a table, one a row.

        Args:
            stream: The table at its beginning.
            path: The table as the user named it; its rows are called ``PATH#1``, ``PATH#2`` …, the head not counted.
            options: ``column`` names the column; without it the one that is plainly mail is read.

        Returns:
            The texts in the order of the rows; a row that cannot be read stands in its place as an error.

        Raises:
            InputError: No column is plainly mail, or the named one is missing.
            UnsupportedFormatError: What reads Excel or Parquet files is not installed.
        """
        from threadparse.readers.tables.table_rows import read_rows

        rows = read_rows(stream, path, options)
        sample = list(islice(rows, _SAMPLE_ROWS))
        found = [row for row in sample if not isinstance(row, InputError)]
        column = options.column or _mail_column(pair for row in found for pair in row.items())
        names = list(dict.fromkeys(name for row in found for name in row))
        if column is None or column not in names:
            what = f"has no column {column!r}" if column else "has no column that is plainly mail"
            raise InputError(path, f"this table {what}; name one with --column: {', '.join(names[:20]) or '(none)'}")
        within = replace(options, column=None)
        for number, row in enumerate(chain(sample, rows), 1):
            if isinstance(row, InputError):
                yield row
                continue
            data = _cell_bytes(row.get(column, ""))
            try:
                yield from self._choice.texts(io.BytesIO(data), f"{path}#{number}", within)
            except InputError as error:
                yield error


def _may_be_table(head: bytes) -> bool:
    """Tell by the first bytes whether a source may be a table: an object, or a line with a divider."""
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if begin.startswith(_BEGINS):
        return True
    line = begin[: begin.find(b"\n") + 1]
    return any(divider in line for divider in _DIVIDERS)


def begins_with_header(cell: str) -> bool:
    """Tell whether a text of several lines is that of a mail, with its header as a client prints it."""
    head = cell.lstrip()[:_MAX_HEADER_CHARS].splitlines()[:_MAX_HEADER_LINES]
    if len(head) < _MIN_HEADER_LINES:
        return False
    from threadparse.headers.labels import read_label
    from threadparse.headers.layouts import is_whole_header

    return read_label(head[0]) is not None and is_whole_header(map(read_label, head))


def _mail_column(cells: Iterable[tuple[str, str]]) -> str | None:
    """Return the column with the most cells that are mails with their headers, or text that begins with a header."""
    counts: Counter[str] = Counter()
    for name, cell in cells:
        if eml.accepts(_cell_bytes(cell[:HEAD_BYTES])) or begins_with_header(cell):
            counts[name] += 1
    return max(counts, key=lambda name: counts[name], default=None)


def _cell_bytes(cell: str) -> bytes:
    """Return a cell as the bytes of a source; odd bytes stay as they were, and half letters of JSON go."""
    try:
        return cell.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return cell.encode("utf-8", "replace")
