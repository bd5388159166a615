"""Concordance load files: each row is a document, with its Bates numbers, its metadata and its words."""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import NoReturn

import pytest
from tests.conftest import Run
from tests.readers.printed import zip_archive

import threadparse
from threadparse.errors import InputError, LimitError
from threadparse.options import ParseOptions
from threadparse.readers.tables import load_files

NAMES = [
    "BegBates",
    "EndBates",
    "From",
    "To",
    "Email CC",
    "Date Sent",
    "Time Sent",
    "Subject",
    "Text_Path",
    "Custodian",
]
ROWS = [
    ["ALD0001", "ALD0003", "Roe, Ann <ann@alder.example>", "Bob Lee <bob@alder.example>; carl@quay.example", "",
     "05/13/2021", "10:20", "Pump®of house 4", r".\TEXT\001\ALD0001.txt", "Roe"],
    ["ALD0004", "ALD0004", "", "", "", "", "", "", r"VOL001\TEXT\001\ALD0004.txt", "Roe"],
]  # fmt: skip
WORDS = [
    "Does the pump run?\n\nAnn\n",
    "From: Bob Lee <bob@alder.example>\nSent: 14 May 2021 09:00\nTo: Ann\n\nIt does.\n",
]


def load_file(rows: list[list[str]], encoding: str = "utf-8-sig") -> bytes:
    lines = ["\x14".join(f"þ{cell}þ" for cell in row) + "\r\n" for row in [NAMES, *rows]]
    return "".join(lines).encode(encoding)


@pytest.fixture
def volume(tmp_path: Path) -> Path:
    """A production with its load file in DATA and its texts in TEXT."""
    home = tmp_path / "VOL001"
    (home / "DATA").mkdir(parents=True)
    (home / "TEXT" / "001").mkdir(parents=True)
    (home / "TEXT" / "001" / "ALD0001.txt").write_text(WORDS[0])
    (home / "TEXT" / "001" / "ALD0004.txt").write_text(WORDS[1])
    return home


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize("folder", ["DATA", "."])
def test_a_row_gives_what_its_text_does_not(volume: Path, encoding: str, folder: str) -> None:
    path = volume / folder / "load.dat"
    path.write_bytes(load_file(ROWS, encoding))
    one, two = threadparse.read(path)
    assert [one.source.path, two.source.path] == [f"{path}#1", f"{path}#2"]
    assert one.source.numbers is not None
    assert two.source.numbers is not None
    assert (one.source.numbers.document, two.source.numbers.document) == ("ALD0001–ALD0003", "ALD0004")
    (message,) = one.messages
    assert (message.cite.line, message.cite.bates, message.cite.end_bates) == (1, "ALD0001", "ALD0003")
    assert message.sender is not None
    assert (message.sender.name, message.sender.address) == ("Roe, Ann", "ann@alder.example")
    assert [box.address for box in message.to] == ["bob@alder.example", "carl@quay.example"]
    assert (message.date, message.subject) == ("2021-05-13T10:20", "Pump of house 4")
    assert message.body == "Does the pump run?\n\nAnn"
    (message,) = two.messages
    assert (message.cite.bates, message.cite.end_bates) == ("ALD0004", "ALD0004")
    assert (message.date, message.body) == ("2021-05-14T09:00", "It does.")


@pytest.mark.parametrize(
    "written",
    [r"..\..\secret.txt", "/etc/passwd", r"C:\secret.txt", "TEXT/link.txt", "none.txt", "a\0b", ".ssh/id"],
)
def test_a_row_reads_nothing_outside_of_its_production(volume: Path, written: str) -> None:
    (volume.parent / "secret.txt").write_text("Secret")
    (volume / "TEXT" / "link.txt").symlink_to(volume.parent / "secret.txt")
    (volume / ".ssh").mkdir()
    (volume / ".ssh" / "id").write_text("Secret")
    (volume / "load.dat").write_bytes(load_file([[*ROWS[0][:8], written, ""], ROWS[1]]))
    failed: list[InputError] = []
    documents = list(threadparse.read(volume / "load.dat", on_error=failed.append))
    assert [document.messages[0].body for document in documents] == ["It does."]
    assert len(failed) == 1
    assert "load.dat#1: its text file" in str(failed[0])


