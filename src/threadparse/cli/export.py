"""``threadparse export`` and ``schema``: documents in other forms, and the JSON Schema that the JSON keeps to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from threadparse.cli.inputs import Inputs, paths_argument
from threadparse.cli.messages import say
from threadparse.cli.reading import reading_options

if TYPE_CHECKING:
    from threadparse.document import Document
    from threadparse.options import ParseOptions

__all__ = ["export", "schema"]


@click.command(epilog="\b\nExample:\n  threadparse schema > threadparse.schema.json")
def schema() -> None:
    """Print the JSON Schema of what `export` writes for one document."""
    from threadparse.views.json import schema as text

    click.echo(text())


_EPILOG = """\b
Examples:
  threadparse export chain.txt | jq '.threads[].messages[].date'
  threadparse export --to jsonl -o release.jsonl release/
  threadparse export --to html -o chain.html chain.txt
  threadparse export --to html -o pages/ release/
"""


@click.command(epilog=_EPILOG, short_help="Write the messages as JSON or as a page to look at.")
@paths_argument
@click.option(
    "--to",
    "form",
    type=click.Choice(["json", "jsonl", "html"]),
    default="json",
    show_default=True,
    help="json: one indented object a document; jsonl: one line a document; html: a page to look at and to print.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Write to FILE, whole or not at all, instead of standard output; html: to FOLDER/, a page a document.",
)
@click.option("--no-source", is_flag=True, help="html: leave the source text out.")
@reading_options
@click.pass_context
def export(
    ctx: click.Context,
    paths: tuple[str, ...],
    form: str,
    output: str | None,
    no_source: bool,
    options: ParseOptions,
) -> None:
    """Write the messages of e-mail chains in a form for other programs (UTF-8), or as a page for people.

    PATH is a file (text, markdown, .eml, .mbox, .msg, .pdf, .html, .docx, .rtf, .zip), a folder (read with its
    subfolders) or - for standard input. `threadparse schema` describes the JSON objects; several stand one behind the
    other, as jq and other tools read them.
    """
    if no_source and form != "html":
        raise click.UsageError("--no-source is for --to html.")
    inputs = Inputs(paths, options)
    if form == "html":
        _pages(inputs, output, with_source=not no_source)
    else:
        _write(inputs, output, (text for text in _json(inputs, indent=form == "json")))
    if inputs.failed:
        ctx.exit(1)


def _json(inputs: Inputs, *, indent: bool) -> Iterator[str]:
    """Return the documents as JSON."""
    for _, document in inputs.documents():
        from threadparse.views.json import dumps

        yield dumps(document, indent=indent) + "\n"


def _pages(inputs: Inputs, output: str | None, *, with_source: bool) -> None:
    """Write one page of all documents, or a folder of pages."""
    from threadparse import __version__

    documents = ((text.characters, document) for text, document in inputs.documents())
    if output is not None and (output.endswith(("/", os.sep)) or os.path.isdir(output)):
        from threadparse.cli.output import write_folder
        from threadparse.views.html.folder import folder_of_pages

        write_folder(output, folder_of_pages(documents, version=__version__, with_source=with_source), inputs.files())
        return
    _write(inputs, output, _one_page(documents, with_source=with_source))


def _one_page(documents: Iterator[tuple[str, Document]], *, with_source: bool) -> Iterator[str]:
    """Return one page of all documents, if there are any."""
    from threadparse import __version__
    from threadparse.views.html.page import page

    read = list(documents)
    if read:
        yield page(read, version=__version__, with_source=with_source)


def _write(inputs: Inputs, output: str | None, pieces: Iterator[str]) -> None:
    """Write text to a file or to standard output, and say if there was none."""
    from threadparse.cli.output import Output

    with Output(output, inputs.files()) as target:
        for piece in pieces:
            target.write(piece)
    if target.kept:
        said = "left as it was" if os.path.exists(output or "") else "not written"
        say(f"{output}: {said}, as there is nothing to write")
