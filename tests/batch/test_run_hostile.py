"""Hostile files among good ones: the good ones are all there, and each bad one is read or named in words."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.batch.folders import many, rows, run_local
from tests.batch.hostile import hostile_files


@pytest.mark.slow
def test_a_hundred_hostile_files_among_a_thousand_good_ones(tmp_path: Path) -> None:
    folder = many(tmp_path / "in", 1000)
    bad = dict(hostile_files(100))
    for name, data in bad.items():
        (folder / name).write_bytes(data)
    report = run_local(folder, tmp_path / "out", workers=2, timeout=60)
    documents = rows(tmp_path / "out", "documents")
    errors = rows(tmp_path / "out", "errors")
    good = [row for row in documents if row["file"] not in bad]
    assert (report.files, len(good)) == (1100, 1000)
    assert all(len(row["threads"]) == 1 and row["notes"] == [] for row in good)

    lines = Counter(row["path"] for row in errors)
    assert set(lines.values()) == {1}
    assert {row["file"] for row in errors} <= {*bad}
    read_without_a_doubt = {row["file"] for row in documents} - {row["file"] for row in errors}
    assert {*bad} - {row["file"] for row in errors} <= read_without_a_doubt
    # What is left without a line was read whole: a long line, deep quotation, a mail by another's name.
    assert {os.path.splitext(name)[1] for name in bad if name in read_without_a_doubt} <= {
        ".txt",
        ".html",
        ".pdf",
        ".mbox",
    }
    for row in errors:
        assert row["severity"] == (
            "warning" if row["path"] in {document["path"] for document in documents} else "error"
        )
        assert len(row["text"].split()) >= 5
        assert "Traceback" not in row["text"]
        assert row["code"] != "fault"
