"""``threadparse anonymize``: a chain without its words, to report a fault with."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from threadparse.cli.reading import reading_options
from threadparse.cli.stderr import say

if TYPE_CHECKING:
    from threadparse.options import ParseOptions

__all__ = ["anonymize"]

_EPILOG = """\b
Examples:
  threadparse anonymize chain.txt > report.txt
  threadparse anonymize mail.eml -o report.eml
"""


@click.command(epilog=_EPILOG, short_help="Replace words, names and numbers by others of the same shape.")
@click.argument("path", metavar="PATH")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, whole or not at all, instead of standard output.")
@reading_options
@click.pass_context
def anonymize(ctx: click.Context, path: str, output: str | None, options: ParseOptions) -> None:
    """Replace the words, names, addresses and numbers of a text or mail file, so that it can be shown to others.

    Labels, separators, dates, months, marks, greetings and blanks stay: they are what a chain is taken apart by. A word
    becomes the same everywhere. The result is taken apart again, and standard error says whether in the same way.
    Attachments of mails are emptied. Read the result before you publish it: a name that is also a greeting or a month
    stays.
    """
    from threadparse.anonymize.disguised_files import anonymize as anonymized
    from threadparse.cli.output import Output
    from threadparse.errors import InputError
    from threadparse.readers.base import read_all
    from threadparse.readers.files import reason

    try:
        if path == "-":
            data = read_all(sys.stdin.buffer, path, options)
        else:
            with open(path, "rb") as stream:
                data = read_all(stream, path, options)
        made = anonymized(data, path, options)
    except OSError as error:
        say(f"{path}: {reason(error)}")
        ctx.exit(1)
    except InputError as error:
        say(str(error))
        ctx.exit(1)
    with Output(output, [path]) as target:
        target.write(made.data)
    if made.differences:
        say(f"{path}: taken apart in another way than before: {'; '.join(made.differences[:10])}")
    else:
        say(f"{path}: taken apart in the same way as before, messages: {made.messages}")
