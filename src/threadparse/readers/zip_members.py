"""The files of a ZIP archive, each read by the reader of its format, in memory, on one budget."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import BinaryIO

from threadparse.errors import InputError, LimitError, UnsupportedFormatError
from threadparse.options import ParseOptions
from threadparse.readers import docx
from threadparse.readers.base import HEAD_BYTES, AnyReader, Item, PassedOver, printable_path
from threadparse.readers.extras import cause, in_brackets
from threadparse.readers.zip_limits import Budget

__all__ = ["Unpacker"]

_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, KeyError, IndexError)
_OFFICE = {"xl/": "an Excel file", "ppt/": "a PowerPoint file", "visio/": "a Visio file"}


class Unpacker:
    """The walk through an archive and those in it.

    Args:
        options: The limits.
        choice: What reads the files.
        is_archive: Whether a file is an archive too, by how it begins.
    """

    def __init__(self, options: ParseOptions, choice: AnyReader, is_archive: Callable[[bytes], bool]) -> None:
        self.options = options
        self.choice = choice
        self.is_archive = is_archive
        self.budget = Budget(options)

    def texts(self, stream: BinaryIO, path: str, depth: int = 1) -> Iterator[Item]:
        """The texts of one archive.

        Args:
            stream: The archive at its beginning.
            path: What to call it.
            depth: 1 for an archive that lies in no other.

        Returns:
            What ``ZipReader.texts`` returns.

        Raises:
            InputError: The archive itself cannot be read or passes a limit.
        """
        try:
            archive = zipfile.ZipFile(stream)
        except (*_DAMAGE, NotImplementedError) as error:
            raise _damaged(path, error) from error
        skipped: Counter[str] = Counter()
        with archive:
            office = _office(archive)
            if office == "word/":
                stream.seek(0)
                yield from docx.texts(stream, path, self.options)
                return
            if office:
                advice = "save it as plain text"
                raise UnsupportedFormatError(path, f"this is {_OFFICE[office]}, which is not read; {advice}")
            self.budget.enter(archive, path)
            for member in archive.infolist():
                name = f"{path}/{printable_path(member.filename)}"
                if member.is_dir():
                    continue
                if _is_hidden(member.filename):
                    skipped[_suffix(member.filename)] += 1
                    continue
                try:
                    yield from self._member(archive, member, name, depth, skipped)
                except InputError as error:
                    yield error
        if skipped:
            yield PassedOver(path, dict(skipped))

    def _member(
        self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, depth: int, skipped: Counter[str]
    ) -> Iterator[Item]:
        """The texts of one file in an archive."""
        if not self.choice.reads(_read(archive, member, name, HEAD_BYTES), member.filename):
            skipped[_suffix(member.filename)] += 1
            return
        self.budget.take(member, name)
        if member.file_size > 4 * self.options.max_characters:
            raise LimitError(name, "too large to be read", "max_characters", "unpack it, split it, or")
        stream = io.BytesIO(_read(archive, member, name, -1))
        head = stream.read(HEAD_BYTES)
        stream.seek(0)
        if not self.is_archive(head) or docx.accepts(head):
            yield from self.choice.texts(stream, name, self.options)
        elif depth < self.options.max_nesting:
            yield from self.texts(stream, name, depth + 1)
        else:
            words = f"archives in archives, more than {self.options.max_nesting} deep"
            raise LimitError(name, words, "max_nesting", "unpack it, or")


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, size: int) -> bytes:
    """Bytes of a member, at most as many as its entry says."""
    if member.flag_bits & 1:
        raise InputError(name, "is encrypted; unpack the archive with its password and give the files")
    try:
        with archive.open(member) as file:
            return file.read(size)
    except NotImplementedError as error:
        raise InputError(name, f"cannot be unpacked here ({error}); unpack it and give the file") from error
    except (*_DAMAGE, RuntimeError) as error:
        raise _damaged(name, error) from error


def _suffix(name: str) -> str:
    """The ending of a name, in small letters."""
    return os.path.splitext(name.rpartition("/")[2])[1].lower()


def _is_hidden(name: str) -> bool:
    """Whether a name begins with a dot or lies where macOS puts its own data."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")


def _office(archive: zipfile.ZipFile) -> str:
    """The folder by which an Office file is known (ECMA-376, part 2), or nothing."""
    names = archive.namelist()
    if "[Content_Types].xml" not in names:
        return ""
    if "word/document.xml" in names:
        return "word/"
    return next((folder for folder in _OFFICE if any(name.startswith(folder) for name in names)), "")


def _damaged(path: str, error: Exception) -> InputError:
    why = in_brackets(cause(error))
    return InputError(path, f"damaged and cannot be unpacked{why}; pack it again, or give the files that can be saved")
