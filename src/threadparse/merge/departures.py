"""Where the words of two copies differ, and of what kind each difference is: cut, added, altered, redacted, misread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from threadparse.merge.align import Difference, differences
from threadparse.merge.compared_words import MASK
from threadparse.merge.habits import Habits
from threadparse.merge.merged import ChangeKind
from threadparse.merge.misreadings import (
    MAX_JOINED_WORDS,
    MIN_PASSAGE_WORDS,
    are_alike,
    are_misread,
    is_likely_slip,
    is_telling,
)

__all__ = ["beside_mask", "departures", "shared_mark"]

_NEAR_END = 0.1  # words behind a stretch that is left out, for each of its own, that still count as the end
_NEAR_END_OF_PASSAGE = 0.4  # the same for a passage: a gateway's footer may stand below what is cut off
_MIN_CUT_WORDS = 4  # words
_Departure = tuple[ChangeKind, Difference]


def departures(
    keys: Sequence[str], others: Sequence[str], *, scanned: bool, habits: Habits, printed: bool = False
) -> Iterator[_Departure]:
    """Return each difference of two copies with its kind; what is no change is left out.

    Args:
        keys: The words of the one.
        others: The words of the other, which departs from it.
        scanned: One of them was read from a picture.
        habits: What all copies show.
        printed: One of them may have been: it is no mail file.
    """
    found = list(_Comparison(keys, others, scanned, habits).kinds())
    words = [(keys[a:b], others[c:d]) for _, (a, b, c, d) in found]
    slips = [printed and is_likely_slip(one, other, habits.seen) for one, other in words]
    scanned = scanned or any(slip and kind == "altered" for slip, (kind, _) in zip(slips, found, strict=True))
    moved = _moved(words) if printed else set()
    for (kind, place), (one, other), slip in zip(found, words, slips, strict=True):
        if tuple(one or other) in moved and not (one and other):
            continue  # a running head that stands on another page
        noise = slip or (scanned and not is_telling(one, other, habits.knows))
        yield ("misread" if kind == "altered" and noise else kind), place


def _moved(words: Sequence[tuple[Sequence[str], Sequence[str]]]) -> set[tuple[str, ...]]:
    """Return the words that both copies have, each in a place where the other has none."""
    lost = {tuple(one) for one, other in words if not other and len(one) > MAX_JOINED_WORDS}
    return lost & {tuple(other) for one, other in words if not one}


class _Comparison(NamedTuple):
    """Two copies, word by word."""

    keys: Sequence[str]
    others: Sequence[str]
    scanned: bool
    habits: Habits

    def kinds(self) -> Iterator[_Departure]:
        """Return each difference with its kind, as if all words were read as they stand."""
        keys, others = self.keys, self.others
        for a, b, c, d in _with_one_tail(differences(keys, others), len(keys), len(others)):
            one, other = keys[a:b], others[c:d]
            if one and MASK in other:
                if MASK not in one:
                    yield from self._masked((a, b, c, d))
                continue
            if MASK in one or "".join(one) == "".join(other):
                continue
            near = _NEAR_END if b - a < MIN_PASSAGE_WORDS else _NEAR_END_OF_PASSAGE
            edge = a == 0 or len(keys) - b <= near * (b - a)
            if not one:
                at_edge = c == 0 or len(others) - d <= _NEAR_END * (d - c)
                yield ("added" if at_edge or self.habits.is_added(other, misread=True) else "altered"), (a, b, c, d)
            elif not other:
                mark = None if edge else shared_mark((a, b, c, d), keys, others)
                if mark is None:
                    yield ("cut" if edge else "altered"), (a, b, c, d)
                else:
                    yield "redacted", (a, b, mark, mark + 1)
            elif edge:
                yield from self._replaced_at_edge((a, b, c, d))
            else:
                yield from self._replaced((a, b, c, d))

    def _replaced_at_edge(self, difference: Difference) -> Iterator[_Departure]:
        """Return the kinds of words in the place of others at an end of the text: it may be cut there, or go on."""
        keys, others = self.keys, self.others
        a, b, c, d = difference
        same = min(b - a, d - c)  # words that have others in their place; the rest is beyond them
        beside = (keys[b - same : b], others[d - same : d]) if a == 0 else (keys[a : a + same], others[c : c + same])
        passage = max(b - a, d - c) >= MIN_PASSAGE_WORDS and same < _MIN_CUT_WORDS
        if same >= _MIN_CUT_WORDS and not are_alike(keys[a:b], others[c:d]):
            yield "cut", (a, b, c, c)
            yield "added", (b, b, c, d)
        elif b - a != d - c and (passage or are_misread(*beside)):
            if a == 0:
                yield ("cut" if d - c == same else "added"), (a, b - same, c, d - same)
                yield from self._replaced((b - same, b, d - same, d))
            else:
                yield from self._replaced((a, a + same, c, c + same))
                yield ("cut" if d - c == same else "added"), (a + same, b, c + same, d)
        else:
            yield from self._replaced(difference)

    def _masked(self, difference: Difference) -> Iterator[_Departure]:
        """Return what a redaction mark stands for, and the words beside it that have others in their place."""
        a, b, c, d = difference
        before, after = beside_mask(self.others[c:d], self.keys[a:b])
        yield from self._replaced((a, a + before, c, c + before))
        yield "redacted", (a + before, b - after, c + before, d - after)
        yield from self._replaced((b - after, b, d - after, d))

    def _replaced(self, difference: Difference) -> Iterator[_Departure]:
        """Return the kinds of words that stand in the place of others."""
        keys, others = self.keys, self.others
        a, b, c, d = difference
        shifted = sum(key in others[c:d] for key in keys[a:b]) * 2 > b - a
        if b - a == d - c and not shifted:
            for one, other in zip(range(a, b), range(c, d), strict=True):
                if keys[one] != others[other]:
                    misread = self.scanned and are_misread(keys[one : one + 1], others[other : other + 1])
                    yield ("misread" if misread else "altered"), (one, one + 1, other, other + 1)
            return
        yield ("misread" if self.scanned and are_misread(keys[a:b], others[c:d]) else "altered"), difference


def _with_one_tail(found: list[Difference], end: int, other_end: int) -> list[Difference]:
    """Return differences, those at the end as one if two texts end so differently that few words there are the same."""
    same = 0
    for place in range(len(found) - 1, 0, -1):
        a, _, c, _ = found[place - 1]
        same += found[place][0] - found[place - 1][1]
        same += end - found[-1][1] if place == len(found) - 1 else 0
        least = min(end - a, other_end - c)
        if least >= 2 * _MIN_CUT_WORDS and same * 10 <= least * 4:
            return [*found[: place - 1], (a, end, c, other_end)]
    return found


def beside_mask(hiding: Sequence[str], showing: Sequence[str]) -> tuple[int, int]:
    """Return how many words before and behind a redaction mark have others, maybe misread, in their place."""
    before = after = 0
    while before < min(len(hiding), len(showing)) - 1 and hiding[before] != MASK:
        before += 1
    while after < min(len(hiding), len(showing)) - before - 1 and hiding[-1 - after] != MASK:
        after += 1
    return before, after


def shared_mark(place: Difference, keys: Sequence[str], others: Sequence[str]) -> int | None:
    """Return where a mark of both copies stands beside words that one of them has: that of the other may hide them."""
    a, b, c, d = place
    if a and c and keys[a - 1] == others[c - 1] == MASK:
        return c - 1
    return d if keys[b : b + 1] == others[d : d + 1] == [MASK] else None
