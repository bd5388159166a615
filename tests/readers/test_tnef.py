"""TNEF files: what Outlook packed for its own kind is read; a file that asks for all memory is named."""

from __future__ import annotations

import io
import struct
from types import SimpleNamespace

import pytest

from tests.readers.reading import read_text
from threadparse.errors import InputError, UnsupportedFormatError
from threadparse.options import ParseOptions
from threadparse.readers.base import Text
from threadparse.readers.registry import texts
from threadparse.readers.tnef_items import contents

OPTIONS = ParseOptions()


def attribute(level: int, kind: int, data: bytes) -> bytes:
    """One attribute of a TNEF file ([MS-OXTNEF] §2.1.3.3)."""
    return struct.pack("<BII", level, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


PACKED = b"".join(
    [
        b"\x78\x9f\x3e\x22\x01\x00",
        attribute(1, 0x00089006, struct.pack("<I", 0x00010000)),
        attribute(1, 0x00069007, struct.pack("<II", 1252, 0)),
        attribute(1, 0x00018004, b"Tides at Alder\0"),
        attribute(1, 0x0002800C, b"High water at nine.\0"),
        attribute(2, 0x00069002, b"\x01\x00" + b"\0" * 12),
        attribute(2, 0x00018010, b"chart.txt\0"),
        attribute(2, 0x0006800F, b"Tides of May"),
    ]
)
MAIL = b"\r\n".join(
    [
        b"From: Ann <ann@alder.example>",
        b"To: Bob",
        b"Message-ID: <1@alder.example>",
        b"Subject: Tides",
        b"MIME-Version: 1.0",
        b"Content-Type: application/ms-tnef; name=winmail.dat",
        b"Content-Transfer-Encoding: base64",
        b"",
        b"",
    ]
)


def read(data: bytes) -> Text:
    pytest.importorskip("tnefparse", reason="needs threadparse[tnef]")
    return read_text(data, "winmail.dat", OPTIONS)


def test_words_and_files_are_read() -> None:
    item = read(PACKED)
    assert item.characters == "High water at nine.\n"
    assert [(file.name, file.size) for file in item.attachments] == [("chart.txt", 12)]
    assert item.source.envelope is not None
    assert item.source.envelope.subject == "Tides at Alder"


def test_a_mail_has_what_outlook_packed_in_it() -> None:
    import base64

    item = read(MAIL + base64.encodebytes(PACKED))
    assert item.characters.strip() == "High water at nine."
    assert [file.name for file in item.attachments] == ["chart.txt"]
    assert not item.notes


def test_a_packed_file_that_may_hold_mail_is_named() -> None:
    import base64

    archive = PACKED.replace(attribute(2, 0x0006800F, b"Tides of May"), attribute(2, 0x0006800F, b"Rar!\x1a\x07"))
    for item in (read(archive), read(MAIL + base64.encodebytes(archive))):
        assert [note.text.partition(":")[0] for note in item.unread()] == [
            "'chart.txt' is attached and was not read, though it may hold messages"
        ]


def test_damage_is_said_and_never_a_traceback() -> None:
    pytest.importorskip("tnefparse", reason="needs threadparse[tnef]")
    for at in range(6, len(PACKED), 30):
        try:
            list(texts(io.BytesIO(PACKED[:at] + b"\xff" + PACKED[at + 1 :]), "winmail.dat", OPTIONS))
        except InputError as error:
            assert str(error).startswith("winmail.dat: ")  # noqa: PT017 - any of these files may be whole enough


@pytest.mark.parametrize("page", [None, 50220, 99999])
def test_without_a_code_page_that_is_known_it_is_read(page: int | None) -> None:
    own = attribute(1, 0x00069007, struct.pack("<II", 1252, 0))
    other = attribute(1, 0x00069007, struct.pack("<II", page, 0)) if page else b""
    named = attribute(1, 0x00078008, b"IPM.Microsoft Mail.Note\0")
    item = read(PACKED.replace(own, other + named))
    assert item.characters == "High water at nine.\n"
    assert [file.name for file in item.attachments] == ["chart.txt"]


def test_of_three_bodies_each_is_passed_on() -> None:
    file = SimpleNamespace(
        long_filename=lambda: b"chart.txt\0", data=b"Tides", mapi_attrs=[SimpleNamespace(name=0x3714, data=4)]
    )
    packed = SimpleNamespace(body=None, htmlbody="<p>Nine.</p>", rtfbody=b"{\\rtf1 Nine.}", attachments=[file])
    # Only what may be a subject is decoded: a damaged property beside it costs nothing.
    packed.objects = [SimpleNamespace(name=0x8006)]
    packed.objects += [SimpleNamespace(name=0x8004, data="Ebb"), SimpleNamespace(name=0x800C, data=b"")]
    packed.mapiprops = [SimpleNamespace(name=0x70, data="Ebb"), SimpleNamespace(name=0x37, data="Tides\0")]
    assert contents(packed) == {
        "subject": "Tides",
        "plain": None,
        "html": "<p>Nine.</p>",
        "rtf": "{\\rtf1 Nine.}",
        "files": [["chart.txt", 5, "VGlkZXM=\n", True]],
    }


def test_a_missing_library_is_named_with_its_install_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("threadparse.readers.tnef.find_spec", lambda _: None)
    with pytest.raises(UnsupportedFormatError, match=r"pip install 'threadparse\[tnef\]'"):
        list(texts(io.BytesIO(PACKED), "winmail.dat", OPTIONS))
