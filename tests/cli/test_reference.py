"""The reference is that of the commands that there are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from threadparse.cli.main import main
from threadparse.cli.reference import man_page, markdown

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(("name", "made"), [("cli.md", markdown), ("threadparse.1", man_page)])
def test_the_docs_have_the_help_of_today(name: str, made: object) -> None:
    assert callable(made)
    written = (DOCS / name).read_text(encoding="utf-8")
    assert written == made(), f"run: python -m threadparse.cli.reference markdown|man > docs/{name}"


def test_every_command_is_in_the_reference() -> None:
    for name in main.list_commands(click.Context(main)):
        assert f"## threadparse {name}\n" in markdown()
        assert f".SH THREADPARSE {name.upper()}\n" in man_page()


@pytest.mark.parametrize(
    ("typed", "offered"), [("st", "stats"), ("show --ne", "--newest-first"), ("export --to ht", "html")]
)
def test_the_shell_completes(typed: str, offered: str) -> None:
    words = f"threadparse {typed}"
    environment = {**os.environ, "COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
    environment["_THREADPARSE_COMPLETE"] = "bash_complete"
    command = [sys.executable, "-c", "from threadparse.cli.main import main; main(prog_name='threadparse')"]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert f"plain,{offered}" in result.stdout.split("\n")
