"""``threadparse merge``: its forms and reports, and what it says of bad input and full disks."""

from __future__ import annotations

import csv
import importlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
import zlib
from contextlib import closing
from pathlib import Path

import jsonschema
import pytest

from tests.conftest import Run, heeding_ctrl_c
from tests.merge.exchange import LETTER, own, quoted
from threadparse.batch.state import State
from threadparse.batch.store import store_of
from threadparse.cli.merge_forms import REPORTS
from threadparse.merge.merged import schema


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """Return a folder with two exports of one exchange, one of them altered and with a name blacked out."""
    altered = LETTER.replace("4,200", "4,700")
    for name, text in {"ada/own.txt": own(), "release/0041.txt": quoted(altered, sender="[redacted]")}.items():
        path = tmp_path / "exports" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "exports"


def test_the_timeline_shows_gaps_changes_and_places(invoke: Run, exports: Path) -> None:
    result = invoke("merge", exports, "--width", "100")
    assert (result.returncode, result.stderr) == (0, b"")
    shown = result.stdout.decode()
    for words in ("2 messages in 3 places of 2 documents", "[4,200] pounds", "has 4,700 for 4,200"):
        assert words in shown
    assert max(map(len, shown.split("\n"))) <= 100


def test_json_keeps_to_its_schema_and_jsonl_has_the_same(invoke: Run, exports: Path) -> None:
    merged = json.loads(invoke("merge", "--to", "json", exports).stdout)
    jsonschema.Draft202012Validator(json.loads(schema())).validate(merged)
    lines = [json.loads(line) for line in invoke("merge", "--to", "jsonl", exports).stdout.splitlines()]
    for kind in ("source", "thread", "participant", "note"):
        found = [{key: value for key, value in line.items() if key != "kind"} for line in lines if line["kind"] == kind]
        assert found == merged[f"{kind}s"]
    assert json.loads(invoke("schema", "--merged").stdout) == json.loads(schema())


def test_the_order_of_paths_tells_nothing(invoke: Run, exports: Path) -> None:
    one, other = exports / "ada", exports / "release"
    merged = invoke("merge", "--to", "json", one, other).stdout
    respelled = f"{exports}/release/../ada"
    assert invoke("merge", "--to", "json", respelled, other, one, f"{one}/", one / "own.txt").stdout == merged


@pytest.mark.parametrize("report", list(REPORTS))
def test_reports_are_lines_of_fields(invoke: Run, exports: Path, report: str) -> None:
    paths = [exports / "release"] if report == "missing" else [exports]
    lines = invoke("merge", "--report", report, *paths).stdout.decode().splitlines()
    assert lines
    assert {line.count("\t") for line in lines} == {REPORTS[report].count(",")}


def test_a_report_names_files_as_they_are_called_and_attachments(invoke: Run, tmp_path: Path) -> None:
    head = "From: a@x.example\nTo: b@y.example\nDate: Tue, 12 Mar 2019 09:05:00 +0000\nMIME-Version: 1.0\n"
    part = '--x\nContent-Type: text/plain; name="the  roof.txt"\nContent-Disposition: attachment\n\nslate\n--x--\n'
    path = tmp_path / "from  the roof.eml"
    path.write_text(f"{head}Content-Type: multipart/mixed; boundary=x\n\n--x\n\nSee below.\n{part}", encoding="utf-8")
    named, needed = invoke("merge", "--report", "inclusive", path).stdout.decode().rstrip("\n").split("\t")
    words, file = needed.split("; ")
    assert named == str(path)
    assert words.startswith("words of ")
    assert file.startswith("attachment the roof.txt of ")


