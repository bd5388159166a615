"""The archives themselves: the files in a ZIP, tar or 7z archive one by one, and compressed files as streams."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any, BinaryIO, NamedTuple, cast

from threadparse.errors import InputError, UnsupportedFormatError
from threadparse.readers.archives.limits import Budget
from threadparse.readers.extras import cause, in_brackets, missing

__all__ = ["Member", "damaged", "inflated", "opened"]

_WORD = frozenset({"[Content_Types].xml", "word/document.xml"})  # ECMA-376, part 2
_OFFICE = {"xl/": "an Excel file in an odd order", "ppt/": "a PowerPoint file", "visio/": "a Visio file"}
_ENTRY, _ENTRY_BYTES = b"PK\x01\x02", 46  # how an entry of the table of contents begins, and its size without names
_KNOWN_VERSION = 63  # of ZIP, in tenths: the newest that zipfile knows
_UTF8_NAME = 0x08  # in the second byte of the flags (APPNOTE 4.4.4, bit 11)
_END_RECORD = 22  # bytes of the end record of a ZIP archive, without its comment
_MAX_7Z_BYTES = 1 << 30  # of an archive; the library unpacks all of it at once


class Member(NamedTuple):
    """One file in an archive.

    Attributes:
        name: Its path in the archive.
        size: Bytes unpacked, as the archive says.
        packed: Bytes packed; where the archive does not tell, the same.
        open: Opens it at its beginning, to be read once; what ``damaged`` names if it is damaged.
    """

    name: str
    size: int
    packed: int
    open: Callable[[], AbstractContextManager[Any]]


@contextmanager
def damaged(path: str) -> Iterator[None]:
    """Run a library that unpacks; whatever it stumbles upon in damaged bytes becomes an error for people.

    Args:
        path: What is unpacked.

    Raises:
        InputError: It is damaged, or packed in a way that is not known here.
    """
    try:
        yield
    except (InputError, MemoryError):
        raise
    except NotImplementedError as error:
        raise InputError(path, f"cannot be unpacked here ({error}); unpack it and give the files") from error
    except Exception as error:
        words = f"damaged and cannot be unpacked{in_brackets(cause(error))}"
        raise InputError(path, f"{words}; pack it again, or give the files that can be saved") from error


def inflated(kind: str, stream: BinaryIO, budget: Budget, path: str) -> io.BufferedReader:
    """Return the content of a compressed file as a stream that can seek.

    Args:
        kind: ``gzip``, ``bzip2`` or ``xz``.
        stream: The file at its beginning.
        budget: What is unpacked is counted on it, while it is read.
        path: What to call the file.
    """
    content: BinaryIO
    if kind == "gzip":
        from gzip import GzipFile

        content = GzipFile(fileobj=stream)  # type: ignore[assignment]  # typeshed: no BinaryIO, but all of its methods
    elif kind == "bzip2":
        from bz2 import BZ2File

        content = BZ2File(stream)  # type: ignore[assignment]
    else:
        from lzma import LZMAFile

        content = LZMAFile(stream)  # type: ignore[assignment]  # noqa: SIM115 - it lives as long as the stream
    return io.BufferedReader(_Inflated(content, budget, path))


class _Inflated(io.RawIOBase):
    """The content of a compressed file as a stream; what is unpacked again to go back is counted again.

    Args:
        stream: Gives the bytes; it can seek.
        budget: What may be unpacked.
        path: What to call the stream.
    """

    def __init__(self, stream: BinaryIO, budget: Budget, path: str) -> None:
        super().__init__()
        self._stream = stream
        self._budget = budget
        self._path = path
        self._seen = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that it can seek."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # any writable buffer
        """Read bytes into a buffer.

        Raises:
            LimitError: The budget is spent.
        """
        with damaged(self._path):
            data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._count()
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to another place; what lies between is unpacked and counted, for a place before it all from the start."""
        before = self._stream.tell()
        with damaged(self._path):
            place = self._stream.seek(offset, whence)
        if place < before:
            self._budget.grow(place, self._path)
        self._count()
        return place

    def tell(self) -> int:
        """Return the place."""
        return self._stream.tell()

    def _count(self) -> None:
        """Count what was not seen before."""
        at = self._stream.tell()
        if at > self._seen:
            self._budget.grow(at - self._seen, self._path)
            self._seen = at


