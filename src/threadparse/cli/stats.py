"""``threadparse stats``: who wrote how much, when, and how soon."""

from __future__ import annotations

import click

from threadparse.cli.console import console_options, form_option, make_console
from threadparse.cli.inputs import Inputs, inputs_options

__all__ = ["stats"]

_EPILOG = """\b
Examples:
  threadparse stats release.pdf
  threadparse stats --to json mail/ | jq '.people[] | [.name, .sent]'
"""


@click.command(epilog=_EPILOG, short_help="Count who wrote how much, when, and how soon they answered.")
@form_option("one object for all documents")
@console_options
@inputs_options
def stats(inputs: Inputs, form: str, width: int | None, color: str) -> None:
    """Count the messages of all PATHs together: by person, by month, and the time that answers took.

    A message that stands in several documents is counted once. Answers are those whose own time and that of the message
    they answer are known to the minute.
    """
    from threadparse.views.statistics import statistics_of

    found = statistics_of(document for _, document in inputs.documents())
    if form == "json":
        from threadparse.cli.output import write_file
        from threadparse.views.json import indented

        write_file(None, [indented(found) + "\n"], [])
    else:
        from threadparse.views.bars import StatisticsTable

        make_console(width, color).print(StatisticsTable(found))
