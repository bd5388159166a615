"""A walk through a folder: every file once, in a settled order, whatever links and rights it has."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["FolderEntry", "scan"]


class FolderEntry(NamedTuple):
    """Something in a folder that is not itself a folder.

    Attributes:
        path: Where it is, the folder's own path included.
        found: The system's entry; ``stat`` costs nothing where the system told it already.
        readable: Whether it is a file to read: no device or broken link, and nothing that the walk leaves alone.
    """

    path: str
    found: os.DirEntry[str]
    readable: bool


def scan(path: str, *, hidden: bool = False, links: bool = False, apart: str = "") -> Iterator[FolderEntry | OSError]:
    """Walk through a folder and its subfolders.

    Args:
        path: The folder.
        hidden: Whether to look into files and folders whose names begin with a dot.
        links: Whether to follow symbolic links; one that leads back to a folder around it is not followed.
        apart: Real path of a folder that is left out, such as that of the results.

    Returns:
        What is not a folder, in the order of the names of each folder, and errors in the place of subfolders that
        cannot be looked into. Only the names of one folder and of those around it are held.
    """
    around = [_identity(path)] if links else []
    stack = [_inside(path)]
    while stack:
        item = next(stack[-1], None)
        if item is None:
            stack.pop()
            del around[len(stack) :]
        elif isinstance(item, OSError):
            yield item
        elif item.is_dir(follow_symlinks=links):
            if (hidden or not item.name.startswith(".")) and not _is(item.path, apart):
                here = _identity(item.path) if links else None
                if here is None or here not in around:
                    around.extend([here] if links else [])
                    stack.append(_inside(item.path))
        else:
            left_alone = item.name.startswith(".") and not hidden
            yield FolderEntry(item.path, item, item.is_file(follow_symlinks=links) and not left_alone)


def _inside(path: str) -> Iterator[os.DirEntry[str] | OSError]:
    """Return the entries of one folder by name; an error if it cannot be looked into."""
    try:
        with os.scandir(path) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield error
        return
    yield from found


def _is(path: str, other: str) -> bool:
    """Tell whether a folder is another one, which is given by its real path."""
    return bool(other) and os.path.realpath(path) == other


def _identity(path: str) -> tuple[int, int] | None:
    """Return what tells a folder from all others; None if it cannot be asked."""
    try:
        facts = os.stat(path)
    except OSError:
        return None
    return facts.st_dev, facts.st_ino
