"""Libraries that are installed on demand: what to say when one is missing, or meets a damaged file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from threadparse.errors import InputError, UnsupportedFormatError

__all__ = ["failures_in_words", "missing"]


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


@contextmanager
def failures_in_words(path: str, kind: str, extra: str, *, damaged: str, advice: str) -> Iterator[None]:
    """Run a library; what it raises becomes an error for people.

    Args:
        path: The source as the user named it.
        kind: What the source is as far as its beginning tells, in words: "an Outlook message or an old Office file".
        extra: The extra of this package that brings the library.
        damaged: What the source is if the library fails on it: "Outlook message".
        advice: What to do about a damaged one.

    Raises:
        InputError: The library raised ``ValueError``.
        UnsupportedFormatError: It is not installed.
    """
    try:
        yield
    except ImportError as error:
        raise missing(path, kind, extra) from error
    except ValueError as error:
        raise InputError(path, f"this {damaged} is damaged ({error}); {advice}") from error
