"""Lineage: which copies of a message come out of which, by the messages that quote them.

Whoever quotes a message may alter it, and all who quote that message in their turn carry the alteration on. So the
copies that came through one message are one witness, and a copy below a message of which there is a document adds
nothing to what that document shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from threadparse.merge.records import Record

__all__ = ["Lineage", "Support"]


class Support(NamedTuple):
    """What speaks for a wording, the strongest first.

    Attributes:
        witnesses: Messages that carry it into a document and come out of no other that does.
        carriers: All messages that carry it into a document.
        copies: Places where it stands.
    """

    witnesses: int
    carriers: int
    copies: int

    def plus(self, other: Support, *, times: int) -> Support:
        """Return what both together say, the other counted so many times."""
        return Support(*(mine + times * theirs for mine, theirs in zip(self, other, strict=True)))


class Lineage:
    """Who quotes whom, over all documents.

    Args:
        clusters: The copies of each message.
    """

    def __init__(self, clusters: Sequence[Sequence[Record]]) -> None:
        self._home = {record.number: at for at, cluster in enumerate(clusters) for record in cluster}
        self._quoting = {record.answers: record for cluster in clusters for record in cluster if record.answers >= 0}

    def support(self, wordings: Sequence[Sequence[Record]]) -> list[Support]:
        """Count what speaks for each wording of a message.

        Args:
            wordings: The copies of the message, by their wording.
        """
        above = [[[self._home[record.number], *self._above(record)] for record in group] for group in wordings]
        carriers = {chain[-1] for chains in above for chain in chains}
        return [
            Support(
                len({chain[-1] for chain in chains if carriers.isdisjoint(chain[:-1])}),
                len({chain[-1] for chain in chains}),
                len(chains),
            )
            for chains in above
        ]

    def _above(self, record: Record) -> Iterator[int]:
        """Return the messages that stand above a copy in its document, the nearest first."""
        seen = {record.number}
        quoting = self._quoting.get(record.number)
        while quoting is not None and quoting.number not in seen:
            seen.add(quoting.number)
            yield self._home[quoting.number]
            quoting = self._quoting.get(quoting.number)
