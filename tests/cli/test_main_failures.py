"""Bad input and bad output: words, never a traceback, and the rest of the work is done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

import threadparse.api
from tests.conftest import Run, heeding_ctrl_c
from tests.readers.printed import zip_archive
from threadparse.cli.main import main
from threadparse.document import Document
from threadparse.options import ParseOptions
from threadparse.readers.base import Text

COMMANDS = ("show", "export")
NEEDS_POSIX = pytest.mark.skipif(os.name != "posix", reason="names and devices of POSIX")


@pytest.mark.parametrize("command", COMMANDS)
def test_one_bad_input_does_not_lose_the_others(run: Run, footbridge: Path, tmp_path: Path, command: str) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7\n\xff\xfe")
    (tmp_path / "empty").mkdir()
    result = run(command, "missing.txt", "scan.pdf", "empty", footbridge)
    assert result.returncode == 1
    assert "Mill Lane footbridge" in result.stdout.decode()
    lines = result.stderr.decode().splitlines()
    assert [line.split(": ")[1] for line in lines] == ["missing.txt", "scan.pdf", "empty"]
    assert "this PDF is damaged" in lines[1]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"a\x00b words that go on and on and on",
        b"\xff\xfe",
        b"\xed\xa0\x80 surrogate",
        b"\x80\x81\xff" + b"word " * 9,
        b"From:\nTo:\nSent:\nSubject:\n",
        b">" * 300,
        "From: \u202eevil\u2028\x1b[2J\n\nHi".encode(),
    ],
)
def test_odd_bytes_are_read_or_refused_in_words(invoke: Run, command: str, data: bytes) -> None:
    result = invoke(command, "-", stdin=data)
    assert result.returncode in (0, 1)
    assert b"Traceback" not in result.stderr
    assert (result.returncode == 0) == (result.stderr == b"")
    assert b"\x1b" not in result.stdout


@NEEDS_POSIX
@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_name_that_is_no_text_is_no_trouble(run: Run, tmp_path: Path, command: str) -> None:
    name = os.fsdecode(b"ch\xe2in\x1b.txt")
    (tmp_path / name).write_text("Hello")
    result = run(command, name, "missing\x1b", PYTHONUTF8="1")
    assert result.returncode == 1
    assert b"Hello" in result.stdout
    assert b"\x1b" not in result.stdout + result.stderr


@NEEDS_POSIX
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Hello")
    (tmp_path / "secret.txt").chmod(0)
    result = run("show", "secret.txt")
    assert (result.returncode, result.stdout) == (1, b"")
    assert b"secret.txt: may not be read" in result.stderr


def test_a_fault_of_ours_does_not_lose_the_other_inputs(footbridge: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(text: Text, options: ParseOptions) -> Document:
        if text.source.path == "-":
            raise KeyError("oops")
        return document_of(text, options)

    document_of = threadparse.api.document_of
    monkeypatch.setattr(threadparse.api, "document_of", fail)
    result = CliRunner().invoke(main, ["export", "-", str(footbridge)], input="Hello")
    assert result.exit_code == 1
    assert "-: threadparse failed on it (KeyError: 'oops')" in result.stderr
    assert "Mill Lane footbridge" in result.stdout


@NEEDS_POSIX
@pytest.mark.parametrize("command", COMMANDS)
def test_a_closed_pipe_is_no_failure(footbridge: Path, command: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    result = subprocess.run(
        [sys.executable, "-m", "threadparse", command, *[footbridge] * 50],
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (result.returncode, result.stderr) == (0, b"")


@NEEDS_POSIX
@pytest.mark.parametrize(
    ("closed", "status", "words"),
    [("<&-", 1, b"standard input is closed"), (">&-", 1, b"standard output is closed"), ("2>&-", 0, b"")],
)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_closed_stream_is_no_fault(closed: str, status: int, words: bytes, command: str) -> None:
    shell = f"'{sys.executable}' -m threadparse {command} - {closed}"
    result = subprocess.run(["sh", "-c", shell], input=b"Hello", capture_output=True, check=False)
    assert result.returncode == status
    assert words in result.stderr
    assert b"Traceback" not in result.stderr
    assert (status == 0) == (b"Hello" in result.stdout)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_disk_is_said(footbridge: Path, command: str) -> None:
    with open("/dev/full", "wb") as full:
        result = subprocess.run(
            [sys.executable, "-m", "threadparse", command, footbridge], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert result.returncode == 1
    assert result.stderr.startswith(b"threadparse: the result cannot be written: the disk is full; make room")


@NEEDS_POSIX
@pytest.mark.parametrize(
    ("command", "arguments"), [("show", []), ("export", ["-o", "out.json"]), ("export", [])], ids=str
)
def test_ctrl_c_ends_in_a_word_and_the_status_that_shells_give_it(
    footbridge: Path, tmp_path: Path, command: str, arguments: list[str]
) -> None:
    """The second input never ends, so the command is stopped in the midst of its work."""
    process = subprocess.Popen(
        [sys.executable, "-m", "threadparse", command, *arguments, str(footbridge), "missing.txt", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        preexec_fn=heeding_ctrl_c,
    )
    assert process.stderr is not None
    assert b"missing.txt" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, b"threadparse: stopped\n")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["show"],
        ["export", "--to", "xml", "-"],
        ["view", "-"],
        ["show", "--width", "wide", "-"],
        ["show", "--dayfrist"],
        ["show", "-", "-"],
    ],
)
def test_wrong_usage_is_status_2(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"Usage: threadparse" in result.stderr


def test_an_archive_of_damaged_parts_does_not_flood_the_terminal(run: Run, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for number in range(22):
            archive.writestr(f"{number}.pdf", b"%PDF-1.7 damaged")
    said = run("show", "many.zip").stderr.decode().splitlines()
    assert len(said) == 21
    assert said[-1].startswith("threadparse: many.zip: 2 more parts cannot be read")


def test_archives_in_an_archive_flood_no_terminal_either(run: Run, tmp_path: Path) -> None:
    rar, picture = {f"{number}.rar": b"Rar!" * 9 for number in range(30)}, {"a.png": b"\x89PNG\r\n"}
    inner = [(f"{number}.zip", zip_archive(rar if number % 2 else picture)) for number in range(60)]
    (tmp_path / "nested.zip").write_bytes(zip_archive([*inner, ("x" * 60_000 + ".rar", b"Rar!" * 9)]))
    said = run("show", "nested.zip").stderr.decode().splitlines()
    assert len(said) == 22
    assert said[-2:] == [
        "threadparse: nested.zip: 881 more parts cannot be read; `threadparse batch` lists all of them",
        "threadparse: nested.zip: passed over files of other kinds: 30 .png",
    ]
    (tmp_path / "long.zip").write_bytes(zip_archive({"x" * 60_000 + ".rar": b"Rar!" * 9}))
    assert len(run("show", "long.zip").stderr) < 2_100


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="needs /dev/zero")
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom"])
def test_a_device_that_never_ends_is_refused_by_how_it_begins(run: Run, device: str) -> None:
    result = run("show", device)
    assert (result.returncode, result.stderr.count(b"\n")) == (1, 1)
    assert b"binary data, not text" in result.stderr


def test_a_line_end_in_a_name_begins_no_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a\nthreadparse: all is well.pdf").write_bytes(b"%PDF-1.7 damaged")
    assert len(run("show", ".").stderr.decode().splitlines()) == 1
