"""Run a library that hostile files can hang or blow up in a process of its own, with limits of memory and time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from tempfile import TemporaryFile
from threading import Timer
from typing import IO, Any, BinaryIO

from threadparse.errors import InputError

__all__ = ["killed_after", "limit_and_open_input", "limit_memory", "records_of", "start_module"]

#: Memory that a process may take: so much, and for each byte of its file.
_BASE_BYTES, _BYTES_FOR_EACH = 512 * 1024 * 1024, 20
_MAX_SILENCE_SECONDS = 60.0
_COPY_BYTES = 1 << 20


def records_of(module: str, stream: BinaryIO, path: str, kind: str, advice: str) -> Iterator[dict[str, Any]]:
    """Read what a module makes of a file, in a process of its own.

    Args:
        module: Run as ``python -m MODULE``; it reads ``limit_and_open_input`` and prints JSON objects, one a line.
        stream: The file.
        path: What to call it.
        kind: What it is, in words: "an Outlook data file".
        advice: What to do if the process fails.

    Returns:
        The objects in their order.

    Raises:
        InputError: The process ended without success, or printed nothing for a minute.
    """
    with (
        _as_file(stream) as file,
        start_module(module, file) as process,
    ):
        assert process.stdout is not None
        try:
            while True:
                with killed_after(_MAX_SILENCE_SECONDS, process):
                    line = process.stdout.readline()
                if not line:
                    break
                yield json.loads(line)
            failed = process.wait() != 0
        except ValueError:  # cut off in the midst of a line
            failed = True
        finally:
            process.kill()
    if failed:
        words = f"{kind} that its library cannot read further, or not within its limits of memory and time; {advice}"
        raise InputError(path, f"this is {words}")


def _as_file(stream: BinaryIO) -> BinaryIO:
    """Return a stream as a file of the system, at its beginning."""
    copy: BinaryIO = TemporaryFile()  # noqa: SIM115 - the caller closes it
    stream.seek(0)
    while data := stream.read(_COPY_BYTES):
        copy.write(data)
    copy.flush()
    copy.seek(0)
    return copy


def start_module(module: str, stdin: int | IO[bytes]) -> subprocess.Popen[bytes]:
    """Start a module as a process of its own, in which the same packages are found.

    Args:
        module: Its name.
        stdin: What it reads from, as for ``subprocess.Popen``.
    """
    return subprocess.Popen(
        [sys.executable, "-P", "-m", module],  # -P: no modules of the current folder, which may be anybody's
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


@contextmanager
def killed_after(seconds: float, process: subprocess.Popen[bytes]) -> Iterator[Timer]:
    """Kill a process if what runs inside, which waits for it, takes too long.

    Args:
        seconds: How long it may take.
        process: The process.

    Returns:
        What kills it; no longer alive when it has.
    """
    watch = Timer(seconds, process.kill)
    watch.start()
    try:
        yield watch
    finally:  # a time limit of the whole run may end the waiting, and then nothing waits for the timer
        watch.cancel()


def limit_memory(size: int, process: int | None = None) -> None:
    """Limit the memory of a process, where the system can.

    Args:
        size: Bytes that it may take.
        process: Its number; None for this one.
    """
    with suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        if process is None:
            resource.setrlimit(resource.RLIMIT_AS, (size, size))
        else:
            resource.prlimit(process, resource.RLIMIT_AS, (size, size))


def limit_and_open_input() -> BinaryIO:
    """Return the file on standard input, which can seek, and limit this process to what an honest one needs."""
    source = sys.stdin.buffer
    limit_memory(_BASE_BYTES + _BYTES_FOR_EACH * os.fstat(source.fileno()).st_size)
    return source
