"""The limits of ZIP archives: how many files, how large unpacked, how tightly packed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from threadparse.errors import LimitError
from threadparse.options import ParseOptions

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

__all__ = ["Budget", "check_archive"]

_SMALL = 1024 * 1024  # bytes; what unpacks to less does no harm, however tightly packed


@dataclass(slots=True)
class Budget:
    """What may still be unpacked, all archives in archives together.

    Args:
        options: The limits.
    """

    options: ParseOptions
    members: int = 0
    unpacked: int = 0

    def enter(self, archive: ZipFile, path: str) -> None:
        """Count the members of an archive.

        Args:
            archive: The archive.
            path: What to call it.

        Raises:
            LimitError: There are too many.
        """
        self.members += len(archive.infolist())
        limit = self.options.max_members
        if self.members > limit:
            raise LimitError(path, f"more than {limit:,} files in this archive", "max_members", "split it, or")

    def take(self, member: ZipInfo, path: str) -> None:
        """Count the bytes of a member before it is unpacked; it cannot unpack to more than it says.

        Args:
            member: The member.
            path: What to call it.

        Raises:
            LimitError: It is too large or packed too tightly.
        """
        limit, ratio = self.options.max_unpacked_bytes, self.options.max_unpacked_ratio
        if member.file_size > max(_SMALL, ratio * member.compress_size):
            words = f"unpacks to more than {ratio:,} times its size, as no mail does"
            raise LimitError(path, words, "max_unpacked_ratio", "if you trust it,")
        if self.unpacked + member.file_size > limit:
            words = f"the archive unpacks to more than {limit:,} bytes"
            raise LimitError(path, words, "max_unpacked_bytes", "split it, or")
        self.unpacked += member.file_size


def check_archive(archive: ZipFile, path: str, options: ParseOptions) -> None:
    """Check all members of an archive that a library will unpack.

    Args:
        archive: The archive.
        path: What to call it.
        options: The limits.

    Raises:
        LimitError: It passes a limit.
    """
    budget = Budget(options)
    budget.enter(archive, path)
    for member in archive.infolist():
        budget.take(member, path)
