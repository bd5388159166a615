"""Where results go: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import codecs
import errno
import os
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from typing import TYPE_CHECKING, BinaryIO

import click

from threadparse.cli.stderr import say

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["Output", "reason", "write_file", "write_folder"]

_REASONS = {
    errno.ENOENT: "there is no such folder; make it first",
    errno.ENOTDIR: "a part of the path is not a folder; name another file",
    errno.EACCES: "you may not write there; name a file in a folder of your own",
    errno.EPERM: "you may not write there; name a file in a folder of your own",
    errno.EROFS: "nothing can be written there; name a file in a folder of your own",
    errno.ENOSPC: "the disk is full; make room, or name a file on another one with -o",
    errno.EDQUOT: "your share of the disk is full; make room, or name a file on another one with -o",
}


def reason(error: OSError) -> str:
    """Return why something could not be written, in words that say what to do.

    Args:
        error: What the system said.

    Returns:
        One sentence without the path and without a full stop.
    """
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


class Output:
    """A target for text in UTF-8, whatever the terminal's encoding: a context manager.

    A terminal gets only what it can show; a file or a pipe gets everything as it is, so that offsets hold.

    A file is written beside its target and takes its place at the end, so that nobody ever reads half a result.

    Args:
        target: The file's path; None or ``-`` for standard output.
        inputs: Files that must not be overwritten.

    Attributes:
        kept: Whether nothing was written, and so the target was left alone.

    Raises:
        click.UsageError: The target is an input, a folder, or cannot be created.
    """

    def __init__(self, target: str | None, inputs: list[str]) -> None:
        self.kept = False
        self._written = False
        self._target = None if target in (None, "-") else os.path.realpath(target or "")
        self._partial: str | None = None
        self._decoder: codecs.IncrementalDecoder | None = None
        if self._target is None:
            self._stream: BinaryIO = sys.stdout.buffer
            if sys.stdout.isatty():
                self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
            return
        if os.path.isdir(self._target):
            raise click.UsageError(f"-o {target}: is a folder; name a file in it.")
        if any(os.path.exists(path) and os.path.realpath(path) == self._target for path in inputs):
            raise click.UsageError(f"-o {target}: is also an input, which would be lost; name another file.")
        special = os.path.exists(self._target) and not os.path.isfile(self._target)
        if not special:
            self._partial = f"{self._target}.{os.getpid()}.part"
        try:
            self._stream = open(self._partial or self._target, "wb")  # noqa: SIM115 - closed in __exit__
        except OSError as error:
            raise click.UsageError(f"-o {target}: cannot be written: {reason(error)}.") from error

    def __enter__(self) -> Output:
        return self

    def write(self, data: str | bytes) -> None:
        """Write some text, or bytes as they are.

        Args:
            data: Text without lone surrogates, or bytes.
        """
        if self._decoder is not None:
            from threadparse.views.visible import visible

            words = data if isinstance(data, str) else self._decoder.decode(data)
            data = visible(words.replace("\r\n", "\n"))
        self._stream.write(data.encode("utf-8") if isinstance(data, str) else data)
        self._written = self._written or bool(data)

    def flush(self) -> None:
        """Hand what was written over to the system, which says if there is no room for it."""
        self._stream.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._target is None:
            return
        try:
            self._stream.close()
            if kind is None and self._written and self._partial is not None:
                if os.path.exists(self._target):
                    from shutil import copymode

                    copymode(self._target, self._partial)
                os.replace(self._partial, self._target)
        finally:
            if self._partial is not None and os.path.exists(self._partial):
                os.unlink(self._partial)
        self.kept = kind is None and not self._written


def write_file(
    output: str | None, parts: Iterable[str | bytes], inputs: list[str], *, beside: tuple[str, str] | None = None
) -> None:
    """Write a result to a file or to standard output; say so if there is nothing.

    Args:
        output: The file; None or ``-`` for standard output.
        parts: What it holds.
        inputs: Files that must not be overwritten.
        beside: Name of a file that belongs to it, and what that holds.

    Raises:
        click.UsageError: See ``Output``.
    """
    with Output(output, inputs) as target:
        for part in parts:
            target.write(part)
    if target.kept:
        said = "left as it was" if os.path.exists(output or "") else "not written"
        say(f"{output}: {said}, as there is nothing to write")
    elif beside is not None:
        write_file(beside[0], [beside[1]], inputs)


def write_folder(
    folder: str, files: Iterable[tuple[str, str | bytes]], inputs: list[str], *, together: bool = False
) -> None:
    """Write files into a folder, which is made if need be; each appears whole or not at all.

    Args:
        folder: The folder.
        files: Pairs of a name and what the file holds.
        inputs: Files that must not be overwritten.
        together: The files are few and one result: none of them appears before all are written.

    Raises:
        click.UsageError: The folder cannot be made, or a file would overwrite an input.
    """
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"-o {folder}: cannot be made: {reason(error)}.") from error
    with ExitStack() as results:
        for name, data in files:
            target = results.enter_context(Output(os.path.join(folder, name), inputs))
            target.write(data)
            target.flush()
            if not together:
                results.close()
