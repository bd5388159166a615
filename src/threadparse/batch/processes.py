"""How worker processes are started: forked from a process that has loaded what they need, where a system can fork."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.context import SpawnContext
from typing import cast

__all__ = ["context", "prepare"]


def context() -> SpawnContext:
    """The way to start workers.

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

        ensure_running()
