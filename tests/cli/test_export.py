"""``threadparse export`` and ``schema``: standard output, files and folders."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import jsonschema
import pytest

from tests.conftest import Run
from threadparse.views.json import loads, schema


def test_one_document_is_one_indented_object(invoke: Run, footbridge: Path) -> None:
    result = invoke("export", footbridge)
    assert (result.returncode, result.stderr) == (0, b"")
    document = json.loads(result.stdout)
    jsonschema.Draft202012Validator(json.loads(schema())).validate(document)
    assert document["source"]["path"] == str(footbridge)
    dates = [message["date"] for thread in document["threads"] for message in thread["messages"]]
    assert dates == ["2024-03-10T19:30", "2024-03-11T08:12", "2024-03-13T16:48", "2024-03-14T09:05"]


def test_zones_tile_the_text(invoke: Run, footbridge: Path) -> None:
    (document,) = loads(invoke("export", footbridge).stdout.decode())
    zones = [zone for message in document.messages for zone in message.zones] + document.zones
    cuts = sorted((zone.start, zone.end) for zone in zones)
    assert [start for start, _ in cuts] == [0, *(end for _, end in cuts[:-1])]
    assert cuts[-1][1] == document.source.characters == len(footbridge.read_text(encoding="utf-8"))


def test_json_lines_have_one_line_a_document(invoke: Run, footbridge: Path) -> None:
    lines = invoke("export", "--to", "jsonl", footbridge, footbridge).stdout.splitlines()
    assert len(lines) == 2
    assert json.loads(lines[0]) == json.loads(invoke("export", footbridge).stdout)


def test_several_documents_are_a_stream(invoke: Run, footbridge: Path) -> None:
    result = invoke("export", footbridge, "-", stdin=b"Hello")
    assert [document.source.path for document in loads(result.stdout.decode())] == [str(footbridge), "-"]


def test_the_output_is_utf_8_on_every_terminal(invoke: Run) -> None:
    result = invoke("export", "-", stdin="Tîm 安全".encode(), PYTHONIOENCODING="ascii")
    assert "Tîm 安全" in result.stdout.decode("utf-8")


def test_a_file_is_written_whole(invoke: Run, footbridge: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("old")
    target.chmod(0o640)
    result = invoke("export", footbridge, "-o", "out.json")
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
    assert target.read_bytes() == invoke("export", footbridge).stdout
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["out.json"]


def test_a_file_is_left_alone_when_there_is_nothing_to_write(invoke: Run, tmp_path: Path) -> None:
    (tmp_path / "out.json").write_text("old")
    result = invoke("export", "missing.txt", "-o", "out.json")
    assert result.returncode == 1
    assert b"missing.txt: no such file" in result.stderr
    assert b"out.json: left as it was" in result.stderr
    assert (tmp_path / "out.json").read_text() == "old"
    assert os.listdir(tmp_path) == ["out.json"]
    assert (
        b"new.json: not written, as there is nothing to write"
        in invoke("export", "missing.txt", "-o", "new.json").stderr
    )


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("chain.txt", b"is also an input"),
        ("folder", b"is a folder"),
        ("no/such.json", b"cannot be written: there is no such folder; make it first"),
    ],
)
def test_an_impossible_target_is_wrong_usage(invoke: Run, tmp_path: Path, target: str, words: bytes) -> None:
    (tmp_path / "chain.txt").write_text("Hello")
    (tmp_path / "folder").mkdir()
    result = invoke("export", "chain.txt", "-o", target)
    assert result.returncode == 2
    assert words in result.stderr
    assert (tmp_path / "chain.txt").read_text() == "Hello"


def test_a_dash_and_a_device_are_targets(invoke: Run, footbridge: Path) -> None:
    assert invoke("export", footbridge, "-o", "-").stdout == invoke("export", footbridge).stdout
    assert invoke("export", footbridge, "-o", os.devnull).returncode == 0
    assert not os.path.isfile(os.devnull)


def test_the_schema_is_printed(invoke: Run) -> None:
    assert invoke("schema").stdout.decode() == schema() + "\n"
