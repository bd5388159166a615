"""``threadparse redactions``: the list to read, the log, the places as data, and the check."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from tests.conftest import Run

RELEASE = (
    "RELEASE IN PART B5,B6\nCase No. F-2031-00417\nDoc No. C01234567\n\n"
    f"From:{' ' * 80}B6\nSent: 3 May 2021 10:00\nTo: Bo Reed <bo@weir.example>\nSubject: =Weir\n\n"
    f"The price is{' ' * 73}B5\nand nobody knows why.\n\n{' ' * 60}WEIR-0000451\n\f"
)


@pytest.fixture
def release(tmp_path: Path) -> Path:
    path = tmp_path / "release.txt"
    path.write_text(RELEASE, encoding="utf-8")
    return path


def test_the_list_goes_by_message_and_counts(invoke: Run, release: Path) -> None:
    lines = invoke("redactions", release).stdout.decode().splitlines()
    assert lines[0] == "message 1 of 1, 2021-05-03T10:00, [redacted]"
    assert lines[1].split() == ["from", "blank", "B6", "WEIR-0000451", "p.", "1,", "line", "5"]
    assert lines[2].split() == ["body", "blank", "B5", "WEIR-0000451", "p.", "1,", "line", "10"]
    assert lines[4:] == ["2 places in 1 of 1 document", "by code:  b6 1, b5 1", "by field:  from 1, body 1"]


def test_the_list_says_where_pages_were_left_out(invoke: Run, tmp_path: Path) -> None:
    path = tmp_path / "release.txt"
    path.write_text(f"{RELEASE}And so on.\n\n{' ' * 60}WEIR-0000455\n", encoding="utf-8")
    said = invoke("redactions", path).stdout.decode()
    assert "! Between WEIR-0000451 and WEIR-0000455 3 numbers are left out. (bates.gap)\n" in said
    assert b"bates.gap" not in invoke("redactions", "--check", path).stdout


def test_the_log_has_a_row_a_place(invoke: Run, release: Path) -> None:
    rows = list(csv.DictReader(invoke("redactions", "--to", "csv", release).stdout.decode().splitlines()))
    assert [row["entry"] for row in rows] == ["1", "2"]
    assert rows[1] | {"path": "", "message": ""} == {
        "entry": "2",
        "path": "",
        "document": "C01234567",
        "bates_begin": "WEIR-0000451",
        "bates_end": "WEIR-0000451",
        "page": "1",
        "line": "10",
        "message": "",
        "date": "2021-05-03T10:00",
        "from": "[redacted]",
        "to": "Bo Reed",
        "cc": "",
        "subject": "'=Weir",
        "field": "body",
        "form": "blank",
        "text": "",
        "code": "b5",
        "law": "us-foia",
        "detail": "",
        "meaning": ("inter- or intra-agency communications (deliberative process, attorney-client, work product)"),
        "release": "RELEASE IN PART B5,B6",
        "before": "Subject: =Weir The price is",
        "after": "and nobody knows why.",
    }


def test_a_meaning_from_memory_says_so(invoke: Run, tmp_path: Path) -> None:
    text = "From: Ada\nTo: Bo\nSubject: Weir\n\n[Redacted reg. 13(1), EIR]\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (row,) = csv.DictReader(invoke("redactions", "--to", "csv", "a.txt").stdout.decode().splitlines())
    assert row["meaning"] == "personal data of others (unchecked)"


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_the_places_as_data_are_those_of_export(invoke: Run, release: Path, form: str) -> None:
    output = invoke("redactions", "--to", form, release).stdout.decode()
    places = json.loads(output) if form == "json" else [json.loads(line) for line in output.splitlines()]
    exported = json.loads(invoke("export", release).stdout)["redactions"]
    assert places == [{"path": str(release), **place} for place in exported]


def test_the_folder_decides_what_a_document_leaves_open(invoke: Run, tmp_path: Path) -> None:
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "1.txt").write_text("Our decision under FOISA is enclosed.\n", encoding="utf-8")
    (folder / "2.txt").write_text("From: Ada\nTo: Bo\nSubject: Weir\n\n[s.38]\n", encoding="utf-8")
    (place,) = json.loads(invoke("redactions", "--to", "json", folder).stdout)
    assert place["codes"][0]["law"] == "scot-foisa"
    (alone,) = json.loads(invoke("redactions", "--to", "json", folder / "2.txt").stdout)
    assert alone["codes"][0]["law"] is None
    assert b"redaction.law-open" in invoke("redactions", folder / "2.txt").stdout
    assert b"redaction.law-open" not in invoke("redactions", folder).stdout


def test_the_check_passes_where_nothing_lies_under_a_bar(invoke: Run, release: Path) -> None:
    result = invoke("redactions", "--check", release)
    assert (result.returncode, result.stdout) == (0, b"No words lie under a bar in 1 document.\n")
    assert invoke("redactions", "--check", "--to", "csv", release).returncode == 2


def draft(path: Path, *, box: bool, words: bool = True) -> Path:
    """Draw two pages, with a box over a name on the second."""
    canvas = Canvas(str(path))
    canvas.drawString(60, 700, "Nothing is hidden here.")
    canvas.showPage()
    if words:
        canvas.drawString(60, 700, "The heir is")
        canvas.drawString(160, 700, "Quill")
    if box:
        canvas.rect(158, 696, 40, 14, stroke=0, fill=1)
    canvas.showPage()
    canvas.save()
    return path


def test_the_check_fails_where_words_lie_under_a_bar_and_never_shows_them(invoke: Run, tmp_path: Path) -> None:
    path = draft(tmp_path / "draft.pdf", box=True)
    result = invoke("redactions", "--check", path)
    assert result.returncode == 1
    assert result.stdout.decode().splitlines() == [
        f"{path}: Page 2: 5 characters lie under a bar that does not remove them (line 2).",
        "Words lie under bars in 1 of 1 document and can be copied out of the file.",
        "Redact again with a tool that removes the words, and check once more before you publish.",
    ]
    assert b"Quill" not in result.stdout + result.stderr + invoke("redactions", path).stdout
    assert invoke("redactions", path).returncode == 0
    read = invoke("redactions", "--check", "--covered", path)
    assert (read.returncode, b"Words lie under bars in 1 of 1 document" in read.stdout) == (1, True)


def test_the_check_passes_a_page_whose_words_are_gone(invoke: Run, tmp_path: Path) -> None:
    assert invoke("redactions", "--check", draft(tmp_path / "gone.pdf", box=True, words=False)).returncode == 0
    assert invoke("redactions", "--check", draft(tmp_path / "open.pdf", box=False)).returncode == 0


def test_the_check_of_what_cannot_be_read_fails(invoke: Run, tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    writer = PdfWriter(clone_from=PdfReader(draft(tmp_path / "draft.pdf", box=True)))
    writer.encrypt("weir")
    writer.write(path)
    result = invoke("redactions", "--check", path)
    assert (result.returncode, result.stdout) == (1, b"Nothing was checked.\n")
    assert b"--password" in result.stderr
    assert b"line 2" in invoke("redactions", "--check", "--password", "weir", path).stdout


def test_what_cannot_be_read_is_said_and_the_rest_is_there(invoke: Run, release: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7\n")
    result = invoke("redactions", "empty.txt", "bad.pdf", release)
    assert result.returncode == 1
    assert b"bad.pdf" in result.stderr
    assert b"2 places in 1 of 2 documents" in result.stdout
    assert b"Traceback" not in result.stderr


def test_show_cites(invoke: Run, release: Path) -> None:
    assert b"WEIR-0000451 p. 1\n" in invoke("show", "--cite", release).stdout
    assert invoke("show", "--cite", "--list", release).returncode == 2
