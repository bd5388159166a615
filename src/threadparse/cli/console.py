"""The terminal that commands print to: its options, --width and --no-color, and the console of rich."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["console_options", "make_console"]

Command = TypeVar("Command", bound=Callable[..., object])

_LEAST_WIDTH = 30


def console_options(command: Command) -> Command:
    """Give a command the options; they come to it as ``width`` and ``no_color``."""
    width = click.option(
        "--width",
        type=click.IntRange(min=_LEAST_WIDTH),
        help="Columns to use.  [default: the terminal's, 80 in a pipe]",
    )
    no_color = click.option(
        "--no-color", is_flag=True, help="No colours; the NO_COLOR environment variable says the same."
    )
    return width(no_color(command))


def make_console(width: int | None, no_color: bool) -> Console:
    """Return a console on standard output.

    Args:
        width: Columns; None for as many as COLUMNS or the terminal says, 80 in a pipe, whatever is behind it.
        no_color: Use no colours.
    """
    from shutil import get_terminal_size

    from rich.console import Console

    class Output(Console):
        """A console that leaves a closed pipe to the command."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    width = width or max(get_terminal_size().columns, _LEAST_WIDTH)
    # The height is of no use, but without it rich takes every dumb terminal for one of 80 columns.
    return Output(width=width, height=25, no_color=no_color or None, highlight=False, markup=False, emoji=False)
