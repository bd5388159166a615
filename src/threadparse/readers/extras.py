"""Libraries that are installed on demand: what to say when one is missing."""

from __future__ import annotations

from threadparse.errors import UnsupportedFormatError

__all__ = ["missing"]


def missing(path: str, kind: str, extra: str) -> UnsupportedFormatError:
    """The error for a format whose library is not installed.

    Args:
        path: The source as the user named it.
        kind: What the source is, in words: "a PDF".
        extra: The extra of this package that brings the library.

    Returns:
        The error; it names the line that installs what is missing.
    """
    return UnsupportedFormatError(
        path, f"this is {kind}, and what reads it is not installed; run: pip install 'threadparse[{extra}]'"
    )
