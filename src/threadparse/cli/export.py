"""``threadparse export`` and ``schema``: documents in other forms, and the JSON Schema that the JSON keeps to."""

from __future__ import annotations

import click

from threadparse.cli.export_forms import (
    FOLDERS,
    FORMS,
    check_target,
    documents_layout,
    files,
    is_folder,
    pieces,
    written_beside,
)
from threadparse.cli.inputs import Inputs, inputs_options

__all__ = ["export", "schema"]


@click.command(epilog="\b\nExample:\n  threadparse schema > threadparse.schema.json")
@click.option("--merged", is_flag=True, help="Of what `merge` writes.")
def schema(*, merged: bool) -> None:
    """Print the JSON Schema of what `export` writes for one document, or `merge` for many."""
    if merged:
        from threadparse.merge.merged import schema as text
    else:
        from threadparse.views.json import schema as text

    click.echo(text())


_EPILOG = """\b
Examples:
  threadparse export chain.txt | jq '.threads[].messages[].date'
  threadparse export --to jsonl -o release.jsonl release/
  threadparse export --to html -o chain.html chain.txt
  threadparse export --to html -o pages/ release/
  threadparse export --to mbox -o release.mbox release.pdf
"""


@click.command(epilog=_EPILOG, short_help="Write the messages as JSON, a page, a table, a mailbox, a database.")
@click.option(
    "--to",
    "form",
    type=click.Choice(list(FORMS)),
    default="json",
    show_default=True,
    help="; ".join(f"{form}: {what}" for form, what in FORMS.items()) + ".",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Write to FILE, whole or not at all, instead of standard output; html and eml: to FOLDER/.",
)
@click.option("--no-source", is_flag=True, help="html: leave the source text out.")
@inputs_options
def export(
    inputs: Inputs,
    form: str,
    output: str | None,
    no_source: bool,
) -> None:
    """Write the messages of e-mail chains in a form for other programs (UTF-8), or as a page for people.

    PATH is a file (text, markdown, .eml, .mbox, .msg, .pdf, .html, .docx, .rtf, .zip), a folder (read with its
    subfolders) or - for standard input. `threadparse schema` describes the JSON objects; several stand one behind the
    other, as jq and other tools read them.
    """
    if no_source and form != "html":
        raise click.UsageError("--no-source is for --to html.")
    check_target(form, output, FOLDERS)
    from threadparse.cli.output import write_file, write_folder

    documents = inputs.settled_documents()
    if output is not None and form in ("html", "eml") and is_folder(output):
        write_folder(output, files(form, documents, with_source=not no_source), inputs.files())
    else:
        parts = pieces(form, documents, with_source=not no_source)
        write_file(output, parts, inputs.files(), beside=written_beside(form, output, documents_layout))
