"""``threadparse batch`` as a process: what it prints, and how it ends."""

from __future__ import annotations

import errno
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import CliRunner

from tests.batch.folders import many, rows
from tests.conftest import Run
from threadparse.batch.store import LocalStore
from threadparse.cli.main import main

NEEDS_FSSPEC = pytest.mark.skipif(importlib.util.find_spec("fsspec") is None, reason="needs threadparse[ray]")


def test_in_a_pipe_there_is_a_summary_and_nothing_else(run: Run, tmp_path: Path) -> None:
    many(tmp_path / "in", 12)
    (tmp_path / "in" / "photo.jpg").write_bytes(b"\xff\xd8")
    result = run("batch", "in", "-o", "out", "--jobs", "2")
    assert (result.returncode, result.stdout) == (0, b"")
    table = {line.split()[0]: line.split()[1:] for line in result.stderr.decode().splitlines() if line.strip()}
    assert table["files"] == ["12"]
    assert table["messages"] == ["24"]
    assert table["errors"] == ["0"]
    assert table["passed"] == ["over", "1", ".jpg"]
    assert "messages.jsonl," in table["results"]
    assert b"\x1b" not in result.stderr
    assert len(rows(tmp_path / "out", "messages")) == 24


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal of POSIX")
def test_on_a_terminal_there_is_a_bar(tmp_path: Path) -> None:
    many(tmp_path / "in", 300)
    master, slave = os.openpty()
    arguments = [sys.executable, "-m", "threadparse", "batch", str(tmp_path / "in"), "-o", str(tmp_path / "out")]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=slave, env=environment)
    os.close(slave)
    said = b""
    while True:
        try:
            said += os.read(master, 4096)
        except OSError:  # the other end is closed
            break
    os.close(master)
    assert process.communicate()[0] == b""
    assert process.returncode == 0
    for words in ("Parsing", "of 300 files", "messages", "MB/s"):
        assert words.encode() in said


def test_workers_run_no_module_of_the_current_folder(tmp_path: Path) -> None:
    many(tmp_path / "in", 12)
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "program.py"  # like an installed command, whose own folder is the first of the path
    words = "from threadparse.cli.main import main\nif __name__ == '__main__':\n    main()\n"
    program.write_text(words, encoding="utf-8")
    for name in ("socket", "selectors", "json"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('of the current folder')\n", encoding="utf-8")
    command = [sys.executable, str(program), "batch", "in", "-o", "out", "--jobs", "2"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=60)
    assert (result.returncode, result.stderr.count(b"of the current folder")) == (0, 0)


def test_again_it_says_what_was_reused(run: Run, tmp_path: Path) -> None:
    many(tmp_path / "in", 2)
    run("batch", "in", "-o", "out")
    assert b"2  (0 parsed now, 2 as they were)" in run("batch", "in", "-o", "out").stderr


def test_an_error_is_status_1_and_the_rest_is_there(run: Run, tmp_path: Path) -> None:
    many(tmp_path / "in", 3)
    (tmp_path / "in" / "bad.pdf").write_bytes(b"%PDF-1.7\n")
    result = run("batch", "in", "-o", "out", "--quiet")
    assert (result.returncode, result.stdout, result.stderr) == (1, b"", b"")
    (error,) = rows(tmp_path / "out", "errors")
    assert (error["file"], error["severity"], error["code"]) == ("bad.pdf", "error", "unreadable")
    assert len(rows(tmp_path / "out", "documents")) == 3


def test_the_summary_says_where_errors_are_named(run: Run, tmp_path: Path) -> None:
    many(tmp_path / "in", 1)
    (tmp_path / "in" / "bad.pdf").write_bytes(b"%PDF-1.7\n")
    assert b"errors     1  (named in errors.jsonl)" in run("batch", "in", "-o", "out").stderr


def test_a_folder_without_mail_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    result = run("batch", "in", "-o", "out", "-q")
    assert (result.returncode, result.stderr) == (1, b"threadparse: in: no file in this folder can be read\n")


def test_a_pattern_that_no_file_fits_is_said(run: Run, tmp_path: Path) -> None:
    many(tmp_path / "in", 1)
    result = run("batch", "in", "-o", "out", "-q", "--glob", "*.eml")
    assert (result.returncode, result.stderr) == (
        1,
        b"threadparse: in: no file in this folder fits --glob and --exclude\n",
    )


@pytest.mark.skipif(os.name != "posix", reason="names of POSIX")
def test_a_file_name_that_is_no_text_is_no_trouble(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / os.fsdecode(b"ch\xe2in\x1b.txt")).write_text("Hello")
    assert run("batch", "in", "-o", "out").returncode == 0
    assert [row["file"] for row in rows(tmp_path / "out", "documents")] == ["ch\\xe2in\x1b.txt"]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["missing", "-o", "out"], 1, b"missing: no such folder"),
        (["in", "-o", "in"], 1, b"is the folder that is read"),
        (["in", "-o", "."], 1, b"is not empty"),
        (["in"], 2, b"Missing option '-o'"),
        (["in", "-o", "out", "--address", "x"], 2, b"--address is for --engine ray"),
        (["in", "-o", "out", "--fresh", "--resume"], 2, b"give one of them"),
        (["in", "-o", "out", "--to", "xml"], 2, b"'xml' is not one of"),
        (["in", "-o", "out", "--jobs", "0"], 2, b"0 is not in the range"),
        pytest.param(["xx://in", "-o", "out"], 1, b"xx://in: no URL that fsspec knows", marks=NEEDS_FSSPEC),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, tmp_path: Path, arguments: list[str], status: int, words: bytes) -> None:
    many(tmp_path / "in", 1)
    result = run("batch", *arguments)
    assert (result.returncode, result.stdout) == (status, b"")
    assert words in result.stderr
    assert b"Traceback" not in result.stderr


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    many(tmp_path / "in", 1)
    monkeypatch.setattr(LocalStore, "put", full)
    result = CliRunner().invoke(main, ["batch", str(tmp_path / "in"), "-o", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert "the disk is full; make room, and run the same command with --resume" in result.stderr
