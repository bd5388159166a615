"""A worker parses short files together, and nothing tells of it but the time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.batch.folders import chain, many
from threadparse.api import documents_of
from threadparse.batch.outcome import File, Outcome
from threadparse.batch.sources import FileChoice, LocalOrigin
from threadparse.batch.worker import outcomes
from threadparse.document import Document
from threadparse.options import ParseOptions
from threadparse.readers.base import Text

OPTIONS = ParseOptions()


def read(folder: Path, *, singly: bool = False) -> list[Outcome]:
    origin = LocalOrigin(str(folder))
    files = sorted(item for item in origin.listing(FileChoice(), "/nowhere") if isinstance(item, File))
    return list(outcomes(files, origin, OPTIONS, singly=singly))


def test_together_and_singly_the_outcomes_are_the_same(tmp_path: Path) -> None:
    folder = many(tmp_path, 40)
    (folder / "000" / "000003.pdf").write_bytes(b"%PDF-1.7 and no more")
    (folder / "000" / "000007-long.txt").write_text("\n".join(map(chain, range(200))))
    mail = "From a@b.example Mon May  3 10:00:00 2021\nFrom: a@b.example\nSubject: {}\n\nHello {}\n\n"
    (folder / "000" / "000009.mbox").write_text("".join(mail.format(number, "so " * 900) for number in range(9)))
    together = read(folder)
    assert together == read(folder, singly=True)
    assert [outcome.counts.documents for outcome in together if outcome.counts.documents != 1] == [0, 9]
    assert [outcome.file.path[-4:] for outcome in together if outcome.counts.errors] == [".pdf"]


def test_a_fault_costs_the_document_that_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = many(tmp_path, 5)

    def parse(texts: Sequence[Text], options: ParseOptions) -> list[Document]:
        if any("house 3 " in text.characters for text in texts):
            raise ValueError("odd")
        return documents_of(texts, options)

    monkeypatch.setattr("threadparse.batch.worker.documents_of", parse)
    monkeypatch.setattr("threadparse.batch.worker.document_of", lambda text, options: parse([text], options)[0])
    found = read(folder)
    assert [outcome.counts.errors for outcome in found] == [0, 0, 0, 1, 0]
    assert b'"fault"' in found[3].block
    assert b"ValueError: odd" in found[3].block
