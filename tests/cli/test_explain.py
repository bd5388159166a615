"""``threadparse explain``: people see why a header is one, and tools get the same as data."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Run

MEMO = "Hello Bob,\n\nTo: all staff\nFrom: the harbour master\nSubject: tides\n\nHigh at nine.\n"


def test_each_header_and_refusal_stands_above_its_lines(invoke: Run, footbridge: Path) -> None:
    text = MEMO + footbridge.read_text(encoding="utf-8")
    lines = invoke("explain", "--width", "100", "-", stdin=text.encode()).stdout.decode().split("\n")
    refused = lines.index("    no header: head of a memo, with nothing that is e-mail's own (labelled lines)")
    assert lines[refused + 1].split() == ["3", "body", "To:", "all", "staff"]
    above = lines.index("    header of message 4 by labelled lines: sender, date, recipients or subject")
    assert lines[above + 1].split() == ["8", "header", "From:", "Redacted"]


def test_json_has_the_same_as_data(invoke: Run, footbridge: Path) -> None:
    text = footbridge.read_text(encoding="utf-8")
    found = json.loads(invoke("explain", "--to", "json", footbridge).stdout)
    document = json.loads(invoke("export", footbridge).stdout)
    ids = [message["id"] for thread in document["threads"] for message in thread["messages"]]
    assert found["messages"] == ids
    assert sorted(header["message"] for header in found["headers"]) == sorted(ids)
    assert all(text[header["start"] :].startswith("From:") for header in found["headers"])
    assert "".join(text[zone["start"] : zone["end"]] for zone in found["zones"]) == text
    assert found["refused"] == []


def test_what_cannot_be_read_is_said_and_the_rest_goes_on(invoke: Run, footbridge: Path) -> None:
    result = invoke("explain", "missing.txt", footbridge)
    assert result.returncode == 1
    assert b"missing.txt" in result.stderr
    assert b"header of message 1" in result.stdout


def test_lines_fit_a_narrow_terminal(invoke: Run, footbridge: Path) -> None:
    shown = invoke("explain", "--width", "60", footbridge).stdout.decode()
    assert max(map(len, shown.split("\n"))) <= 60
