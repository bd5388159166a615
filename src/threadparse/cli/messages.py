"""What a command tells beside its result, on standard error."""

from __future__ import annotations

import sys

import click

__all__ = ["say"]


def say(message: str) -> None:
    """Tell the user something beside the result, on standard error.

    Args:
        message: One sentence; control characters and line ends in it (from file names) are made visible.
    """
    from threadparse.views.visible import visible_line

    if sys.stdout is not None:
        sys.stdout.flush()  # so that results and messages stand in order where both go to one place
    click.echo(f"threadparse: {visible_line(message)}", err=True)
