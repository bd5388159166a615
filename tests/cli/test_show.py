"""``threadparse show``: what terminals, pipes and the pager get, and which messages are chosen."""

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


def on_terminal(arguments: list[str], environment: dict[str, str]) -> bytes:
    """What a terminal of 24 lines and 60 columns gets."""
    import fcntl
    import pty
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
    process = subprocess.Popen([sys.executable, "-m", "threadparse", *arguments], stdout=theirs, env=environment)
    os.close(theirs)
    shown = b""
    with contextlib.suppress(OSError):  # Linux says so when the other end is closed
        while chunk := os.read(ours, 4096):
            shown += chunk
    os.close(ours)
    assert process.wait() == 0
    return shown


def test_a_chain_is_shown_oldest_first(run: Run, footbridge: Path) -> None:
    result = run("show", footbridge)
    shown = result.stdout.decode()
    assert (result.returncode, result.stderr) == (0, b"")
    assert shown.startswith("Mill Lane footbridge\n4 messages · Sun 10 Mar – Thu 14 Mar 2024 (4 days)\n")
    places = [shown.index(words) for words in ("fenced off", "Is this true", "Two planks", "long way round")]
    assert places == sorted(places)


@pytest.mark.parametrize("width", [60, 80, 160])
def test_the_width_is_kept(invoke: Run, footbridge: Path, width: int) -> None:
    for result in (invoke("show", "--width", str(width), footbridge), invoke("show", footbridge, COLUMNS=str(width))):
        assert max(cell_len(line) for line in result.stdout.decode().split("\n")) <= width


def test_a_pipe_gets_80_columns_and_no_escape_codes(invoke: Run, footbridge: Path) -> None:
    shown = invoke("show", footbridge, TERM="xterm-256color").stdout.decode()
    assert "\x1b" not in shown
    assert max(map(cell_len, shown.split("\n"))) == 80


def test_color_says_when_there_are_colours(invoke: Run, footbridge: Path) -> None:
    always = invoke("show", "--color", "always", footbridge).stdout
    assert b"\x1b[1;38;5;63mParish Clerk" in always
    assert b"\x1b[7mredacted" in always
    assert b"\x1b" not in invoke("show", "--color", "never", footbridge, FORCE_COLOR="1", TERM="xterm-256color").stdout
    plain = invoke("show", footbridge, FORCE_COLOR="1", TERM="xterm-256color", NO_COLOR="1").stdout
    assert b"\x1b[1m" in plain
    assert b"\x1b[38" not in plain
    few = invoke("show", footbridge, FORCE_COLOR="1", TERM="xterm").stdout
    assert b"\x1b[1mParish Clerk" in few


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_a_terminal_gets_its_width_and_only_a_clever_one_gets_colours(footbridge: Path, term: str) -> None:
    environment = {"TERM": term, "PYTHONUTF8": "1", "PAGER": "cat"}
    environment |= {"PYTHONPATH": os.environ["PYTHONPATH"]} if "PYTHONPATH" in os.environ else {}
    shown = on_terminal(["show", str(footbridge)], environment)
    assert (b"\x1b[" in shown) == (term != "dumb")
    plain = re.sub(r"\x1b(?:\[[\d;]*m|\][^\x1b]*\x1b\\)", "", shown.decode())
    assert max(cell_len(line) for line in plain.split("\r\n")) == 60


def test_an_ascii_terminal_is_served(run: Run, footbridge: Path) -> None:
    result = run("show", footbridge, PYTHONIOENCODING="ascii")
    assert (result.returncode, result.stderr) == (0, b"")
    assert "[redacted] -> Highways Enquiries" in result.stdout.decode("ascii")
    assert b"encoding" not in result.stdout
    lossy = run("show", "-", stdin="Zoë 安".encode(), PYTHONIOENCODING="ascii").stdout.decode("ascii")
    assert "| Zoe ?\n" in lossy
    assert "This terminal's encoding (ascii) lacks letters of the text" in lossy


def test_standard_input_is_a_dash(invoke: Run, footbridge: Path) -> None:
    assert invoke("show", "-", stdin=footbridge.read_bytes()).stdout == invoke("show", footbridge).stdout


def test_several_inputs_are_titled(invoke: Run, footbridge: Path, tmp_path: Path) -> None:
    (tmp_path / "release").mkdir()
    for name in ("b.txt", "a.md"):
        (tmp_path / "release" / name).write_bytes(footbridge.read_bytes())
    (tmp_path / "release" / "scan.png").write_bytes(b"\x89PNG\r\n")
    result = invoke("show", "release", "-", stdin=b"Hello")
    titles = [line.split()[1] for line in result.stdout.decode().split("\n") if line.startswith("── ")]
    assert titles == ["release/a.md", "release/b.txt", "-"]
    assert result.stderr.decode() == "threadparse: release: passed over files of other kinds: 1 .png\n"
    assert result.returncode == 0


