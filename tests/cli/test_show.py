"""``threadparse show`` as a process."""

from __future__ import annotations

import contextlib
import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.conftest import Run


def test_a_chain_is_shown_oldest_first(run: Run, footbridge: Path) -> None:
    result = run("show", footbridge)
    shown = result.stdout.decode()
    assert (result.returncode, result.stderr) == (0, b"")
    assert shown.startswith("Mill Lane footbridge\n4 messages · Sun 10 Mar – Thu 14 Mar 2024 (4 days)\n")
    places = [shown.index(words) for words in ("fenced off", "Is this true", "Two planks", "long way round")]
    assert places == sorted(places)


@pytest.mark.parametrize("width", [60, 80, 160])
def test_the_width_is_kept(run: Run, footbridge: Path, width: int) -> None:
    for result in (run("show", "--width", str(width), footbridge), run("show", footbridge, COLUMNS=str(width))):
        assert max(cell_len(line) for line in result.stdout.decode().split("\n")) <= width


def test_a_pipe_gets_80_columns_and_no_escape_codes(run: Run, footbridge: Path) -> None:
    shown = run("show", footbridge, TERM="xterm-256color").stdout.decode()
    assert "\x1b" not in shown
    assert max(map(cell_len, shown.split("\n"))) == 80


def test_no_color_keeps_bold_and_drops_colours(run: Run, footbridge: Path) -> None:
    coloured = run("show", footbridge, FORCE_COLOR="1", TERM="xterm-256color").stdout
    assert b"\x1b[" in coloured
    plain = run("show", "--no-color", footbridge, FORCE_COLOR="1", TERM="xterm-256color").stdout
    assert plain == run("show", footbridge, FORCE_COLOR="1", TERM="xterm-256color", NO_COLOR="1").stdout
    assert b"\x1b[1m" in plain
    assert b"\x1b[3" not in plain.replace(b"\x1b[3m", b"")


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_a_terminal_gets_its_width_and_only_a_clever_one_gets_colours(footbridge: Path, term: str) -> None:
    import fcntl
    import pty
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
    command = [sys.executable, "-m", "threadparse", "show", str(footbridge)]
    process = subprocess.Popen(command, stdout=theirs, env={"TERM": term, "PYTHONUTF8": "1"})
    os.close(theirs)
    shown = b""
    with contextlib.suppress(OSError):  # Linux says so when the other end is closed
        while chunk := os.read(ours, 4096):
            shown += chunk
    os.close(ours)
    assert process.wait() == 0
    assert (b"\x1b[" in shown) == (term != "dumb")
    plain = re.sub(r"\x1b\[[\d;]*m", "", shown.decode())
    assert max(cell_len(line) for line in plain.split("\r\n")) == 60


def test_an_ascii_terminal_is_served(run: Run, footbridge: Path) -> None:
    result = run("show", footbridge, PYTHONIOENCODING="ascii")
    assert (result.returncode, result.stderr) == (0, b"")
    assert "[redacted] -> Highways Enquiries" in result.stdout.decode("ascii")
    assert b"encoding" not in result.stdout
    lossy = run("show", "-", stdin="Zoë 安".encode(), PYTHONIOENCODING="ascii").stdout.decode("ascii")
    assert "| Zoe ?\n" in lossy
    assert "This terminal's encoding (ascii) lacks letters of the text" in lossy


def test_standard_input_is_a_dash(run: Run, footbridge: Path) -> None:
    assert run("show", "-", stdin=footbridge.read_bytes()).stdout == run("show", footbridge).stdout


def test_several_inputs_are_titled(run: Run, footbridge: Path, tmp_path: Path) -> None:
    (tmp_path / "release").mkdir()
    for name in ("b.txt", "a.md"):
        (tmp_path / "release" / name).write_bytes(footbridge.read_bytes())
    (tmp_path / "release" / "scan.png").write_bytes(b"\x89PNG\r\n")
    result = run("show", "release", "-", stdin=b"Hello")
    titles = [line.split()[1] for line in result.stdout.decode().split("\n") if line.startswith("── ")]
    assert titles == ["release/a.md", "release/b.txt", "-"]
    assert result.stderr.decode() == "threadparse: release: passed over files of other kinds: 1 .png\n"
    assert result.returncode == 0


def test_day_or_month_first_is_decided_by_option(run: Run) -> None:
    chain = b"From: Ann Lee <ann@lee.org>\nSent: 03/04/2021 10:00\nTo: Bo\nSubject: Tea\n\nYes.\n"
    assert "3 Apr 2021" in run("show", "--dayfirst", "-", stdin=chain).stdout.decode()
    assert "4 Mar 2021" in run("show", "--monthfirst", "-", stdin=chain).stdout.decode()
    assert "(date.ambiguous)" in run("show", "-", stdin=chain).stdout.decode()
