"""The limits of archives: how many files, how large unpacked, how tightly packed, counted while they are unpacked."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from threadparse.errors import LimitError
from threadparse.options import ParseOptions

if TYPE_CHECKING:
    from zipfile import ZipFile

__all__ = ["Budget", "check_archive", "size_of"]

_SMALL = 1024 * 1024  # bytes; what unpacks to less does no harm, however tightly packed


@dataclass(slots=True)
class Budget:
    """What may still be unpacked from one source, all archives in archives together.

    Args:
        options: The limits.
        packed: Bytes of the source.
    """

    options: ParseOptions
    packed: int
    members: int = 0
    unpacked: int = 0

    def enter(self, count: int, path: str) -> None:
        """Count members of an archive.

        Args:
            count: How many.
            path: What to call the archive.

        Raises:
            LimitError: There are too many.
        """
        self.members += count
        limit = self.options.max_members
        if self.members > limit:
            raise LimitError(path, f"more than {limit:,} files in this archive", "max_members", "split it, or")

    def expect(self, size: int, packed: int, path: str) -> None:
        """Refuse what says itself that it is too large, before it is unpacked.

        Args:
            size: Bytes unpacked.
            packed: Bytes packed.
            path: What to call it.

        Raises:
            LimitError: It is too large or packed too tightly.
        """
        self._check(size, packed, path)
        self._check(self.unpacked + size, self.packed, path)

    def grow(self, count: int, path: str) -> None:
        """Count bytes that were unpacked.

        Args:
            count: How many more.
            path: What to call what they belong to.

        Raises:
            LimitError: They are too many, in all or for the size of the source.
        """
        self.unpacked += count
        self._check(self.unpacked, self.packed, path)

    def _check(self, size: int, packed: int, path: str) -> None:
        """Refuse too many bytes, and too many for each packed one."""
        limit, ratio = self.options.max_unpacked_bytes, self.options.max_unpacked_ratio
        if size > max(_SMALL, ratio * packed):
            words = f"unpacks to more than {ratio:,} times its size, as no mail does"
            raise LimitError(path, words, "max_unpacked_ratio", "if you trust it,")
        if size > limit:
            words = f"the archive unpacks to more than {limit:,} bytes"
            raise LimitError(path, words, "max_unpacked_bytes", "split it, or")


def size_of(stream: BinaryIO) -> int:
    """Return the bytes of a stream that can seek, and leave it where it is."""
    at = stream.tell()
    size = stream.seek(0, io.SEEK_END)
    stream.seek(at)
    return size


def check_archive(archive: ZipFile, path: str, options: ParseOptions) -> None:
    """Check all members of an archive that a library will unpack.

    Args:
        archive: The archive.
        path: What to call it.
        options: The limits.

    Raises:
        LimitError: It passes a limit.
    """
    members = archive.infolist()
    budget = Budget(options, sum(member.compress_size for member in members))
    budget.enter(len(members), path)
    for member in members:
        budget.expect(member.file_size, member.compress_size, path)
        budget.unpacked += member.file_size
