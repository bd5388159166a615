"""The library as its users meet it: names, and the verbs for texts, files and streams."""

from __future__ import annotations

import gc
import io
from pathlib import Path

import pytest

import threadparse
from threadparse import InputError, LimitError, ParseOptions, ThreadparseError


def test_all_names_are_importable_and_no_others() -> None:
    public = {name for names in threadparse._HOMES.values() for name in names}
    assert sorted(public | {"__version__"}) == threadparse.__all__
    for name in threadparse.__all__:
        assert getattr(threadparse, name) is not None
    assert set(threadparse.__all__) <= set(dir(threadparse))
    with pytest.raises(AttributeError, match="no attribute 'prase'"):
        _ = threadparse.prase


def test_a_text_and_a_file_give_the_same_messages(footbridge: Path) -> None:
    text = footbridge.read_text(encoding="utf-8")
    (from_file,) = threadparse.read(footbridge)
    (from_stream,) = threadparse.read(io.BytesIO(text.encode()))
    from_text = threadparse.parse(text)
    assert from_file.threads == from_text.threads == from_stream.threads
    assert from_file.source.sha256 == from_text.source.sha256
    assert [document.source.path for document in (from_file, from_text, from_stream)] == [str(footbridge), "", "-"]


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_is_left_as_it_was(enabled: bool) -> None:
    (gc.enable if enabled else gc.disable)()
    try:
        threadparse.parse("From: Ann <a@b.example>\nTo: Bob\nSubject: Tides\n\n" + "late again\n" * 30_000)
        assert gc.isenabled() == enabled
    finally:
        gc.enable()


def test_notes_of_the_reader_come_first() -> None:
    assert threadparse.parse("Hello\ud800").notes[0].code == "encoding.surrogates"


def test_limits_hold_for_texts_in_memory() -> None:
    with pytest.raises(LimitError) as raised:
        threadparse.parse("x" * 11, options=ParseOptions(max_characters=10))
    assert isinstance(raised.value, InputError)
    assert isinstance(raised.value, ThreadparseError)


def test_bytes_are_read_as_files_are(footbridge: Path) -> None:
    data = footbridge.read_bytes()
    assert threadparse.parse(data).threads == threadparse.parse(data.decode()).threads
    mail = b"From: Ann <a@b.example>\nTo: Bo\nSubject: Tides\nDate: Fri, 3 May 2024 10:00:00 +0100\n\nLate.\n"
    assert threadparse.parse(mail, path="x.eml").source.format == "eml"
    mailbox = (b"From a@b Thu Jan  1 00:00:00 1970\n" + mail + b"\n") * 2
    with pytest.raises(InputError, match="2 documents"):
        threadparse.parse(mailbox)


def test_read_fails_when_it_is_called(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        threadparse.read(tmp_path / "missing.txt")
    (tmp_path / "odd.bin").write_bytes(bytes(range(256)) * 64)
    with pytest.raises(InputError):
        threadparse.read(tmp_path / "odd.bin")


def test_messages_have_dates_mailboxes_and_rows(footbridge: Path) -> None:
    (document,) = threadparse.read(footbridge)
    first = document.messages[0]
    assert first.datetime is not None
    assert first.datetime.isoformat() == "2024-03-10T19:30:00"
    assert str(first.sender) == "Parish Clerk <clerk@nether-harrow.example>"
    assert str(first.to[0]) == "redacted:;"
    assert document.participants == document.threads[0].participants
    rows = document.to_records()
    assert [row["cite_line"] for row in rows] == [29, 22, 9, 1]
    assert rows[0]["to"] == ["redacted:;"]
    assert rows[0]["datetime"] == first.datetime
    dated = threadparse.parse("From: Ann\nDate: 3 May 2024\nTo: Bo\nSubject: x\n\nYes.\n").messages[0]
    assert (dated.date, dated.datetime) == ("2024-05-03", None)


def test_help_is_readable() -> None:
    import pydoc

    words = pydoc.plain(pydoc.render_doc(threadparse))
    assert "Two verbs do the work." in words
    assert all(name in words for name in ("parse(", "read(", "to_records(", "participants"))
    assert "pydantic_core_schema" not in words
    assert len(words.splitlines()) < 1000
