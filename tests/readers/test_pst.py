"""Outlook data files: their items become the messages that Outlook message files would give, folder by folder."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Iterator
from typing import Any

import pytest

from tests.accuracy.gate import CORPORA
from threadparse.errors import InputError, UnsupportedFormatError
from threadparse.options import ParseOptions
from threadparse.readers import isolated
from threadparse.readers.base import Item, PassedOver, Text
from threadparse.readers.outlook.pst_items import items
from threadparse.readers.registry import texts

FILES = CORPORA.parent / "files"

Values = dict[int, str | int | bytes]


class Entry:
    """A property, as libpff gives it."""

    def __init__(self, pid: int, kind: int, data: bytes) -> None:
        self.get_entry_type = lambda: pid
        self.get_value_type = lambda: kind
        self.get_data = lambda: data


class Record:
    """A set of properties; strings are Unicode, numbers of four bytes, bytes a time."""

    def __init__(self, values: Values) -> None:
        self.entries = [
            Entry(pid, 0x1F, value.encode("utf-16-le"))
            if isinstance(value, str)
            else Entry(pid, 0x40, value)
            if isinstance(value, bytes)
            else Entry(pid, 3, struct.pack("<I", value))
            for pid, value in values.items()
        ]

    def get_number_of_entries(self) -> int:
        return len(self.entries)

    def get_entry(self, number: int) -> Entry:
        return self.entries[number]


class People:
    """The recipients of a message."""

    def __init__(self, *people: Record) -> None:
        self.people = people

    def get_number_of_record_sets(self) -> int:
        return len(self.people)

    def get_record_set(self, number: int) -> Record:
        return self.people[number]


class Message:
    """A message, as libpff gives it."""

    def __init__(self, values: Values, recipients: People | None = None, attached: tuple[Any, ...] = ()) -> None:
        self.values, self.recipients, self.attached = values, recipients, attached

    def get_record_set(self, _: int) -> Record:
        return Record(self.values)

    def get_number_of_attachments(self) -> int:
        return len(self.attached)

    def get_attachment(self, number: int) -> Any:
        return self.attached[number]


class Attached:
    """An attachment: a message, or bytes."""

    def __init__(self, values: Values, content: Message | bytes) -> None:
        self.values, self.content = values, content

    def get_record_set(self, _: int) -> Record:
        return Record(self.values)

    def get_number_of_sub_items(self) -> int:
        return int(isinstance(self.content, Message))

    def get_sub_item(self, _: int) -> Any:
        return self.content

    def get_size(self) -> int:
        return len(self.content) if isinstance(self.content, bytes) else 0

    def read_buffer(self, size: int) -> bytes:
        return self.content[:size] if isinstance(self.content, bytes) else b""


class Damaged(Message):
    """A message whose properties cannot be read."""

    def get_record_set(self, _: int) -> Record:
        raise OSError("unable to read")


class Folder:
    """A folder, as libpff gives it."""

    def __init__(self, name: str, messages: tuple[Message, ...] = (), folders: tuple[Folder, ...] = ()) -> None:
        self.name, self.messages, self.folders = name, messages, folders

    def get_identifier(self) -> int:
        return id(self)

    def get_name(self) -> str:
        return self.name

    def get_number_of_sub_messages(self) -> int:
        return len(self.messages)

    def get_sub_message(self, number: int) -> Message:
        return self.messages[number]

    def get_number_of_sub_folders(self) -> int:
        return len(self.folders)

    def get_sub_folder(self, number: int) -> Folder:
        return self.folders[number]

    def get_root_folder(self) -> Folder:
        return self


SENT = struct.pack("<Q", (1_620_036_000 + 11_644_473_600) * 10_000_000)  # 3 May 2021, 10:00 UTC
ANN: Values = {0x0042: "Ann Alder", 0x5D02: "ann@alder.example"}
MAIL: Values = {0x001A: "IPM.Note", 0x0037: "\x01\x05RE: Tides", 0x0039: SENT, 0x1000: "Late again.\r\n", **ANN}
BOB = Record({0x3001: "Bob Birch", 0x39FE: "bob@birch.example", 0x0C15: 1})
INNER = Message({0x001A: "IPM.Note", 0x0037: "Tides", 0x1000: "When is high water?", **ANN}, People(BOB))
FILE = Folder(
    "",
    folders=(
        Folder("Inbox", (Message(MAIL, People(BOB), (Attached({0x3707: "chart.png"}, b"png"), Attached({}, INNER))),)),
        Folder("Sent", (Damaged({}), Message(MAIL, People(BOB))), (Folder("2020", (Message(MAIL),)),)),
        Folder("Contacts", (Message({0x001A: "IPM.Contact"}),)),
    ),
)


def read(monkeypatch: pytest.MonkeyPatch, file: Folder) -> list[Item]:
    def recorded(*_: object) -> Iterator[dict[str, Any]]:
        return (json.loads(json.dumps(item)) for item in items(file))

    monkeypatch.setattr(isolated, "records_of", recorded)
    monkeypatch.setattr("threadparse.readers.pst.find_spec", lambda _: object())
    return list(texts(io.BytesIO(b"!BDN"), "ann.pst", ParseOptions()))


def test_each_message_of_each_folder_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(monkeypatch, FILE)
    messages = [item for item in found if isinstance(item, Text)]
    assert [item.source.path for item in messages] == ["ann.pst/Inbox#1", "ann.pst/Sent#2", "ann.pst/Sent/2020#1"]
    first = messages[0]
    envelope = first.source.envelope
    assert envelope is not None
    assert (envelope.subject, envelope.date) == ("RE: Tides", "2021-05-03T10:00:00+00:00")
    assert envelope.sender is not None
    assert envelope.sender.address == "ann@alder.example"
    assert [person.address for person in envelope.to] == ["bob@birch.example"]
    assert [(file.name, file.size) for file in first.attachments] == [("chart.png", 3)]
    assert "Subject: Tides" in first.characters
    assert "When is high water?" in first.characters


def test_an_attached_archive_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Attached({0x3707: "old.7z"}, b"7z\xbc\xaf\x27\x1c" + bytes(9999))
    (item,) = read(monkeypatch, Folder("", (Message(MAIL, None, (archive,)),)))
    assert isinstance(item, Text)
    assert [(file.name, file.size) for file in item.attachments] == [("old.7z", 10005)]
    assert [note.code for note in item.unread()] == ["attachment.unread"]


def test_what_is_damaged_or_no_mail_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(monkeypatch, FILE)
    (error,) = (item for item in found if isinstance(item, InputError))
    assert str(error).startswith("ann.pst/Sent#1: this message is damaged in its data file (unable to read)")
    assert found[-1] == PassedOver("ann.pst", {"IPM.Contact": 1})
    assert "no message" in str(read(monkeypatch, Folder(""))[-1])


def test_a_damaged_folder_costs_what_is_behind_in_it_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(Folder):
        def get_sub_folder(self, number: int) -> Folder:
            if number == 1:
                raise OSError("unable to read")
            return Folder.get_sub_folder(self, number)

    inner = Broken("Inbox", (Message(MAIL),), (Folder("2020", (Message(MAIL),)), Folder("2021", (Message(MAIL),))))
    found = read(monkeypatch, Folder("", (), (inner, Folder("Sent", (Message(MAIL),)))))
    assert [item.source.path for item in found if isinstance(item, Text)] == [
        "ann.pst/Inbox#1", "ann.pst/Inbox/2020#1", "ann.pst/Sent#1",
    ]  # fmt: skip
    (error,) = (item for item in found if isinstance(item, InputError))
    assert str(error).startswith("ann.pst/Inbox: this folder is damaged in its data file (unable to read)")


def test_a_folder_within_itself_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(Folder):
        def get_sub_folder(self, _: int) -> Folder:
            return self

    assert len(read(monkeypatch, Endless("", (Message(MAIL),), (Folder(""),)))) == 1


def test_a_missing_library_is_named_with_its_install_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("threadparse.readers.pst.find_spec", lambda _: None)
    with pytest.raises(UnsupportedFormatError, match=r"pip install 'threadparse\[pst\]'"):
        list(texts(io.BytesIO(b"!BDN"), "ann.pst", ParseOptions()))


@pytest.mark.skipif(not FILES.is_dir(), reason="needs the public files beside the corpora")
def test_public_files_are_read_or_refused_in_words() -> None:
    pytest.importorskip("pypff", reason="needs threadparse[pst]")
    for path in [*FILES.glob("*.pst"), *FILES.glob("*.ost")]:
        found = list(texts(io.BytesIO(path.read_bytes()), path.name, ParseOptions()))
        assert found
        assert all(isinstance(item, Text | PassedOver) or "no message" in str(item) for item in found)