def test_a_folder_above_is_read_only_in_a_production(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "secret.txt").write_text("Secret")
    path = tmp_path / "data" / "load.dat"
    path.write_bytes(load_file([[*ROWS[0][:8], "secret.txt", ""]]))
    with pytest.raises(InputError, match=r"its text file 'secret\.txt' is not there"):
        list(threadparse.read(path))


def with_words(path: str, words: str) -> bytes:
    """A load file with one row that has its words, too."""
    rows = [[*NAMES, "ExtractedText"], [*ROWS[0][:8], path, "", words]]
    return "".join("\x14".join(f"þ{cell}þ" for cell in row) + "\r\n" for row in rows).encode()


def test_words_in_the_row_stand_in_for_a_file_out_of_reach(volume: Path) -> None:
    path = volume / "load.dat"
    path.write_bytes(with_words("none.txt", "It runs."))
    (document,) = threadparse.read(path)
    assert document.messages[0].body == "It runs."


def test_words_that_only_look_like_a_field_keep_the_metadata(volume: Path) -> None:
    path = volume / "load.dat"
    path.write_bytes(with_words("none.txt", "To: be or not to be®that is it.®Or is it?®Ann"))
    (document,) = threadparse.read(path)
    assert document.messages[0].subject == "Pump of house 4"


def test_a_text_and_its_header_are_no_longer_than_allowed(volume: Path) -> None:
    path = volume / "load.dat"
    path.write_bytes(load_file(ROWS[:1]))
    (volume / "TEXT" / "001" / "ALD0001.txt").write_text("word " * 200)
    with pytest.raises(LimitError, match="#1"):
        list(threadparse.read(path, options=ParseOptions(max_characters=1_050)))


def test_a_file_that_may_not_be_read_says_so(volume: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: str) -> NoReturn:
        raise PermissionError(errno.EACCES, "Permission denied")

    (volume / "load.dat").write_bytes(load_file(ROWS[:1]))
    monkeypatch.setattr(load_files, "open", refuse, raising=False)
    with pytest.raises(InputError, match=r"ALD0001\.txt' cannot be read \(Permission denied\)"):
        list(threadparse.read(volume / "load.dat"))


def test_a_damaged_row_costs_itself(volume: Path) -> None:
    data = load_file([ROWS[0], ["ALD0009", "cut"], ROWS[1]])
    (volume / "load.dat").write_bytes(data)
    failed: list[InputError] = []
    assert len(list(threadparse.read(volume / "load.dat", on_error=failed.append))) == 2
    assert "has 2 values for 10 columns" in str(failed[0])
    for at in range(data.index(b"\n"), len(data), 7):
        (volume / "load.dat").write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
        list(threadparse.read(volume / "load.dat", on_error=failed.append))


def test_in_an_archive_the_row_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zip_archive({"DATA/load.dat": load_file(ROWS), "TEXT/ALD0001.txt": b"Words"}))
    failed: list[InputError] = []
    assert len(list(threadparse.read(tmp_path / "a.zip", on_error=failed.append))) == 1
    assert all("is out of reach; unpack the production" in str(error) for error in failed)
    assert len(failed) == 2


def test_batch_reads_it_by_its_content(run: Run, volume: Path) -> None:
    (volume / "DATA" / "load.dat").write_bytes(load_file(ROWS))
    (volume / "DATA" / "other.dat").write_bytes(b"\x00\x01\x02" * 99)
    assert run("batch", volume, "-o", "out", "-q", "--exclude", "TEXT").returncode == 0
    lines = (volume.parent / "out" / "documents.jsonl").read_text().splitlines()
    assert [json.loads(line)["source"]["numbers"]["document"] for line in lines] == ["ALD0001–ALD0003", "ALD0004"]
