"""Candidates: pairs of occurrences that may be copies of one message, without comparing all with all.

Copies of a message share its Message-ID, or its minute of the quarter of an hour on the same day or the next (a time
zone moves a clock by quarters of hours), or some stretches of words. Of copies that are alike in all that is compared
only the first is compared with others, so that many exports of one exchange cost little more than one.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations, groupby

from threadparse.merge.records import Record
from threadparse.values.dates.value import ZONE_STEP

__all__ = ["candidate_pairs", "what_speaks"]

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
    first, again = _distinct(records)
    yield from again
    blocks = list(_blocks(first))
    numbers: list[array[int]] = [array("I") for _ in records]  # of the blocks that each occurrence is in
    for number, block in enumerate(blocks):
        for record in block:
            numbers[record.number].append(number)
    for number, block in enumerate(blocks):
        for low, high in combinations(block, 2):
            if low.source != high.source and number == _first_of_both(numbers[low.number], numbers[high.number]):
                yield (low, high) if low.number < high.number else (high, low)


def what_speaks(record: Record, records: Sequence[Record]) -> tuple[Hashable, ...]:
    """Return all that may speak for or against a copy, but for its words.

    Args:
        record: An occurrence.
        records: All of them.
    """
    quoted = records[record.answers].time if record.answers >= 0 else None
    people = record.sender, record.quoter, record.recipients, record.all_recipients
    return record.message_id, record.time, quoted, record.subject, *people


def _distinct(records: Sequence[Record]) -> tuple[list[Record], list[tuple[Record, Record]]]:
    """Return the occurrences without those that are alike in everything, and each of these with the one it is like."""
    again: dict[int, Record] = {}
    for same in _grouped((record.content, record) for record in records):
        first: dict[Hashable, Record] = {}
        times: Counter[Hashable] = Counter()  # of several alike in one document each is like another one elsewhere
        for record in same:
            key = what_speaks(record, records)
            times[key, record.source] += 1
            known = first.setdefault((key, times[key, record.source]), record)
            if known is not record:
                again[record.number] = known
    rest = [record for record in records if record.number not in again]
    return rest, [(known, records[number]) for number, known in again.items()]


def _first_of_both(numbers: array[int], others: array[int]) -> int:
    """Return the first number that two rising lists have in common; they have one."""
    return next(number for number in numbers if number in others)


def _blocks(records: Sequence[Record]) -> Iterator[list[Record]]:
    """Return small groups of occurrences that have something in common."""
    for block in _grouped((record.message_id, record) for record in records if record.message_id):
        yield from _divided(block)
    dated = [(record, record.time.minute) for record in records if record.time is not None and not record.time.day]
    yield from _near(((minute // _DAY * ZONE_STEP + minute % ZONE_STEP, record) for record, minute in dated), ZONE_STEP)
    yield from _near(((minute, record) for record, minute in dated), 1)
    yield from _with_same_words(records)


def _near(items: Iterable[tuple[int, Record]], step: int) -> Iterator[list[Record]]:
    """Return occurrences of one time, and of the next."""
    times: defaultdict[int, list[Record]] = defaultdict(list)
    for time, record in items:
        times[time].append(record)
    for time, block in times.items():
        near = block + times.get(time + step, [])
        if len(near) > 1:
            yield from _divided(near)


def _with_same_words(records: Sequence[Record]) -> Iterator[list[Record]]:
    """Return occurrences that share a stretch of words, or their first or last ones."""
    keys = sorted(key << 32 | at for at, record in enumerate(records) for key in {*record.sketch, *record.ends})
    for _, same in groupby(keys, key=lambda key: key >> 32):
        block = [records[key & 0xFFFFFFFF] for key in same]
        if 1 < len(block) <= _MAX_SHARING:
            yield block


def _grouped(items: Iterable[tuple[Hashable, Record]]) -> list[list[Record]]:
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
