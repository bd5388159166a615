"""Order: messages by time, oldest first, without letting clocks of other time zones turn a chain round."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from threadparse.values.date_order import CLOCK_SKEW

__all__ = ["SKEW", "chronological", "is_disputed", "is_sorted", "moment", "runs_down"]

SKEW = timedelta(minutes=CLOCK_SKEW)


def moment(iso: str | None) -> tuple[datetime, bool] | None:
    """The time that an ISO date stands for.

    Args:
        iso: A date as the model has it.

    Returns:
        A naive time (in UTC where the text has an offset), and whether it is exact, that is to the minute and with an
        offset; None for a date that has no day.
    """
    if iso is None or len(iso) < 10:
        return None
    value = datetime.fromisoformat(iso)
    if value.tzinfo is None:
        return value, False
    try:
        return value.astimezone(UTC).replace(tzinfo=None), True
    except OverflowError:
        return value.replace(tzinfo=None), False


def is_disputed(dates: Sequence[str | None]) -> bool:
    """Whether dates run neither up nor down the source, so that they alone decided on the order.

    Args:
        dates: ISO dates in source order, None for an undated message.
    """
    times = [moment(date) for date in dates]
    forward = list(range(len(dates)))
    return not _runs_forward(forward, times) and not _runs_forward(forward[::-1], times)


def is_sorted(dates: Sequence[str | None]) -> bool:
    """Whether dates never run back, taken at their word.

    Args:
        dates: ISO dates in the order of a thread, None for an undated message.
    """
    times = [time for date in dates if (time := moment(date)) is not None]
    return all(one[0] <= other[0] for one, other in pairwise(times))


def runs_down(dates: Sequence[str | None]) -> bool:
    """Whether a text has its oldest message first.

    Args:
        dates: ISO dates in source order, None for an undated message.
    """
    times = [moment(date) for date in dates]
    forward = list(range(len(dates)))
    return _runs_forward(forward, times) and not _runs_forward(forward[::-1], times)


def chronological(dates: Sequence[str | None]) -> list[int]:
    """The order of messages by time, oldest first.

    Args:
        dates: ISO dates in source order, the outermost first, None for an undated message.

    Returns:
        Indices into ``dates``. A chain that runs back in time (but for time zones) keeps its own order, turned round;
        otherwise the dates decide, and an undated message stays behind the message that it followed.
    """
    chain = list(range(len(dates) - 1, -1, -1))
    times = [moment(date) for date in dates]
    if _runs_forward(chain, times):
        return chain
    if _runs_forward(chain[::-1], times):
        return chain[::-1]
    keys: dict[int, datetime] = {}
    latest = datetime.min
    for index in chain:
        time = times[index]
        latest = latest if time is None else time[0]
        keys[index] = latest
    return sorted(chain, key=lambda index: keys[index])


def _runs_forward(order: list[int], times: Sequence[tuple[datetime, bool] | None]) -> bool:
    """Whether time never runs back by more than time zones explain."""
    latest: tuple[datetime, bool] | None = None
    for index in order:
        time = times[index]
        if time is None:
            continue
        if latest is not None:
            slack = timedelta(0) if time[1] and latest[1] else SKEW
            if time[0] + slack < latest[0]:
                return False
        if latest is None or time[0] >= latest[0]:
            latest = time
    return True
