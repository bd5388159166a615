"""``threadparse show``: the timeline, the list or the tree in the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from threadparse.cli.console import console_options, no_pager_option
from threadparse.cli.inputs import Inputs, inputs_options
from threadparse.cli.selecting import selection_options
from threadparse.cli.stderr import say

if TYPE_CHECKING:
    from rich.console import Console

    from threadparse.views.selection import Selection

__all__ = ["show"]

_EPILOG = """\b
Examples:
  threadparse show chain.txt
  threadparse show --list --from lee --since 2025-01 release.pdf mail.eml
  threadparse show --grep 'load test' --newest-first chain.txt
"""


@click.command(epilog=_EPILOG, short_help="Show the messages as a timeline, oldest first.")
@click.option("--list", "form", flag_value="list", help="One line a message.")
@click.option("--tree", "form", flag_value="tree", help="One line a message, with who answers whom as a tree.")
@click.option("--source", "with_source", is_flag=True, help="Below each message its source, with line numbers.")
@click.option("--cite", "cited", is_flag=True, help="Beside each message its Bates number and page.")
@selection_options
@no_pager_option
@console_options
@inputs_options
def show(
    inputs: Inputs,
    form: str | None,
    with_source: bool,
    cited: bool,
    selection: Callable[[], Selection],
    no_pager: bool,
    width: int | None,
    color: str,
) -> None:
    """Show the messages of e-mail chains as a timeline, oldest first.

    PATH is a file (text, markdown, .eml, .mbox, .msg, .pdf, .html, .docx, .rtf, .zip), a folder (read with its
    subfolders) or - for standard input. The line and page beside each message are those of the text that `threadparse
    text` prints.
    """
    if (with_source or cited) and form is not None:
        raise click.UsageError("--source and --cite are for the timeline; leave --list or --tree away.")
    from threadparse.cli.pager import paged_console

    with paged_console(not no_pager, width, color) as (console, links):
        _show(inputs, console, form, with_source, selection(), cited=cited, links=links)


def _show(
    inputs: Inputs,
    console: Console,
    form: str | None,
    with_source: bool,
    selection: Selection,
    *,
    cited: bool,
    links: bool,
) -> None:
    """Print each document in the form asked for."""
    shown = False
    for text, document in inputs.settled_documents():
        if selection.leaves_out and not selection.choose(document, text):
            continue
        if shown:
            console.print()
        shown = True
        if form is not None:
            from threadparse.views.listing import Listing

            tree = form == "tree"
            console.print(Listing(document, text, selection, tree=tree, titled=inputs.several))
            continue
        from threadparse.views.timeline import Timeline

        console.print(
            Timeline(
                document,
                text,
                titled=inputs.several,
                selection=selection,
                with_source=with_source,
                cited=cited,
                link=_address(document.source.path) if links and console.color_system else "",
            )
        )
    if not shown and selection.leaves_out and not inputs.failed:
        say("no message is as you asked for")


def _address(path: str) -> str:
    """Return the address of a file that exists, for links; else nothing."""
    if not os.path.isfile(path) or sys.platform == "win32":
        return ""
    from urllib.parse import quote

    return f"file://{quote(os.path.abspath(path))}"
