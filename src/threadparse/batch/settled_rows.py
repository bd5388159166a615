"""Fill in laws that rows leave open from the other documents of their folder."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from threadparse.batch.codec import LAWS, TABLES
from threadparse.batch.journal import Done, JournalReader
from threadparse.document import Note
from threadparse.releases.laws import LAW_OPEN, FolderLaws
from threadparse.views.json import members, on_one_line

__all__ = ["read_folder_laws", "settled_rows"]

Row = tuple[bytes, bytes]


def read_folder_laws(results: Callable[[], Iterable[Done]], reader: JournalReader) -> FolderLaws:
    """Learn which laws the documents of those folders name in which a document leaves a law open.

    Args:
        results: Returns all files, in order.
        reader: Reads their rows.

    Raises:
        OutputError: A part is damaged.
    """
    laws = FolderLaws()
    folders = {os.path.dirname(done.file.path) for done in results() if done.counts.open_laws}
    for done in results() if folders else ():
        if os.path.dirname(done.file.path) in folders:
            for row in (json.loads(line) for kind, line in reader.rows(done) if kind == LAWS):
                laws.add(row["path"], row["named"])
    return laws


def settled_rows(rows: Iterable[Row], laws: FolderLaws) -> Iterator[Row]:
    """Decide the laws that documents leave open, as far as their folders do.

    Args:
        rows: The rows of a file, with their letters.
        laws: What the documents of each folder name.

    Returns:
        All rows but those of ``LAWS``.
    """
    nothing: dict[str, Any] = {"path": "", "open": []}
    about, decided, notes = nothing, dict[str, str](), list[Note]()
    for kind, line in rows:
        if kind == LAWS:  # stands before the rows of its document; not each document has one
            about = json.loads(line)
            continue
        table = TABLES.get(kind)
        if table == "documents":
            codes = [(written, (start, end)) for written, (start, end) in about["open"]]
            decided, notes = laws.decide(about["path"], codes)
            about = nothing
        if decided and table in ("documents", "redactions"):
            row = json.loads(line)
            if table == "documents":
                at = next(at for at, note in enumerate(row["notes"]) if note["code"] == LAW_OPEN)
                row["notes"][at : at + 1] = map(members, notes)
            else:
                for code in row["codes"]:
                    code["law"] = code["law"] or decided.get(code["as_written"])
            line = on_one_line(row).encode() + b"\n"
        yield kind, line
