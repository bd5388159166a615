"""``threadparse show``: the timeline in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from threadparse.cli.console import console_options, make_console
from threadparse.cli.inputs import Inputs, paths_argument
from threadparse.cli.reading import reading_options

if TYPE_CHECKING:
    from threadparse.options import ParseOptions

__all__ = ["show"]

_EPILOG = "\b\nExamples:\n  threadparse show chain.txt\n  threadparse show release.pdf mail.eml"


@click.command(epilog=_EPILOG, short_help="Show the messages as a timeline, oldest first.")
@paths_argument
@reading_options
@console_options
@click.pass_context
def show(ctx: click.Context, paths: tuple[str, ...], width: int | None, no_color: bool, options: ParseOptions) -> None:
    """Show the messages of e-mail chains as a timeline, oldest first.

    PATH is a file (text, markdown, .eml, .mbox, .msg, .pdf, .html, .docx, .rtf, .zip), a folder (read with its
    subfolders) or - for standard input. The line and page beside each message are those of the text that `threadparse
    text` prints.
    """
    inputs = Inputs(paths, options)
    console = make_console(width, no_color)
    for index, (text, document) in enumerate(inputs.documents()):
        from threadparse.views.timeline import Timeline

        if index:
            console.print()
        console.print(Timeline(document, text.characters, titled=inputs.several))
    if inputs.failed:
        ctx.exit(1)
