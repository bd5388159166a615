"""The lines of a message's body, each with the kind of zone that it came from, and the quotes between them.

A body is clean text while zones are stretches of the source, so each line is found again by its letters alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from threadparse.parsed import Message, Zone

__all__ = ["ZonedLine", "zoned_lines"]

_NO_LETTER = re.compile(r"[\W_]+")
_QUOTE_MARKS = re.compile(r"^[ \t>]+")
# How far a line may stand from the end of the one before; what lies between is mark-up. Bounds the search.
_REACH = 2000


class ZonedLine(NamedTuple):
    """One line of a body.

    Attributes:
        words: The line, without line end.
        kind: Kind of its zone; ``quote-context`` for older words that the line below answers.
    """

    words: str
    kind: str


def zoned_lines(message: Message, text: str | None) -> list[ZonedLine]:
    """Give each line of a message's body its zone, and put quoted context where it stood.

    Args:
        message: The message.
        text: The text that its zones are offsets into; None if it is not at hand.

    Returns:
        The lines in reading order; all of kind ``body`` without a text.
    """
    lines = message.body.split("\n") if message.body else []
    if text is None:
        return [ZonedLine(line, "body") for line in lines]
    letters, starts, kinds, quotes = _letters(message.zones, text)
    result: list[ZonedLine] = []
    position, kind = 0, "body"
    for line in lines:
        key = _NO_LETTER.sub("", line)
        found = letters.find(key, position, position + len(key) + _REACH) if key else -1
        if found >= 0:
            while quotes and quotes[0][0] <= found:
                result += _quote(quotes.pop(0)[1], text)
            position = found + len(key)
            kind = kinds[max(0, bisect_right(starts, found) - 1)]
        result.append(ZonedLine(line, kind))
    for _, zone in quotes:
        result += _quote(zone, text)
    return result


def _letters(zones: list[Zone], text: str) -> tuple[str, list[int], list[str], list[tuple[int, Zone]]]:
    """The letters of a message's own zones, where each zone begins among them, and where quotes stand."""
    pieces: list[str] = []
    starts: list[int] = []
    kinds: list[str] = []
    quotes: list[tuple[int, Zone]] = []
    length = 0
    for zone in sorted(zones, key=lambda zone: zone.start):
        if zone.kind == "quote-context":
            quotes.append((length, zone))
        elif zone.kind != "header":
            pieces.append(_NO_LETTER.sub("", text[zone.start : zone.end]))
            starts.append(length)
            kinds.append(zone.kind)
            length += len(pieces[-1])
    return "".join(pieces), starts or [0], kinds or ["body"], quotes


def _quote(zone: Zone, text: str) -> list[ZonedLine]:
    """The lines of a quote without their marks, a blank line around them."""
    lines = re.split(r"\r\n|\n|\r", text[zone.start : zone.end].strip())
    quote = [ZonedLine(_QUOTE_MARKS.sub("", line), "quote-context") for line in lines]
    return [ZonedLine("", "body"), *quote, ZonedLine("", "body")]
