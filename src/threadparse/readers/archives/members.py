"""The walk through an archive: each file in it read by the reader of its format, in memory, on one budget."""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from typing import BinaryIO

from threadparse.errors import InputError, LimitError
from threadparse.options import ParseOptions
from threadparse.readers import docx
from threadparse.readers.archives.archive_reader import kind_of
from threadparse.readers.archives.formats import Member, damaged, inflated, opened
from threadparse.readers.archives.limits import Budget, size_of
from threadparse.readers.base import HEAD_BYTES, AnyReader, Item, PassedOver, printable_path

__all__ = ["Unpacker"]

_COMPRESSED = frozenset({"gzip", "bzip2", "xz"})


class Unpacker:
    """The walk through an archive and those in it.

    Args:
        options: The limits.
        choice: What reads the files.
        source: The outermost archive.
    """

    def __init__(self, options: ParseOptions, choice: AnyReader, source: BinaryIO) -> None:
        self.options = options
        self.choice = choice
        self.budget = Budget(options, size_of(source))

    def texts(self, stream: BinaryIO, path: str, depth: int = 1) -> Iterator[Item]:
        """Return the texts of one archive or compressed file.

        Args:
            stream: It at its beginning.
            path: What to call it.
            depth: 1 for one that lies in no other.

        Returns:
            What ``ArchiveReader.texts`` returns.

        Raises:
            InputError: It cannot be read as a whole or passes a limit.
        """
        kind = kind_of(_head(stream))
        if depth > self.options.max_nesting:
            words = f"archives in archives, more than {self.options.max_nesting} deep"
            raise LimitError(path, words, "max_nesting", "unpack it, or")
        if kind in _COMPRESSED:
            yield from self._content(inflated(kind, stream, self.budget, path), path, depth)
        elif kind is not None:
            yield from self._members(kind, stream, path, depth)

    def _members(self, kind: str, stream: BinaryIO, path: str, depth: int) -> Iterator[Item]:
        """Return the texts of the files in an archive; one that fails costs itself alone."""
        skipped: Counter[str] = Counter()
        with opened(kind, stream, path, self.budget) as members:
            if members is None:
                stream.seek(0)
                yield from docx.texts(stream, path, self.options)
                return
            for member in members:
                name = f"{path}/{printable_path(member.name) or 'unnamed'}"
                try:
                    if _is_hidden(member.name):
                        skipped[_suffix(member.name)] += 1
                    else:
                        yield from self._member(member, name, depth, skipped)
                except InputError as error:
                    yield error
        if skipped:
            yield PassedOver(path, dict(skipped))

    def _member(self, member: Member, name: str, depth: int, skipped: Counter[str]) -> Iterator[Item]:
        """Return the texts of one file in an archive."""
        with ExitStack() as stack:
            with damaged(name):
                file = stack.enter_context(member.open())
                head = file.read(HEAD_BYTES)
            if not self.choice.reads(head, member.name, member.size):
                skipped[_suffix(member.name)] += 1
                return
            self.budget.expect(member.size, member.packed, name)
            if member.size > 4 * self.options.max_characters:
                raise LimitError(name, "too large to be read", "max_characters", "unpack it, split it, or")
            with damaged(name):  # read on: to go back in a compressed archive is to unpack it from its start
                data = head + file.read(max(member.size - len(head), 0))
        self.budget.grow(len(data), name)
        yield from self._content(io.BytesIO(data), name, depth)

    def _content(self, stream: BinaryIO, name: str, depth: int) -> Iterator[Item]:
        """Return the texts of a file that was in another one."""
        if kind_of(_head(stream)) is not None:
            yield from self.texts(stream, name, depth + 1)
        else:
            yield from self.choice.texts(stream, name, self.options)


def _head(stream: BinaryIO) -> bytes:
    """How a stream begins; it is put back there."""
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    return head


def _suffix(name: str) -> str:
    """Return the ending of a name, in small letters."""
    return os.path.splitext(name.rpartition("/")[2])[1].lower()


def _is_hidden(name: str) -> bool:
    """Tell whether a name begins with a dot or lies where macOS puts its own data."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")
