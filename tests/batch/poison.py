"""An origin for the tests whose files say in their names what they do to the worker that reads them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from threadparse.batch.outcome import File
from threadparse.batch.sources import LocalOrigin
from threadparse.options import ParseOptions
from threadparse.readers.base import Item

__all__ = ["PoisonOrigin"]


@dataclass(frozen=True, slots=True)
class PoisonOrigin(LocalOrigin):
    """A folder in which ``kills-…`` kills its worker, ``once-…`` does so the first time.

    ``hangs-…`` never ends, ``hungry-…`` wants three GB, ``slow-…`` takes its time for each document, and ``breaks-…``
    kills the process that started the worker.
    """

    def items(self, file: File, options: ParseOptions) -> Iterator[Item]:
        """See ``Origin``."""
        name = file.path.rpartition("/")[2]
        seen = Path(f"{self.root}.{name}.seen")
        if name.startswith("kills") or (name.startswith("once") and not seen.exists()):
            seen.touch()
            os.kill(os.getpid(), signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
        if name.startswith("breaks") and (parent := multiprocessing.parent_process()) is not None:
            os.kill(parent.pid or 0, signal.SIGKILL)
        if name.startswith("hangs"):
            time.sleep(1000)
        if name.startswith("hungry"):
            len(bytearray(3 << 30))
        if name.startswith("slow"):
            for item in LocalOrigin.items(self, file, options):
                time.sleep(0.1)
                yield item
        else:
            yield from LocalOrigin.items(self, file, options)
