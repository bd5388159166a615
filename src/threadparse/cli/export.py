"""``threadparse export`` and ``schema``: documents as JSON, and the JSON Schema that they keep to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from threadparse.cli.inputs import Inputs, paths_argument
from threadparse.cli.messages import say
from threadparse.cli.reading import reading_options

if TYPE_CHECKING:
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
"""


@click.command(epilog=_EPILOG, short_help="Write the messages as JSON, one object for each document.")
@paths_argument
@click.option(
    "--to",
    "form",
    type=click.Choice(["json", "jsonl"]),
    default="json",
    show_default=True,
    help="json: one indented object a document; jsonl: one line a document.",
)
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, whole or not at all, instead of standard output.")
@reading_options
@click.pass_context
def export(ctx: click.Context, paths: tuple[str, ...], form: str, output: str | None, options: ParseOptions) -> None:
    """Write the messages of e-mail chains as JSON (UTF-8), one object for each document.

    PATH is a file (text, markdown, .eml, .mbox, .msg, .pdf, .html, .docx, .rtf, .zip), a folder (read with its
    subfolders) or - for standard input. `threadparse schema` describes the
    objects; several stand one behind the other, as jq and other tools read them.
    """
    from threadparse.cli.output import Output

    inputs = Inputs(paths, options)
    with Output(output, inputs.files()) as target:
        for _, document in inputs.documents():
            from threadparse.views.json import dumps

            target.write(dumps(document, indent=form == "json") + "\n")
    if target.kept:
        said = "left as it was" if os.path.exists(output or "") else "not written"
        say(f"{output}: {said}, as there is nothing to write")
    if inputs.failed:
        ctx.exit(1)
