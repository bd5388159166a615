"""The ``threadparse`` command: its subcommands, and failures of the output in words and exit status."""

from __future__ import annotations

import os
import sys

import click

from threadparse import __version__
from threadparse.cli.anonymize import anonymize
from threadparse.cli.batch import batch
from threadparse.cli.explain import explain
from threadparse.cli.export import export, schema
from threadparse.cli.merge import merge
from threadparse.cli.messages import INTERRUPTED, say
from threadparse.cli.redactions import redactions
from threadparse.cli.show import show
from threadparse.cli.stats import stats
from threadparse.cli.text import text

__all__ = ["main"]


class _Commands(click.Group):
    """A group that ends well when the output cannot be written."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a subcommand and see its output through."""
        if sys.stdout is None:  # the shell closed it: `>&-`
            say("standard output is closed; the result has nowhere to go")
            ctx.exit(1)
        try:
            result: object = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader (head, less) has seen enough: that is no failure.
            _silence(sys.stdout.fileno())
            ctx.exit(0)
        except KeyboardInterrupt:
            _silence(sys.stdout.fileno())
            say("stopped")
            ctx.exit(INTERRUPTED)
        except OSError as error:
            from threadparse.cli.output import reason

            _silence(sys.stdout.fileno())
            say(f"the result cannot be written: {reason(error)}")
            ctx.exit(1)
        return result


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
    after Ctrl-C.
    """


main.add_command(show)
main.add_command(export)
main.add_command(text)
main.add_command(explain)
main.add_command(redactions)
main.add_command(merge)
main.add_command(batch)
main.add_command(stats)
main.add_command(anonymize)
main.add_command(schema)
