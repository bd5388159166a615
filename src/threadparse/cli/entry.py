"""Start the program: handle signals before anything large is imported."""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False  # as in the package: nothing is imported that signals need not
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

__all__ = ["Stopped", "run"]

_AGAIN_SECONDS = 0.02


class Stopped(KeyboardInterrupt):
    """Ctrl-C, or a signal that asks the program to end.

    Args:
        number: The signal.

    Attributes:
        status: What a shell gives a command that the signal ended.
        word: What to say.
    """

    def __init__(self, number: int = signal.SIGINT) -> None:
        super().__init__(number)
        self.status = 128 + number
        self.word = "stopped" if number == signal.SIGINT else f"stopped by {signal.Signals(number).name}"


def run() -> None:
    """Run the command line; the ``threadparse`` command and ``python -m threadparse``."""
    # Whoever starts a program in the background may have it ignore Ctrl-C.
    heeded = [number for number in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(number) != signal.SIG_IGN]
    for number in heeded:
        signal.signal(number, _end)  # there is nothing to clean up, and an exception in an import says more than a word
    from threadparse.cli.main import main

    for number in heeded:
        signal.signal(number, _stop)
    try:
        main(prog_name="threadparse")
    finally:
        for number in heeded:
            signal.signal(number, _end)


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    """End at once."""
    stopped = Stopped(number)
    if sys.stderr is not None:
        os.write(2, f"threadparse: {stopped.word}\n".encode("ascii"))
    os._exit(stopped.status)


def _stop(number: int, frame: FrameType | None) -> None:
    """Have the command end by itself; a second signal does not wait for it."""
    if os.name == "posix" and _is_importing(frame):
        from threading import Timer, get_ident

        # What an import is interrupted by it may report as something else; so the signal comes again a little later.
        Timer(_AGAIN_SECONDS, signal.pthread_kill, [get_ident(), number]).start()
        return
    signal.signal(number, _end)
    raise Stopped(number)


def _is_importing(frame: FrameType | None) -> bool:
    """Tell whether a module is being imported."""
    while frame is not None and not frame.f_code.co_filename.startswith("<frozen importlib"):
        frame = frame.f_back
    return frame is not None
