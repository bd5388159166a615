"""One file of a run and what came of it: ``File``, ``Outcome``, ``Counts``, ``ErrorCode``."""

from __future__ import annotations

from operator import add
from typing import Literal, NamedTuple

__all__ = ["Counts", "ErrorCode", "File", "Outcome", "Trouble"]

#: Why a file, or a part of it, is not among the results. Codes of readers' notes stand beside these for files that
#: were read with a doubt.
ErrorCode = Literal["unreadable", "unsupported", "limit", "timeout", "worker-died", "memory", "fault"]


class File(NamedTuple):
    """One file to parse.

    Attributes:
        path: Below the folder of the run, with ``/`` on every system; what is no text in it as the system escapes it.
        size: In bytes.
        stamp: What changes when the file does: its time of change, or what a store of objects has for it.
    """

    path: str
    size: int
    stamp: str


class Trouble(NamedTuple):
    """A place that could not even be looked into.

    Attributes:
        path: Below the folder of the run.
        reason: What is wrong and what to do, one sentence.
    """

    path: str
    reason: str


class Counts(NamedTuple):
    """How much came of a file, or of many.

    Attributes:
        open_laws: Exemption codes whose law the document does not tell.
    """

    documents: int = 0
    threads: int = 0
    messages: int = 0
    errors: int = 0
    warnings: int = 0
    open_laws: int = 0

    def plus(self, other: Counts) -> Counts:
        """Return the sum of two.

        Args:
            other: What to add.
        """
        return Counts(*map(add, self, other))


class Outcome(NamedTuple):
    """What came of one file.

    Attributes:
        file: The file.
        counts: How many rows of each kind.
        block: The rows, packed (see ``rows``).
    """

    file: File
    counts: Counts
    block: bytes
