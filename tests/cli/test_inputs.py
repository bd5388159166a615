"""Mail files on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.fixtures import CLIENTS
from threadparse.cli.inputs import Inputs, _say_how_far
from threadparse.options import ParseOptions
from threadparse.readers.base import Text, Underway


def test_show_reads_a_mail(invoke: Run) -> None:
    result = invoke("show", CLIENTS / "outlook.eml")
    shown = result.stdout.decode()
    assert (result.returncode, result.stderr) == (0, b"")
    assert shown.index("closed from today") < shown.index("When does") < shown.index("stays closed")
    assert "Tîm Diogelu" in shown


def test_a_mail_comes_through_a_pipe(invoke: Run) -> None:
    result = invoke("export", "-", stdin=(CLIENTS / "gmail.eml").read_bytes())
    document = json.loads(result.stdout)
    assert document["source"]["format"] == "eml"
    assert document["source"]["envelope"]["from"]["address"] == "noor@fernhollow.example"
    assert len(document["threads"][0]["messages"]) == 3


def test_a_mailbox_is_one_document_a_mail(invoke: Run, tmp_path: Path) -> None:
    mail = b"From a@x.org Mon May  4 10:00:00 2020\nFrom: a@x.org\nMessage-ID: <1@x.org>\n\nHi\n\n"
    box = tmp_path / "in.mbox"
    box.write_bytes(mail * 3)
    result = invoke("export", "--to", "jsonl", "in.mbox")
    paths = [json.loads(line)["source"]["path"] for line in result.stdout.splitlines()]
    assert paths == ["in.mbox#1", "in.mbox#2", "in.mbox#3"]


def test_a_folder_holds_mails_of_all_formats(invoke: Run) -> None:
    result = invoke("export", "--to", "jsonl", CLIENTS)
    formats = [json.loads(line)["source"]["format"] for line in result.stdout.splitlines()]
    assert sorted(formats) == ["eml"] * 5 + ["html"] * 5 + ["text"] * 5


def test_a_mail_over_a_limit_is_one_line_of_words(invoke: Run, tmp_path: Path) -> None:
    nested = "".join(f"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n" for level in range(90))
    (tmp_path / "deep.eml").write_text(f"From: a@x.org\nMIME-Version: 1.0\n{nested}\n\nHi")
    (tmp_path / "good.eml").write_text("From: a@x.org\nMIME-Version: 1.0\n\nHi")
    result = invoke("export", "--to", "jsonl", "deep.eml", "good.eml")
    assert result.returncode == 1
    assert b"deep.eml" in result.stderr
    assert b"max_mail_nesting" in result.stderr
    assert result.stderr.count(b"\n") == 1
    assert len(result.stdout.splitlines()) == 1


def test_a_file_that_needs_too_much_memory_is_no_fault_of_ours(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "large.txt").write_text("Hello")

    def parse(_text: Text, _options: ParseOptions) -> None:
        raise MemoryError

    inputs = Inputs((str(tmp_path / "large.txt"),), ParseOptions())
    assert list(inputs.read(parse)) == []
    assert inputs.failed == 1
    assert "large.txt: needs more memory than there is; split it\n" in capsys.readouterr().err


@pytest.mark.parametrize(("seconds", "said"), [(9.0, ""), (12.0, "about 12 seconds"), (400.0, "about 7 minutes")])
def test_a_long_recognition_is_announced(seconds: float, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    _say_how_far(Underway("scan.pdf", 0, 6, seconds))
    told = capsys.readouterr().err
    assert (said in told and "--ocr never" in told) if said else not told
