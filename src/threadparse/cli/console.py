"""The terminal that commands print to: its options, --width and --color, and the console of rich."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["console_options", "form_option", "make_console", "no_pager_option"]

Command = TypeVar("Command", bound=Callable[..., object])

_LEAST_WIDTH = 30


def console_options(command: Command) -> Command:
    """Give a command the options; they come to it as ``width`` and ``color``."""
    width = click.option(
        "--width",
        type=click.IntRange(min=_LEAST_WIDTH),
        help="Columns to use.  [default: the terminal's, 80 in a pipe]",
    )
    color = click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="When to use colours and bold letters; auto: on a terminal, without colours if NO_COLOR is set.",
    )
    return width(color(command))


def no_pager_option(command: Command) -> Command:
    """Give a command the option --no-pager; it comes to it as ``no_pager``."""
    return click.option("--no-pager", is_flag=True, help="Print all at once, however long it is.")(command)


def form_option(json_is: str) -> Callable[[Command], Command]:
    """Return a decorator that gives a command the option --to for what it prints; it comes to it as ``form``.

    Args:
        json_is: What the JSON is, in words.
    """
    return click.option(
        "--to",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help=f"text: for the terminal; json: the same as data, {json_is}.",
    )


def make_console(width: int | None, color: str, file: IO[str] | None = None) -> Console:
    """Return a console.

    Args:
        width: Columns; None for as many as COLUMNS or the terminal says, 80 in a pipe, whatever is behind it.
        color: ``auto``, ``always`` or ``never``.
        file: What it prints to, as if that were standard output; None for standard output.
    """
    from shutil import get_terminal_size

    from rich.console import Console

    class PipeConsole(Console):
        """A console that leaves a closed pipe to the command."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    # The height is of no use, but without it rich takes every dumb terminal for one of 80 columns.
    console = PipeConsole(
        width=width or max(get_terminal_size().columns, _LEAST_WIDTH),
        height=25,
        color_system={"always": "256", "never": None}.get(color, "auto"),
        force_terminal=True if color == "always" else None,
        no_color=False if color == "always" else None,
        highlight=False,
        markup=False,
        emoji=False,
    )
    if file is not None:
        console.file = file
    return console
