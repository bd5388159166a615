"""Files, folders and streams: opened, walked and read, with every failure in words."""

from __future__ import annotations

import errno
import io
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from threadparse.errors import InputError
from threadparse.options import ParseOptions
from threadparse.readers.base import HEAD_BYTES, Item, printable_path, read_all
from threadparse.readers.folders import scan
from threadparse.readers.registry import SUFFIXES, reads, refuses, texts

__all__ = ["Folder", "is_read", "read_file", "read_stream", "reason", "walk"]

_REASONS = {
    errno.ENOENT: "no such file or folder; check the spelling and the folder you are in",
    errno.EACCES: "may not be read; ask for the right to read it, or copy it to a folder of your own",
    errno.EPERM: "may not be read; ask for the right to read it, or copy it to a folder of your own",
    errno.EISDIR: "is a folder; give the files in it",
    errno.ENOTDIR: "no such file: a part of the path is not a folder",
    errno.ENAMETOOLONG: "the name is too long for this system",
    errno.ELOOP: "links that point at each other; give the file itself",
}


@dataclass(slots=True)
class Folder:
    """What a walk through a folder found.

    Attributes:
        files: Paths of the files to read, sorted.
        skipped: How many files were passed over, by ending (empty for none).
        errors: Subfolders that could not be looked into.
    """

    files: list[str] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    errors: list[InputError] = field(default_factory=list)


def read_file(path: str, options: ParseOptions, *, name: str = "") -> Iterator[Item]:
    """Return the texts of a file, a named pipe or a device.

    Args:
        path: The file.
        options: The limits.
        name: What to call it, if not by its path.

    Returns:
        The texts of the file, in their order, and errors in the place of parts that cannot be read.

    Raises:
        InputError: The file cannot be opened or read, or its format is not known.
    """
    name = name or printable_path(path)
    if "\0" in path:
        raise InputError(name, "no file name has a NUL character in it; check the path")
    try:
        with open(path, "rb") as stream:
            seekable = stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
            yield from texts(stream, name, options) if seekable else read_stream(stream, name, options)
    except OSError as error:
        raise InputError(name, reason(error)) from error


def read_stream(stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Item]:
    """Return the texts of a stream that cannot seek, such as standard input.

    Args:
        stream: Where to read from, to its end.
        path: What to call it.
        options: The limits.

    Returns:
        The texts of the stream, in their order, and errors in the place of parts that cannot be read.

    Raises:
        InputError: The stream cannot be read, or its format is not known.
    """
    try:
        data = stream.read(HEAD_BYTES)
        if not refuses(data):  # what is refused may never end, as /dev/zero
            data += read_all(stream, path, options)
        yield from texts(io.BytesIO(data), path, options)
    except OSError as error:
        raise InputError(path, reason(error)) from error


def walk(path: str) -> Folder:
    """Find the files of a folder and its subfolders that some reader knows by ending or content.

    Links and files that begin with a dot are left alone, so that a walk ends and finds no version control data.

    Args:
        path: The folder.

    Returns:
        The files, sorted, and what was passed over.
    """
    folder = Folder()

    for item in scan(path):
        if isinstance(item, OSError):
            folder.errors.append(InputError(printable_path(str(item.filename)), reason(item)))
            continue
        suffix = os.path.splitext(item.path)[1].lower()
        if item.readable and (suffix in SUFFIXES or is_read(item.path)):
            folder.files.append(item.path)
        else:
            folder.skipped[suffix] = folder.skipped.get(suffix, 0) + 1
    folder.files.sort()
    return folder


def is_read(path: str) -> bool:
    """Tell from the content of a file without a known ending whether it is read, or named as one that may hold mail.

    Args:
        path: The file.

    Returns:
        True also for one that cannot be opened: reading it says why.
    """
    try:
        with open(path, "rb") as stream:
            return reads(stream.read(HEAD_BYTES), path, os.fstat(stream.fileno()).st_size)
    except OSError:
        return True


def reason(error: OSError) -> str:
    """Return an error of the system in words that say what to do.

    Args:
        error: What the system said.

    Returns:
        One sentence without the path.
    """
    return _REASONS.get(error.errno or 0) or f"cannot be read: {error.strerror or error}"
