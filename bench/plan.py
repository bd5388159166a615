"""What is measured in a run, and how long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench.corpora import Corpus
from bench.parsers import Parser

__all__ = ["KIB", "Plan"]

KIB = 1024


@dataclass(frozen=True)
class Plan:
    """What the sections measure.

    Attributes:
        mail: Corpora of real mail.
        peers: The other parsers, those that are installed.
        say: Called with what is being done.
        quick: Whether to measure as little as shows that everything works.
        seed: Another gives other chains to measure accuracy on.
    """

    mail: list[Corpus]
    peers: list[Parser]
    say: Callable[[str], None]
    quick: bool = False
    seed: int = 0

    @property
    def rounds(self) -> int:
        """How often each is measured; the rounds alternate, so that other work on the machine hits all alike."""
        return 1 if self.quick else 3

    @property
    def seconds(self) -> float:
        """How long a parser may take for the texts of a row."""
        return 5.0 if self.quick else 20.0

    def scaled(self, size: int) -> int:
        """A size in characters, or a small part of it in a quick run."""
        return size // 64 if self.quick else size
