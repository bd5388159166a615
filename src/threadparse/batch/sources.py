"""Where the files of a run come from: a folder of this machine or a URL that fsspec can open, and which are meant."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from io import BytesIO
from typing import Any, Protocol

from threadparse.batch.outcome import File, Trouble
from threadparse.batch.urls import file_system, is_url, local_path, relative
from threadparse.errors import InputError
from threadparse.options import ParseOptions
from threadparse.readers.base import HEAD_BYTES, Item, printable_path
from threadparse.readers.files import is_read, read_file, reason
from threadparse.readers.folders import scan
from threadparse.readers.registry import SUFFIXES, reads, texts

__all__ = ["FileChoice", "LocalOrigin", "Origin", "PassedFile", "UrlOrigin", "origin_of"]


# Files that are fetched from a store ahead of the parsing, and the largest that is.
_AHEAD = 16
_SMALL = 1 << 20


@dataclass(frozen=True, slots=True)
class FileChoice:
    """Which files of a folder are meant.

    Attributes:
        globs: Patterns of names, or of paths if they hold a slash; empty for what some reader knows.
        excludes: Patterns of what to pass over, folders among them.
        hidden: Whether names that begin with a dot count.
        links: Whether to follow symbolic links.
    """

    globs: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    hidden: bool = False
    links: bool = False

    def takes(self, path: str, is_read: Callable[[], bool]) -> bool:
        """Tell whether a file is meant.

        Args:
            path: Below the folder, with slashes.
            is_read: Tells by its content whether some reader knows it; only called where its name does not tell.
        """
        if self.excludes:
            ways = [path[:end] for end, character in enumerate(path) if character == "/"]
            if any(_matches(way, pattern) for pattern in self.excludes for way in (path, *ways)):
                return False
        if self.globs:
            return any(_matches(path, pattern) for pattern in self.globs)
        return os.path.splitext(path)[1].lower() in SUFFIXES or is_read()


@dataclass(frozen=True, slots=True)
class PassedFile:
    """A file that is not meant.

    Attributes:
        ending: Of its name, lower case with dot; empty for none.
    """

    ending: str


class Origin(Protocol):
    """A place with files; it can be sent to another process or machine."""

    def listing(self, choice: FileChoice, without: str) -> Iterator[File | Trouble | PassedFile]:
        """Return what the place holds.

        Args:
            choice: Which files are meant.
            without: A folder or URL that is no part of it: that of the results.
        """

    def each(self, files: Iterable[File], options: ParseOptions) -> Iterator[tuple[File, Iterator[Item]]]:
        """Open files, one after the other.

        Args:
            files: Some of the listing.
            options: The limits.

        Returns:
            Each file with its texts, and errors in the place of parts that cannot be read. The texts raise
            ``InputError`` if the file as a whole cannot be read.
        """


def origin_of(place: str) -> Origin:
    """Return the origin that a user named.

    Args:
        place: A folder, or a URL such as ``s3://bucket/mail``.

    Returns:
        The origin.

    Raises:
        InputError: There is no such folder, or what reads such URLs is not installed.
    """
    if is_url(place):
        system, root = file_system(place)
        if not system.isdir(root):
            raise InputError(place, "no such folder; check the URL and your right to list it")
        return UrlOrigin(place)
    if not os.path.isdir(local_path(place)):
        raise InputError(printable_path(place), "no such folder; `threadparse show` and `export` read single files")
    return LocalOrigin(local_path(place))


@dataclass(frozen=True, slots=True)
class LocalOrigin:
    """A folder of this machine.

    Attributes:
        root: Its absolute path; empty if each file is named by a path of its own.
    """

    root: str

    def listing(self, choice: FileChoice, without: str) -> Iterator[File | Trouble | PassedFile]:
        """See ``Origin``."""
        avoided = "" if is_url(without) else os.path.realpath(local_path(without))
        for entry in scan(self.root, hidden=choice.hidden, links=choice.links, apart=avoided):
            if isinstance(entry, OSError):
                yield Trouble(self._below(str(entry.filename)), reason(entry))
                continue
            path = self._below(entry.path)
            if not entry.readable or not choice.takes(path, partial(is_read, entry.path)):
                yield PassedFile(os.path.splitext(path)[1].lower())
                continue
            try:
                facts = entry.found.stat()
            except OSError as error:
                yield Trouble(path, reason(error))
            else:
                yield File(path, facts.st_size, str(facts.st_mtime_ns))

    def each(self, files: Iterable[File], options: ParseOptions) -> Iterator[tuple[File, Iterator[Item]]]:
        """See ``Origin``."""
        for file in files:
            yield file, self.items(file, options)

    def items(self, file: File, options: ParseOptions) -> Iterator[Item]:
        """Return the texts of one file."""
        path = os.path.join(self.root, file.path.replace("/", os.sep))
        return read_file(path, options, name=printable_path(file.path))

    def _below(self, path: str) -> str:
        return path[len(self.root) :].replace(os.sep, "/").strip("/") or "."


@dataclass(frozen=True, slots=True)
class UrlOrigin:
    """A folder in a store of objects, or whatever else fsspec can open.

    Attributes:
        url: Its URL.
    """

    url: str

    def listing(self, choice: FileChoice, without: str) -> Iterator[File | Trouble | PassedFile]:
        """See ``Origin``."""
        system, root = file_system(self.url)
        avoided = file_system(without)[1].rstrip("/") + "/" if is_url(without) else None
        troubles: list[Trouble] = []

        def note(error: OSError) -> None:
            troubles.append(Trouble(relative(str(error.filename or root), root), reason(error)))

        for parent, folders, files in system.walk(root, detail=True, on_error=note):
            for name in [name for name in folders if name.startswith(".") and not choice.hidden]:
                del folders[name]
            if avoided is not None and f"{parent.rstrip('/')}/".startswith(avoided):
                continue
            for name, facts in files.items():
                path = relative(f"{parent.rstrip('/')}/{name}", root)
                size = int(facts.get("size") or 0)
                known = partial(self._is_read, system, f"{parent.rstrip('/')}/{name}", size)
                if (choice.hidden or not name.startswith(".")) and choice.takes(path, known):
                    yield File(path, size, _stamp(facts))
                else:
                    yield PassedFile(os.path.splitext(name)[1].lower())
            yield from troubles
            troubles.clear()

    def _is_read(self, system: Any, place: str, size: int) -> bool:
        """Tell by its content whether some reader knows an object; reading one that cannot be opened says why."""
        try:
            return reads(system.cat_file(place, start=0, end=HEAD_BYTES), place, size)
        except OSError:
            return True

    def each(self, files: Iterable[File], options: ParseOptions) -> Iterator[tuple[File, Iterator[Item]]]:
        """See ``Origin``. Small files are fetched ahead, some at a time, as a store takes longer than the parsing."""
        rest = iter(files)
        ahead: deque[tuple[File, Future[bytes] | None]] = deque()
        with ThreadPoolExecutor(_AHEAD) as fetches:
            while True:
                while len(ahead) < _AHEAD and (file := next(rest, None)) is not None:
                    ahead.append((file, fetches.submit(self._fetch, file) if file.size <= _SMALL else None))
                if not ahead:
                    return
                file, fetched = ahead.popleft()
                yield file, self._items(file, fetched, options)

    def _fetch(self, file: File) -> bytes:
        system, path = self._place(file)
        data: bytes = system.cat_file(path)
        return data

    def _items(self, file: File, fetched: Future[bytes] | None, options: ParseOptions) -> Iterator[Item]:
        name = printable_path(file.path)
        system, path = self._place(file)
        try:
            with system.open(path, "rb") if fetched is None else BytesIO(fetched.result()) as stream:
                yield from texts(stream, name, options)
        except OSError as error:
            raise InputError(name, reason(error)) from error

    def _place(self, file: File) -> tuple[Any, str]:
        system, root = file_system(self.url)
        return system, f"{root.rstrip('/')}/{file.path}"


def _matches(path: str, pattern: str) -> bool:
    """Tell whether a pattern means a path: all of it if the pattern has a slash, else its name."""
    return fnmatchcase(path if "/" in pattern else path.rpartition("/")[2], pattern.strip("/"))


def _stamp(facts: dict[str, object]) -> str:
    """Return what a store has that changes when an object does."""
    names = ("ETag", "etag", "md5Hash", "mtime", "LastModified", "updated", "last_modified")
    return next((str(facts[name]) for name in names if facts.get(name)), "")
