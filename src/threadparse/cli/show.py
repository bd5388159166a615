"""``threadparse show``: the timeline in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from threadparse.cli.inputs import Inputs, paths_argument
from threadparse.cli.reading import reading_options

if TYPE_CHECKING:
    from rich.console import Console

    from threadparse.options import ParseOptions

__all__ = ["show"]

_LEAST_WIDTH = 30
_EPILOG = "\b\nExamples:\n  threadparse show chain.txt\n  threadparse show release.pdf mail.eml"


@click.command(epilog=_EPILOG, short_help="Show the messages as a timeline, oldest first.")
@paths_argument
@reading_options
@click.option(
    "--width", type=click.IntRange(min=_LEAST_WIDTH), help="Columns to use.  [default: the terminal's, 80 in a pipe]"
)
@click.option("--no-color", is_flag=True, help="No colours; the NO_COLOR environment variable says the same.")
@click.pass_context
def show(ctx: click.Context, paths: tuple[str, ...], width: int | None, no_color: bool, options: ParseOptions) -> None:
    """Show the messages of e-mail chains as a timeline, oldest first.

    PATH is a file (text, markdown, .eml, .mbox, .msg, .pdf, .html, .docx, .rtf, .zip), a folder (read with its
    subfolders) or - for standard input. The line and page beside each message are those of the text that `threadparse
    text` prints.
    """
    inputs = Inputs(paths, options)
    console = _console(width, no_color)
    for index, (text, document) in enumerate(inputs.documents()):
        from threadparse.views.timeline import Timeline

        if index:
            console.print()
        console.print(Timeline(document, text.characters, titled=inputs.several))
    if inputs.failed:
        ctx.exit(1)


def _console(width: int | None, no_color: bool) -> Console:
    """A console on standard output, as wide as COLUMNS or the terminal says; 80 in a pipe, whatever is behind it."""
    from shutil import get_terminal_size

    from rich.console import Console

    class Output(Console):
        """A console that leaves a closed pipe to the command."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    width = width or max(get_terminal_size().columns, _LEAST_WIDTH)
    # The height is of no use, but without it rich takes every dumb terminal for one of 80 columns.
    return Output(width=width, height=25, no_color=no_color or None, highlight=False, markup=False, emoji=False)
