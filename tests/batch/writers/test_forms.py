"""Every form of the results holds the same rows."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from tests.batch.folders import many, rows, run_local, without_keys

from threadparse.errors import OptionError


@pytest.fixture
def folder(tmp_path: Path, footbridge: Path) -> Path:
    folder = many(tmp_path / "in", 5)
    (folder / "bridge.txt").write_bytes(footbridge.read_bytes())
    (folder / "mail.eml").write_text(
        "From: =HYPERLINK(1) <a@b.example>\nTo: Bob <bob@b.example>, c@b.example\nSubject: =1+1\n"
        "Date: Mon, 3 May 2021 10:00:00 +0100\nMessage-ID: <1@b.example>\n\n-- it's 安全\n"
    )
    return folder


TABLES = ("messages", "threads", "documents", "redactions")


def expected_recipients(out: Path) -> list[dict[str, Any]]:
    """The recipients of all messages as rows."""
    return [
        {"message_key": key, "field": field, "position": position, **mailbox}
        for key, message in enumerate(rows(out, "messages"), 1)
        for field in ("to", "cc", "bcc")
        for position, mailbox in enumerate(message[field])
    ]


def test_parquet_has_the_rows_and_their_types(folder: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs threadparse[parquet]")
    report = run_local(folder, tmp_path / "out", forms=("jsonl", "parquet"))
    assert "messages.parquet/" in report.written
    for table in TABLES:
        found: list[dict[str, Any]] = parquet.read_table(tmp_path / "out" / f"{table}.parquet").to_pylist()
        assert without_keys(found) == rows(tmp_path / "out", table)
    found = parquet.read_table(tmp_path / "out" / "recipients.parquet").to_pylist()
    assert found == expected_recipients(tmp_path / "out")


def test_duckdb_has_the_rows_and_their_types(folder: Path, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="needs threadparse[duckdb]")
    run_local(folder, tmp_path / "out", forms=("jsonl", "duckdb"))
    with duckdb.connect(str(tmp_path / "out" / "threadparse.duckdb"), read_only=True) as database:
        for table in (*TABLES, "recipients"):
            cursor = database.execute(f"SELECT * FROM {table}")
            names = [column[0] for column in cursor.description]
            found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            if table == "recipients":
                assert found == expected_recipients(tmp_path / "out")
            else:
                assert without_keys(found) == rows(tmp_path / "out", table)


def test_sqlite_duckdb_and_parquet_have_the_same_names_keys_and_views(folder: Path, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="needs threadparse[duckdb]")
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs threadparse[parquet]")
    out = tmp_path / "out"
    run_local(folder, out, forms=("sqlite", "duckdb", "parquet"))
    with (
        sqlite3.connect(out / "threadparse.sqlite") as lite,
        duckdb.connect(str(out / "threadparse.duckdb"), read_only=True) as duck,
    ):
        for table in (*TABLES, "recipients"):
            names = [row[1] for row in lite.execute(f"PRAGMA table_info({table})")]
            # A record is a column for each of its fields in SQLite alone.
            described = [(name, kind) for name, kind, *_ in duck.execute(f"DESCRIBE {table}").fetchall()]
            in_duckdb = [name for name, _ in described]
            records = {name for name, kind in described if kind.startswith("STRUCT(") and not kind.endswith("[]")}
            plain = [name for name in names if not any(name.startswith(f"{record}_") for record in records)]
            assert [name for name in in_duckdb if name not in records] == plain
            read = parquet.read_table(out / f"{table}.parquet")
            assert read.column_names == in_duckdb
            keys = [name for name in plain if name.endswith("_key")]
            wanted = lite.execute(f"SELECT {', '.join(keys)} FROM {table} ORDER BY rowid").fetchall()
            assert duck.execute(f"SELECT {', '.join(keys)} FROM {table}").fetchall() == wanted
            assert [tuple(row[key] for key in keys) for row in read.to_pylist()] == wanted
        for view in ("timeline", "people", "who_to_whom", "by_day"):
            assert sorted(duck.execute(f"SELECT * FROM {view}").fetchall(), key=repr) == sorted(
                lite.execute(f"SELECT * FROM {view}").fetchall(), key=repr
            )


def test_sqlite_has_the_rows_with_lists_as_json(folder: Path, tmp_path: Path) -> None:
    run_local(folder, tmp_path / "out", forms=("jsonl", "sqlite"))
    database = sqlite3.connect(tmp_path / "out" / "threadparse.sqlite")
    database.row_factory = sqlite3.Row
    found = database.execute("SELECT * FROM messages ORDER BY rowid").fetchall()
    database.close()
    expected = rows(tmp_path / "out", "messages")
    for row, message in zip(found, expected, strict=True):
        assert {name: row[name] for name in ("file", "id", "date", "subject", "body")} == {
            name: message[name] for name in ("file", "id", "date", "subject", "body")
        }
        assert row["sender_address"] == (message["sender"] or {}).get("address")
        assert json.loads(row["to"]) == message["to"]
        assert json.loads(row["zones"]) == message["zones"]


def test_csv_is_for_people_and_holds_no_formula(folder: Path, tmp_path: Path) -> None:
    run_local(folder, tmp_path / "out", forms=("jsonl", "csv"))
    with open(tmp_path / "out" / "messages.csv", encoding="utf-8-sig", newline="") as stream:
        found = list(csv.DictReader(stream))
    expected = rows(tmp_path / "out", "messages")
    assert [row["id"] for row in found] == [message["id"] for message in expected]
    (mail,) = (row for row in found if row["file"] == "mail.eml")
    assert mail["to"] == "Bob <bob@b.example>; c@b.example"
    assert (mail["subject"], mail["sender_name"]) == ("'=1+1", "'=HYPERLINK(1)")
    assert mail["body"].startswith("'-- it's 安全")
    assert not [cell for row in found for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_another_form_needs_no_parsing(folder: Path, tmp_path: Path) -> None:
    run_local(folder, tmp_path / "out")
    assert run_local(folder, tmp_path / "out", forms=("csv", "sqlite")).parsed == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"messages.csv", "threadparse.sqlite"}


def test_partitions_that_are_too_many_now_are_deleted(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs threadparse[parquet]")
    out = tmp_path / "out"
    monkeypatch.setattr("threadparse.batch.writers.parquet._MAX_PARTITION_BYTES", 1)
    run_local(folder, out, forms=("parquet",))
    assert len([*(out / "messages.parquet").iterdir()]) == 7
    (folder / "mail.eml").unlink()
    run_local(folder, out, forms=("jsonl", "parquet"))
    assert len([*(out / "messages.parquet").iterdir()]) == 6
    found = parquet.read_table(out / "messages.parquet").to_pylist()
    assert without_keys(found) == rows(out, "messages")
    assert [row["message_key"] for row in found] == [*range(1, len(found) + 1)]


def test_a_missing_library_is_named_before_the_work(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(OptionError, match=r"pip install 'threadparse\[duckdb\]'"):
        run_local(folder, tmp_path / "out", forms=("duckdb",))
    assert not (tmp_path / "out").exists()
