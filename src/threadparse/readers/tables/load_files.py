"""Concordance load files (.dat): a document in each row, with its metadata; its words in a text file beside it."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import BinaryIO

from threadparse.document import DocumentNumbers
from threadparse.errors import InputError, LimitError
from threadparse.locales.lexicon import load_table
from threadparse.options import ParseOptions
from threadparse.readers import text as plain_text
from threadparse.readers.base import HEAD_BYTES, Item, Text, check_length
from threadparse.readers.tables.table_reader import begins_with_header

__all__ = ["SUFFIXES", "accepts", "texts"]

#: None: other programs name their data .dat, too, so that only the content tells.
SUFFIXES: frozenset[str] = frozenset()

# What Concordance puts around each value, between two of them, and for a line end in one.
_QUOTE, _BETWEEN, _LINE_END = "þ", "\x14", "®"
_HEADS = {"utf-16": "\ufeffþ".encode("utf-16-le"), "utf-8-sig": "\ufeffþ".encode(), "utf-8": "þ".encode()}
_LABELS = (("From", "from"), ("Sent", "sent"), ("To", "to"), ("Cc", "cc"), ("Subject", "subject"))
_DATA_FOLDERS = frozenset({"data", "load", "loadfile", "loadfiles", "load files"})
#: One of them beside the folder of the load file tells a production from a folder that is called "data" by chance.
_OTHER_FOLDERS = frozenset({"text", "texts", "ocr", "fulltext", "images", "image", "natives", "native"})
_ADVICE = "unpack the production, and give the load file where its text files lie beside it"

Row = dict[str, str]


def accepts(head: bytes) -> bool:
    """Tell whether a source is a Concordance load file: its first line has names in thorns.

    Args:
        head: How the source begins.
    """
    if not head.startswith((_QUOTE.encode("cp1252"), *_HEADS.values())):
        return False
    line = head.decode(_encoding(head), "replace").lstrip("\ufeff").split("\n", 1)[0]
    return line.startswith(_QUOTE) and f"{_QUOTE}{_BETWEEN}{_QUOTE}" in line


def texts(stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Item]:
    """Return the texts of a load file, one a row.

    Args:
        stream: The file at its beginning.
        path: The file as the user named it; its rows are called ``PATH#1``, ``PATH#2`` …
        options: The limits.

    Returns:
        The texts in the order of the rows; ``source.numbers`` has their Bates numbers, and a text that does not begin
        with a header of its own begins with that of its row. An error in the place of a row that cannot be read.

    Raises:
        LimitError: A row is too long.
    """
    encoding = _encoding(stream.read(HEAD_BYTES))
    stream.seek(0)
    roots = _roots(stream)
    lines = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="\n")
    try:
        names = _cells(lines.readline(options.max_characters))
        columns = _columns(names)
        number = 0
        while line := lines.readline(options.max_characters + 1):
            if len(line) > options.max_characters:
                raise LimitError(path, f"a row has more than {options.max_characters:,} characters", "max_characters")
            if not line.strip():
                continue
            number += 1
            cells = _cells(line)
            if len(cells) != len(names):
                words = f"this row of the load file is damaged: it has {len(cells)} values for {len(names)} columns"
                yield InputError(f"{path}#{number}", words)
                continue
            row = {what: cells[at] for what, at in columns.items() if cells[at]}
            try:
                yield _text(row, roots, f"{path}#{number}", options)
            except InputError as error:
                yield error
    finally:
        lines.detach()


def _encoding(head: bytes) -> str:
    """Return the encoding of a load file: Unicode by its mark or its first letter, else that of Windows."""
    return next((name for name, begin in _HEADS.items() if head.startswith(begin)), "cp1252")


def _cells(line: str) -> list[str]:
    """Return the values of a row."""
    cells = line.lstrip("\ufeff").rstrip("\r\n").split(_BETWEEN)
    return [cell.strip(_QUOTE).replace(_LINE_END, "\n").strip() for cell in cells]


@cache
def _known() -> dict[str, list[str]]:
    """Return the names of columns by what they hold."""
    known: dict[str, list[str]] = load_table("load_fields")["fields"]
    return known


def _columns(names: list[str]) -> dict[str, int]:
    """Return which column holds what."""
    places: dict[str, int] = {}
    for at, name in enumerate(names):
        places.setdefault("".join(filter(str.isalnum, name)).casefold(), at)
    found = {what: next((places[name] for name in known if name in places), -1) for what, known in _known().items()}
    return {what: at for what, at in found.items() if at >= 0}


def _text(row: Row, roots: list[str], name: str, options: ParseOptions) -> Text:
    """Return the text of a row: its words, below a header of its metadata where they have none."""
    found = _words(row, roots, name, options)
    head = "" if begins_with_header(found.characters) else _header(row)
    check_length(len(head) + len(found.characters), name, options)
    bates = "–".join(dict.fromkeys(row[what] for what in ("begin", "end") if what in row))
    source = replace(
        found.source,
        path=name,
        format="load-file",
        characters=len(head) + found.source.characters,
        numbers=DocumentNumbers(document=bates) if bates else None,
    )
    notes = (
        replace(note, span=note.span and (note.span[0] + len(head), note.span[1] + len(head))) for note in found.notes
    )
    kept = tuple(note for note in notes if not (head and note.code == "text.empty"))
    return found._replace(characters=head + found.characters, source=source, notes=kept)


def _words(row: Row, roots: list[str], name: str, options: ParseOptions) -> Text:
    """Return the words of a row: those of its text file, or where that cannot be opened those that it has itself."""
    if "path" in row:
        try:
            stream = _open(row["path"], roots, name)
        except InputError:
            if "words" not in row:
                raise
        else:
            with stream:
                (found,) = plain_text.texts(stream, name, options)
                return found
    return plain_text.from_string(row.get("words", ""), name, options)


def _header(row: Row) -> str:
    """Return the metadata of a row as a header block; nothing if there is none."""
    fields = {what: " ".join(value.split()) for what, value in row.items()}
    if "sent" in fields and "time" in fields:
        fields["sent"] = f"{fields['sent']} {fields['time']}"
    lines = [f"{label}: {fields[what]}\n" for label, what in _LABELS if what in fields]
    if "attachments" in fields:
        lines.append(f"Attachments: {fields['attachments']}\n")
    return "".join(lines) + "\n" if lines else ""


def _roots(stream: BinaryIO) -> list[str]:
    """Return the folder of a file that was opened by its name, and that of its production if they differ.

    There is none for a file in an archive or a store. A folder is that of a production if others of one lie in it, too.
    """
    name = getattr(stream, "name", None)
    if not isinstance(name, str):
        return []
    folder = os.path.dirname(os.path.realpath(name))
    above = os.path.dirname(folder)
    if os.path.basename(folder).casefold() in _DATA_FOLDERS:
        with suppress(OSError):
            if not _OTHER_FOLDERS.isdisjoint(map(str.casefold, os.listdir(above))):
                return [folder, above]
    return [folder]


def _open(written: str, roots: list[str], name: str) -> BinaryIO:
    """Open a text file of a production; a row may name none that lies outside of it, or is hidden."""
    parts = [part for part in re.split(r"[\\/]+", written) if part not in ("", ".")]
    hidden = any(part.startswith(".") for part in parts)
    if not roots or hidden or (parts and parts[0].endswith(":")) or "\0" in written:
        raise InputError(name, f"its text file {written!r} is out of reach; {_ADVICE}")
    for root in roots:
        below = parts[1:] if parts[:1] == [os.path.basename(root)] else parts
        for tried in (parts, below):
            found = os.path.realpath(os.path.join(root, *tried))
            if found.startswith(root + os.sep) and os.path.isfile(found):
                try:
                    return open(found, "rb")
                except OSError as error:
                    words = f"its text file {written!r} cannot be read ({error.strerror}); mend its rights"
                    raise InputError(name, words) from error
    raise InputError(name, f"its text file {written!r} is not there; {_ADVICE}")
