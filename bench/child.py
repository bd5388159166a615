"""A call in a process of its own: nothing is cached from before, and one that hangs is stopped."""

from __future__ import annotations

import math
import multiprocessing
import resource
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

__all__ = ["ChildError", "in_child"]

Result = TypeVar("Result")

#: Seconds that the call may spend on imports, on top of what it may take.
IMPORTS = 5.0


class ChildError(Exception):
    """The call raised, or its process died."""


def in_child(function: Callable[..., Result], *arguments: object, seconds: float) -> Result:
    """Call a function in a new process.

    Args:
        function: A function of a module; it and its arguments are pickled.
        *arguments: What to call it with.
        seconds: How much processor time it may take. The call is to measure its own by that of its thread: the clock
            of a process that has a limit is coarse.

    Returns:
        What the function returned.

    Raises:
        TimeoutError: The time was over; the process is stopped.
        ChildError: The call raised, or the process died.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(there, seconds, function, arguments), daemon=True)
    process.start()
    there.close()
    try:
        succeeded, answer = here.recv()
    except EOFError:
        process.join()
        if process.exitcode == -signal.SIGXCPU:
            raise TimeoutError(f"over {seconds:g} s") from None
        raise ChildError(f"the process died ({process.exitcode})") from None
    finally:
        process.kill()
        process.join()
        here.close()
    if not succeeded:
        raise ChildError(answer)
    result: Result = answer
    return result


def _answer(there: Connection, seconds: float, function: Callable[..., Any], arguments: tuple[object, ...]) -> None:
    """Run in the new process: send back what came of the call. The system stops it when its time is over."""
    limit = math.ceil(time.process_time() + IMPORTS + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
    try:
        answer = True, function(*arguments)
    except Exception as error:  # whatever it was, the other process is to know of it
        answer = False, f"{type(error).__name__}: {error}"
    there.send(answer)
