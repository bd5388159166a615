"""The state of a folder of results: whose it is, whether the last run ended, and that only one runs at a time."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from threadparse import __version__
from threadparse.batch.store import HOME, Store
from threadparse.document import SCHEMA_VERSION
from threadparse.errors import OutputError
from threadparse.options import ParseOptions

__all__ = ["State", "next_state", "rule_of", "workspace"]

_NAME = f"{HOME}/state.json"
_ROWS_VERSION = 3  # raised when the rows change


@dataclass(frozen=True, slots=True)
class State:
    """What is known of the last run.

    Attributes:
        folder: What it read.
        runs: Its number, from 1.
        finished: Whether its results are all there.
    """

    folder: str
    runs: int
    finished: bool

    def save(self, store: Store) -> None:
        """Write it down.

        Args:
            store: Where the results are.
        """
        store.put(_NAME, [json.dumps(asdict(self)).encode("ascii")])


def next_state(store: Store, place: str, folder: str, *, resume: bool, fresh: bool) -> State:
    """The state of a run that begins, if the folder of results is one that it may write to.

    Args:
        store: Where the results go.
        place: What the user calls that place.
        folder: What is read.
        resume: Whether a run that was broken off may be carried on.
        fresh: Whether the results of another folder may be replaced.

    Returns:
        The state, which is not yet written down.

    Raises:
        OutputError: The place holds something else, or an unfinished run that is not to be resumed.
    """
    last = _last(store)
    if last is None and not store.is_empty():
        raise OutputError(f"{place}: is not empty, and no batch wrote what is in it; name a new folder")
    if last is not None and last.folder != folder and not fresh:
        raise OutputError(
            f"{place}: holds the results of {last.folder}; name a new folder, or replace them with --fresh"
        )
    if last is not None and not (last.finished or resume or fresh):
        raise OutputError(
            f"{place}: holds a run that was broken off; add --resume to carry on with it, or --fresh to begin again"
        )
    return State(folder, last.runs + 1 if last else 1, finished=False)


def rule_of(options: ParseOptions) -> str:
    """By what files are parsed: results of another version or other options are not used again.

    Args:
        options: How to parse.
    """
    facts = json.dumps([__version__, SCHEMA_VERSION, _ROWS_VERSION, asdict(options)], sort_keys=True)
    return hashlib.sha256(facts.encode("ascii")).hexdigest()[:16]


@contextlib.contextmanager
def workspace(store: Store, place: str) -> Iterator[str]:
    """A folder of this machine for what a run writes on the way; gone at its end, or at the start of the next.

    Args:
        store: Where the results go.
        place: What the user calls that place.

    Raises:
        OutputError: Another run is writing to the same place.
    """
    inside = store.workspace()
    if inside is None:
        with tempfile.TemporaryDirectory(prefix="threadparse-") as folder:
            yield folder
        return
    with contextlib.ExitStack() as held:
        os.makedirs(os.path.dirname(inside), exist_ok=True)
        lock = held.enter_context(open(os.path.join(os.path.dirname(inside), "lock"), "wb"))
        _lock(lock.fileno(), place)
        shutil.rmtree(inside, ignore_errors=True)
        os.makedirs(inside)
        held.callback(shutil.rmtree, inside, ignore_errors=True)
        yield inside


def _lock(descriptor: int, place: str) -> None:
    """Lock the folder; the system releases the lock when this process ends, however it does."""
    try:
        import fcntl
    except ImportError:  # a system without such locks
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise OutputError(f"{place}: another run is writing to it; wait for its end, or name a new folder") from error
    except OSError:  # a file system without such locks
        return


def _last(store: Store) -> State | None:
    """The state of the last run; None if there was none."""
    try:
        with store.open(_NAME) as stream:
            return State(**json.loads(stream.read()))
    except FileNotFoundError:
        return None
