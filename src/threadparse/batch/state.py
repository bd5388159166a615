"""The record of the last run in a folder of results: whose, and whether it ended; ``journal.py`` has what is done."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import asdict, dataclass, replace

from threadparse import __version__
from threadparse.batch.journal import part_names
from threadparse.batch.store import HOME, Store
from threadparse.document import SCHEMA_VERSION
from threadparse.errors import OutputError
from threadparse.options import ParseOptions

__all__ = ["State", "check_ours", "last_state", "next_state", "rule_of"]

_NAME = f"{HOME}/state.json"
_MAX_STATE_BYTES = 1 << 20
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
        store.put(_NAME, [json.dumps({**asdict(self), "checksum": self._checksum()}).encode("ascii")])

    @classmethod
    def read(cls, data: bytes) -> State:
        """Read what ``save`` wrote.

        Args:
            data: The bytes of its file.

        Raises:
            ValueError: They are damaged.
        """
        try:
            facts = json.loads(data)
            checksum = facts.pop("checksum")
            state = cls(**facts)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise ValueError("no state of a run") from error
        if checksum != state._checksum():
            raise ValueError("the state of a run is damaged")
        return state

    def _checksum(self) -> int:
        return zlib.crc32(json.dumps(asdict(self)).encode("ascii"))


def next_state(store: Store, place: str, folder: str, *, resume: bool, fresh: bool) -> State:
    """Return the state of a run that begins, if it may write to the folder of results, which is locked.

    Args:
        store: Where the results go.
        place: What the user calls that place.
        folder: What is read.
        resume: Whether a run that was broken off may be carried on.
        fresh: Whether the results of another folder may be replaced.

    Returns:
        The state, which is not yet written down.

    Raises:
        OutputError: The place holds other results, a damaged state, or an unfinished run that is not to be resumed.
    """
    try:
        last = last_state(store)
        damaged = last is None and not store.is_empty()
    except ValueError:
        last, damaged = None, True
    if damaged and not (resume or fresh):
        raise OutputError(
            f"{place}: {_NAME} in it is damaged or gone; add --resume to carry on with what is done, or --fresh to "
            "begin again"
        )
    if last is not None and last.folder != folder and not fresh:
        raise OutputError(
            f"{place}: holds the results of {last.folder}; name a new folder, or replace them with --fresh"
        )
    if last is not None and not (last.finished or resume or fresh):
        raise OutputError(
            f"{place}: holds a run that was broken off; add --resume to carry on with it, or --fresh to begin again"
        )
    return State(folder, (last.runs if last else _runs(store)) + 1, finished=False)


def check_ours(store: Store, place: str) -> None:
    """Refuse a folder of results that holds something else.

    Args:
        store: Where the results go.
        place: What the user calls that place.

    Raises:
        OutputError: It is not empty, and no batch has written to it.
    """
    if not store.is_empty() and not store.names(HOME):
        raise OutputError(f"{place}: is not empty, and no batch wrote what is in it; name a new folder")


def rule_of(options: ParseOptions) -> str:
    """By what files are parsed: results of another version or other options are not used again.

    Args:
        options: How to parse.
    """
    meant = asdict(replace(options, ocr_kept=None))  # where the results stand makes no difference
    facts = json.dumps([__version__, SCHEMA_VERSION, _ROWS_VERSION, meant], sort_keys=True)
    return hashlib.sha256(facts.encode("ascii")).hexdigest()[:16]


def last_state(store: Store) -> State | None:
    """Return the state of the last run; None if there was none.

    Args:
        store: Where the results are.

    Raises:
        ValueError: It is damaged.
    """
    try:
        with store.open(_NAME) as stream:
            return State.read(stream.read(_MAX_STATE_BYTES))
    except FileNotFoundError:
        return None


def _runs(store: Store) -> int:
    """Return the number of the last run that has left a part."""
    numbers = (name.rpartition("/")[2].partition("-")[0] for name in part_names(store))
    return max((int(number) for number in numbers if number.isdecimal()), default=0)
