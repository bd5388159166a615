"""URLs of folders: which file system has them, through fsspec, which is installed on demand."""

from __future__ import annotations

import os
import re
from typing import Any

from threadparse.errors import InputError
from threadparse.readers.extras import install_line

__all__ = ["file_system", "is_url", "local_path", "relative"]

_URL = re.compile(r"(?!file:)[A-Za-z][A-Za-z0-9+.-]+://")
#: What to install for the stores that people name most.
_LIBRARIES = {"s3": "s3fs", "s3a": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "az": "adlfs", "abfs": "adlfs"}


def is_url(place: str) -> bool:
    """Tell whether a place is a URL and not a path of this machine, which ``file://`` is.

    Args:
        place: As the user named it.
    """
    return _URL.match(place) is not None


def local_path(place: str) -> str:
    """Return the absolute path of a place of this machine.

    Args:
        place: A path, or a URL that begins with ``file://``.
    """
    if place.startswith("file:"):
        from urllib.request import url2pathname

        place = url2pathname(place.removeprefix("file://").removeprefix("file:"))
    return os.path.abspath(place)


def file_system(url: str) -> tuple[Any, str]:
    """Return the file system of a URL, and the path of the URL in it.

    Args:
        url: Such as ``s3://bucket/mail`` or ``file:///data/mail``.

    Returns:
        An ``fsspec.AbstractFileSystem``, which keeps its connections for the next call, and the path.

    Raises:
        InputError: fsspec, or what it needs for such URLs, is not installed, or there is no such kind of URL.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise InputError(url, f"what opens URLs is not installed; run: {install_line('threadparse[ray]')}") from error
    try:
        system, path = url_to_fs(url)
    except ImportError as error:
        library = _LIBRARIES.get(url.partition("://")[0])
        advice = f"run: {install_line(library)}" if library else str(error)
        raise InputError(url, f"what opens such URLs is not installed; {advice}") from error
    except ValueError as error:
        raise InputError(url, f"no URL that fsspec knows: {error}") from error
    return system, path


def relative(path: str, root: str) -> str:
    """Return a path below another.

    Args:
        path: A path in a file system.
        root: A folder around it.
    """
    return path.removeprefix(root.rstrip("/")).strip("/")
