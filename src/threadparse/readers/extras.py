"""Libraries that read a format: what to say when one is not installed, or meets a damaged file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from threadparse.errors import InputError, UnsupportedFormatError

__all__ = ["cause", "failures_in_words", "in_brackets", "install_line", "missing"]

_MAX_CAUSE_CHARS = 120


def missing(path: str, kind: str, extra: str) -> UnsupportedFormatError:
    """Return the error for a format whose library is not installed.

    Args:
        path: The source as the user named it.
        kind: What the source is, in words: "a PDF".
        extra: The extra of this package that brings the library.

    Returns:
        The error; it names the line that installs what is missing.
    """
    line = install_line(f"threadparse[{extra}]")
    return UnsupportedFormatError(path, f"this is {kind}, and what reads it is not installed; run: {line}")


def install_line(package: str) -> str:
    """Return the command that installs a package where this one runs; a bare ``pip`` may be another environment's.

    Args:
        package: The package, with its extra.
    """
    from shlex import quote

    return f"{quote(sys.executable)} -m pip install '{package}'"


def cause(error: Exception) -> str:
    """Return what a library says is wrong with a file.

    Args:
        error: What it raised.

    Returns:
        Its words; none where Python itself failed in it ("list index out of range"): that tells programmers where the
        library stumbled, and people nothing about their file.
    """
    if type(error).__module__ == "builtins" and type(error) is not Exception:
        return ""
    return " ".join(str(error).split())[:_MAX_CAUSE_CHARS]


def in_brackets(words: str) -> str:
    """Words in brackets with a blank before them, to stand behind "damaged"; nothing for none.

    Args:
        words: What ``cause`` gave.
    """
    return f" ({words})" if words else ""


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
        InputError: The library's caller raised ``ValueError`` with what ``cause`` gave.
        UnsupportedFormatError: It is not installed.
    """
    try:
        yield
    except ImportError as error:
        raise missing(path, kind, extra) from error
    except ValueError as error:
        raise InputError(path, f"this {damaged} is damaged{in_brackets(str(error))}; {advice}") from error
