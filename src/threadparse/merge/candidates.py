"""Candidates: pairs of occurrences that may be copies of one message, without comparing all with all.

Copies of a message share its Message-ID, or its minute of the quarter of an hour on the same day or the next (a time
zone moves a clock by quarters of hours), or some stretches of words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations

from threadparse.merge.records import Record
from threadparse.values.dates.value import ZONE_STEP

__all__ = ["candidate_pairs"]

_DAY = 24 * 60
_MAX_BLOCK = 2000  # occurrences that are compared with each other
_MAX_SHARING = 60  # a stretch of words in more occurrences than this tells nothing


def candidate_pairs(records: Sequence[Record]) -> Iterator[tuple[Record, Record]]:
    """Find the pairs to compare.

    Args:
        records: All occurrences.

    Returns:
        Pairs, each once.
    """
    seen: set[int] = set()
    for block in _blocks(records):
        for one, other in combinations(block, 2):
            low, high = (one, other) if one.number < other.number else (other, one)
            key = low.number << 32 | high.number
            if key not in seen and one.source != other.source:
                seen.add(key)
                yield low, high


def _blocks(records: Sequence[Record]) -> Iterator[list[Record]]:
    """Return small groups of occurrences that have something in common."""
    for block in _grouped((record.message_id, record) for record in records if record.message_id):
        yield from _divided(block)
    yield from _near_in_time(records)
    for block in _grouped((key, record) for record in records for key in {*record.sketch, *record.ends}):
        if len(block) <= _MAX_SHARING:
            yield block


def _near_in_time(records: Sequence[Record]) -> Iterator[list[Record]]:
    """Return occurrences of the same minute of the quarter of an hour on two days, and of a minute and the next."""
    days: defaultdict[tuple[int, int], list[Record]] = defaultdict(list)
    minutes: defaultdict[int, list[Record]] = defaultdict(list)
    for record in records:
        if record.time is not None and not record.time.day:
            day, minute = divmod(record.time.minute, _DAY)
            days[day, minute % ZONE_STEP].append(record)
            minutes[record.time.minute].append(record)
    for (day, minute), block in days.items():
        yield from _divided(block + days.get((day + 1, minute), []))
    for minute, block in minutes.items():
        if minute + 1 in minutes:
            yield from _divided(block + minutes[minute + 1])


def _grouped(items: Iterator[tuple[Hashable, Record]]) -> list[list[Record]]:
    """Return the groups of two and more that share a key."""
    groups: defaultdict[Hashable, list[Record]] = defaultdict(list)
    for key, record in items:
        groups[key].append(record)
    return [group for group in groups.values() if len(group) > 1]


def _divided(block: list[Record]) -> Iterator[list[Record]]:
    """Return a block, or its parts by sender, then by recipients, if it is too large to compare all of it."""
    if len(block) <= _MAX_BLOCK:
        yield block
        return
    for part in _grouped((record.sender, record) for record in block):
        if len(part) <= _MAX_BLOCK:
            yield part
        else:
            yield from (small[:_MAX_BLOCK] for small in _grouped((record.recipients, record) for record in part))
