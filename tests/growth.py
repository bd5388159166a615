"""Whether time grows with the text and no faster.

Compared are the processor times of two sizes in one run: other work on the machine makes both larger.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import Any

__all__ = ["KIB", "grows_linearly", "processor_seconds", "repeated"]

KIB = 1024
Call = Callable[[str], Any]


def processor_seconds(call: Call, text: str, repeats: int = 1) -> float:
    """Return the processor time of a call in seconds, the best of a few, without the garbage collector."""
    best = float("inf")
    for _ in range(repeats):
        gc.collect()
        gc.disable()
        begun = time.process_time()
        call(text)
        best = min(best, time.process_time() - begun)
        gc.enable()
    return best


def grows_linearly(call: Call, make: Callable[[int], str], *, size: int = 0, limit: float = 24) -> bool:
    """Tell whether sixteen times the text takes at most ``limit`` times as long, in one of three trials.

    Args:
        call: What is measured.
        make: Gives a text of so many characters.
        size: Characters of the shorter text; without it, as few as take a time that can be measured.
        limit: Sixteen, and what caches and short lists that become long ones cost.
    """
    size = size or _telling_size(call, make)
    return any(
        processor_seconds(call, make(16 * size)) <= limit * processor_seconds(call, make(size), 2) + 0.1
        for _ in range(3)
    )


def repeated(piece: str) -> Callable[[int], str]:
    """Return what makes texts of a piece."""
    return lambda size: piece * (size // len(piece))


def _telling_size(call: Call, make: Callable[[int], str]) -> int:
    """Return a size whose time can be measured; none needs more than the 64 KiB of the promise."""
    size = KIB
    while size < 64 * KIB and processor_seconds(call, make(size)) < 0.02:
        size *= 2
    return size
