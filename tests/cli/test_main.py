"""The command line explains itself."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from threadparse import __version__
from threadparse.cli.main import main

CONTEXT = click.Context(main)
COMMANDS = {name: main.get_command(CONTEXT, name) for name in main.list_commands(CONTEXT)}


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)], ids=str)
def test_every_help_ends_with_an_example_to_paste(command: list[str]) -> None:
    result = CliRunner().invoke(main, [*command, "--help"], prog_name="threadparse")
    assert result.exit_code == 0
    assert "Example" in result.output
    assert "threadparse " in result.output.rstrip().split("\n")[-1]


def test_every_command_is_helped() -> None:
    assert COMMANDS.keys() >= {
        "show",
        "export",
        "text",
        "explain",
        "redactions",
        "merge",
        "batch",
        "stats",
        "anonymize",
    }
    for command in COMMANDS.values():
        assert command is not None
        assert command.help
        options = [option for option in command.params if isinstance(option, click.Option)]
        assert all(option.help for option in options)


def test_the_version_is_the_package_s() -> None:
    assert CliRunner().invoke(main, ["--version"], prog_name="threadparse").output == f"threadparse {__version__}\n"


def test_another_word_is_no_command() -> None:
    result = CliRunner().invoke(main, ["shwo"], prog_name="threadparse")
    assert result.exit_code == 2
    assert "No such command 'shwo'" in result.output
