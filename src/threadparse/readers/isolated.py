"""Run a library that hostile files can hang or blow up in a process of its own, with limits of memory and time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from tempfile import TemporaryFile
from threading import Timer
from typing import Any, BinaryIO

from threadparse.errors import InputError

__all__ = ["MEMORY_FACTOR", "limit_memory", "records_of"]

#: A process may take this much memory for each byte of its file, and a fixed amount besides.
MEMORY_FACTOR, _BASE_BYTES = 20, 512 * 1024 * 1024
_MAX_SILENCE_SECONDS = 60.0
_COPY_BYTES = 1 << 20


def records_of(module: str, stream: BinaryIO, path: str, kind: str, advice: str) -> Iterator[dict[str, Any]]:
    """Read what a module makes of a file, in a process of its own.

    Args:
        module: Run as ``python -m MODULE``; it reads the file from standard input, which can seek, and prints JSON
            objects, one a line.
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
        subprocess.Popen(
            [sys.executable, "-m", module], stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process,
    ):
        assert process.stdout is not None
        try:
            while True:
                watch = Timer(_MAX_SILENCE_SECONDS, process.kill)
                watch.start()
                line = process.stdout.readline()
                watch.cancel()
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


def limit_memory(size: int) -> None:
    """Limit the memory of this process, where the system can, to what an honest file of a size needs.

    Args:
        size: Bytes of the file.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    limit = _BASE_BYTES + MEMORY_FACTOR * size
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
