"""Laws that documents leave open, decided by their folders in ``export`` and ``show``."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.releases.folders import law_folders


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_export_decides_laws_by_folder_and_keeps_the_order(invoke: Run, tmp_path: Path, form: str) -> None:
    folder = law_folders(tmp_path)
    output = invoke("export", "--to", form, folder).stdout.decode()
    decoder, documents = json.JSONDecoder(), []
    while output:
        document, end = decoder.raw_decode(output)
        documents.append(document)
        output = output[end:].lstrip()
    assert [Path(document["source"]["path"]).name for document in documents] == ["1.txt", "2.txt", "3.txt", "4.txt"]
    laws = {
        Path(document["source"]["path"]).name: [
            code["law"] for place in document["redactions"] for code in place["codes"]
        ]
        for document in documents
    }
    assert laws == {"1.txt": ["scot-foisa"], "2.txt": [], "3.txt": [None], "4.txt": [None, "au-foi"]}
    notes = [note["text"][-5:] for document in documents for note in document["notes"] if "law-open" in note["code"]]
    assert notes == ["s.28.", "s.38."]


def test_show_notes_the_codes_alone_that_no_folder_decides(invoke: Run, tmp_path: Path) -> None:
    output = invoke("show", law_folders(tmp_path)).stdout.decode()
    assert re.findall(r"meant:\s+(\S+)\s+\(redaction\.law-open\)", output) == ["s.28.", "s.38."]


def test_one_document_alone_stays_open(invoke: Run, tmp_path: Path) -> None:
    (document,) = json.loads(f"[{invoke('export', law_folders(tmp_path) / 'a' / '1.txt').stdout.decode()}]")
    assert document["redactions"][0]["codes"][0]["law"] is None
