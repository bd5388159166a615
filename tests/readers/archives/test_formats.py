"""Archives of every kind: the same files give the same texts, damage costs what is damaged."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Callable

import pytest
from tests.readers.printed import zip_archive

from threadparse.errors import InputError
from threadparse.options import ParseOptions
from threadparse.readers.base import Item, PassedOver, Text
from threadparse.readers.registry import texts

MAIL = b"From: Ann <ann@alder.example>\nTo: Bob\nDate: Mon, 3 May 2021 10:00:00 +0000\nSubject: Tides\n\nLate.\n"
MEMBERS = {
    "inbox/1.eml": MAIL,
    "inbox/_sent/3.": MAIL.replace(b"Late", b"Later"),
    "logo.gif": b"GIF89a",
    "new/a b.txt": b"Hello",
}


def tar(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
        link = tarfile.TarInfo("inbox/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return target.getvalue()


def seven_zip(members: dict[str, bytes]) -> bytes:
    py7zr = pytest.importorskip("py7zr", reason="needs threadparse[7z]")
    target = io.BytesIO()
    with py7zr.SevenZipFile(target, "w") as archive:
        for name, data in members.items():
            archive.writestr(data, name)
    return target.getvalue()


PACKERS: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "zip": zip_archive,
    "tar": tar,
    "tgz": lambda members: gzip.compress(tar(members)),
    "tar.bz2": lambda members: bz2.compress(tar(members)),
    "tar.xz": lambda members: lzma.compress(tar(members)),
    "7z": seven_zip,
}


def items(data: bytes, path: str = "release", options: ParseOptions | None = None) -> list[Item]:
    return list(texts(io.BytesIO(data), path, options or ParseOptions()))


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_the_files_in_an_archive_are_read_by_their_content(pack: Callable[[dict[str, bytes]], bytes]) -> None:
    found = items(pack(MEMBERS))
    read = {item.source.path: item.characters.strip() for item in found if isinstance(item, Text)}
    assert read == {"release/inbox/1.eml": "Late.", "release/inbox/_sent/3.": "Later.", "release/new/a b.txt": "Hello"}
    assert [item for item in found if not isinstance(item, Text)] == [PassedOver("release", {".gif": 1})]


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_a_compressed_file_is_read_as_its_content(compress: Callable[[bytes], bytes]) -> None:
    mailbox = b"".join(b"From ann@alder.example Mon May  3 10:00:00 2021\n" + MAIL + b"\n" for _ in range(3))
    found = items(compress(mailbox), "inbox.mbox.gz")
    assert [item.source.path for item in found if isinstance(item, Text)] == [f"inbox.mbox.gz#{n}" for n in (1, 2, 3)]


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_damage_is_said_and_never_a_traceback(pack: Callable[[dict[str, bytes]], bytes]) -> None:
    data = pack(MEMBERS)
    for at in range(0, len(data), max(1, len(data) // 150)):
        for damaged in (data[:at], data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]):
            try:
                items(damaged)
            except InputError as error:
                assert str(error).startswith("release")  # noqa: PT017 - any of these inputs may be whole enough


def test_a_file_without_a_name_costs_no_other() -> None:
    data = zip_archive({"X.txt": MAIL, "a.txt": b"Hello again"}).replace(b"X.txt", b"\0.txt")  # ends at the zero
    assert [item.characters for item in items(data) if isinstance(item, Text)] == ["Late.", "Hello again"]
