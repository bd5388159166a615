"""``threadparse text``: every place that the other commands name can be looked up in what it prints."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.fixtures import CLIENTS
from tests.readers.printed import paper


@pytest.mark.parametrize("name", ["outlook.eml", "gmail.html", "yahoo.txt"])
def test_the_offsets_of_export_are_those_of_this_text(invoke: Run, name: str) -> None:
    text = invoke("text", CLIENTS / name).stdout.decode()
    document = json.loads(invoke("export", CLIENTS / name).stdout)
    assert len(text) == document["source"]["characters"]
    for message in document["threads"][0]["messages"]:
        if message["header_span"]:
            header = text[slice(*message["header_span"])]
            assert header[0].strip()
            assert header[-1].strip()
            assert (message["sender"]["name"] or message["sender"]["address"]) in header


def test_the_lines_of_show_are_those_of_this_text(invoke: Run, tmp_path: Path) -> None:
    (tmp_path / "two.pdf").write_bytes(paper("Cover\fFrom: Ann <ann@x.org>\nSent: 3 May 2021 10:00\nTo: Bob\n\nHi"))
    lines = invoke("text", "two.pdf").stdout.decode().split("\n")
    shown = invoke("show", "two.pdf").stdout.decode()
    (line,) = (number for number, words in enumerate(lines, 1) if "From: Ann" in words)
    assert f"page 2, line {line}\n" in shown


def test_a_text_file_comes_as_it_is(invoke: Run, footbridge: Path) -> None:
    assert invoke("text", footbridge).stdout == footbridge.read_bytes()
    odd = b"One\r\nTwo\rThree\x0c\x1b[2J"
    assert invoke("text", "-", stdin=odd).stdout == odd


def test_several_texts_stand_below_their_paths(invoke: Run, footbridge: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"Hello")
    result = invoke("text", "a.txt", "missing.txt", footbridge)
    assert result.returncode == 1
    assert result.stdout.decode() == f"── a.txt ──\nHello\n── {footbridge} ──\n{footbridge.read_text(encoding='utf-8')}"


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal of POSIX")
def test_on_a_terminal_nothing_in_it_can_steer_it(tmp_path: Path) -> None:
    (tmp_path / "evil.txt").write_bytes(b"Hi\x1b]0;owned\x07" + b" and so on" * 9)
    ours, theirs = os.openpty()
    subprocess.run([sys.executable, "-m", "threadparse", "text", str(tmp_path / "evil.txt")], stdout=theirs, check=True)
    os.close(theirs)
    assert b"\x1b" not in os.read(ours, 4096)
    os.close(ours)


@pytest.mark.parametrize("command", [["text"], ["redactions", "--to", "jsonl"]])
def test_that_there_is_nothing_to_write_is_said(invoke: Run, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "old").write_text("old")
    result = invoke(*command, "-o", "old", "empty.txt")
    assert (tmp_path / "old").read_text() == "old"
    assert b"old: left as it was, as there is nothing to write" in result.stderr
