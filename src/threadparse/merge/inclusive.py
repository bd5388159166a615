"""Choose one of the smallest sets of documents that together hold all facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from threadparse.merge.merged import MergedSource, Reason

__all__ = ["Fact", "choose_inclusive"]

_MAX_UNDECIDED = 20  # sources of a connected part for which every choice is tried
_MAX_CHOICES = 200_000  # choices


class Fact(NamedTuple):
    """Something that is to be kept, and the sources that have it."""

    reason: Reason
    sources: frozenset[int]


def choose_inclusive(sources: Sequence[MergedSource], facts: Iterable[Fact]) -> bool:
    """Mark the sources that together hold all facts, each with what it is needed for.

    Args:
        sources: The sources; they are completed.
        facts: The facts.

    Returns:
        Whether a part was too large to try all choices, so that a smaller set may exist.
    """
    by_sources: dict[frozenset[int], Fact] = {}
    held: defaultdict[int, set[frozenset[int]]] = defaultdict(set)
    every = list(facts)
    for fact in every:
        by_sources.setdefault(fact.sources, fact)
    for group in by_sources:
        for source in group:
            held[source].add(group)
    chosen, greedy = cover(held)
    _explain(sources, chosen, every, held)
    return greedy


def cover(held: dict[int, set[frozenset[int]]]) -> tuple[set[int], bool]:
    """Return sources that hold all facts: those that alone hold one, then the fewest of the others."""
    needed = {group for groups in held.values() for group in groups}
    chosen = {source for group in needed if len(group) == 1 for source in group}
    open_groups = {group for group in needed if chosen.isdisjoint(group)}
    greedy = False
    for part in _parts(open_groups):
        part = _reduced(part)
        undecided = sorted({source for group in part for source in group})
        found = _smallest(part, undecided) if len(undecided) <= _MAX_UNDECIDED else None
        if found is None:
            greedy = True
            found = _greedy(part)
        chosen |= found
    return chosen, greedy


def _parts(groups: Iterable[frozenset[int]]) -> Iterable[list[frozenset[int]]]:
    """Return groups that share no source with each other, apart."""
    roots: dict[int, int] = {}

    def root(source: int) -> int:
        while roots.setdefault(source, source) != source:
            roots[source] = source = roots[roots[source]]
        return source

    ordered = sorted(groups, key=sorted)
    for group in ordered:
        first, *rest = sorted(group)
        for other in rest:
            one, two = sorted((root(first), root(other)))
            roots[two] = one
    parts: defaultdict[int, list[frozenset[int]]] = defaultdict(list)
    for group in ordered:
        parts[root(min(group))].append(group)
    return parts.values()


def _reduced(groups: list[frozenset[int]]) -> list[frozenset[int]]:
    """Return groups without those that another one decides, over sources that no other source replaces."""
    least = [group for group in groups if not any(other < group for other in groups)]
    has: defaultdict[int, set[int]] = defaultdict(set)
    for number, group in enumerate(least):
        for source in group:
            has[source].add(number)
    kept: list[int] = []
    for source in sorted(has, key=lambda source: (-len(has[source]), source)):
        if not any(has[source] <= has[other] for other in kept):
            kept.append(source)
    return [group & frozenset(kept) for group in least]


def _smallest(groups: list[frozenset[int]], undecided: list[int]) -> set[int] | None:
    """Return the smallest set of sources that has one of each group; None if that takes too many tries."""
    tried = 0
    for size in range(1, len(undecided) + 1):
        for choice in combinations(undecided, size):
            tried += 1
            if tried > _MAX_CHOICES:
                return None
            if not any(group.isdisjoint(choice) for group in groups):
                return set(choice)
    return set()


def _greedy(groups: list[frozenset[int]]) -> set[int]:
    """Return sources that have one of each group, always the one that has most of those left."""
    left, chosen = set(groups), set()
    while left:
        counts: defaultdict[int, int] = defaultdict(int)
        for group in left:
            for source in group:
                counts[source] += 1
        best = min(counts, key=lambda source: (-counts[source], source))
        chosen.add(best)
        left = {group for group in left if best not in group}
    return chosen


def _explain(
    sources: Sequence[MergedSource], chosen: set[int], facts: Iterable[Fact], held: dict[int, set[frozenset[int]]]
) -> None:
    """Say what each chosen source is needed for, and which of them hold what each other source has."""
    first: dict[int, Reason] = {}  # for which each source may be needed
    by_groups: dict[frozenset[frozenset[int]], int] = {}
    for number in sorted(chosen):
        sources[number].inclusive = True
        by_groups.setdefault(frozenset(held.get(number, ())), number)
    for fact in facts:
        for number in fact.sources:
            first.setdefault(number, fact.reason)
        mine = chosen & fact.sources
        if len(mine) == 1:
            reasons = sources[min(mine)].reasons
            if fact.reason not in reasons:
                reasons.append(fact.reason)
    for number, source in enumerate(sources):
        groups = held.get(number, set())
        if source.inclusive:
            if not source.reasons:
                source.reasons = [first[number]]
            continue
        same = by_groups.get(frozenset(groups)) if groups else None
        if same is not None:
            source.same_as = sources[same].path
        source.held_by = [sources[other].path for other in _holders(groups, chosen)]


def _holders(groups: set[frozenset[int]], chosen: set[int]) -> list[int]:
    """Return the chosen sources that together hold what a source has."""
    holders: set[int] = set()
    for group in sorted(groups, key=lambda group: (len(group & chosen), sorted(group))):
        if holders.isdisjoint(group):
            holders.add(min(group & chosen))
    return sorted(holders)
