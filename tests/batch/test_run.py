"""A folder in, tables out: the same whatever the number of jobs, and nothing done twice."""

from __future__ import annotations

import os
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import BaseModel

import threadparse
from tests.batch.folders import chain, many, results, rows, run_local
from tests.releases.folders import law_folders
from threadparse.api import document_of
from threadparse.batch.writers.columns import DocumentRow, ErrorRow, MessageRow, RedactionRow, ThreadRow
from threadparse.document import Document
from threadparse.errors import InputError, OutputError
from threadparse.options import ParseOptions
from threadparse.readers.base import Text


def test_the_tables_hold_what_the_library_gives(tmp_path: Path, footbridge: Path) -> None:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "sub" / "bridge.txt").write_bytes(footbridge.read_bytes())
    run_local(tmp_path / "in", tmp_path / "out")
    (document,) = threadparse.read(footbridge)
    (thread,) = document.threads
    messages = rows(tmp_path / "out", "messages")
    place = {"file": "sub/bridge.txt", "path": "sub/bridge.txt", "document": 0}
    about = {**place, "format": "text", "thread": thread.id}
    assert messages == [about | message.model_dump(mode="json") for message in thread.messages]
    (row,) = rows(tmp_path / "out", "threads")
    assert row["messages"] == [message["id"] for message in messages]
    assert row["participants"] == [person.model_dump() for person in thread.participants]
    (row,) = rows(tmp_path / "out", "documents")
    assert (row["threads"], row["source"]["sha256"]) == ([thread.id], document.source.sha256)
    assert row["notes"] == [note.model_dump(mode="json") for note in document.notes]
    assert rows(tmp_path / "out", "errors") == []


def test_rows_keep_to_their_models(tmp_path: Path) -> None:
    many(tmp_path / "in", 3)
    (tmp_path / "in" / "mail.eml").write_text("From: a@b.example\nSubject: Hi\n\nHello [redacted]\n")
    (tmp_path / "in" / "bad.pdf").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    run_local(tmp_path / "in", tmp_path / "out")
    models: dict[str, type[BaseModel]] = {
        "messages": MessageRow,
        "threads": ThreadRow,
        "documents": DocumentRow,
        "redactions": RedactionRow,
        "errors": ErrorRow,
    }
    for table, model in models.items():
        found = rows(tmp_path / "out", table)
        assert found
        for row in found:
            model.model_validate(row)
            assert list(row) == [field.alias or name for name, field in model.model_fields.items()]


def test_order_and_results_do_not_depend_on_the_number_of_jobs(tmp_path: Path) -> None:
    many(tmp_path / "in", 230)
    reports = [run_local(tmp_path / "in", tmp_path / f"out{workers}", workers=workers) for workers in (1, 3)]
    assert results(tmp_path / "out1") == results(tmp_path / "out3")
    assert [report.counts for report in reports] == [reports[0].counts] * 2
    files = [row["file"] for row in rows(tmp_path / "out1", "documents")]
    assert files == sorted(files)
    assert len(files) == 230


def test_only_new_and_changed_files_are_parsed(tmp_path: Path) -> None:
    folder, out = many(tmp_path / "in", 30), tmp_path / "out"
    assert run_local(folder, out).parsed == 30
    first = results(out)
    assert run_local(folder, out).parsed == 0
    assert results(out) == first

    (folder / "000" / "000007.txt").write_text(chain(1007), encoding="utf-8")
    (folder / "000" / "000008.txt").unlink()
    (folder / "000" / "0000075.txt").write_text(chain(75), encoding="utf-8")
    report = run_local(folder, out)
    assert (report.parsed, report.reused, report.counts.documents) == (2, 28, 30)
    run_local(folder, tmp_path / "anew")
    assert results(out) == results(tmp_path / "anew")
    assert {row["file"] for row in rows(out, "documents")} >= {"000/0000075.txt"}


def test_other_options_parse_anew(tmp_path: Path) -> None:
    folder, out = many(tmp_path / "in", 3), tmp_path / "out"
    run_local(folder, out)
    assert run_local(folder, out, options=ParseOptions(date_order="day-first")).parsed == 3
    assert run_local(folder, out, options=ParseOptions(date_order="day-first")).parsed == 0
    assert run_local(folder, out, options=ParseOptions(date_order="day-first"), fresh=True).parsed == 3
    assert len(os.listdir(out / ".threadparse" / "parts")) == 3  # a file each, and those of earlier runs are gone


def test_files_with_errors_are_tried_again_when_asked(tmp_path: Path) -> None:
    folder, out = many(tmp_path / "in", 2), tmp_path / "out"
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7\n")
    assert run_local(folder, out).counts.errors == 1
    assert run_local(folder, out).parsed == 0
    report = run_local(folder, out, retry_errors=True)
    assert (report.parsed, report.counts.errors) == (1, 1)


def test_a_damaged_part_costs_its_files_another_parsing(tmp_path: Path) -> None:
    folder, out = many(tmp_path / "in", 5), tmp_path / "out"
    run_local(folder, out)
    first = results(out)
    part = next((out / ".threadparse" / "parts").iterdir())
    part.write_bytes(b"{")
    assert run_local(folder, out).parsed == 1
    assert results(out) == first


