"""``threadparse text``: the text that lines, pages and offsets of a document count in."""

from __future__ import annotations

from collections.abc import Iterator

import click

from threadparse.cli.inputs import Inputs, inputs_options

__all__ = ["text"]

_EPILOG = """\b
Examples:
  threadparse text release.pdf | less -N
  threadparse text -o release.txt release.pdf
"""


@click.command(epilog=_EPILOG, short_help="Print the text that lines and offsets count in.")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, whole or not at all, instead of standard output.")
@inputs_options
def text(inputs: Inputs, output: str | None) -> None:
    """Print the text of a document as it was read, in UTF-8: what `show` names lines of, and `export` offsets.

    Of a PDF, a mail or a Word file it is the one text that was made of it. Several texts stand one behind the other,
    each below a line with its path, from which its lines count.
    """
    from threadparse.cli.output import write_file

    write_file(output, _pieces(inputs), inputs.files())


def _pieces(inputs: Inputs) -> Iterator[str]:
    """Return the texts, each of several below its path."""
    from threadparse.views.visible import visible_line

    for item in inputs.texts():
        if inputs.several:
            yield f"── {visible_line(item.source.path)} ──\n"
        yield item.characters
        if inputs.several and not item.characters.endswith("\n"):
            yield "\n"
