"""The threads of a merge on disk: there may be more of them than memory holds."""

from __future__ import annotations

import pickle
import tempfile
from array import array
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import IO, overload
from weakref import finalize

from threadparse.merge.merged import MergedThread
from threadparse.merge.records import disk_errors_named

__all__ = ["StoredThreads"]


class StoredThreads(Sequence[MergedThread]):
    """Threads that are written down as they come, and read back one at a time; each reading gives new objects.

    Args:
        threads: The threads.
    """

    def __init__(self, threads: Iterable[MergedThread]) -> None:
        self._starts = array("Q")
        # Nobody else can write into a file without a name, so what is read was written here.
        self._file = tempfile.TemporaryFile(prefix="threadparse-merged-")  # noqa: SIM115 - closed with the object
        finalize(self, _close, self._file)
        for thread in threads:
            with disk_errors_named():
                self._starts.append(self._file.tell())
                pickle.dump(thread, self._file, pickle.HIGHEST_PROTOCOL)

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, place: int) -> MergedThread: ...
    @overload
    def __getitem__(self, place: slice) -> list[MergedThread]: ...
    def __getitem__(self, place: int | slice) -> MergedThread | list[MergedThread]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        with disk_errors_named():
            self._file.seek(self._starts[place])
            thread: MergedThread = pickle.load(self._file)
        return thread


def _close(file: IO[bytes]) -> None:
    with suppress(OSError):  # what is not yet on a full disk is not needed any more
        file.close()
