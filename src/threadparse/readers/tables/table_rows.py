"""The rows of a table as names and words: CSV (RFC 4180), JSON Lines, a JSON array of objects, Excel, Parquet."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from threadparse.errors import InputError, LimitError
from threadparse.options import ParseOptions
from threadparse.readers.archives.archive_reader import is_workbook
from threadparse.readers.archives.limits import check_archive
from threadparse.readers.base import HEAD_BYTES, read_all
from threadparse.readers.extras import cause, failures_in_words

__all__ = ["Row", "first_cells", "read_rows", "table_kind"]

Row = dict[str, str]

_BOM = codecs.BOM_UTF8
_DELIMITERS = ",;\t|"
_MAX_NAME_CHARS, _MAX_HEAD_CHARS = 60, 2_000
_OBJECTS = re.compile(rb"\[\s*+\{")
#: A member of a JSON object whose value is a string, perhaps cut off (RFC 8259 §7).
_MEMBER = re.compile(r'"([^"\\]{1,60})"\s*+:\s*+"((?>(?:[^"\\]|\\.)*))')
_BATCH_ROWS = 256
_DAMAGED = "this table is damaged"


def table_kind(head: bytes) -> str | None:
    """Tell the kind of a table.

    Args:
        head: How a source begins.

    Returns:
        ``csv``, ``jsonl``, ``json``, ``xlsx`` or ``parquet``; None for what is no table.
    """
    if head.startswith(b"PAR1"):
        return "parquet"
    if is_workbook(head):
        return "xlsx"
    begin = head.removeprefix(_BOM).lstrip()
    if begin[:1] == b"{":
        return "jsonl"
    if _OBJECTS.match(begin):
        return "json"
    return "csv" if _delimiter(begin) else None


def _delimiter(head: bytes) -> str | None:
    """Return what divides the names in the first line of a CSV file; None if it is no list of names."""
    line, end, _ = head[:_MAX_HEAD_CHARS].partition(b"\n")
    names = line.decode("utf-8", "replace").strip("\r")
    found = max(_DELIMITERS, key=names.count)
    cells = [cell.strip(' "') for cell in names.split(found)]
    named = cells[1:] if not cells[0] else cells  # pandas gives its index no name
    plain = all(cell and len(cell) <= _MAX_NAME_CHARS and ":" not in cell for cell in named)
    return found if end and len(cells) > 1 and plain and len(set(cells)) == len(cells) else None


def first_cells(head: bytes) -> Iterable[tuple[str, str]]:
    """Return what the first cells of a table in text hold, as far as it is at hand.

    Args:
        head: How the table begins.

    Returns:
        Pairs of a column and a cell, the last of which may be cut off.
    """
    kind = table_kind(head)
    if kind == "csv":
        return [pair for row in _csv_rows(io.BytesIO(head)) for pair in row.items()]
    if kind not in ("json", "jsonl"):
        return []
    members = _MEMBER.finditer(head.decode("utf-8", "surrogateescape"))
    return [(member[1], _unescaped(member[2])) for member in members]


def _unescaped(written: str) -> str:
    """Return the string of a JSON value without its quotes; what is cut off within an escape is left out."""
    for end in range(len(written), max(-1, len(written) - 7), -1):
        try:
            words: str = json.loads(f'"{written[:end]}"', strict=False)
        except ValueError:
            continue
        return words
    return ""


def read_rows(stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Row | InputError]:
    """Read the rows of a table.

    Args:
        stream: The table at its beginning; text is read as a stream.
        path: What to call it.
        options: The limits.

    Returns:
        The rows, each cell by the name of its column; cells that are no text and no number are left out. An error in
        the place of a row that is damaged.

    Raises:
        InputError: The table is damaged, or a row is too long.
        UnsupportedFormatError: What reads Excel or Parquet files is not installed.
    """
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    kind = table_kind(head)
    try:
        if kind == "jsonl":
            yield from _json_lines(stream, path, options)
        elif kind == "json":
            yield from _json_rows(json.loads(read_all(stream, path, options)))
        elif kind == "xlsx":
            yield from _sheet_rows(stream, path, options)
        elif kind == "parquet":
            yield from _parquet_rows(stream, path)
        else:
            csv.field_size_limit(max(csv.field_size_limit(), options.max_characters))
            yield from _csv_rows(stream)
    except (csv.Error, ValueError, RecursionError) as error:
        raise InputError(
            path, f"this table is damaged ({error}); save it anew, or give the rows that can be saved"
        ) from error


def _csv_rows(stream: BinaryIO) -> Iterator[Row]:
    """Yield the rows of a CSV file, the first of which has the names."""
    begin = stream.read(_MAX_HEAD_CHARS).removeprefix(_BOM)
    stream.seek(0)
    words = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
    try:
        for row in csv.DictReader(words, delimiter=_delimiter(begin.lstrip()) or ","):
            yield {name: cell for name, cell in row.items() if name is not None and isinstance(cell, str)}
    finally:
        words.detach()


def _json_lines(stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Row | InputError]:
    """Yield the objects of a file with one on each line; of a file that is one object, those of a list in it."""
    limit = 4 * options.max_characters
    number = 0
    while line := stream.readline(limit + 1):
        if len(line) > limit:
            raise LimitError(path, f"a row has more than {limit:,} bytes", "max_characters")
        if not line.strip():
            continue
        number += 1
        try:
            value = json.loads(line.removeprefix(_BOM))
        except (ValueError, RecursionError) as error:
            if number == 1:
                stream.seek(0)
                yield from _json_rows(_list_in(json.loads(read_all(stream, path, options))))
                return
            yield InputError(f"{path}#{number}", f"{_DAMAGED} ({error})")
        else:
            yield from _json_rows([value])


def _list_in(value: Any) -> list[Any]:
    """Return the longest list in a JSON object, or the object alone."""
    lists = [member for member in value.values() if isinstance(member, list)] if isinstance(value, dict) else []
    return max(lists, key=len, default=[value])


def _json_rows(values: list[Any]) -> Iterator[Row]:
    """Yield objects as rows; what is no object is an empty row, so that rows keep their numbers."""
    for value in values:
        yield _row(value.items()) if isinstance(value, dict) else {}


def _row(cells: Iterable[tuple[Any, Any]]) -> Row:
    """Return the cells that are text or a number."""
    return {str(name): str(cell) for name, cell in cells if isinstance(cell, str | int | float) and name is not None}


@contextmanager
def _library(path: str, kind: str, extra: str, *, damaged: str, advice: str) -> Iterator[None]:
    """Run a library that raises whatever it stumbles upon in a damaged file; see ``failures_in_words``."""
    with failures_in_words(path, kind, extra, damaged=damaged, advice=advice):
        try:
            yield
        except (InputError, ImportError):
            raise
        except Exception as error:
            raise ValueError(cause(error)) from error


def _sheet_rows(stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Row]:
    """Yield the rows of the first sheet of an Excel file."""
    from zipfile import ZipFile

    advice = "open it and save it anew, or save it as CSV"
    with _library(path, "an Excel file", "xlsx", damaged="Excel file", advice=advice):
        from openpyxl import load_workbook

        with ZipFile(stream) as archive:
            check_archive(archive, path, options)
        stream.seek(0)
        book = load_workbook(stream, read_only=True, data_only=True)
        rows = iter(book.worksheets[0].iter_rows(values_only=True))
        names = next(rows, ())
        for row in rows:
            yield _row(zip(names, row, strict=False))


def _parquet_rows(stream: BinaryIO, path: str) -> Iterator[Row]:
    """Yield the rows of a Parquet file."""
    with _library(path, "a Parquet file", "parquet", damaged="Parquet file", advice="write it anew"):
        from pyarrow.parquet import ParquetFile

        for batch in ParquetFile(stream).iter_batches(batch_size=_BATCH_ROWS):
            for row in batch.to_pylist():
                yield _row(row.items())
