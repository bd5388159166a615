"""What a command tells beside its result, on standard error, and the exit status of one that was stopped."""

from __future__ import annotations

import sys

import click

__all__ = ["INTERRUPTED", "say"]

#: What a shell gives a command that Ctrl-C ended.
INTERRUPTED = 130


def say(message: str) -> None:
    """Tell the user something beside the result, on standard error.

    Args:
        message: One sentence; control characters and line ends in it (from file names) are made visible.
    """
    from threadparse.views.visible import visible_line

    if sys.stdout is not None:
        sys.stdout.flush()  # so that results and messages stand in order where both go to one place
    click.echo(f"threadparse: {visible_line(message)}", err=True)
