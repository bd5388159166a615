"""The zones of a text in their order: which message owns a place, and whether a header stands there or around it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from threadparse.document import Message, Zone
from threadparse.messages.partition import NO_MESSAGE

__all__ = ["OwnedZones", "ZoneStart"]


class ZoneStart(NamedTuple):
    """Where a zone begins, its kind, and the index of the message that owns it, or ``NO_MESSAGE``."""

    start: int
    kind: str
    message: int


class OwnedZones:
    """The zones of one text.

    Args:
        messages: The messages in source order.
        zones: The zones of no message.
    """

    def __init__(self, messages: Sequence[Message], zones: Iterable[Zone]) -> None:
        owned = [ZoneStart(zone.start, zone.kind, index) for index, item in enumerate(messages) for zone in item.zones]
        self._zones = sorted([*owned, *(ZoneStart(zone.start, zone.kind, NO_MESSAGE) for zone in zones)])
        self._starts = [zone.start for zone in self._zones]

    def at(self, offset: int) -> ZoneStart:
        """Return the zone of an offset."""
        return self._zones[max(bisect_right(self._starts, offset) - 1, 0)]

    def is_header(self, offset: int) -> bool:
        """Tell whether an offset stands in a header."""
        return self.at(offset).kind == "header"

    def has_header(self, start: int, end: int) -> bool:
        """Tell whether a header begins in a stretch."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return any(zone.kind == "header" for zone in self._zones[first:last])

    def header_end(self, start: int, message: int) -> int | None:
        """Return where the header of a message ends that goes on at an offset; None where the text ends with it."""
        below = bisect_right(self._starts, start)
        while below < len(self._zones) and (
            self._zones[below][1:] == ("header", message) or self._zones[below].kind == "furniture"
        ):
            below += 1
        return self._starts[below] if below < len(self._zones) else None

    def message_around(self, offset: int) -> int | None:
        """Return the message around a place in page furniture: the one above it, else the one below."""
        above, below = self._around(offset)
        return above.message if above else below.message if below else None

    def is_within_header(self, start: int) -> bool:
        """Tell whether a row without words stands within a header."""
        above, below = self._around(start)
        return above is not None and below is not None and above[1:] == below[1:] and above.kind == "header"

    def _around(self, offset: int) -> tuple[ZoneStart | None, ZoneStart | None]:
        """Return the zones of messages above and below a place in page furniture."""
        at = bisect_right(self._starts, offset)
        above, below = self._neighbours
        return above[at], below[at]

    @cached_property
    def _neighbours(self) -> tuple[list[ZoneStart | None], list[ZoneStart | None]]:
        """For each place between zones the zone of a message next above, and next below; few texts ask."""
        return _nearest(self._zones), _nearest(reversed(self._zones))[::-1]


def _nearest(zones: Iterable[ZoneStart]) -> list[ZoneStart | None]:
    """Return for each place between zones the last zone of a message before it."""
    nearest: list[ZoneStart | None] = [None]
    for zone in zones:
        nearest.append(zone if zone.message != NO_MESSAGE else nearest[-1])
    return nearest
