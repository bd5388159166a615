"""A call in a process of its own: nothing is cached from before, and one that hangs is stopped."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

__all__ = ["ChildError", "in_child"]

Result = TypeVar("Result")

#: Seconds that a process may take to start and import, on top of what the call may take.
START = 10.0


class ChildError(Exception):
    """The call raised, or its process died."""


def in_child(function: Callable[..., Result], *arguments: object, seconds: float) -> Result:
    """Call a function in a new process.

    Args:
        function: A function of a module; it and its arguments are pickled.
        *arguments: What to call it with.
        seconds: How long it may take.

    Returns:
        What the function returned.

    Raises:
        TimeoutError: The time was over; the process is stopped.
        ChildError: The call raised, or the process died.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(there, function, arguments), daemon=True)
    process.start()
    there.close()
    try:
        if not here.poll(START + seconds):
            raise TimeoutError(f"over {seconds:g} s")
        succeeded, answer = here.recv()
    except EOFError:
        raise ChildError("the process died") from None
    finally:
        process.kill()
        process.join()
        here.close()
    if not succeeded:
        raise ChildError(answer)
    result: Result = answer
    return result


def _answer(there: Connection, function: Callable[..., Any], arguments: tuple[object, ...]) -> None:
    """Run in the new process: send back what came of the call."""
    try:
        answer = True, function(*arguments)
    except Exception as error:  # whatever it was, the other process is to know of it
        answer = False, f"{type(error).__name__}: {error}"
    there.send(answer)
