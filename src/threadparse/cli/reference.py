"""The reference of the command line out of its own help: ``python -m threadparse.cli.reference markdown|man``."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import click

from threadparse import __version__
from threadparse.cli.main import main

__all__ = ["man_page", "markdown"]

_WIDTH = 80
_HEAD = """\
# The command line

This page is made from the help of the commands (`python -m threadparse.cli.reference markdown > docs/cli.md`), as is
the man page ([threadparse.1](threadparse.1)).

Completion of commands, options and files in the shell:

```sh
eval "$(_THREADPARSE_COMPLETE=bash_source threadparse)"    # in ~/.bashrc
eval "$(_THREADPARSE_COMPLETE=zsh_source threadparse)"     # in ~/.zshrc
_THREADPARSE_COMPLETE=fish_source threadparse | source     # in ~/.config/fish/config.fish
```
"""


def _helps() -> Iterator[tuple[str, str]]:
    """Return the name and the help of the program and of each command."""
    with click.Context(main, info_name="threadparse", terminal_width=_WIDTH, **main.context_settings) as context:
        yield "threadparse", main.get_help(context)
        for name in main.list_commands(context):
            command = main.get_command(context, name)
            assert command is not None
            with click.Context(command, info_name=name, parent=context, terminal_width=_WIDTH) as inner:
                yield f"threadparse {name}", command.get_help(inner)


def markdown() -> str:
    """Return the reference as a page of the docs."""
    parts = [f"## {name}\n\n```text\n{words}\n```\n" for name, words in _helps()]
    return "\n".join([_HEAD, *parts])


def man_page() -> str:
    """Return the reference as a man page."""
    lines = [
        f'.TH THREADPARSE 1 "" "threadparse {__version__}" "User Commands"',
        ".SH NAME",
        "threadparse \\- every message in a forwarded or replied e-mail chain, in order",
    ]
    for name, words in _helps():
        lines += [f".SH {name.upper()}", ".nf", *map(_escaped, words.split("\n")), ".fi"]
    return "\n".join(lines) + "\n"


def _escaped(line: str) -> str:
    """Return a line as roff shows it."""
    line = line.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", line)


if __name__ == "__main__":
    sys.stdout.write({"markdown": markdown, "man": man_page}[sys.argv[1]]())
