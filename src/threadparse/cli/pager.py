"""The pager: what is longer than the screen goes through it, where standard output is a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from threadparse.cli.console import make_console

if TYPE_CHECKING:
    import subprocess
    from types import TracebackType

    from rich.console import Console

__all__ = ["Pager", "paged_console"]


#: The first version of less that passes links on to the terminal.
_LESS_WITH_LINKS = 566


@contextmanager
def paged_console(wanted: bool, width: int | None, color: str) -> Iterator[tuple[Console, bool]]:
    """Give a console that prints through the pager, if there is one.

    Args:
        wanted: Whether a pager is allowed.
        width: See ``make_console``.
        color: See ``make_console``.

    Returns:
        The console, and whether links arrive at the terminal.
    """
    command = _pager_command(wanted)
    if not command:
        console = make_console(width, color)
        yield console, console.is_terminal
    else:
        with Pager(command) as pager:
            yield make_console(width, color, pager), pager.passes_links  # type: ignore[arg-type]


def _pager_command(wanted: bool) -> list[str]:
    """Return the pager that a user has chosen.

    Args:
        wanted: Whether one is allowed.

    Returns:
        Its command; empty for none, as where standard output is no terminal.
    """
    if not wanted or not sys.stdout.isatty() or os.environ.get("TERM", "dumb") == "dumb":
        return []
    chosen = os.environ.get("THREADPARSE_PAGER", os.environ.get("PAGER", "less"))
    from shlex import split
    from shutil import which

    command = split(chosen)
    return command if command and command != ["cat"] and which(command[0]) else []


class Pager:
    """A stream that keeps what it gets until that is longer than the screen, and then starts the pager.

    Args:
        command: The pager.
    """

    encoding = "utf-8"

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._kept: list[str] = []
        self._room = os.get_terminal_size(sys.stdout.fileno()).lines - 1
        self._process: subprocess.Popen[str] | None = None

    @property
    def passes_links(self) -> bool:
        """Tell whether links arrive at the terminal."""
        if os.path.basename(self._command[0]) != "less":
            return False
        from re import match
        from subprocess import run

        said = match(
            r"less (\d+)", run([self._command[0], "--version"], capture_output=True, text=True, check=False).stdout
        )
        return said is not None and int(said[1]) >= _LESS_WITH_LINKS

    def __enter__(self) -> Pager:
        return self

    def write(self, text: str) -> int:
        """Write some text."""
        if self._process is None:
            self._kept.append(text)
            self._room -= text.count("\n")
            if self._room < 0:
                self._start()
        elif self._process.stdin is not None:
            self._process.stdin.write(text)
        return len(text)

    def _start(self) -> None:
        """Start the pager with what was kept."""
        from subprocess import PIPE, Popen

        environment = {"LESS": "FRX", **os.environ}
        self._process = Popen(self._command, stdin=PIPE, text=True, encoding=self.encoding, env=environment)
        if self._process.stdin is not None:
            self._process.stdin.write("".join(self._kept))

    def flush(self) -> None:
        """Pass on what was written."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.flush()

    def isatty(self) -> bool:
        """Tell whether a terminal shows what is written."""
        return True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        from contextlib import suppress

        if self._process is None:
            sys.stdout.write("".join(self._kept))
            return
        with suppress(BrokenPipeError):  # the reader has seen enough
            if self._process.stdin is not None:
                self._process.stdin.close()
        self._process.wait()
