"""``threadparse text``: the text that lines, pages and offsets of a document count in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from threadparse.cli.inputs import Inputs, paths_argument
from threadparse.cli.reading import reading_options
from threadparse.cli.time_limit import timeout_option

if TYPE_CHECKING:
    from threadparse.options import ParseOptions

__all__ = ["text"]

_EPILOG = """\b
Examples:
  threadparse text release.pdf | less -N
  threadparse text -o release.txt release.pdf
"""


@click.command(epilog=_EPILOG, short_help="Print the text that lines and offsets count in.")
@paths_argument
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, whole or not at all, instead of standard output.")
@reading_options
@timeout_option
@click.pass_context
def text(
    ctx: click.Context, paths: tuple[str, ...], output: str | None, timeout: float | None, options: ParseOptions
) -> None:
    """Print the text of a document as it was read, in UTF-8: what `show` names lines of, and `export` offsets.

    Of a PDF, a mail or a Word file it is the one text that was made of it. Several texts stand one behind the other,
    each below a line with its path, from which its lines count.
    """
    from threadparse.cli.output import write_file

    inputs = Inputs(paths, options, timeout)
    write_file(output, _pieces(inputs), inputs.files())
    if inputs.failed:
        ctx.exit(1)


def _pieces(inputs: Inputs) -> Iterator[str]:
    """Return the texts, each of several below its path."""
    from threadparse.views.visible import visible_line

    for item in inputs.texts():
        if inputs.several:
            yield f"── {visible_line(item.source.path)} ──\n"
        yield item.characters
        if inputs.several and not item.characters.endswith("\n"):
            yield "\n"
