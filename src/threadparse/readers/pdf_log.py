"""What pypdf says on its log, caught: nothing of it may go to standard error, and some of it is worth a note."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["caught"]

_MOST = 100  # a damaged file can say the same a million times


class _Collector(logging.Handler):
    """Keeps what is said."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.words: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the words of a record."""
        if len(self.words) < _MOST:
            self.words.append(record.getMessage())


@contextmanager
def caught() -> Iterator[list[str]]:
    """Catch what pypdf says.

    Returns:
        A context; it gives the list that fills with warnings.
    """
    logger = logging.getLogger("pypdf")
    collector, propagate = _Collector(), logger.propagate
    logger.addHandler(collector)
    logger.propagate = False
    try:
        yield collector.words
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate
