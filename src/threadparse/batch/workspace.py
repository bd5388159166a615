"""The folder in which a run works, and the lock on its results: one run at a time; a dead run's lock is taken over."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from threadparse.batch.store import HOME, Store
from threadparse.errors import OutputError

__all__ = ["workspace"]

_LOCK = f"{HOME}/lock"
_BUSY = "another run is writing to it{}; wait for its end, or name a new folder"
# A store of objects knows no locks: a run says again and again that it is there, and waits to see whether another one
# has said so at the same time.
_SAID_EVERY = 20.0
_DEAD_AFTER = 90.0
_SETTLED_AFTER = 1.0


@contextlib.contextmanager
def workspace(store: Store, place: str) -> Iterator[tuple[str, Callable[[], None]]]:
    """Return a folder of this machine for what a run writes on the way; gone at its end, or at the start of the next.

    With it comes what raises an ``OutputError`` if another run has rightly taken the lock over meanwhile.

    Args:
        store: Where the results go; locked for as long.
        place: What the user calls that place.

    Raises:
        OutputError: Another run is writing to the same place.
    """
    inside = store.workspace()
    if inside is None:
        with _ObjectLock(store, place) as lock, tempfile.TemporaryDirectory(prefix="threadparse-") as folder:
            yield folder, lock.check
        return
    with contextlib.ExitStack() as held:
        os.makedirs(os.path.dirname(inside), exist_ok=True)
        file = held.enter_context(open(os.path.join(os.path.dirname(inside), "lock"), "wb"))
        _lock(file.fileno(), place)
        shutil.rmtree(inside, ignore_errors=True)
        os.makedirs(inside)
        held.callback(shutil.rmtree, inside, ignore_errors=True)
        yield inside, lambda: None


def _lock(descriptor: int, place: str) -> None:
    """Lock the folder; the system releases the lock when this process ends, however it does."""
    try:
        import fcntl
    except ImportError:  # a system without such locks
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise OutputError(f"{place}: {_BUSY.format('')}") from error
    except OSError:  # a file system without such locks
        return


class _ObjectLock:
    """An object that says which run writes to a store, and when it said so last: a context manager.

    Args:
        store: The store.
        place: What the user calls it.

    Raises:
        OutputError: Another run is writing to it.
    """

    def __init__(self, store: Store, place: str) -> None:
        self._store = store
        self._place = place
        self._token = uuid.uuid4().hex
        self._over = threading.Event()
        self._lost = False
        self._thread = threading.Thread(target=self._say_on, daemon=True)

    def __enter__(self) -> _ObjectLock:
        self._refuse_other()
        self._say()
        time.sleep(_SETTLED_AFTER)
        self._refuse_other()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        if self._said().get("token") == self._token:
            self._store.delete(_LOCK)

    def check(self) -> None:
        """Raise if another run has taken the lock over, as this one was not heard of for too long."""
        if self._lost:
            raise OutputError(
                f"{self._place}: another run has taken it over, as this one was silent for over {_DEAD_AFTER:.0f} s; "
                "what is done is kept"
            )

    def _say(self) -> None:
        """Say that this run is there."""
        facts = {"token": self._token, "host": socket.gethostname(), "process": os.getpid(), "time": time.time()}
        self._store.put(_LOCK, [json.dumps(facts).encode("ascii")])

    def _say_on(self) -> None:
        """Say so until the run is over or another has the lock; a store that does not answer is asked again."""
        while not (self._over.wait(_SAID_EVERY) or self._lost):
            with contextlib.suppress(OSError):
                self._lost = self._said().get("token", self._token) != self._token
                if not self._lost:
                    self._say()

    def _said(self) -> dict[str, Any]:
        """Return what was said last; nothing if it cannot be read."""
        try:
            with self._store.open(_LOCK) as stream:
                facts = json.loads(stream.read())
        except (FileNotFoundError, ValueError):
            return {}
        return facts if isinstance(facts, dict) else {}

    def _refuse_other(self) -> None:
        """Raise if another run said a short while ago that it is there, and was not seen to have died since."""
        facts = self._said()
        host, process, said_at = facts.get("host"), facts.get("process"), facts.get("time")
        if facts.get("token") == self._token or not isinstance(said_at, float) or not isinstance(process, int):
            return
        ago = max(time.time() - said_at, 0.0)
        if ago < _DEAD_AFTER and not (host == socket.gethostname() and _has_ended(process)):
            raise OutputError(f"{self._place}: {_BUSY.format(f' (on {host}, process {process}, {ago:.0f} s ago)')}")


def _has_ended(process: int) -> bool:
    """Tell whether a process of this machine is known to be gone."""
    if os.name != "posix" or process <= 0:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
