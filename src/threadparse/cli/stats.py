"""``threadparse stats``: who wrote how much, when, and how soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from threadparse.cli.console import console_options, form_option, make_console
from threadparse.cli.inputs import Inputs, paths_argument
from threadparse.cli.reading import reading_options
from threadparse.cli.time_limit import timeout_option

if TYPE_CHECKING:
    from threadparse.options import ParseOptions

__all__ = ["stats"]

_EPILOG = """\b
Examples:
  threadparse stats release.pdf
  threadparse stats --to json mail/ | jq '.people[] | [.name, .sent]'
"""


@click.command(epilog=_EPILOG, short_help="Count who wrote how much, when, and how soon they answered.")
@paths_argument
@form_option("one object for all documents")
@console_options
@timeout_option
@reading_options
@click.pass_context
def stats(
    ctx: click.Context,
    paths: tuple[str, ...],
    form: str,
    width: int | None,
    color: str,
    timeout: float | None,
    options: ParseOptions,
) -> None:
    """Count the messages of all PATHs together: by person, by month, and the time that answers took.

    A message that stands in several documents is counted once. Answers are those whose own time and that of the message
    they answer are known to the minute.
    """
    from threadparse.views.statistics import statistics_of

    inputs = Inputs(paths, options, timeout)
    found = statistics_of(document for _, document in inputs.documents())
    if form == "json":
        from threadparse.cli.output import write_file
        from threadparse.views.json import indented

        write_file(None, [indented(found) + "\n"], [])
    else:
        from threadparse.views.bars import StatisticsTable

        make_console(width, color).print(StatisticsTable(found))
    if inputs.failed:
        ctx.exit(1)
