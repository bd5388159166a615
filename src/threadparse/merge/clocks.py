"""Clocks: when a message was sent, where its copies show a time without its offset.

Whoever quotes a message shows its time by a clock of their own. How far that clock is from UTC is told by messages of
which another copy has the offset, and by the offset of their own mails.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from threadparse.merge.records import Record
from threadparse.values.dates.value import FARTHEST_ZONE, ZONE_STEP

__all__ = ["Clocks", "Moment"]


class Moment(NamedTuple):
    """When a message was sent.

    Attributes:
        minute: Minutes since 1970; in UTC if ``known``, else as some clock showed them.
        known: It is known how far that clock was from UTC.
        exact: A copy shows it.
    """

    minute: int
    known: bool
    exact: bool


class Clocks:
    """What is known of the clocks of all documents and people.

    Args:
        clusters: The copies of each message.
    """

    def __init__(self, clusters: Sequence[Sequence[Record]]) -> None:
        self._seen: defaultdict[Hashable, list[tuple[int, int]]] = defaultdict(list)  # minute and offset, by the clock
        for cluster in clusters:
            exact = next((record.time.minute for record in cluster if record.time and record.time.exact), None)
            for record in cluster:
                if record.time is not None and exact is not None and not record.time.day:
                    offset = round((record.time.wall - exact) / ZONE_STEP) * ZONE_STEP
                    if abs(offset) <= FARTHEST_ZONE:
                        for clock in _clocks(record):
                            self._seen[clock].append((exact, offset))
        for seen in self._seen.values():
            seen.sort()

    def moment(self, cluster: Sequence[Record]) -> Moment | None:
        """Return when a message was sent.

        Args:
            cluster: The copies of the message.

        Returns:
            The moment; None if no copy shows a day.
        """
        times = [(record, record.time) for record in cluster if record.time is not None]
        exact = next((time.minute for _, time in times if time.exact), None)
        if exact is not None:
            return Moment(exact, known=True, exact=True)
        known = Counter(
            time.minute - offset
            for record, time in times
            if not time.day and (offset := self._offset(record, time.minute)) is not None
        )
        if known:
            return Moment(min(known, key=lambda minute: (-known[minute], minute)), known=True, exact=False)
        shown = min(((time.day, time.minute) for _, time in times), default=None)
        return Moment(shown[1], known=False, exact=False) if shown is not None else None

    def _offset(self, record: Record, minute: int) -> int | None:
        """Return how far the clock of a copy was from UTC about a time: a clock changes with the season."""
        for clock in _clocks(record):
            seen = self._seen.get(clock)
            if seen:
                place = bisect_left(seen, (minute, 0))
                return min(seen[max(place - 1, 0) : place + 1], key=lambda known: abs(known[0] - minute))[1]
        return None


def _clocks(record: Record) -> Iterator[Hashable]:
    """Return whose clock a copy shows, the surest first: of a document, of who quotes or sent it, by address first."""
    if record.outermost and not (record.time and record.time.exact):
        yield record.source
    person = record.sender if record.outermost else record.quoter
    yield from filter(None, (person.address, person.name))
