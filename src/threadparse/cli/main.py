"""The ``threadparse`` command: its subcommands, and failures of the output in words and exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

from threadparse import __version__
from threadparse.cli.entry import Stopped
from threadparse.cli.stderr import say

__all__ = ["main"]


#: The module of each command.
_MODULES = {
    "anonymize": "anonymize",
    "batch": "batch",
    "explain": "explain",
    "export": "export",
    "merge": "merge",
    "redactions": "redactions",
    "schema": "export",
    "show": "show",
    "stats": "stats",
    "text": "text",
}


class _Commands(click.Group):
    """A group that imports a command when it is asked for, and ends well when the output cannot be written."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        """Return the names of the commands."""
        return sorted(_MODULES)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002 - as click calls it
        """Return a command; None if there is none of that name."""
        if name not in _MODULES:
            return None
        command: click.Command = getattr(import_module(f"threadparse.cli.{_MODULES[name]}"), name)
        return command

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the arguments of the group itself."""
        with _visible_usage():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run a subcommand and see its output through."""
        if sys.stdout is None:  # the shell closed it: `>&-`
            say("standard output is closed; the result has nowhere to go")
            ctx.exit(1)
        try:
            with _visible_usage():
                result: object = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader (head, less) has seen enough: that is no failure.
            _silence(sys.stdout.fileno())
            ctx.exit(0)
        except Stopped as stopped:
            _silence(sys.stdout.fileno())
            say(stopped.word)
            ctx.exit(stopped.status)
        except OSError as error:
            from threadparse.cli.output import reason

            _silence(sys.stdout.fileno())
            say(f"the result cannot be written: {reason(error)}")
            ctx.exit(1)
        return result


@contextmanager
def _visible_usage() -> Iterator[None]:
    """Make what click says of wrong usage fit for a terminal: a shell may have made an option of a file's name."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:  # the help itself
        raise
    except click.UsageError as error:
        from threadparse.views.visible import visible_line

        raise click.UsageError(visible_line(error.format_message()), error.ctx) from error


def _silence(descriptor: int) -> None:
    """Send what is still buffered nowhere, so that the interpreter does not fail on it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nExample:\n  threadparse show chain.txt",
)
@click.version_option(__version__, message="%(prog)s %(version)s", prog_name="threadparse")
def main() -> None:
    """Every message in a forwarded or replied e-mail chain, in order, each traced to its place.

    Exit status: 0 if all inputs were read, 1 if one could not be (the others are still there), 2 for wrong usage, 130
    after Ctrl-C, 143 after SIGTERM.
    """
