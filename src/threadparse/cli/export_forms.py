"""The forms of ``export``: what each makes of documents, and what it needs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from threadparse.batch.writers.keyed_rows import Layout
    from threadparse.document import Document

__all__ = ["FORMS", "check_target", "files", "is_folder", "pieces", "table_files", "written_beside"]

#: The forms and what they are, for the help.
FORMS = {
    "json": "one indented object a document",
    "jsonl": "one line a document",
    "html": "a page to look at and to print",
    "markdown": "a transcript",
    "csv": "a row a message",
    "xlsx": "the same as an Excel workbook",
    "sqlite": "a database with full-text search",
    "mbox": "a mailbox for mail programs",
    "eml": "a folder of mails",
}
#: Forms that the batch writers know, and the file that ``export`` takes of theirs.
_TABLES = {"csv": "messages.csv", "xlsx": "threadparse.xlsx", "sqlite": "threadparse.sqlite"}
_CHUNK = 1 << 20

Documents = Iterable[tuple[str, "Document"]]


def pieces(form: str, documents: Documents, *, with_source: bool) -> Iterator[str | bytes]:
    """Return what a form makes of documents, piece by piece; nothing if there are none.

    Args:
        form: One of ``FORMS`` but ``eml``.
        documents: Texts and their documents.
        with_source: Whether a page holds the texts.

    Raises:
        OptionError: What writes the form is not installed.
    """
    if form in ("json", "jsonl"):
        yield from _json(documents, indent=form == "json")
    elif form == "html":
        from threadparse import __version__
        from threadparse.views.html.page import page

        read = list(documents)
        if read:
            yield page(read, version=__version__, with_source=with_source)
    elif form == "markdown":
        from threadparse.views.transcript import transcript

        yield from transcript(documents)
    elif form == "mbox":
        from threadparse.views.mails import mailbox_of_mails

        yield from mailbox_of_mails(documents)
    else:
        yield from _tables(form, documents)


def _json(documents: Documents, *, indent: bool) -> Iterator[str]:
    """Return documents as JSON."""
    for _, document in documents:
        from threadparse.views.json import dumps

        yield dumps(document, indent=indent) + "\n"


def _tables(form: str, documents: Documents) -> Iterator[bytes]:
    """Return the file of messages that the writer of ``batch`` makes of the rows of documents."""
    from threadparse.batch.codec import document_rows
    from threadparse.batch.writers.keyed_rows import DOCUMENTS

    rows = (row for _, document in documents for row in document_rows(document, document.source.path, 0))
    for name, parts in table_files(form, rows, DOCUMENTS):
        if name == _TABLES[form]:
            yield from parts


def table_files(
    form: str, rows: Iterable[tuple[str, dict[str, Any]]], layout: Layout
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Return the files that a writer of ``batch`` makes of rows: names, and what they hold; none without rows.

    Args:
        form: One of those that the batch writers know.
        rows: Each with its table.
        layout: The tables.

    Raises:
        OptionError: What writes the form is not installed.
    """
    from tempfile import TemporaryDirectory

    from threadparse.batch.writers.forms import check_installed, writer_of
    from threadparse.views.json import on_one_line

    check_installed(form)
    with TemporaryDirectory(prefix="threadparse-") as folder:
        writer, found = writer_of(form, folder, layout), False
        for table, row in rows:
            found = True
            writer.add(table, on_one_line(row).encode())
        paths = writer.finish()
        if found:
            for name, path in paths.items():
                with open(path, "rb") as stream:
                    yield name, iter(lambda: stream.read(_CHUNK), b"")


def files(form: str, documents: Documents, *, with_source: bool) -> Iterator[tuple[str, str]]:
    """Return the files that a form makes of documents in a folder: names, and what they hold.

    Args:
        form: ``html`` or ``eml``.
        documents: Texts and their documents.
        with_source: Whether pages hold the texts.
    """
    if form == "eml":
        from threadparse.views.mails import mail_files

        return mail_files(documents)
    from threadparse import __version__
    from threadparse.views.html.folder import folder_of_pages

    return folder_of_pages(documents, version=__version__, with_source=with_source)


def written_beside(form: str, output: str | None, layout: Layout | None = None) -> tuple[str, str] | None:
    """Return what Datasette shows a database with: a file beside it, and what that holds; nothing for other forms.

    Args:
        form: The form.
        output: The target; None for standard output.
        layout: The tables; None for those of documents.
    """
    if form != "sqlite" or output is None:
        return None
    from threadparse.batch.writers.keyed_rows import DOCUMENTS
    from threadparse.batch.writers.sqlite import datasette_metadata

    stem = os.path.splitext(output)[0]
    return f"{stem}.metadata.json", datasette_metadata(os.path.basename(stem), layout or DOCUMENTS)


def is_folder(path: str | None) -> bool:
    """Tell whether a target is meant as a folder: it is one, or ends with a slash.

    Args:
        path: The target; None for standard output.
    """
    return path is not None and (path.endswith(("/", os.sep)) or os.path.isdir(path))


def check_target(form: str, output: str | None) -> None:
    """Refuse a form that cannot be written where it is to go.

    Args:
        form: One of ``FORMS``.
        output: The target; None for standard output.

    Raises:
        click.UsageError: The form needs a file or a folder.
    """
    if form == "eml" and not is_folder(output):
        raise click.UsageError("--to eml writes a file a mail: give a folder with -o FOLDER/.")
    if form in ("xlsx", "sqlite") and output in (None, "-"):
        raise click.UsageError(f"--to {form} is no text: give a file with -o FILE.")
