"""``threadparse explain``: the source with its zones, and why each header is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from threadparse.cli.console import console_options, form_option, make_console
from threadparse.cli.inputs import Inputs, inputs_options

if TYPE_CHECKING:
    from threadparse.explain import Explanation
    from threadparse.options import ParseOptions
    from threadparse.readers.base import Text

__all__ = ["explain"]

_EPILOG = """\b
Examples:
  threadparse explain chain.txt
  threadparse explain --to json chain.txt | jq '.refused[].reasons'
"""


@click.command(epilog=_EPILOG, short_help="Show the source with its zones, and why each header is one.")
@form_option("one object a document")
@console_options
@inputs_options
def explain(inputs: Inputs, form: str, width: int | None, color: str) -> None:
    """Show how a text was taken apart: each line of the source with the kind of its zone.

    Above each header stand the rule that found it, its evidence, and the number of the message in the timeline; above
    lines with labels that are no header, why not.
    """
    for index, (text, explanation) in enumerate(inputs.read(_explained)):
        if form == "json":
            from threadparse.cli.output import write_file
            from threadparse.views.json import indented

            write_file(None, [indented(explanation) + "\n"], [])
            continue
        from threadparse.views.explained import Explained

        console = make_console(width, color)
        if index:
            console.print()
        console.print(Explained(explanation, text.characters, titled=inputs.several))


def _explained(text: Text, options: ParseOptions) -> Explanation:
    """Explain what a reader gave."""
    from threadparse.explain import explain_text

    return explain_text(text.characters, text.source, options, text.attachments)
