"""The order of the messages of a merged thread: by time, and no answer before what it answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import inf

from threadparse.merge.clocks import Moment
from threadparse.merge.merged import MergedMessage

__all__ = ["in_order"]


def _minutes(messages: Iterable[int], parent: Mapping[int, int], moments: Sequence[Moment | None]) -> dict[int, float]:
    """Return when each message was sent; without a date, or with an unknown clock, no later than what answers it."""
    minutes: dict[int, float] = {
        number: moment.minute for number in messages if (moment := moments[number]) is not None
    }
    known = sorted((moment.minute, number) for number in messages if (moment := moments[number]) and moment.known)
    bounded: set[int] = set()
    for minute, number in known:
        at = parent.get(number)
        while (
            at is not None and at in messages and at not in bounded and not ((moment := moments[at]) and moment.known)
        ):
            bounded.add(at)  # the earliest answer comes first
            if at in minutes:
                minutes[at] = min(minutes[at], minute)
            at = parent.get(at)
    for answered, number in sorted((minute, number) for number, minute in minutes.items()):
        at = parent.get(number)
        while at is not None and at in messages and at not in minutes:
            minutes[at] = answered
            at = parent.get(at)
    return minutes


def in_order(
    implied: Iterable[MergedMessage],
    messages: Mapping[int, MergedMessage],
    parent: Mapping[int, int],
    moments: Sequence[Moment | None],
) -> list[MergedMessage]:
    """Put messages in order, oldest first.

    Args:
        implied: Messages that nobody has; each stands before the first that answers it.
        messages: The others, by their numbers.
        parent: What each answers.
        moments: When each was sent.

    Returns:
        The messages. One without a date stands behind what it answers, and before what answers it.
    """
    minutes = _minutes(messages, parent, moments)
    times: dict[int, float] = {}
    depths: dict[int, int] = {}
    for number in messages:
        way = []
        at: int | None = number
        while at is not None and at not in times and at in messages:
            way.append(at)
            at = parent.get(at)
        above = times.get(at, -inf) if at is not None else -inf
        depth = depths.get(at, 0) if at is not None else 0
        for step in reversed(way):
            above = max(minutes.get(step, above), above)
            depth += 1
            times[step], depths[step] = above, depth
    dated = {number for number in messages if times[number] > -inf}
    order = sorted(messages, key=lambda number: (number not in dated, times[number], depths[number], number))
    waiting = {message.id: message for message in implied}
    ordered = []
    for number in order:
        message = messages[number]
        before = waiting.pop(message.in_reply_to or "", None)
        ordered += [before, message] if before is not None else [message]
    return ordered
