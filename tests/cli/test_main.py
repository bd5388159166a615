"""The command line explains itself."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from threadparse import __version__
from threadparse.cli.main import main


@pytest.mark.parametrize("command", [[], *([name] for name in sorted(main.commands))], ids=str)
def test_every_help_ends_with_an_example_to_paste(command: list[str]) -> None:
    result = CliRunner().invoke(main, [*command, "--help"], prog_name="threadparse")
    assert result.exit_code == 0
    assert "Example" in result.output
    assert "threadparse " in result.output.rstrip().split("\n")[-1]


def test_every_command_is_helped() -> None:
    commands = main.commands
    assert set(commands) >= {"show", "export", "text", "explain", "redactions", "merge", "batch", "stats", "anonymize"}
    for command in commands.values():
        assert command.help
        assert all(getattr(option, "help", "") for option in command.params if option.param_type_name == "option")


def test_the_version_is_the_package_s() -> None:
    assert CliRunner().invoke(main, ["--version"], prog_name="threadparse").output == f"threadparse {__version__}\n"
