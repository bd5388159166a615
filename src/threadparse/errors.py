"""The exceptions of threadparse; odd *text* never raises, only input that cannot be read or a wrong option.

``ThreadparseError`` is the base of all. ``InputError`` is a file or stream that cannot be read; of it,
``UnsupportedFormatError`` is a format that no reader knows or whose library is not installed, and ``LimitError`` a
limit of ``ParseOptions`` that was passed. ``OptionError`` is an option with an impossible value. ``OutputError`` is a
result that has nowhere to go: a full disk, a folder that holds something else.
"""

from __future__ import annotations

__all__ = ["InputError", "LimitError", "OptionError", "OutputError", "ThreadparseError", "UnsupportedFormatError"]


class ThreadparseError(Exception):
    """Base of all errors that threadparse raises on purpose; its text says what is wrong, where, and what to do."""


class InputError(ThreadparseError):
    """A source that cannot be read.

    Args:
        path: The source as the user named it (``-`` for standard input).
        reason: What is wrong and what to do about it, one sentence without the path.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str]]:
        """Keep both arguments when the error crosses a process."""
        return type(self), (self.path, self.reason)


class UnsupportedFormatError(InputError):
    """A source whose format no reader knows, or whose reader needs a library that is not installed."""


class LimitError(InputError):
    """A source that passes a limit; the message names the option that raises it.

    Args:
        path: The source as the user named it.
        reason: What passes the limit, without a full stop.
        option: The field of ``ParseOptions``, such as ``max_pages``.
        advice: What to do instead of raising the limit, and the word that joins it: "split it, or".
    """

    def __init__(self, path: str, reason: str, option: str, advice: str = "") -> None:
        name = option.removeprefix("max_").replace("_", "-")
        way_out = f"{advice} raise the limit with --limit {name}=N (ParseOptions.{option} in Python)"
        super().__init__(path, f"{reason}; {way_out.lstrip()}")
        self.option = option
        self._arguments = (path, reason, option, advice)

    def __reduce__(self) -> tuple[type[LimitError], tuple[str, str, str, str]]:  # type: ignore[override]
        """Keep the arguments when the error crosses a process."""
        return type(self), self._arguments


class OptionError(ThreadparseError):
    """An option with a value that makes no sense."""


class OutputError(ThreadparseError):
    """A result that cannot be written; what was done before is kept wherever it can be."""
