"""What a command tells beside its result, on standard error."""

from __future__ import annotations

import sys

import click

__all__ = ["kinds_words", "say"]

_MAX_KINDS = 5
_MAX_CHARS = 2_000


def say(message: str) -> None:
    """Tell the user something beside the result, on standard error.

    Args:
        message: One sentence; control characters and line ends in it (from file names) are made visible.
    """
    from threadparse.views.visible import visible_line

    if sys.stdout is not None:
        sys.stdout.flush()  # so that results and messages stand in order where both go to one place
    if len(message) > _MAX_CHARS:  # a name in an archive may have 65,535 characters
        message = f"{message[:_MAX_CHARS]}…"
    click.echo(f"threadparse: {visible_line(message)}", err=True)


def kinds_words(counts: dict[str, int]) -> str:
    """Return how many files were passed over, the most frequent endings first.

    Args:
        counts: How many, by ending; empty for none.
    """
    kinds = sorted(counts.items(), key=lambda kind: (-kind[1], kind[0]))
    most = ", ".join(f"{count:,} {ending or 'without ending'}" for ending, count in kinds[:_MAX_KINDS])
    return most + (", …" if len(kinds) > _MAX_KINDS else "")
