"""Archives of every kind: the same files give the same texts, damage costs what is damaged."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import tarfile
from collections.abc import Callable

import pytest
from tests.readers.printed import zip_archive
from tests.readers.reading import read_damaged, read_items

from threadparse.errors import InputError
from threadparse.options import ParseOptions
from threadparse.readers.archives.formats import damaged, inflated
from threadparse.readers.archives.limits import Budget
from threadparse.readers.base import Item, PassedOver, Text

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
    return read_items(data, path, options)


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
    read_damaged(pack(MEMBERS), "release", 150)


def test_a_file_without_a_name_costs_no_other() -> None:
    data = zip_archive({"X.txt": MAIL, "a.txt": b"Hello again"}).replace(b"X.txt", b"\0.txt")  # ends at the zero
    assert [item.characters for item in items(data) if isinstance(item, Text)] == ["Late.", "Hello again"]


@pytest.mark.parametrize("kind", ["gzip", "bz2", "lzma"])
def test_a_compressed_tar_is_unpacked_once(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    names = {"gzip": "GzipFile", "bz2": "BZ2File", "lzma": "LZMAFile"}
    module = sys.modules[kind]
    backwards: list[int] = []

    class Watched(getattr(module, names[kind])):  # type: ignore[misc]  # a base by its name
        def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
            before: int = super().seek(0, io.SEEK_CUR)
            place: int = super().seek(offset, whence)
            backwards.extend([place] if place < before else [])
            return place

    # Sizes on both sides of how a stream is read ahead and of a tar block, and random bytes that are packed over.
    sizes = [*range(512, 20_000, 1536), 16_384, 65_536, 700]
    members = {f"{size}.eml": MAIL + b"a line of words\n" * (size // 16) for size in sizes}
    members = {name: data[: int(name.partition(".")[0])] for name, data in members.items()}
    members |= {f"{n}.bin": bytes(range(256)) * 200 for n in range(3)}
    data = module.compress(tar(members))
    monkeypatch.setattr(module, names[kind], Watched)
    assert sum(isinstance(item, Text) for item in items(data)) == len(sizes)
    assert not any(backwards)  # to the very beginning, to look at it, costs nothing


def test_what_is_unpacked_again_is_counted_again() -> None:
    data = gzip.compress(bytes(range(256)) * 2000)
    budget = Budget(ParseOptions(), 10**6)
    stream = inflated("gzip", io.BytesIO(data), budget, "release")
    for _ in range(10):
        stream.seek(0)
        stream.seek(400_000)
        stream.seek(200_000)
    assert budget.unpacked > 10 * 200_000


def test_a_file_whose_name_another_has_is_said() -> None:
    py7zr = pytest.importorskip("py7zr", reason="needs threadparse[7z]")
    target = io.BytesIO()
    with py7zr.SevenZipFile(target, "w") as archive:
        for words in (b"First", b"Second"):
            archive.writestr(words, "a.txt")
    found = items(target.getvalue())
    assert [item.characters for item in found if isinstance(item, Text)] == ["First"]
    assert [str(item) for item in found if isinstance(item, InputError)] == [
        "release/a.txt: has the name of another file, or an odd one; unpack the archive and give the files"
    ]


def test_want_of_memory_is_no_damage() -> None:
    with pytest.raises(MemoryError), damaged("a.zip"):
        raise MemoryError
