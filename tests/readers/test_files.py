"""Files, folders and streams: failures in words, walks in order."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.readers.reading import only_text
from threadparse.errors import InputError
from threadparse.options import ParseOptions
from threadparse.readers.base import printable_path
from threadparse.readers.files import read_file, read_stream, walk

OPTIONS = ParseOptions()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing.txt", "no such file or folder"),
        ("folder", "is a folder"),
        ("file.txt/below", "not a folder"),
        ("n" * 300, "too long"),
        ("a\0b", "NUL"),
    ],
)
def test_what_cannot_be_opened_is_named_with_its_reason(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file.txt").write_text("Hello")
    with pytest.raises(InputError, match=words):
        list(read_file(os.path.join(tmp_path, name), OPTIONS))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are a thing of POSIX")
def test_a_named_pipe_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    if os.fork() == 0:
        pipe.write_bytes(b"Hello")
        os._exit(0)
    text = only_text(read_file(str(pipe), OPTIONS))
    os.wait()
    assert text.characters == "Hello"


def test_a_stream_is_read_to_its_end() -> None:
    text = only_text(read_stream(io.BytesIO(b"Hello"), "-", OPTIONS))
    assert (text.characters, text.source.path) == ("Hello", "-")


def test_a_walk_is_sorted_and_counts_what_it_passes_over(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.md", "a/10.TXT", "c.jpg", "d", ".hidden.txt", ".git/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Hello")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "b.txt")
    folder = walk(str(tmp_path))
    assert [os.path.relpath(file, tmp_path) for file in folder.files] == ["a/10.TXT", "a/2.md", "b.txt"]
    assert folder.skipped == {".jpg": 1, "": 1, ".txt": 2}
    assert folder.errors == []


def test_a_name_that_is_no_text_can_still_be_printed() -> None:
    assert printable_path(os.fsdecode(b"ch\xe2in.txt")) == r"ch\xe2in.txt"
    assert printable_path("Tîm.txt") == "Tîm.txt"


def test_a_folder_is_read_by_content_and_what_may_hold_mail_is_named(run: Run, tmp_path: Path) -> None:
    mail = b"Message-ID: <1@alder.example>\nFrom: Ann <ann@alder.example>\nTo: Bob\nSubject: Tides\n\nLate.\n"
    files = {
        "maildir/cur/1650.M5P6.host:2,S": mail,
        "allen-p/_sent_mail/3.": mail,
        "allen-p/inbox/17": mail,
        "README": b"What this folder holds.",
        "tool.py": b"print()",
        "icon.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 500,
        "page.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 30_000,
        "old.rar": b"Rar!\x1a\x07\x00" + b"\0" * 50,
    }
    for name, data in files.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(data)
    shown = run("export", "--to", "jsonl", "in")
    assert sorted(json.loads(line)["source"]["path"] for line in shown.stdout.splitlines()) == [
        "in/allen-p/_sent_mail/3.",
        "in/allen-p/inbox/17",
        "in/maildir/cur/1650.M5P6.host:2,S",
    ]
    assert shown.returncode == 1
    said = shown.stderr.decode()
    assert "in/old.rar: this is a compressed file" in said
    assert "in/page.png: " in said
    assert "icon.png" not in said
    result = run("batch", "in", "-o", "out", "--jobs", "1")
    assert result.returncode == 1
    errors = [json.loads(line) for line in (tmp_path / "out" / "errors.jsonl").read_text().splitlines()]
    assert {error["path"] for error in errors} == {"old.rar", "page.png"}
