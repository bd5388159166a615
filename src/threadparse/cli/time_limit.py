"""A limit on the seconds that one file may take, held by the system's alarm: no process or thread more."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from types import FrameType
from typing import TypeVar

import click

__all__ = ["timeout_option", "within"]

Command = TypeVar("Command", bound=Callable[..., object])
Made = TypeVar("Made")


class _TimeUp(BaseException):
    """The time is over; no handler of a reader takes it for damage."""


def timeout_option(command: Command) -> Command:
    """Give a command the option --timeout; it comes to it as ``timeout``, seconds or None."""
    return click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        help="Give a file up that takes longer.  [default: no limit]",
    )(command)


def within(seconds: float | None, path: str, items: Iterator[Made]) -> Iterator[Made]:
    """Take items as long as making them takes no longer than allowed; what their user does with them does not count.

    Args:
        seconds: For all of them; None for no limit. A system without alarms (Windows) sets none.
        path: The file, for the error.
        items: What is made of it.

    Raises:
        InputError: The time is over.
    """
    from threadparse.errors import InputError

    if seconds is None or not hasattr(signal, "setitimer"):
        yield from items
        return
    left = seconds
    while left > 0:
        before = signal.signal(signal.SIGALRM, _end)
        signal.setitimer(signal.ITIMER_REAL, left)
        try:
            item = next(items)
        except StopIteration:
            return
        except _TimeUp:
            break
        finally:
            left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        yield item
    raise InputError(path, f"takes longer than {seconds:g} seconds; give it more with --timeout, or split it")


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise _TimeUp
