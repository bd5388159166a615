"""Order: messages by time, oldest first, without letting clocks of other time zones turn a chain round."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from threadparse.values.dates.order import CLOCK_SKEW

__all__ = ["SKEW", "Instant", "answers_later", "chronological", "instant", "is_disputed", "is_sorted", "runs_down"]

SKEW = timedelta(minutes=CLOCK_SKEW)
_DAY, _MINUTE = len("2024-03-14"), len("2024-03-14T09:05")


class Instant(NamedTuple):
    """The time that an ISO date stands for.

    Attributes:
        time: A naive time, in UTC where the text has an offset; of a day alone its beginning.
        last: The same, of a day or a minute alone its end.
        exact: It has an offset.
        offset: By how much the clock that showed it was ahead of this time.
    """

    time: datetime
    last: datetime
    exact: bool
    offset: timedelta = timedelta(0)


@lru_cache(maxsize=128)  # each step asks for the times of a chain once more
def instant(iso: str | None) -> Instant | None:
    """Return the time that an ISO date stands for.

    Args:
        iso: A date as the model has it.

    Returns:
        The time; None for a date that has no day.
    """
    if iso is None or len(iso) < _DAY:
        return None
    value = datetime.fromisoformat(iso)
    offset = value.utcoffset()
    if offset is not None:
        try:
            value = value.astimezone(UTC)
        except OverflowError:
            offset = None
    value = value.replace(tzinfo=None)
    return Instant(value, value + _left_open(iso), offset is not None, offset or timedelta(0))


def _left_open(iso: str) -> timedelta:
    """Return how much later than its beginning the time of a date can be that gives no seconds, or no time."""
    if len(iso) == _DAY:
        return timedelta(days=1)
    return timedelta(0) if iso[_MINUTE : _MINUTE + 1] == ":" else timedelta(seconds=59)


def is_disputed(dates: Sequence[str | None]) -> bool:
    """Tell whether dates run neither up nor down the source, so that they alone decided on the order.

    Args:
        dates: ISO dates in source order, None for an undated message.
    """
    times = [instant(date) for date in dates]
    forward = list(range(len(dates)))
    return not _runs_forward(forward, times) and not _runs_forward(forward[::-1], times)


def is_sorted(dates: Sequence[str | None]) -> bool:
    """Tell whether dates never run back; a local time and one with an offset are not compared.

    Args:
        dates: ISO dates in the order of a thread, None for an undated message.
    """
    times = [time for date in dates if (time := instant(date)) is not None]
    comparable = ([time for time in times if time.exact], [time for time in times if not time.exact])
    return all(one.time <= other.last for kind in comparable for one, other in pairwise(kind))


def answers_later(messages: Sequence[tuple[str, str | None, str | None]]) -> bool:
    """Tell whether one of some messages answers or forwards a later one; a local time, by more than time zones explain.

    Args:
        messages: Id, ISO date and the id of the message that it answers, of each.
    """
    times = {identity: time for identity, date, _ in messages if (time := instant(date)) is not None}
    pairs = ((times.get(identity), times.get(answered)) for identity, _, answered in messages if answered)
    return any(
        own is not None and other is not None and own.last + _slack(own, other) < other.time for own, other in pairs
    )


def _slack(one: Instant, other: Instant) -> timedelta:
    """Return by how much the clocks of two times may differ: not at all if both say their offset."""
    return timedelta(0) if one.exact and other.exact else SKEW


def runs_down(dates: Sequence[str | None], *, one_clock: bool = False) -> bool:
    """Tell whether a text has its oldest message first.

    Args:
        dates: ISO dates in source order, None for an undated message.
        one_clock: One program wrote all dates, so that no time zones part them.
    """
    times = [instant(date) for date in dates]
    if one_clock and len(times) > 1:
        dated = [time.time for time in times if time is not None]
        return len(dated) == len(times) and dated == sorted(dated) and dated[0] < dated[-1]
    forward = list(range(len(dates)))
    return _runs_forward(forward, times) and not _runs_forward(forward[::-1], times)


def chronological(dates: Sequence[str | None], *, one_clock: bool = False) -> list[int]:
    """Return the order of messages by time, oldest first.

    Args:
        dates: ISO dates in source order, the outermost first, None for an undated message.
        one_clock: One program wrote all dates, so that those that run down the source are in their order.

    Returns:
        Indices into ``dates``. A chain that runs back in time (but for time zones) keeps its own order, turned round;
        otherwise the dates decide, and an undated message stays behind the message that it followed.
    """
    chain = list(range(len(dates) - 1, -1, -1))
    times = [instant(date) for date in dates]
    if one_clock and runs_down(dates, one_clock=True):
        return chain[::-1]
    if _runs_forward(chain, times):
        return chain
    if _runs_forward(chain[::-1], times):
        return chain[::-1]
    keys: dict[int, datetime] = {}
    latest = datetime.min
    for index in chain:
        time = times[index]
        latest = latest if time is None else time.time
        keys[index] = latest
    return sorted(chain, key=lambda index: keys[index])


def _runs_forward(order: list[int], times: Sequence[Instant | None]) -> bool:
    """Tell whether time never runs back by more than time zones explain."""
    latest: Instant | None = None
    for index in order:
        time = times[index]
        if time is None:
            continue
        if latest is not None and time.last + _slack(time, latest) < latest.time:
            return False
        if latest is None or time.time >= latest.time:
            latest = time
    return True
