"""The order of the messages of a merged thread: by time, and no answer before what it answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from threadparse.merge.merged import MergedMessage
from threadparse.threads.chronology import instant

__all__ = ["in_order"]

_NEVER = datetime.max


def in_order(
    implied: Iterable[MergedMessage], messages: Mapping[int, MergedMessage], parent: Mapping[int, int]
) -> list[MergedMessage]:
    """Put messages in order, oldest first.

    Args:
        implied: Messages that nobody has; each stands before the first that answers it.
        messages: The others, by their numbers.
        parent: What each answers.

    Returns:
        The messages. One without a date stands behind what it answers.
    """
    times: dict[int, datetime] = {}
    depths: dict[int, int] = {}
    for number in messages:
        way = []
        at: int | None = number
        while at is not None and at not in times and at in messages:
            way.append(at)
            at = parent.get(at)
        above = times.get(at) if at is not None else None
        depth = depths.get(at, 0) if at is not None else 0
        for step in reversed(way):
            time = instant(messages[step].date)
            own = time.time if time is not None else None
            above = max(own, above) if own is not None and above is not None else own or above
            depth += 1
            times[step], depths[step] = above or _NEVER, depth
    order = sorted(messages, key=lambda number: (times[number], depths[number], number))
    waiting = {message.id: message for message in implied}
    ordered = []
    for number in order:
        message = messages[number]
        before = waiting.pop(message.in_reply_to or "", None)
        ordered += [before, message] if before is not None else [message]
    return ordered
