"""Align the words of two copies: which stretches are the same, and which differ.

Words that stand once in both copies are anchors (patience diff); only the short stretches between them are compared
word by word, so that the time stays near linear whatever the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import chain

__all__ = ["Difference", "differences", "overlap"]

#: ``one[a:b]`` stands in the place of ``other[c:d]``.
Difference = tuple[int, int, int, int]

_MAX_COMPARED_PAIRS = 40_000  # pairs of words that are compared one by one
_MIN_HEAD_WORDS = 100  # words
_MAX_DEPTH = 8  # times that a stretch is divided: words may stand once in a part and twice in the whole


def differences(one: Sequence[str], other: Sequence[str]) -> list[Difference]:
    """Find where two lists of words differ.

    Args:
        one: Words.
        other: Words.

    Returns:
        The stretches that differ, in order; between them both have the same words.
    """
    ends = _head(one, other), _head(other, one)
    found: list[Difference] = []
    compared = _between(one, other, (0, ends[0], 0, ends[1]), _MAX_DEPTH)
    for a, b, c, d in chain(compared, _rest(ends, (len(one), len(other)))):
        if found and found[-1][1] == a and found[-1][3] == c:
            found[-1] = found[-1][0], b, found[-1][2], d
        else:
            found.append((a, b, c, d))
    return found


def _head(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words to compare: of a text that says twice what the other says once, the first half only."""
    end = len(other) + len(other) // 10
    if len(other) < _MIN_HEAD_WORDS or len(one) * 2 < len(other) * 3:
        return len(one)
    bag = Counter(other)
    return end if overlap(Counter(one[:end]), bag) * 10 >= overlap(Counter(one), bag) * 9 else len(one)


def _rest(ends: tuple[int, int], lengths: tuple[int, int]) -> Iterator[Difference]:
    """Return what stands behind the words that are compared, if anything."""
    if ends != lengths:
        yield ends[0], lengths[0], ends[1], lengths[1]


def _between(one: Sequence[str], other: Sequence[str], place: Difference, depth: int) -> Iterator[Difference]:
    """Return the differences of two stretches; those that are long and share no rare words differ as a whole."""
    a, b, c, d = place
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
    anchors = _anchors(one, other, (a, b, c, d)) if depth else []
    if not anchors:
        yield a, b, c, d
        return
    for x, y in [*anchors, (b, d)]:
        yield from _between(one, other, (a, x, c, y), depth - 1)
        a, c = x + 1, y + 1


def _anchors(one: Sequence[str], other: Sequence[str], place: Difference) -> list[tuple[int, int]]:
    """Return the words that stand once in both stretches, as many as stand in the same order."""
    a, b, c, d = place
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
