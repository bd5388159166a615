"""Clusters: join copies of one message, the surest pairs first, never against what a whole cluster says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from threadparse.merge.records import Record, Time
from threadparse.merge.verify import Bond, Verifier, members_agree

__all__ = ["clusters"]


_MAX_COMPARED_COPIES = 24  # copies of a cluster


class _Cluster:
    """Copies that are joined, and what they say together."""

    __slots__ = ("addresses", "members", "message_ids", "sources", "times")

    def __init__(self, record: Record) -> None:
        self.members = [record]
        self.message_ids = {record.message_id} - {""}
        self.addresses = {record.sender.address} - {""}
        self.times: list[set[Time]] = [{record.time} if record.time else set()]
        self.sources = {(record.source, record.thread)}

    def may_join(self, other: _Cluster, verifier: Verifier, *, same: bool) -> bool:
        """Tell whether nothing that the copies say stands against one message.

        Args:
            other: Other copies.
            verifier: Compares them.
            same: Message-ID and words are the same, so that another date was altered.
        """
        return (
            len(self.message_ids | other.message_ids) <= 1
            and self.sources.isdisjoint(other.sources)
            and (same or self._agreeing(other) is not None)
            and not any(
                verifier.contradict(one, two)
                for one in self.members[:_MAX_COMPARED_COPIES]
                for two in other.members[:_MAX_COMPARED_COPIES]
            )
        )

    def _agreeing(self, other: _Cluster) -> tuple[set[Time], set[Time]] | None:
        """Return times of both that may be of one message; None if there are none."""
        pairs = product(self.times, other.times)
        return next((pair for pair in pairs if members_agree(pair[0], list(pair[1]))), None)

    def take(self, other: _Cluster) -> None:
        """Take in all copies of another cluster."""
        mine, theirs = self._agreeing(other) or (set(), set())
        mine |= theirs
        self.times += [times for times in other.times if times is not theirs]
        self.members += other.members
        self.message_ids |= other.message_ids
        self.addresses |= other.addresses
        self.sources |= other.sources


def clusters(records: Sequence[Record], bonds: Iterable[Bond], verifier: Verifier) -> list[list[Record]]:
    """Join occurrences.

    Args:
        records: All occurrences.
        bonds: The pairs that may be joined.
        verifier: Tells what speaks against a pair.

    Returns:
        The copies of each message, in the order of the occurrences.
    """
    home: dict[int, _Cluster] = {}
    for bond in sorted(
        bonds, key=lambda bond: (*(-part for part in _padded(bond.rank)), bond.one.number, bond.other.number)
    ):
        one, other = (home.get(record.number) or _Cluster(record) for record in bond[1:])
        if one is other or not one.may_join(other, verifier, same=bond.is_same_mail):
            continue
        if len(one.members) < len(other.members):
            one, other = other, one
        one.take(other)
        home.update((record.number, one) for record in (bond.one, bond.other, *other.members))
    done: set[int] = set()
    found = []
    for record in records:
        if record.number not in done:
            members = home[record.number].members if record.number in home else [record]
            found.append(sorted(members, key=lambda member: member.number))
            done.update(member.number for member in members)
    return found


def _padded(rank: tuple[float, ...]) -> tuple[float, ...]:
    return (*rank, 0.0, 0.0, 0.0, 0.0)[:5]
