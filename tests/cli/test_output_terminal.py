"""Whatever a mail holds, a terminal gets only what it can show, from every command."""

from __future__ import annotations

import io
import re
import sys
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner

from threadparse.cli.export_forms import FORMS
from threadparse.cli.main import main

INVISIBLE = "\u200b\u2060\u3164\u115f\u2800\ufe0f\U000e0100\U000e0041\u034f\u061c\u202e\u2066\x9b31m\x1b[2J\x7f"
PILE = "a" + "\u0301" * 300
EVIL = (
    f"Yes{INVISIBLE}, {PILE}.\n\nFrom: Ann{INVISIBLE} Roe <ann@roe.example>\nSent: 3 May 2021 10:00\n"
    f"To: Bob{PILE}\nSubject: Pump{INVISIBLE}\n\nIs it{INVISIBLE}? [Redacted s.40(2)] {PILE}\n"
)
COMMANDS = [
    ["show"],
    ["show", "--list"],
    ["show", "--tree"],
    ["show", "--source", "--cite"],
    ["text"],
    *(["export", "--to", form] for form in FORMS if form not in ("xlsx", "sqlite", "eml")),
    ["stats"],
    ["stats", "--to", "json"],
    ["explain"],
    ["explain", "--to", "json"],
    ["redactions"],
    ["redactions", "--to", "csv"],
    ["merge"],
    ["merge", "--to", "json"],
    ["merge", "--report", "participants"],
    ["anonymize"],
]


class Screen(io.TextIOWrapper):
    """A terminal that keeps what it is given."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_unseen_reaches_a_terminal(command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    (tmp_path / "evil.txt").write_text(EVIL, encoding="utf-8")
    kept = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Screen(kept, encoding="utf-8"))
    main.main([*command, str(tmp_path / "evil.txt")], standalone_mode=False)
    sys.stdout.flush()
    shown = kept.getvalue().decode()
    assert shown.strip()
    assert not set(shown) & {*INVISIBLE} - {*"31m[2JA"}
    assert {unicodedata.category(character) for character in shown if character != "\n"}.isdisjoint({"Cc", "Cf", "Cs"})
    assert not re.search("\u0301{9}", shown)


def test_a_pipe_gets_everything_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "evil.txt").write_text(EVIL, encoding="utf-8")
    assert CliRunner().invoke(main, ["text", str(tmp_path / "evil.txt")]).stdout == EVIL


@pytest.mark.parametrize(
    "arguments", [["show", "--x\x1b[2J\nthreadparse: fine"], ["--\u202ex"], ["text", "-o", "\x9b/a/b", "-"]]
)
def test_wrong_usage_is_said_without_steering_the_terminal(arguments: list[str]) -> None:
    result = CliRunner().invoke(main, arguments, input="Hello")
    assert result.exit_code == 2
    assert not {"\x1b", "\u202e", "\x9b"} & {*result.stderr}
    assert "\nthreadparse: fine" not in result.stderr


def test_without_a_command_it_shows_the_help() -> None:
    result = CliRunner().invoke(main, [])
    assert result.stderr.startswith("Usage: main [OPTIONS] COMMAND")
    assert "\n  show " in result.stderr
