"""The forms of ``merge``: what each makes of one timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from threadparse.cli.export_forms import is_folder, table_files, written_beside

if TYPE_CHECKING:
    from threadparse.merge.merged import Merged

__all__ = ["FORMS", "check_target", "merged_files", "merged_pieces", "written_beside_merge"]

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
#: Forms of several files.
_FOLDERS = frozenset({"csv", "parquet"})
_TABLES = {"xlsx": "threadparse.xlsx", "sqlite": "threadparse.sqlite", "duckdb": "threadparse.duckdb"}


def merged_pieces(form: str, merged: Merged) -> Iterator[str | bytes]:
    """Return what a form makes of a merge, piece by piece.

    Args:
        form: One of ``FORMS`` that is one file, but ``html``.
        merged: The merge.

    Raises:
        OptionError: What writes the form is not installed.
    """
    if form == "json":
        from threadparse.views.json import indented

        yield indented(merged) + "\n"
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
        for name, parts in _table_files(form, merged):
            if name == _TABLES[form]:
                yield from parts


def merged_files(form: str, merged: Callable[[], Merged]) -> Iterator[tuple[str, bytes]]:
    """Return the files that a form of tables makes of a merge: names, and what they hold.

    Args:
        form: One of ``FORMS`` that is several files.
        merged: Gives the merge, once the first file is asked for.

    Raises:
        OptionError: What writes the form is not installed.
    """
    for name, parts in _table_files(form, merged()):
        yield name, b"".join(parts)


def _table_files(form: str, merged: Merged) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Return the files that a form of tables makes of a merge, piece by piece."""
    from threadparse.batch.writers.merged_rows import MERGED, merged_rows

    return table_files(form, merged_rows(merged), MERGED)


def written_beside_merge(form: str | None, output: str | None) -> tuple[str, str] | None:
    """Return what Datasette shows a merge with: a file beside it, and what that holds; nothing for other forms.

    Args:
        form: One of ``FORMS``; None for others.
        output: The target; None for standard output.
    """
    if form != "sqlite":
        return None
    from threadparse.batch.writers.merged_rows import MERGED

    return written_beside(form, output, MERGED)


def check_target(form: str, output: str | None) -> None:
    """Refuse a form that cannot be written where it is to go.

    Args:
        form: One of ``FORMS``.
        output: The target; None for standard output.

    Raises:
        click.UsageError: The form needs a file or a folder.
    """
    if form in _FOLDERS and not is_folder(output):
        raise click.UsageError(f"--to {form} writes a file a table: give a folder with -o FOLDER/.")
    if form in _TABLES and output in (None, "-"):
        raise click.UsageError(f"--to {form} is no text: give a file with -o FILE.")
