"""``threadparse merge``: one timeline out of many documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from threadparse.cli.inputs import Inputs, paths_argument
from threadparse.cli.reading import reading_options

if TYPE_CHECKING:
    from threadparse.merge.merged import Merged
    from threadparse.options import ParseOptions

__all__ = ["merge"]

_EPILOG = """\b
Examples:
  threadparse merge exports/
  threadparse merge --to json -o merged.json bob.mbox anna/ release.pdf
  threadparse merge --report altered exports/
  threadparse merge --to html -o merged.html exports/
"""


@click.command(epilog=_EPILOG, short_help="Make one timeline out of many documents.")
@paths_argument
@click.option(
    "--to",
    "form",
    type=click.Choice(["json", "jsonl", "html", "mbox"]),
    default="json",
    show_default=True,
    help="Form of the output.",
)
@click.option(
    "--report",
    "report",
    type=click.Choice(["inclusive", "missing", "altered", "revealed", "participants"]),
    help="One line for each finding, its fields separated by tabs, instead.",
)
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, whole or not at all, instead of standard output.")
@reading_options
@click.pass_context
def merge(
    ctx: click.Context, paths: tuple[str, ...], form: str, report: str | None, output: str | None, options: ParseOptions
) -> None:
    """Merge the documents of many exports into one timeline, in which each message stands once.

    It says where each message stands, which copies depart from it (altered, redacted, cut), which messages are missing,
    and which documents together hold everything. PATH is a file, a folder or - for standard input.
    """
    from threadparse.cli.output import Output

    inputs = Inputs(paths, options)
    with Output(output, inputs.files()) as target:
        if form == "html" and report is None:
            target.write(_page(inputs))
        else:
            for piece in _pieces(_merged(inputs), form, report):
                target.write(piece)
    if inputs.failed:
        ctx.exit(1)


def _merged(inputs: Inputs) -> Merged:
    """Read and merge the documents."""
    from threadparse.merge.merging import merge_documents

    return merge_documents((text.characters, document) for text, document in inputs.documents())


def _page(inputs: Inputs) -> str:
    """Merge the documents into a page; nothing if there are none."""
    from threadparse import __version__
    from threadparse.merge.merged_page import merged_page
    from threadparse.merge.merging import merge_documents

    documents = [(text.characters, document) for text, document in inputs.documents()]
    return merged_page(merge_documents(documents), documents, version=__version__) if documents else ""


def _pieces(merged: Merged, form: str, report: str | None) -> Iterator[str]:
    """Return the output in pieces."""
    if report is not None:
        from threadparse.merge.reports import report_lines

        yield from report_lines(merged, report)
    elif form == "mbox":
        from threadparse.merge.shown_threads import as_document
        from threadparse.views.mails import mailbox_of_mails

        yield from mailbox_of_mails([("", as_document(merged))])
    elif form == "jsonl":
        from threadparse.views.json import members, on_one_line

        for kind in ("source", "thread", "participant", "note"):
            for value in getattr(merged, f"{kind}s"):
                yield on_one_line({"kind": kind, **members(value)}) + "\n"
    else:
        from threadparse.views.json import indented

        yield indented(merged) + "\n"
