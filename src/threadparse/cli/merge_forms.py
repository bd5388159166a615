"""The forms of ``merge``: what each makes of one timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from threadparse.cli.export_forms import table_file, table_files

if TYPE_CHECKING:
    from threadparse.batch.writers.keyed_rows import Layout
    from threadparse.merge.merged import Merged

__all__ = ["FOLDERS", "FORMS", "REPORTS", "merged_files", "merged_layout", "merged_pieces"]

#: The forms and what they are, for the help. That of a page needs the documents too: see ``cli.merge``.
FORMS = {
    "json": "one object",
    "jsonl": "a line for each source, thread, participant and note",
    "html": "a page",
    "markdown": "a transcript",
    "csv": "a folder of tables",
    "xlsx": "an Excel workbook",
    "mbox": "a mailbox with each message once",
    "parquet": "a folder of tables",
    "sqlite": "a database with full-text search",
    "duckdb": "a database",
}
#: The reports of ``merge.reports``, and the fields of their lines, for the help.
REPORTS = {
    "inclusive": "document, what it is needed for",
    "missing": "how it is known, id or Message-ID, date, sender, subject",
    "altered": "document, characters, message, field, words of the message, words there",
    "revealed": "document, characters, message, field, words revealed, what hides them",
    "participants": "id, names, addresses, sent, received",
}
#: Forms that are a folder, and what has a file of its own in it.
FOLDERS = {"csv": "table", "parquet": "table"}


def merged_pieces(form: str, merged: Merged) -> Iterator[str | bytes]:
    """Return what a form makes of a merge, piece by piece.

    Args:
        form: One of ``FORMS`` that is one file, but ``html``.
        merged: The merge.
    """
    if form == "json":
        from threadparse.views.json import indented_pieces

        yield from indented_pieces(merged)
        yield "\n"
    elif form == "jsonl":
        from threadparse.views.json import members, on_one_line

        for kind in ("source", "thread", "participant", "note"):
            for value in getattr(merged, f"{kind}s"):
                yield on_one_line({"kind": kind, **members(value)}) + "\n"
    elif form == "mbox":
        from threadparse.merge.shown_threads import as_document
        from threadparse.views.mails import mailbox_of_mails

        yield from mailbox_of_mails([("", as_document(merged))])
    elif form == "markdown":
        from threadparse.merge.shown_threads import merged_transcript

        yield from merged_transcript(merged)
    else:
        from threadparse.batch.writers.merged_rows import merged_rows

        yield from table_file(form, merged_rows(merged), merged_layout())


def merged_files(form: str, merged: Callable[[], Merged]) -> Iterator[tuple[str, bytes]]:
    """Return the files that a form of tables makes of a merge: names, and what they hold.

    Args:
        form: One of ``FORMS`` that is several files.
        merged: Gives the merge, once the first file is asked for.
    """
    from threadparse.batch.writers.merged_rows import merged_rows

    for name, parts in table_files(form, merged_rows(merged()), merged_layout()):
        yield name, b"".join(parts)


def merged_layout() -> Layout:
    """Return the tables of a merge, which take a moment to import."""
    from threadparse.batch.writers.merged_rows import MERGED

    return MERGED