def test_day_or_month_first_is_decided_by_option(invoke: Run) -> None:
    chain = b"From: Ann Lee <ann@lee.org>\nSent: 03/04/2021 10:00\nTo: Bo\nSubject: Tea\n\nYes.\n"
    assert "3 Apr 2021" in invoke("show", "--dayfirst", "-", stdin=chain).stdout.decode()
    assert "4 Mar 2021" in invoke("show", "--monthfirst", "-", stdin=chain).stdout.decode()
    assert "(date.ambiguous)" in invoke("show", "-", stdin=chain).stdout.decode()


def test_the_list_has_a_line_a_message(invoke: Run, footbridge: Path) -> None:
    assert invoke("show", "--list", footbridge).stdout.decode().split("\n") == [
        "Mill Lane footbridge",
        "1 2024-03-10 19:30 ● Parish Clerk         The footbridge at Mill Lane was fe… 29",
        "2 2024-03-11 08:12 ⇢ [redacted]           Is this true? Nobody told the scho… 22",
        "3 2024-03-13 16:48 ↳ Highways Enquiries   Two planks failed the load test, s…  9",
        "4 2024-03-14 09:05 ↳ [redacted]           Thank you. The school will use the…  1",
        "",
    ]
    wide = invoke("show", "--list", "--width", "120", footbridge).stdout.decode()
    assert "Parish Clerk         [redacted]           The footbridge at Mill Lane was fenced off" in wide


@pytest.mark.parametrize(
    ("arguments", "numbers"),
    [
        (["--from", "clerk"], "1"),
        (["--from", "REDACTED"], "24"),
        (["--from", "clerk", "--from", "@harrowdale"], "13"),
        (["--recipient", "clerk"], "4"),
        (["--since", "2024-03-11"], "234"),
        (["--until", "2024-03-11"], "12"),
        (["--since", "2024-03-11 09:00", "--until", "2024-03"], "34"),
        (["--grep", "school"], "24"),
        (["--grep", "School|planks"], "3"),
        (["--only", "2", "--only", "1.4"], "24"),
        (["--newest-first"], "4321"),
        (["--newest-first", "--grep", "the"], "4321"),
    ],
)
def test_messages_are_chosen(invoke: Run, footbridge: Path, arguments: list[str], numbers: str) -> None:
    for form in ("--list", "--no-pager"):
        shown = invoke("show", form, *arguments, footbridge).stdout.decode()
        assert "".join(re.findall(r"^(\d)(?= 20| ●)", shown, re.MULTILINE)) == numbers


def test_what_was_not_found_is_said(invoke: Run, footbridge: Path) -> None:
    result = invoke("show", "--grep", "zeppelin", footbridge)
    assert (result.returncode, result.stdout) == (0, b"")
    assert result.stderr == b"threadparse: no message is as you asked for\n"


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [("--grep", "(", b"is no pattern"), ("--since", "2025-13", b"is no date"), ("--only", "x", b"is no number")],
)
def test_what_cannot_be_meant_is_wrong_usage(
    invoke: Run, footbridge: Path, option: str, value: str, words: bytes
) -> None:
    result = invoke("show", option, value, footbridge)
    assert result.returncode == 2
    assert words in result.stderr


def test_matches_are_marked(invoke: Run, footbridge: Path) -> None:
    for form in ("--list", "--no-pager"):
        shown = invoke("show", form, "--color", "always", "--grep", "planks", footbridge).stdout
        assert b"\x1b[30;43mplanks" in shown


def test_the_source_stands_below_each_message(invoke: Run, footbridge: Path) -> None:
    shown = invoke("show", "--source", "--only", "1", footbridge).stdout.decode()
    lines = footbridge.read_text(encoding="utf-8").split("\n")
    assert f"  │ 29  {lines[28]}\n  │ 30  {lines[29]}\n" in shown


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_only_what_is_longer_than_the_screen_goes_through_the_pager(footbridge: Path, tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text(f"#!{sys.executable}\nimport sys\nprint('PAGED', len(sys.stdin.read().splitlines()))\n")
    pager.chmod(0o755)
    environment = {"TERM": "xterm-256color", "PYTHONUTF8": "1", "THREADPARSE_PAGER": str(pager)}
    environment |= {"PYTHONPATH": os.environ["PYTHONPATH"]} if "PYTHONPATH" in os.environ else {}
    assert b"PAGED 4" in on_terminal(["show", str(footbridge)], environment)
    assert b"PAGED" not in on_terminal(["show", "--list", str(footbridge)], environment)
    assert b"PAGED" not in on_terminal(["show", "--no-pager", str(footbridge)], environment)
    assert b"PAGED" not in on_terminal(["show", str(footbridge)], {**environment, "THREADPARSE_PAGER": "cat"})
