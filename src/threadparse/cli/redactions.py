"""``threadparse redactions``: what was blacked out, by which exemption and where; or what lies under the bars."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from threadparse.cli.inputs import Inputs, inputs_options

if TYPE_CHECKING:
    from threadparse.views.redaction_log import Logged

__all__ = ["redactions"]

_EPILOG = """\b
Examples:
  threadparse redactions release.pdf
  threadparse redactions --to csv -o log.csv release/
  threadparse redactions --check draft.pdf && publish draft.pdf
"""


@click.command(epilog=_EPILOG, short_help="List what was blacked out, by which exemption and where.")
@click.option(
    "--to",
    "form",
    type=click.Choice(["csv", "json", "jsonl"]),
    help="csv: the log, one row a place; json, jsonl: the places as data.  [default: a list to read]",
)
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, whole or not at all, instead of standard output.")
@click.option("--check", is_flag=True, help="Exit with 1 if words lie under a bar of a PDF; lists these bars.")
@inputs_options
@click.pass_context
def redactions(ctx: click.Context, inputs: Inputs, form: str | None, output: str | None, check: bool) -> None:
    """List the places that somebody blacked out: the field, what stands there, the exemption codes, page and line.

    PATH is a file, a folder (read with its subfolders) or - for standard input. A release stamp that names codes no
    place shows is said, too. The meanings in the log are no legal information.
    """
    if check and form is not None:
        raise click.UsageError("--check lists bars, not places; leave --to away.")
    from threadparse.cli.output import write_file
    from threadparse.views.redaction_list import COVERED
    from threadparse.views.redaction_log import log_document

    logged = [log_document(text, document) for text, document in inputs.settled_documents()]
    write_file(output, _pieces(logged, form, check=check, titled=inputs.several), inputs.files())
    if check and any(note.code in COVERED for item in logged for note in item.notes):
        ctx.exit(1)


def _pieces(logged: list[Logged], form: str | None, *, check: bool, titled: bool) -> Iterator[str]:
    """Return the result in the form asked for."""
    from threadparse.views.redaction_list import check_lines, redaction_lines
    from threadparse.views.redaction_log import csv_log, json_log

    if check:
        yield from (f"{line}\n" for line in check_lines(logged))
    elif form == "csv":
        yield from csv_log(logged)
    elif form is not None:
        yield from json_log(logged, indent=form == "json")
    else:
        yield from (f"{line}\n" for line in redaction_lines(logged, titled=titled))