@contextmanager
def opened(kind: str, stream: BinaryIO, path: str, budget: Budget) -> Iterator[Iterator[Member] | None]:
    """Open an archive.

    Args:
        kind: ``zip``, ``tar`` or ``7z``.
        stream: The archive at its beginning.
        path: What to call it.
        budget: Its files are counted on it.

    Returns:
        Its files, one by one in their order; folders, links and devices are left out. None for a Word file.

    Raises:
        InputError: It cannot be read as a whole, is an Office file, or has too many files.
    """
    open_archive = {"zip": _open_zip, "tar": _open_tar, "7z": _open_7z}[kind]
    with damaged(path):
        archive = open_archive(stream, path)
    with archive:
        if kind == "zip" and frozenset(archive.namelist()) >= _WORD:
            yield None
            return
        yield {"zip": _zip_members, "tar": _tar_members, "7z": _7z_members}[kind](archive, path, budget)


def _open_zip(stream: BinaryIO, path: str) -> Any:
    """Open a ZIP archive that is no Office file."""
    from zipfile import ZipFile

    archive = ZipFile(cast("Any", _Directory(stream)))
    archive.fp = stream
    names = archive.namelist()
    office = next((part for part in _OFFICE if any(name.startswith(part) for name in names)), "")
    if office and "[Content_Types].xml" in names and "word/document.xml" not in names:
        raise UnsupportedFormatError(path, f"this is {_OFFICE[office]}, which is not read; save it as plain text")
    return archive


