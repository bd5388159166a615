"""The worker: a process that parses the files it is given, one after the other, and tells of each as it is done."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import pickle
import signal
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from struct import Struct

from threadparse.batch.origin import Origin
from threadparse.batch.outcome import Counts, File, Outcome
from threadparse.batch.work import outcomes
from threadparse.options import ParseOptions

__all__ = ["BEAT", "READY", "Task", "pack", "serve", "unpack"]

#: What a worker says beside outcomes: that it is ready, and that it is still at work on a file.
READY, BEAT = b"ready", b"beat"

_COUNTS = Struct(f">{len(Counts._fields)}q")
_BEAT_EVERY = 0.5
# A worker that hangs when its parent has died can be told nothing any more, so it ends by itself.
_GRACE = 3


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker needs to know.

    Attributes:
        origin: Where the files are.
        options: How to parse.
        timeout: Seconds that one document may take.
        memory: Most bytes of memory that the process may have; None for no limit.
    """

    origin: Origin
    options: ParseOptions
    timeout: float
    memory: int | None = None


def serve(connection: Connection, task: Task) -> None:
    """Parse what comes until there is no more; the main function of a worker process.

    Args:
        connection: Gives lists of files, takes what came of each.
        task: What to do with them.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its workers
    if task.memory is not None:
        _limit(task.memory)
    with contextlib.suppress(EOFError, OSError):  # the parent is gone: so is the work
        beat = _Beat(connection, task.timeout)
        connection.send_bytes(READY)
        while True:
            files: list[File] = pickle.loads(connection.recv_bytes())
            beat.restart()
            for outcome in outcomes(files, task.origin, task.options, beat):
                connection.send_bytes(pack(outcome))
                beat.restart()
            beat.rest()


def pack(outcome: Outcome) -> bytes:
    """An outcome as a message, without its file, which the parent knows.

    Args:
        outcome: What came of the file in hand.
    """
    return _COUNTS.pack(*outcome.counts) + outcome.block


def unpack(file: File, message: bytes) -> Outcome:
    """An outcome out of its message.

    Args:
        file: The file in hand.
        message: What ``pack`` made.
    """
    return Outcome(file, Counts(*_COUNTS.unpack_from(message)), message[_COUNTS.size :])


class _Beat:
    """Tells the parent now and then that a file with many documents goes on, and ends an orphan that hangs."""

    def __init__(self, connection: Connection, timeout: float) -> None:
        self._connection = connection
        self._timeout = timeout
        self._nowhere = open(os.devnull, "w")  # noqa: SIM115 - as long as the process
        self._said = self._renew = 0.0

    def __call__(self) -> None:
        if time.monotonic() > self._said + _BEAT_EVERY:
            self._connection.send_bytes(BEAT)
            self.restart()

    def restart(self) -> None:
        """Start to count anew."""
        self._said = time.monotonic()
        if self._said > self._renew:  # seldom, as it starts a thread
            self._renew = self._said + self._timeout
            faulthandler.dump_traceback_later(self._timeout * _GRACE, exit=True, file=self._nowhere)

    def rest(self) -> None:
        """Count no more: there is nothing to do."""
        faulthandler.cancel_dump_traceback_later()
        self._said = self._renew = 0.0


def _limit(memory: int) -> None:
    """Make this process fail rather than the machine; a system that knows no such limit goes without."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
