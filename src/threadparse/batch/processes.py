"""How worker processes are started: forked from a process that has loaded what they need, where a system can fork."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from multiprocessing.context import SpawnContext
from multiprocessing.process import BaseProcess
from typing import cast

from threadparse.errors import ThreadparseError

__all__ = ["context", "prepare", "start"]

_SAFE_PATH = "PYTHONSAFEPATH"  # what Python looks at; ``multiprocessing`` passes on no flag of ours
_TRIES = 5
_TRY_AGAIN_AFTER = 0.2  # seconds, in which the system sees that a process is dead


def context() -> SpawnContext:
    """Return the way to start workers.

    They are forked from a fresh process that has loaded ``batch.preload``: it is quick, and unlike a fork of this
    process safe whatever threads run here.
    """
    way = cast(SpawnContext, multiprocessing.get_context("spawn" if os.name == "nt" else "forkserver"))
    way.set_forkserver_preload(["threadparse.batch.preload"])
    return way


def prepare() -> None:
    """Have the process that workers are forked from load what they need, while this one does something else."""
    context()
    if os.name != "nt":
        from multiprocessing.forkserver import ensure_running

        with _guarded():
            ensure_running()


def start(process: BaseProcess) -> None:
    """Start a worker; the process that it is forked from is started again if it has died.

    Args:
        process: Of ``context``.

    Raises:
        ThreadparseError: It fails each time.
    """
    for tries_left in reversed(range(_TRIES)):
        try:
            with _guarded():
                process.start()
        except (OSError, EOFError) as error:
            if not tries_left:
                reason = str(error) or type(error).__name__
                raise ThreadparseError(
                    f"no worker can be started ({reason}); is the machine out of memory, processes or open files?"
                ) from error
            time.sleep(_TRY_AGAIN_AFTER)
        else:
            return


@contextmanager
def _guarded() -> Iterator[None]:
    """Start a process that neither gets Ctrl-C, as this one ends it, nor runs modules of the current folder."""
    before = os.environ.get(_SAFE_PATH, "")  # empty is as good as unset
    os.environ[_SAFE_PATH] = "1"
    try:
        with nullcontext() if os.name == "nt" else _ctrl_c_held():
            yield
    finally:
        os.environ[_SAFE_PATH] = before


@contextmanager
def _ctrl_c_held() -> Iterator[None]:
    """Keep Ctrl-C back until what is started here has been started."""
    from multiprocessing.resource_tracker import ensure_running

    ensure_running()  # which would let Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
