"""The forms of ``export``: what each makes of documents, and what it needs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from threadparse.batch.writers.keyed_rows import Layout
    from threadparse.document import Document

__all__ = [
    "FOLDERS",
    "FORMS",
    "check_target",
    "documents_layout",
    "files",
    "is_folder",
    "pieces",
    "table_file",
    "table_files",
    "written_beside",
]

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
#: Forms that are a folder whatever the target is, and what has a file of its own in it.
FOLDERS = {"eml": "mail"}
#: Forms that the batch writers know, and the file of theirs that has the messages.
_TABLES = {
    "csv": "messages.csv",
    "parquet": "messages.parquet",
    "xlsx": "threadparse.xlsx",
    "sqlite": "threadparse.sqlite",
    "duckdb": "threadparse.duckdb",
}
_NO_TEXT = frozenset({"xlsx", "sqlite", "duckdb"})
_CHUNK = 1 << 20

Documents = Iterable[tuple[str, "Document"]]


def pieces(form: str, documents: Documents, *, with_source: bool) -> Iterator[str | bytes]:
    """Return what a form makes of documents, piece by piece; nothing if there are none.

    Args:
        form: One of ``FORMS`` but ``eml``.
        documents: Texts and their documents.
        with_source: Whether a page holds the texts.
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

    rows = (row for _, document in documents for row in document_rows(document, document.source.path, 0))
    return table_file(form, rows, documents_layout())


def documents_layout() -> Layout:
    """Return the tables of documents, which take a moment to import."""
    from threadparse.batch.writers.keyed_rows import DOCUMENTS

    return DOCUMENTS


def table_file(form: str, rows: Iterable[tuple[str, dict[str, Any]]], layout: Layout) -> Iterator[bytes]:
    """Return the one of ``table_files`` that has the messages, piece by piece.

    Args:
        form: See there.
        rows: See there.
        layout: See there.
    """
    for name, parts in table_files(form, rows, layout):
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
    """
    from contextlib import closing
    from tempfile import TemporaryDirectory

    from threadparse.batch.writers.forms import writer_of
    from threadparse.views.json import on_one_line

    with TemporaryDirectory(prefix="threadparse-") as folder, closing(writer_of(form, folder, layout)) as writer:
        found = False
        for table, row in rows:
            found = True
            writer.add(table, on_one_line(row).encode())
        for name, path in writer.finish().items() if found else ():
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


def written_beside(form: str | None, output: str | None, layout: Callable[[], Layout]) -> tuple[str, str] | None:
    """Return what Datasette shows a database with: a file beside it, and what that holds; nothing for other forms.

    Args:
        form: The form; None for what is none.
        output: The target; None for standard output. Beside a device or a pipe nothing is written.
        layout: Returns the tables.
    """
    if form != "sqlite" or output is None or (os.path.exists(output) and not os.path.isfile(output)):
        return None
    from threadparse.batch.writers.sqlite import datasette_metadata

    stem = os.path.splitext(output)[0]
    return f"{stem}.metadata.json", datasette_metadata(os.path.basename(stem), layout())


def is_folder(path: str | None) -> bool:
    """Tell whether a target is meant as a folder: it is one, or ends with a slash.

    Args:
        path: The target; None for standard output.
    """
    return path is not None and (path.endswith(("/", os.sep)) or os.path.isdir(path))


def check_target(form: str, output: str | None, folders: Mapping[str, str]) -> None:
    """Refuse a form that cannot be written, or not where it is to go, before anything is read.

    Args:
        form: The form.
        output: The target; None for standard output.
        folders: Forms that are a folder, and what has a file of its own in it.

    Raises:
        click.UsageError: The form needs a file, a folder, or a library that is not installed.
    """
    if form in folders and not is_folder(output):
        raise click.UsageError(f"--to {form} writes a file a {folders[form]}: give a folder with -o FOLDER/.")
    if form in _NO_TEXT and output in (None, "-"):
        raise click.UsageError(f"--to {form} is no text: give a file with -o FILE.")
    if form in _TABLES:
        from threadparse.batch.writers.forms import check_installed
        from threadparse.errors import OptionError

        try:
            check_installed(form)
        except OptionError as error:
            raise click.UsageError(f"{error}.") from error