class _Directory:
    """A ZIP archive for as long as its table of contents is read: without what would keep all of it from being read.

    Args:
        stream: The archive.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.seek, self.tell = stream.seek, stream.tell
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """Return bytes of the archive; if they are entries of the table (APPNOTE 4.3.12), as zipfile takes each.

        An entry may want a newer version of ZIP, say of a name that it is UTF-8, or have extra fields cut short.
        Whether its file can be unpacked is seen when it is.
        """
        data = self._stream.read(size)
        entries, at = bytearray(data), 0
        while entries.startswith(_ENTRY, at) and at + _ENTRY_BYTES <= len(entries):
            name, extra, comment = (_number(entries, at + place, 2) for place in (28, 30, 32))
            wide = sum(_number(entries, at + place, 4) == 0xFFFFFFFF for place in (20, 24, 42))
            begin = at + _ENTRY_BYTES
            entries[at + 6] = min(entries[at + 6], _KNOWN_VERSION)
            if not _is_utf8(entries[begin : begin + name]):
                entries[at + 9] &= ~_UTF8_NAME
            begin += name
            if not _are_whole(entries[begin : begin + extra], 8 * wide):
                entries[begin : begin + extra] = b"\0\0" + (extra - 4).to_bytes(2, "little") + bytes(extra - 4)
            at = begin + extra + comment
        return bytes(entries) if at else data


def _number(data: bytes | bytearray, at: int, size: int) -> int:
    """Return a number of a ZIP archive."""
    return int.from_bytes(data[at : at + size], "little")


def _is_utf8(name: bytes | bytearray) -> bool:
    """Tell whether a name is UTF-8."""
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True


def _are_whole(fields: bytes | bytearray, wide: int) -> bool:
    """Tell whether each of the extra fields of an entry has the bytes that it says, and that of ZIP64 those it needs.

    Args:
        fields: The fields; up to three bytes may be left.
        wide: The bytes of the sizes that are to stand in the field of ZIP64.
    """
    at = 0
    while len(fields) - at >= 4:
        size = _number(fields, at + 2, 2)
        if _number(fields, at, 2) == 1 and size < wide:
            return False
        at += 4 + size
    return at <= len(fields)


def _zip_members(archive: Any, path: str, budget: Budget) -> Iterator[Member]:
    """Yield the files of a ZIP archive; fewer than its end record counts are said to be missing."""
    members = archive.infolist()
    budget.enter(len(members), path)
    for member in members:
        if not member.filename.endswith("/"):
            name = f"{path}/{member.filename}"
            opening = partial(_open_zipped, archive, member, name)
            yield Member(member.filename, member.file_size, member.compress_size, opening)
    counted = _counted_files(archive.fp)
    if counted != len(members) & 0xFFFF:
        raise InputError(path, f"is damaged: its table of contents has {len(members):,} of its files; repair it")


def _counted_files(stream: BinaryIO) -> int:
    """Return how many files the end record of a ZIP archive counts, as 16 bits (APPNOTE 4.3.16)."""
    stream.seek(0, os.SEEK_END)
    stream.seek(max(0, stream.tell() - _END_RECORD - 0xFFFF))
    end = stream.read()
    at = end.rfind(b"PK\x05\x06")
    return _number(end, at + 10, 2)


def _open_zipped(archive: Any, member: Any, name: str) -> Any:
    """Open a member of a ZIP archive, which gives at most as many bytes as its entry says."""
    if member.flag_bits & 1:
        raise InputError(name, "is encrypted; unpack the archive with its password and give the files")
    return archive.open(member)


def _open_tar(stream: BinaryIO, path: str) -> Any:  # noqa: ARG001 - the same for all kinds
    """Open a tar archive."""
    import tarfile

    return tarfile.open(fileobj=stream, mode="r:")


def _tar_members(archive: Any, path: str, budget: Budget) -> Iterator[Member]:
    """Yield the files of a tar archive; where a header is damaged it ends."""
    while True:
        with damaged(path):
            member = archive.next()
        if member is None:
            return
        archive.members = []  # else it keeps an entry for each file
        if member.isreg():
            budget.enter(1, path)
            yield Member(member.name, member.size, member.size, partial(archive.extractfile, member))


def _open_7z(stream: BinaryIO, path: str) -> Any:
    """Open a 7z archive."""
    try:
        from py7zr import SevenZipFile
    except ImportError as error:
        raise missing(path, "a 7z archive", "7z") from error
    archive = SevenZipFile(stream)
    if archive.needs_password():
        raise InputError(path, "is encrypted; unpack it with its password and give the files")
    return archive


def _7z_members(archive: Any, path: str, budget: Budget) -> Iterator[Member]:
    """Yield the files of a 7z archive, which is unpacked at once."""
    from py7zr.io import BytesIOFactory

    with damaged(path):
        infos = [info for info in archive.list() if not info.is_directory]
        budget.enter(len(infos), path)
        total = sum(info.uncompressed for info in infos)
        budget.expect(total, budget.packed, path)
        if total > _MAX_7Z_BYTES:
            raise InputError(
                path, f"unpacks to more than {_MAX_7Z_BYTES:,} bytes at once; unpack it and give the folder"
            )
        factory = BytesIOFactory(_MAX_7Z_BYTES)
        archive.extract(factory=factory)
    names: set[str] = set()
    for info in infos:
        content = None if info.filename in names else factory.products.get(info.filename)
        names.add(info.filename)
        opening = partial(_open_unpacked, content, f"{path}/{info.filename}")
        yield Member(info.filename, info.uncompressed, info.uncompressed, opening)


@contextmanager
def _open_unpacked(content: Any, name: str) -> Iterator[Any]:
    """Open a file that was unpacked; the library gives them by their names."""
    if content is None:
        raise InputError(name, "has the name of another file, or an odd one; unpack the archive and give the files")
    content.seek(0)
    yield content
