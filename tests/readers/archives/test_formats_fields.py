"""Each field of each container damaged in turn: the other files are still read, and never a traceback."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterator

import pytest
from tests.readers.archives.test_formats import seven_zip, tar
from tests.readers.printed import zip_archive

from threadparse.errors import InputError
from threadparse.options import ParseOptions
from threadparse.readers.base import Text
from threadparse.readers.registry import texts

NAMES = ("one.txt", "two.txt", "three.txt")
FILES = {name: f"The words of {name}, which are all there.\n".encode() for name in NAMES}
ALL = {words.decode() for words in FILES.values()}
VALUES = (b"\x00", b"\xff", b"\x01", b"\x7f", b"\x80")

#: APPNOTE.TXT §4.3.12: name, offset and size; for one of those in brackets zipfile refuses the archive.
CENTRAL = [
    ("made by", 4, 2), ("needed", 6, 2), ("flags", 8, 2), ("method", 10, 2), ("time", 12, 2), ("date", 14, 2),
    ("crc", 16, 4), ("packed", 20, 4), ("size", 24, 4), ("disk", 34, 2), ("internal", 36, 2), ("external", 38, 4),
    ("offset", 42, 4), ("name", 46, 7),
]  # fmt: skip
HOLDS = [
    ("(signature)", 0, 4), ("(name length)", 28, 2), ("(extra length)", 30, 2), ("(comment)", 32, 2)
]  # fmt: skip
#: §4.3.7.
LOCAL = [
    ("signature", 0, 4), ("needed", 4, 2), ("flags", 6, 2), ("method", 8, 2), ("time", 10, 2), ("date", 12, 2),
    ("crc", 14, 4), ("packed", 18, 4), ("size", 22, 4), ("name length", 26, 2), ("extra length", 28, 2),
    ("name", 30, 7),
]  # fmt: skip
#: §4.3.16.
END = [("signature", 0, 4), ("disk", 4, 4), ("entries", 8, 4), ("size", 12, 4), ("offset", 16, 4), ("comment", 20, 2)]
#: POSIX.1-1988, ustar; a checksum guards all of them, so that tar ends there.
TAR = [
    ("name", 0, 100), ("mode", 100, 8), ("uid", 108, 8), ("gid", 116, 8), ("size", 124, 12), ("mtime", 136, 12),
    ("checksum", 148, 8), ("type", 156, 1), ("link", 157, 100), ("magic", 257, 6), ("version", 263, 2),
    ("user", 265, 32), ("group", 297, 32), ("major", 329, 8), ("minor", 337, 8), ("prefix", 345, 155),
]  # fmt: skip


def read(data: bytes) -> tuple[list[str], bool]:
    """The words of the texts that are read, and whether it is said that something is not."""
    found, said = [], False
    try:
        for item in texts(io.BytesIO(data), "release", ParseOptions()):
            if isinstance(item, Text):
                found.append(item.characters)
            elif isinstance(item, InputError):
                assert str(item).startswith("release")
                said = True
    except InputError as error:
        assert str(error).startswith("release")  # noqa: PT017 - either is right
        said = True
    return found, said


def spoilt(data: bytes, at: int, size: int) -> Iterator[bytes]:
    """The data with each value in a field."""
    for value in VALUES:
        yield data[:at] + value * size + data[at + size :]
    yield data[:at] + bytes(byte ^ 1 for byte in data[at : at + size]) + data[at + size :]


def others(name: str) -> set[str]:
    return {words.decode() for other, words in FILES.items() if other != name}


@pytest.mark.parametrize(("field", "at", "size"), [*CENTRAL, *LOCAL], ids=str)
def test_a_field_of_a_file_in_a_zip_costs_that_file(field: str, at: int, size: int) -> None:
    data = zip_archive(FILES)
    central = (field, at, size) in CENTRAL
    start = 0
    for _ in range(2):  # the second file
        start = data.index(b"PK\x01\x02" if central else b"PK\x03\x04", start) + 1
    for damaged in spoilt(data, start - 1 + at, size):
        found, said = read(damaged)
        assert others("two.txt") <= set(found), field
        assert said or set(found) == ALL, field


def test_an_entry_that_zipfile_does_not_know_costs_its_file() -> None:
    data = zip_archive(FILES)
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    local = data.index(b"PK\x03\x04", 1)

    def changed(*changes: tuple[int, bytes]) -> tuple[list[str], bool]:
        new = bytearray(data)
        for at, value in changes:
            new[at : at + len(value)] = value
        return read(bytes(new))

    assert changed((second + 6, b"\xff\x00"), (local + 4, b"\xff\x00")) == (
        [words.decode() for words in FILES.values()],
        False,
    )
    for method in (b"\x63\x00", b"\x62\x00", b"\x5d\x00"):  # AES, PPMd, Zstandard
        found, said = changed((second + 10, method), (local + 8, method))
        assert (set(found), said) == (others("two.txt"), True)
    found, said = changed((second + 8, b"\x00\x08"), (second + 46, b"\xff\xfe"))
    assert (set(found), said) == (others("two.txt"), True)


@pytest.mark.parametrize("extra", [b"\x07\x00\xff\xff", b"\x01\x00\x02\x00ab", b"\x01\x00\x00\x00"])
def test_damaged_extra_fields_cost_at_most_their_file(extra: bytes) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, words in FILES.items():
            info = zipfile.ZipInfo(name)
            info.extra = b"\x0a\x00" + (len(extra) - 4).to_bytes(2, "little") + extra[4:] if name == "two.txt" else b""
            archive.writestr(info, words)
    data = target.getvalue()
    at = data.rindex(b"two.txt") + len(b"two.txt")
    for wide in (b"", b"\xff\xff\xff\xff"):
        size = data.rindex(b"two.txt") - 46 + 24
        found, said = read(
            data[:size] + (wide or data[size : size + 4]) + data[size + 4 : at] + extra + data[at + len(extra) :]
        )
        assert others("two.txt") <= set(found)
        assert said or set(found) == ALL


@pytest.mark.parametrize(("field", "at", "size"), [*HOLDS, *END], ids=str)
def test_a_field_that_holds_a_zip_together_is_said(field: str, at: int, size: int) -> None:
    data = zip_archive(FILES)
    start = data.index(b"PK\x01\x02" if field.startswith("(") else b"PK\x05\x06")
    for damaged in spoilt(data, start + at, size):
        found, said = read(damaged)
        assert said or set(found) == ALL, field


@pytest.mark.parametrize(("field", "at", "size"), TAR, ids=str)
def test_a_field_of_a_file_in_a_tar_costs_it_and_what_is_behind(field: str, at: int, size: int) -> None:
    data = tar(FILES)
    assert data[1024:1031] == b"two.txt"
    for damaged in spoilt(data, 1024 + at, size):
        assert FILES["one.txt"].decode() in read(damaged)[0], field
        whole = bytearray(damaged)  # as whoever forges one makes its checksum right
        if field != "checksum":
            whole[1024 + 148 : 1024 + 156] = b" " * 8
            whole[1024 + 148 : 1024 + 156] = b"%06o\0 " % sum(whole[1024:1536])
            assert FILES["one.txt"].decode() in read(bytes(whole))[0], field


@pytest.mark.parametrize("kind", ["gzip", "bzip2", "xz"])
def test_each_byte_of_the_head_and_the_end_of_a_compressed_file(kind: str) -> None:
    pack: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress}
    data = pack[kind](b"Words that are packed. " * 40)
    for at in (*range(24), *range(len(data) - 40, len(data))):
        for damaged in spoilt(data, at, 1):
            read(damaged)


def test_each_byte_of_a_7z_archive() -> None:
    data = seven_zip(FILES)
    for at in range(len(data)):
        read(data[:at] + bytes([data[at] ^ 0x41]) + data[at + 1 :])


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_long_names_and_sizes_of_tar_are_read_and_their_damage_said(form: int) -> None:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=form) as archive:
        for number in range(2):
            entry = tarfile.TarInfo(f"{'folder/' * 40}{number}-ü.txt")
            entry.size = 5
            archive.addfile(entry, io.BytesIO(b"Words"))
    data = target.getvalue()
    assert read(data) == (["Words"] * 2, False)
    for at in range(0, len(data), 37):
        for damaged in spoilt(data, at, 2):
            read(damaged)
