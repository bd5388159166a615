"""``export --to`` csv, xlsx, sqlite, mbox, eml, markdown, html."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
from pathlib import Path

import click
import pytest

from tests.conftest import Run
from tests.fixtures import VARIED
from tests.rows import sampled
from threadparse.batch.writers import forms
from threadparse.cli.export_forms import documents_layout, written_beside
from threadparse.cli.main import main

HOSTILE = (
    b"From: =HYPERLINK(1) <a@b.example>\nSent: 3 May 2024 10:00\nTo: Bo <bo@b.example>; Cy <cy@b.example>\n"
    b"Subject: +1\n\n=1+1\n"
)


@sampled(5)
def test_csv_xlsx_and_sqlite_hold_the_same_values(invoke: Run, footbridge: Path, tmp_path: Path, step: int) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="needs threadparse[xlsx]")
    (tmp_path / "odd.txt").write_bytes(HOSTILE)
    (tmp_path / "long.txt").write_text("From: Ann <a@b.example>\nTo: Bo\nSubject: x\n\n" + "late again\n" * 4000)
    inputs = (footbridge, "odd.txt", "long.txt", *VARIED[::step])
    for form in ("csv", "xlsx", "sqlite"):
        result = invoke("export", "--to", form, "-o", f"out.{form}", *inputs)
        assert (result.returncode, result.stderr) == (0, b"")
    metadata = json.loads((tmp_path / "out.metadata.json").read_text())
    assert metadata["databases"]["out"]["tables"]["messages"]["fts_table"] == "messages_fts"
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8-sig"))))
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    head, *cells = book["messages"].iter_rows(values_only=True)
    assert all(cell.data_type != "f" for row in book["messages"].iter_rows() for cell in row)
    with sqlite3.connect(tmp_path / "out.sqlite") as database:
        database.row_factory = sqlite3.Row
        stored = [dict(row) for row in database.execute("SELECT * FROM messages ORDER BY message_key")]
    assert len(rows) == len(cells) == len(stored) > 150 // step
    for row, cell, kept in zip(rows, cells, stored, strict=True):
        made = dict(zip(head, cell, strict=True))
        for name in ("id", "date", "subject", "sender_name", "sender_address", "body", "cite_line"):
            value = kept[name]
            shown = "" if value is None else str(value)
            if len(shown) > 32_767:
                assert made[name].endswith(f" … [cut: {len(shown):,} characters]")
                assert len(made[name]) == 32_767
                assert row[name] == made[name]
                continue
            assert ("" if made[name] is None else str(made[name])) == shown
            assert row[name] == (f"'{shown}" if shown.startswith(("=", "+", "-", "@")) else shown)
    with sqlite3.connect(tmp_path / "out.sqlite") as database:
        counted = 'SELECT sum(json_array_length("to") + json_array_length(cc) + json_array_length(bcc)) FROM messages'
        assert database.execute("SELECT count(*) FROM recipients").fetchone() == database.execute(counted).fetchone()
        found = database.execute("SELECT rowid FROM messages_fts WHERE messages_fts MATCH 'planks'").fetchall()
        assert found[0] == (3,)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        people = dict(database.execute("SELECT address, sent FROM people").fetchall())
        assert people["highways@harrowdale.example"] >= 1
        assert "2024-03-10" in dict(database.execute("SELECT * FROM by_day").fetchall())
        pairs = database.execute("SELECT sender, recipient FROM who_to_whom").fetchall()
        assert ("highways@harrowdale.example", "(redacted or blank)") in pairs


def test_json_and_tables_have_one_message_a_row(invoke: Run, footbridge: Path) -> None:
    documents = json.loads(invoke("export", footbridge).stdout)
    rows = csv.DictReader(io.StringIO(invoke("export", "--to", "csv", footbridge).stdout.decode("utf-8-sig")))
    assert [row["id"] for row in rows] == [each["id"] for each in documents["threads"][0]["messages"]]


def test_mails_are_files_in_order(invoke: Run, footbridge: Path, tmp_path: Path) -> None:
    assert invoke("export", "--to", "eml", "-o", "mails/", footbridge).returncode == 0
    names = sorted(path.name for path in (tmp_path / "mails").iterdir())
    assert [name[:6] for name in names] == ["00001-", "00002-", "00003-", "00004-"]
    back = [json.loads(invoke("export", tmp_path / "mails" / name).stdout) for name in names[:1]]
    assert back[0]["threads"][0]["messages"][0]["sender"]["address"] == "clerk@nether-harrow.example"


def test_pages_of_a_folder_have_an_index(invoke: Run, footbridge: Path, tmp_path: Path) -> None:
    (tmp_path / "index").write_bytes(footbridge.read_bytes())
    assert invoke("export", "--to", "html", "-o", "pages/", footbridge, "index", footbridge).returncode == 0
    names = sorted(path.name for path in (tmp_path / "pages").iterdir())
    assert names == ["footbridge.txt-2.html", "footbridge.txt.html", "index-2.html", "index.html"]
    index = (tmp_path / "pages" / "index.html").read_text(encoding="utf-8")
    assert all(f"href={name}" in index for name in names if name != "index.html")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--to", "eml"], b"give a folder with -o FOLDER/"),
        (["--to", "xlsx"], b"give a file with -o FILE"),
        (["--to", "sqlite", "-o", "-"], b"give a file with -o FILE"),
        (["--to", "json", "--no-source"], b"--no-source is for --to html"),
    ],
)
def test_a_form_that_cannot_be_written_there_is_wrong_usage(
    invoke: Run, footbridge: Path, arguments: list[str], words: bytes
) -> None:
    result = invoke("export", footbridge, *arguments)
    assert result.returncode == 2
    assert words in result.stderr


@pytest.mark.parametrize("form", ["csv", "markdown", "mbox", "html"])
def test_nothing_is_written_if_nothing_was_read(invoke: Run, tmp_path: Path, form: str) -> None:
    result = invoke("export", "--to", form, "-o", "out", "missing.txt")
    assert result.returncode == 1
    assert b"not written, as there is nothing to write" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("command", "form"), [("export", "xlsx"), ("merge", "xlsx"), ("merge", "duckdb")])
def test_a_library_that_is_missing_is_said_before_anything_is_read(
    command: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(forms.FORMS, form, "no_such_library")
    with pytest.raises(click.UsageError, match=f"what writes {form} is not installed; run: .*pip install"):
        main.main([command, "--to", form, "-o", f"{tmp_path}/out", f"{tmp_path}/missing.txt"], standalone_mode=False)
    assert capsys.readouterr().err == ""


def test_nothing_is_written_beside_a_device(tmp_path: Path) -> None:
    assert written_beside("sqlite", os.devnull, documents_layout) is None
    assert written_beside("sqlite", str(tmp_path / "new.sqlite"), documents_layout)
