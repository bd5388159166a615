"""Align the words of two copies: which stretches are the same, and which differ.

Words that stand once in both copies are anchors (patience diff); only the short stretches between them are compared
word by word, so that the time stays near linear whatever the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

__all__ = ["Difference", "differences", "overlap"]

#: ``one[a:b]`` stands in the place of ``other[c:d]``.
Difference = tuple[int, int, int, int]

_MAX_COMPARED_PAIRS = 40_000  # pairs of words that are compared one by one


def differences(one: Sequence[str], other: Sequence[str]) -> list[Difference]:
    """Find where two lists of words differ.

    Args:
        one: Words.
        other: Words.

    Returns:
        The stretches that differ, in order; between them both have the same words.
    """
    found: list[Difference] = []
    for a, b, c, d in _between(one, other, 0, len(one), 0, len(other)):
        if found and found[-1][1] == a and found[-1][3] == c:
            found[-1] = found[-1][0], b, found[-1][2], d
        else:
            found.append((a, b, c, d))
    return found


def _between(one: Sequence[str], other: Sequence[str], a: int, b: int, c: int, d: int) -> Iterator[Difference]:
    """Return the differences of two stretches."""
    while a < b and c < d and one[a] == other[c]:
        a, c = a + 1, c + 1
    while a < b and c < d and one[b - 1] == other[d - 1]:
        b, d = b - 1, d - 1
    if a == b or c == d:
        if a < b or c < d:
            yield a, b, c, d
        return
    if (b - a) * (d - c) <= _MAX_COMPARED_PAIRS:
        matcher = SequenceMatcher(None, one[a:b], other[c:d], autojunk=False)
        for kind, i, j, k, m in matcher.get_opcodes():
            if kind != "equal":
                yield a + i, a + j, c + k, c + m
        return
    anchors = _anchors(one, other, a, b, c, d)
    if not anchors:
        yield a, b, c, d
        return
    for x, y in [*anchors, (b, d)]:
        yield from _between_anchors(one, other, a, x, c, y)
        a, c = x + 1, y + 1


def _between_anchors(one: Sequence[str], other: Sequence[str], a: int, b: int, c: int, d: int) -> Iterator[Difference]:
    """Return the differences between two anchors; without further anchors a long stretch differs as a whole."""
    if (b - a) * (d - c) <= _MAX_COMPARED_PAIRS:
        yield from _between(one, other, a, b, c, d)
    elif a < b or c < d:
        yield a, b, c, d


def _anchors(one: Sequence[str], other: Sequence[str], a: int, b: int, c: int, d: int) -> list[tuple[int, int]]:
    """Return the words that stand once in both stretches, as many as stand in the same order."""
    counts, others = Counter(one[a:b]), Counter(other[c:d])
    places = {word: c + index for index, word in enumerate(other[c:d]) if others[word] == 1}
    pairs = [(a + index, places[word]) for index, word in enumerate(one[a:b]) if counts[word] == 1 and word in places]
    return _longest_rise(pairs)


def _longest_rise(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of some pairs, sorted by their first numbers, whose second numbers rise."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        position = bisect_left(ends, place)
        ends[position : position + 1] = [place]
        at[position : position + 1] = [number]
        before.append(at[position - 1] if position else -1)
    chosen = []
    number = at[-1] if at else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = before[number]
    return chosen[::-1]


def overlap(one: Counter[str], other: Counter[str]) -> int:
    """Return how many words two bags of words share."""
    if len(one) > len(other):
        one, other = other, one
    return sum(min(count, other[word]) for word, count in one.items() if word in other)
