"""Tables with mails in their rows: the same rows in each format give the same mails; a bad row costs itself."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Run
from tests.readers.reading import read_damaged, read_items

from threadparse.errors import InputError
from threadparse.options import ParseOptions
from threadparse.readers.base import Item, Text

FIELDS = "Message-ID: <{}@alder.example>\nFrom: Ann <ann@alder.example>\nTo: Bob\nSubject: Tides\n"
MAIL = FIELDS + '\nLate, "{}" days; again.\n'
ROWS = [{"file": f"ann/{number}.", "message": MAIL.format(number, number)} for number in range(30)]


def as_csv(rows: list[dict[str, str]], delimiter: str = ",") -> bytes:
    target = io.StringIO()
    writer = csv.DictWriter(target, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode()


def as_xlsx(rows: list[dict[str, str]]) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(list(rows[0]))
    for row in rows:
        book.active.append(list(row.values()))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_parquet(rows: list[dict[str, str]]) -> bytes:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    target = io.BytesIO()
    parquet.write_table(arrow.Table.from_pylist(rows), target)
    return target.getvalue()


WRITERS: dict[str, Callable[[list[dict[str, str]]], bytes]] = {
    "csv": as_csv,
    "csv with a mark": lambda rows: b"\xef\xbb\xbf" + as_csv(rows),
    "tsv": lambda rows: as_csv(rows, "\t"),
    "jsonl": lambda rows: b"\n".join(json.dumps(row).encode() for row in rows),
    "json": lambda rows: json.dumps(rows, indent=1).encode(),
    "json with a list in it": lambda rows: json.dumps({"name": "ann", "mails": rows}, indent=1).encode(),
    "xlsx": as_xlsx,
    "parquet": as_parquet,
}


def items(data: bytes, options: ParseOptions | None = None) -> list[Item]:
    return read_items(data, "mails", options)


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_each_row_is_a_mail(write: Callable[[list[dict[str, str]]], bytes]) -> None:
    found = [item for item in items(write(ROWS)) if isinstance(item, Text)]
    assert [item.source.path for item in found] == [f"mails#{number}" for number in range(1, 31)]
    assert [item.characters.strip() for item in found] == [f'Late, "{number}" days; again.' for number in range(30)]
    assert {item.source.format for item in found} == {"eml"}


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_a_column_can_be_named(write: Callable[[list[dict[str, str]]], bytes]) -> None:
    found = items(write(ROWS), ParseOptions(column="file"))
    assert [item.characters for item in found if isinstance(item, Text)] == [f"ann/{number}." for number in range(30)]


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_a_missing_column_is_named_with_those_there_are(write: Callable[[list[dict[str, str]]], bytes]) -> None:
    with pytest.raises(InputError, match=r"no column 'body'.*--column: file, message"):
        items(write(ROWS), ParseOptions(column="body"))


@pytest.mark.parametrize(
    "data",
    [
        b"Dear Ann, Bob, and all,\n\nFrom: nobody, to nobody.\n",
        b"name,price\ntea,3\n",
        b'{"name": "tea"}\n{"name": "milk"}\n',
        b'{"compilerOptions": {"strict": true}}',
        b"[1] From: Ann\n",
    ],
)
def test_what_holds_no_mail_is_no_table(data: bytes) -> None:
    (item,) = items(data)
    assert isinstance(item, Text)
    assert item.source.path == "mails"


def test_a_damaged_row_costs_itself() -> None:
    lines = WRITERS["jsonl"](ROWS[:4]).split(b"\n")
    lines[2] = lines[2][:40]
    found = items(b"\n".join(lines))
    assert [isinstance(item, Text) for item in found] == [True, True, False, True]
    assert str(found[2]).startswith("mails#3: this table is damaged")


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_damage_is_said_and_never_a_traceback(write: Callable[[list[dict[str, str]]], bytes]) -> None:
    read_damaged(write(ROWS[:3]), "mails", 60)


def test_the_command_line_reads_the_rows(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "emails.csv").write_bytes(as_csv(ROWS))
    (tmp_path / "in" / "prices.csv").write_bytes(b"name,price\ntea,3\n")
    lines = run("export", "--to", "jsonl", "in").stdout.splitlines()
    assert [json.loads(line)["source"]["path"] for line in lines][:2] == ["in/emails.csv#1", "in/emails.csv#2"]
    assert len(lines) == 30
    named = run("export", "--column", "price", "--to", "jsonl", "in/prices.csv").stdout.splitlines()
    assert [json.loads(line)["threads"][0]["messages"][0]["body"] for line in named] == ["3"]