def test_a_batch_is_merged_without_parsing_again(invoke: Run, exports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert invoke("batch", exports, "-o", out, "-q").returncode == 0
    (exports / "ada" / "own.txt").unlink()
    direct = exports / "ada" / "own.txt"
    direct.write_text(own(), encoding="utf-8")
    merged = json.loads(invoke("merge", "--to", "json", out).stdout)
    parsed = invoke("merge", "--to", "json", exports).stdout.decode().replace(f"{exports}/", "")
    assert merged == json.loads(parsed)


def test_a_batch_that_was_broken_off_or_damaged_costs_what_is_damaged(
    invoke: Run, exports: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    invoke("batch", exports, "-o", out, "-q", "-j", "1")
    parts = {part: part.read_bytes() for part in sorted((out / ".threadparse" / "parts").iterdir())}
    part = next(iter(parts))
    part.write_bytes(parts[part].replace(b'"source_index":0', b'"source_inde!":0', 1))
    result = invoke("merge", "--report", "inclusive", out)
    assert result.returncode == 1
    assert b"is damaged; delete that file, and run the batch again with --resume" in result.stderr
    assert result.stdout.count(b"\n") == 1
    part.write_bytes(parts[part].replace(b'"rule"', b'"ruin"'))
    result = invoke("merge", "--report", "inclusive", out)
    assert (result.returncode, result.stdout.count(b"\n")) == (1, 1)
    assert result.stderr.count(b"is damaged; delete that file") == 1
    for older, words in ((of_schema_1, b"holds rows of schema version 1"), (without_checksums, b"an older version")):
        for part, data in parts.items():
            part.write_bytes(older(data))
        result = invoke("merge", "--report", "inclusive", out)
        assert (result.returncode, result.stdout) == (1, b"")
        said, nothing = result.stderr.splitlines()
        assert words in said
        assert b"; run the batch again with --fresh" in said
        assert nothing == b"threadparse: no message found"
    for part, data in parts.items():
        part.write_bytes(data)
    state = out / ".threadparse" / "state.json"
    State(str(exports), 1, finished=False).save(store_of(str(out)))
    for words in (b"broken off", b"state.json is damaged; what it has is merged"):
        result = invoke("merge", "--report", "inclusive", out)
        assert result.returncode == 1
        assert words in result.stderr
        assert result.stdout
        state.write_text(state.read_text().replace("false", "true"))
    state.unlink()
    (out / ".threadparse" / "parts" / "000009-00000000.0").mkdir()
    result = invoke("merge", "--report", "inclusive", out)
    assert (result.returncode, result.stdout.count(b"\n")) == (1, 2)
    assert b"000009-00000000.0: cannot be read: Is a directory" in result.stderr
    assert b"state.json is gone; what it has is merged" in result.stderr
    shutil.rmtree(out / ".threadparse" / "parts")
    result = invoke("merge", "--report", "inclusive", out)
    assert result.returncode == 1
    assert b"holds no results; run the batch again" in result.stderr


def without_checksums(part: bytes) -> bytes:
    """A part as versions wrote it that had no checksums."""
    head, _, blocks = part.partition(b" ")[2].partition(b"\n")
    facts = json.loads(head)
    facts["files"] = [[*entry[:4], *entry[5:]] for entry in facts["files"]]
    return json.dumps(facts, separators=(",", ":")).encode() + b"\n" + blocks


def of_schema_1(part: bytes) -> bytes:
    """A part as an older version would have written it."""
    line, _, blocks = part.partition(b"\n")
    head = json.loads(line.partition(b" ")[2])
    blocks = blocks.replace(b'"schema_version":"2"', b'"schema_version":"1"')
    start = 0
    for entry in head["files"]:
        entry[4] = zlib.crc32(blocks[start : start + entry[3]])
        start += entry[3]
    words = json.dumps(head).encode() + b"\n"
    return b"%08x %b%b" % (zlib.crc32(words), words, blocks)


def test_what_cannot_be_merged_is_said(invoke: Run, exports: Path, tmp_path: Path) -> None:
    result = invoke("merge", exports, tmp_path / "nothing.txt")
    assert result.returncode == 1
    assert b"nothing.txt" in result.stderr
    assert b"2 messages" in result.stdout
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    for form in ((), ("--list",), ("--report", "missing"), ("--to", "json")):
        result = invoke("merge", empty, *form)
        assert (result.returncode, result.stderr) == (0, b"threadparse: no message found\n")
    assert json.loads(result.stdout)["threads"] == []
    assert invoke("merge", "--to", "json", "--report", "altered", exports).returncode == 2
    assert invoke("merge", "-o", tmp_path / "x", exports).returncode == 2


def test_tables_hold_what_json_has(invoke: Run, exports: Path, tmp_path: Path) -> None:
    merged = json.loads(invoke("merge", "--to", "json", exports).stdout)
    messages = [message for thread in merged["threads"] for message in thread["messages"]]
    places = [place for message in messages for place in message["occurrences"]]
    wanted = {
        "sources": [(source["path"], source["inclusive"]) for source in merged["sources"]],
        "messages": [(message["id"], message["body"]) for message in messages],
        "occurrences": [(place["path"], place["cite"]["line"]) for place in places],
        "changes": [(change["kind"], change["here"]) for place in places for change in place["changes"]],
        "participants": [(person["id"], person["sent"]) for person in merged["participants"]],
    }
    columns = {
        "sources": "path, inclusive",
        "messages": "id, body",
        "occurrences": "path, cite_line",
        "changes": "kind, here",
        "participants": "id, sent",
    }
    assert invoke("merge", "--to", "sqlite", "-o", tmp_path / "merged.sqlite", exports).returncode == 0
    with closing(sqlite3.connect(tmp_path / "merged.sqlite")) as database:
        for table, rows in wanted.items():
            assert database.execute(f"SELECT {columns[table]} FROM {table}").fetchall() == rows
        (found,) = database.execute(
            "SELECT o.path FROM changes JOIN occurrences AS o USING (occurrence_key) JOIN messages USING (message_key)"
        ).fetchone()
        assert database.execute("SELECT sum(places) FROM timeline").fetchone() == (len(places),)
        assert found.endswith("release/0041.txt")
    metadata = json.loads((tmp_path / "merged.metadata.json").read_text(encoding="utf-8"))
    assert metadata["databases"]["merged"]["tables"]["messages"]["fts_table"] == "messages_fts"
    assert invoke("merge", "--to", "csv", "-o", f"{tmp_path}/tables/", exports).returncode == 0
    for table, rows in wanted.items():
        with (tmp_path / "tables" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as stream:
            assert len(list(csv.DictReader(stream))) == len(rows)


@pytest.mark.parametrize(("form", "library"), [("xlsx", "openpyxl"), ("parquet", "pyarrow"), ("duckdb", "duckdb")])
def test_forms_with_libraries_are_written(invoke: Run, exports: Path, tmp_path: Path, form: str, library: str) -> None:
    pytest.importorskip(library)
    target = f"{tmp_path}/tables/" if form == "parquet" else f"{tmp_path}/merged.{form}"
    result = invoke("merge", "--to", form, "-o", target, exports)
    assert (result.returncode, result.stderr) == (0, b"")
    changes = Path(target) / "changes.parquet" if form == "parquet" else Path(target)
    if form == "xlsx":
        with zipfile.ZipFile(target) as archive:
            assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
            assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")
    if form == "xlsx":
        sheet = importlib.import_module(library).load_workbook(changes)["changes"]
        kinds = [row[2] for row in sheet.iter_rows(min_row=2, values_only=True)]
    elif form == "parquet":
        kinds = importlib.import_module("pyarrow.parquet").read_table(changes)["kind"].to_pylist()
    else:
        with importlib.import_module(library).connect(str(changes)) as database:
            kinds = [row[0] for row in database.execute("SELECT kind FROM changes").fetchall()]
    assert kinds == ["altered", "redacted"]


def test_a_transcript_has_each_message_once_with_its_places(invoke: Run, exports: Path) -> None:
    shown = invoke("merge", "--to", "markdown", exports).stdout.decode()
    assert shown.count("4,200 pounds") == 1
    assert "4,700" not in shown
    assert "release/0041.txt (line 12)" in shown


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_forms_that_are_no_text_want_a_target(invoke: Run, exports: Path, form: str) -> None:
    result = invoke("merge", "--to", form, exports)
    assert result.returncode == 2
    assert b"-o" in result.stderr


def many(folder: Path) -> Path:
    """Write more files than one process is used for, one of them damaged."""
    folder.mkdir()
    for number in range(40):
        text = own(LETTER.replace("4,200", f"{number},200"), sent=f"{number % 28 + 1} March 2019 09:05")
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    (folder / "damaged.msg").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    return folder


def test_several_processes_change_nothing(invoke: Run, tmp_path: Path) -> None:
    folder = many(tmp_path / "many")
    one, three = (invoke("merge", "-j", jobs, "--to", "json", folder) for jobs in ("1", "3"))
    assert (one.returncode, one.stdout, one.stderr) == (three.returncode, three.stdout, three.stderr)
    assert one.returncode == 1
    assert b"damaged.msg" in one.stderr


def test_several_processes_say_the_same_of_an_archive(invoke: Run, tmp_path: Path) -> None:
    folder = many(tmp_path / "many")
    with zipfile.ZipFile(folder / "bad.zip", "w") as archive:
        for number in range(25):
            archive.write(folder / "damaged.msg", f"{number}.msg")
        archive.writestr("logo.png", b"\x89PNG")
    one, three = (invoke("merge", "-j", jobs, "--report", "missing", folder) for jobs in ("1", "3"))
    assert sorted(one.stderr.splitlines()) == sorted(three.stderr.splitlines())
    assert b"5 more parts cannot be read" in three.stderr
    assert b"bad.zip: passed over files of other kinds: 1 .png" in three.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    folder, target = many(tmp_path / "many"), tmp_path / "merged.json"
    command = [sys.executable, "-m", "threadparse", "merge", "-j", "2", "--to", "json", "-o"]
    paths = [str(target), str(folder), "-"]
    process = subprocess.Popen(
        [*command, *paths], stdin=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=heeding_ctrl_c
    )
    assert process.stderr is not None
    assert b"damaged.msg" in process.stderr.readline()  # it has parsed some, and now waits for its standard input
    process.send_signal(signal.SIGINT)
    assert b"stopped" in process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert sorted(path.name for path in tmp_path.iterdir()) == ["many"]


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
def test_a_full_disk_is_said(tmp_path: Path) -> None:
    import resource

    folder, target = many(tmp_path / "many"), tmp_path / "merged.json"

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    command = [sys.executable, "-m", "threadparse", "merge", "-j", "1", "--to", "json", "-o", str(target), str(folder)]
    result = subprocess.run(command, capture_output=True, preexec_fn=limited, check=False)
    assert result.returncode == 1
    assert b"TMPDIR" in result.stderr
    assert b"Traceback" not in result.stderr
    assert not target.exists()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("form", ["json", "sqlite", "mbox"])
def test_a_result_for_which_there_is_no_room_is_said(run: Run, exports: Path, form: str) -> None:
    result = run("merge", "--to", form, "-o", "/dev/full", exports)
    assert result.returncode == 1
    assert b"the disk is full" in result.stderr
    assert b"Traceback" not in result.stderr


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
def test_of_tables_on_a_full_disk_none_appears(exports: Path, tmp_path: Path) -> None:
    code = f"""
import errno, sys, threadparse.cli.output as output
from threadparse.cli.entry import run

written = output.Output.write

def full(self, data):
    if "messages" in self._partial:
        raise OSError(errno.ENOSPC, "No space left on device")
    written(self, data)

output.Output.write = full
sys.argv = ["threadparse", "merge", "--to", "csv", "-o", {str(tmp_path / "tables/")!r} + '/', {str(exports)!r}]
run()
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert result.returncode == 1
    assert b"the disk is full" in result.stderr
    assert not list((tmp_path / "tables").iterdir())


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_merge_of_a_batch_that_is_killed_leaves_the_result_of_before(run: Run, exports: Path, tmp_path: Path) -> None:
    out, target = tmp_path / "out", tmp_path / "merged.json"
    assert run("batch", exports, "-o", out, "-q").returncode == 0
    target.write_text("of before", encoding="utf-8")
    code = f"""
import os, signal, sys, threadparse.views.json as json
from threadparse.cli.entry import run

pieces = json.indented_pieces

def until_killed(value):
    yield next(pieces(value)) * 10_000
    os.kill(os.getpid(), signal.SIGKILL)

json.indented_pieces = until_killed
sys.argv = ["threadparse", "merge", "--to", "json", "-o", {str(target)!r}, {str(out)!r}]
run()
"""
    killed = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert target.read_text(encoding="utf-8") == "of before"
    assert run("merge", "--to", "json", "-o", target, out).returncode == 0
    assert json.loads(target.read_text(encoding="utf-8"))["threads"]
