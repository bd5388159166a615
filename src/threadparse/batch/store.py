"""Where the results of a run are kept: a folder of this machine, or a URL that fsspec can write to."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from threadparse.batch.urls import file_system, is_url, local_path, relative

__all__ = ["HOME", "LocalStore", "Store", "UrlStore", "store_of"]

#: The folder among the results that holds what a later run needs.
HOME = ".threadparse"

_WORK = f"{HOME}/work"
#: Kinds of URLs of stores whose objects appear at once, and cannot be renamed without a copy.
_OBJECTS = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "memory"})


class Store(Protocol):
    """A folder for results; it can be sent to another process or machine.

    Names are paths below it, with slashes. A file is never seen half-written under its name.
    """

    def names(self, folder: str) -> list[str]:
        """Return the names of all files of a folder, sorted; none if there is no such folder."""

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write a file, whole or not at all.

        Args:
            name: Its name; an older file of that name is replaced.
            pieces: What to write.

        Raises:
            OSError: It cannot be written.
        """

    def take(self, path: str, name: str) -> None:
        """Make a file of this machine one of the store; it is gone from its old place.

        Args:
            path: Where it is, on the file system of ``workspace``.
            name: Its name; an older file of that name is replaced.

        Raises:
            OSError: It cannot be written.
        """

    def open(self, name: str) -> contextlib.AbstractContextManager[BinaryIO]:
        """Open a file for reading; it can seek.

        Args:
            name: Its name.

        Raises:
            OSError: It cannot be read; ``FileNotFoundError`` if there is none.
        """

    def delete(self, name: str) -> None:
        """Delete a file, if it is there."""

    def is_empty(self) -> bool:
        """Tell whether nothing is there, or not even the folder; what a run keeps for the next does not count."""

    def workspace(self) -> str | None:
        """Return a folder of this machine from which ``take`` needs no copy; None if there is none."""


def store_of(place: str) -> Store:
    """Return the store that a user named.

    Args:
        place: A folder, made when the first file is, or a URL.

    Returns:
        The store.

    Raises:
        InputError: What opens such URLs is not installed.
    """
    if is_url(place):
        file_system(place)
        return UrlStore(place)
    return LocalStore(local_path(place))


@dataclass(frozen=True, slots=True)
class LocalStore:
    """A folder of this machine.

    Attributes:
        root: Its absolute path.
    """

    root: str

    def names(self, folder: str) -> list[str]:
        """See ``Store``."""
        try:
            found = os.listdir(self._path(folder))
        except (FileNotFoundError, NotADirectoryError):
            return []
        return sorted(f"{folder}/{name}" for name in found)

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """See ``Store``."""
        half = self._path(_half(name))
        os.makedirs(os.path.dirname(half), exist_ok=True)
        with open(half, "wb") as stream:
            stream.writelines(pieces)
        self.take(half, name)

    def take(self, path: str, name: str) -> None:
        """See ``Store``."""
        with open(path, "rb+") as stream:
            os.fsync(stream.fileno())  # so that a name never stands for less after a power cut
        os.makedirs(os.path.dirname(self._path(name)), exist_ok=True)
        os.replace(path, self._path(name))

    def open(self, name: str) -> contextlib.AbstractContextManager[BinaryIO]:
        """See ``Store``."""
        return open(self._path(name), "rb")

    def delete(self, name: str) -> None:
        """See ``Store``."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._path(name))

    def is_empty(self) -> bool:
        """See ``Store``."""
        try:
            return set(os.listdir(self.root)) <= {HOME}
        except FileNotFoundError:
            return True

    def workspace(self) -> str | None:
        """See ``Store``."""
        return self._path(_WORK)

    def _path(self, name: str) -> str:
        return os.path.join(self.root, *name.split("/"))


@dataclass(frozen=True, slots=True)
class UrlStore:
    """A folder in a store of objects, where a file appears when all of it is there, or of a file system.

    Attributes:
        url: Its URL.
    """

    url: str

    def names(self, folder: str) -> list[str]:
        """See ``Store``."""
        system, root = file_system(self.url)
        system.invalidate_cache()
        try:
            found = system.ls(f"{root.rstrip('/')}/{folder}", detail=False)
        except FileNotFoundError:
            return []
        return sorted(relative(str(path), root) for path in found)

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """See ``Store``."""
        data = b"".join(pieces)
        self._write(name, lambda system, path: system.pipe_file(path, data))

    def take(self, path: str, name: str) -> None:
        """See ``Store``."""
        self._write(name, lambda system, target: system.put_file(path, target))
        os.unlink(path)

    def open(self, name: str) -> contextlib.AbstractContextManager[BinaryIO]:
        """See ``Store``."""
        system, path = self._path(name)
        stream: contextlib.AbstractContextManager[BinaryIO] = system.open(path, "rb")
        return stream

    def delete(self, name: str) -> None:
        """See ``Store``."""
        system, path = self._path(name)
        with contextlib.suppress(FileNotFoundError):
            system.rm_file(path)

    def is_empty(self) -> bool:
        """See ``Store``."""
        system, root = file_system(self.url)
        found = system.ls(root, detail=False) if system.exists(root) else []
        return {relative(str(path), root) for path in found} <= {HOME}

    def workspace(self) -> str | None:
        """See ``Store``."""
        return None

    def _path(self, name: str) -> tuple[Any, str]:
        system, root = file_system(self.url)
        return system, f"{root.rstrip('/')}/{name}"

    def _write(self, name: str, write: Callable[[Any, str], None]) -> None:
        """Write an object, which is seen when all of it is there, or write a file beside and give it its name."""
        system, path = self._path(name)
        if self.url.partition("://")[0] in _OBJECTS:
            write(system, path)
            return
        half = self._path(_half(name))[1]
        for target in (half, path):
            system.makedirs(target.rpartition("/")[0], exist_ok=True)
        write(system, half)
        system.mv(half, path)


def _half(name: str) -> str:
    """Where a file is while it is being written."""
    return f"{_WORK}/{name.replace('/', '-')}"