def test_a_block_that_is_cut_short_is_said_with_what_to_do(tmp_path: Path) -> None:
    folder, out = many(tmp_path / "in", 2), tmp_path / "out"
    run_local(folder, out)
    part = next((out / ".threadparse" / "parts").iterdir())
    part.write_bytes(part.read_bytes()[:-9])
    with pytest.raises(OutputError, match=r"is damaged; delete that file"):
        run_local(folder, out)
    part.unlink()
    assert run_local(folder, out, resume=True).parsed == 1


def test_results_inside_the_folder_are_not_read(tmp_path: Path) -> None:
    folder = many(tmp_path, 3)
    run_local(folder, folder / "out", forms=("jsonl", "csv"))
    (folder / "out" / "note.txt").write_text("Hello")
    assert run_local(folder, folder / "out").files == 3


def test_many_rows_of_one_file_are_packed_and_come_out_again(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    mails = (f"From a@b.example Mon May  3 10:00:00 2021\nFrom: a@b.example\n\nMail {n}\n\n" for n in range(900))
    (tmp_path / "in" / "many.mbox").write_text("".join(mails))
    run_local(tmp_path / "in", tmp_path / "out")
    assert [row["body"] for row in rows(tmp_path / "out", "messages")] == [f"Mail {n}" for n in range(900)]
    (part,) = (tmp_path / "out" / ".threadparse" / "parts").iterdir()
    assert part.stat().st_size < sum(map(len, results(tmp_path / "out").values())) / 5


def test_an_empty_folder_gives_empty_tables(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    report = run_local(tmp_path / "in", tmp_path / "out")
    assert (report.files, set(results(tmp_path / "out").values())) == (0, {b""})


def test_folders_that_cannot_be_used_are_refused_in_words(tmp_path: Path) -> None:
    folder = many(tmp_path / "in", 1)
    with pytest.raises(InputError, match="no such folder"):
        run_local(tmp_path / "missing", tmp_path / "out")
    with pytest.raises(OutputError, match="is the folder that is read"):
        run_local(folder, folder)
    with pytest.raises(OutputError, match="is not empty, and no batch wrote"):
        run_local(folder, tmp_path)
    run_local(folder, tmp_path / "out")
    with pytest.raises(OutputError, match=r"holds the results of .*in; name a new folder"):
        run_local(many(tmp_path / "other", 1), tmp_path / "out")
    assert run_local(tmp_path / "other", tmp_path / "out", fresh=True).parsed == 1


def test_the_folder_decides_laws_that_a_document_leaves_open(tmp_path: Path) -> None:
    folder, out = law_folders(tmp_path), tmp_path / "out"
    run_local(folder, out, forms=("jsonl", "sqlite", "html"))
    laws = [(row["path"], code["as_written"], code["law"]) for row in rows(out, "redactions") for code in row["codes"]]
    settled = [("a/1.txt", "s.38", "scot-foisa"), ("b/3.txt", "s.28", None), ("b/4.txt", "s.38", None)]
    assert laws == [*settled, ("b/4.txt", "s.47F", "au-foi")]
    notes = [(row["path"], note["text"][-5:]) for row in rows(out, "documents") for note in row["notes"]]
    assert notes == [("b/3.txt", "s.28."), ("b/4.txt", "s.38.")]
    with closing(sqlite3.connect(out / "threadparse.sqlite")) as database:
        ((known,),) = database.execute("SELECT count(*) FROM redactions WHERE codes LIKE '%scot-foisa%'")
    assert known == 1
    (folder / "a" / "2.txt").unlink()
    run_local(folder, out)
    assert rows(out, "redactions")[0]["codes"][0]["law"] is None


def test_a_document_behind_one_whose_law_is_decided_stays_as_it_is(tmp_path: Path) -> None:
    header = "From: Ada\nSent: 3 May 2021 10:00\nTo: Bo\nSubject: Weir\n\n"
    texts = ["Our decision under FOISA is enclosed.\n", f"{header}[s.38]\n", f"{header}[redacted]\n"]
    (tmp_path / "in").mkdir()
    with zipfile.ZipFile(tmp_path / "in" / "release.zip", "w") as archive:
        for number, text in enumerate(texts):
            archive.writestr(f"{number}.txt", text)
    run_local(tmp_path / "in", tmp_path / "out")
    found = rows(tmp_path / "out", "redactions")
    assert [[code["law"] for code in row["codes"]] for row in found] == [["scot-foisa"], []]
    assert len(rows(tmp_path / "out", "documents")) == 3


def test_pages_take_what_was_recognised_for_the_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str | None] = []

    def parse(text: Text, options: ParseOptions) -> Document:
        kept.append(options.ocr_kept)
        return document_of(text, options)

    monkeypatch.setattr("threadparse.batch.writers.pages.document_of", parse)
    run_local(many(tmp_path / "in", 1), tmp_path / "out", forms=("html",))
    assert kept == [str(tmp_path / "out" / ".threadparse" / "recognised")]
