"""The lines of a message's body with the kinds of their zones, found again in the source, and the quotes between them.

A body is clean text while zones are stretches of the source, so each line is found again by its letters alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import groupby, pairwise
from typing import NamedTuple

from rich.cells import cell_len

from threadparse.body.zones import zone_lines
from threadparse.document import Message, Zone

__all__ = ["ZonedLine", "join_folded", "reflow", "zoned_lines"]

_NO_LETTER = re.compile(r"[\W_]+")
_QUOTE_MARKS = re.compile(r"^[ \t>]+")
# How far a line may stand from the end of the one before; what lies between is mark-up. Bounds the search.
_REACH = 2000
# So few letters of a line tell where it stands, if the rest of it differs from the source.
_LEAST_LETTERS = 4


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
        The lines in reading order; without a text their kinds are told anew from the body.
    """
    lines = message.body.split("\n") if message.body else []
    if text is None:
        sender = message.sender.name if message.sender else None
        told = zone_lines(lines, sender_name=sender, recipient_names=[to.name for to in message.to if to.name])
        return [ZonedLine(line, told.get(at, "body")) for at, line in enumerate(lines)]
    letters, starts, kinds, quotes = _letters(message.zones, text)
    result: list[ZonedLine] = []
    position = 0
    for line in lines:
        key = _NO_LETTER.sub("", line)
        found, length = _find(letters, key, position)
        if length:
            while quotes and quotes[0][0] <= found:
                result += _quote(quotes.pop(0)[1], text)
            position = found + length
        at = found if length else max(0, position - 1) if not key else position
        result.append(ZonedLine(line, kinds[max(0, bisect_right(starts, at) - 1)]))
    for _, zone in quotes:
        result += _quote(zone, text)
    return result


def _find(letters: str, key: str, position: int) -> tuple[int, int]:
    """Where a line's letters stand, and how many of them: where mark-up cuts the line, those before it; 0 for none."""
    length = len(key)
    while length and (length == len(key) or length >= _LEAST_LETTERS):
        found = letters.find(key[:length], position, position + length + _REACH)
        if found >= 0:
            return found, length
        length //= 2
    return position, 0


def _letters(zones: list[Zone], text: str) -> tuple[str, list[int], list[str], list[tuple[int, Zone]]]:
    """Return the letters of a message's own zones, where each zone begins among them, and where quotes stand."""
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
    """Return the lines of a quote without their marks, a blank line around them."""
    lines = re.split(r"\r\n|\n|\r", text[zone.start : zone.end].strip())
    quote = [ZonedLine(_QUOTE_MARKS.sub("", line), "quote-context") for line in lines]
    return [ZonedLine("", "body"), *quote, ZonedLine("", "body")]


# Narrower text is a list, an address or a signature.
_LEAST_WIDTH = 50
# Longer lines were not folded: each is a paragraph.
_FOLDED = 130
_ENDS = (".", "!", "?", ":", ";", ".”", "!”", "?”", '."', '!"', '?"')
_OPENS = re.compile(r"\s*(?:[-*•–·o>]\s|\(?\w{1,3}[.)]\s|\w+:)")


def reflow(lines: list[ZonedLine], measure: int) -> list[ZonedLine]:
    """Join folded lines of prose that are wider than a measure; more than one blank line becomes one.

    Args:
        lines: The lines of a body.
        measure: Columns there are.

    Returns:
        The lines to show.
    """
    shown: list[ZonedLine] = []
    for (blank, kind), group in groupby(lines, lambda line: (not line.words.strip(), line.kind)):
        block = list(group)
        if blank:
            if shown and shown[-1].words.strip():
                shown.append(ZonedLine("", kind))
            continue
        shown += join_folded(block, measure)
    while shown and not shown[-1].words.strip():
        shown.pop()
    return shown


def join_folded(block: list[ZonedLine], measure: int) -> list[ZonedLine]:
    """Put lines of prose behind the ones above that they go on from, if they are wider than a measure.

    Args:
        block: Lines that are not blank, one at least.
        measure: Columns there are.
    """
    width = max(cell_len(line.words) for line in block)
    if width <= max(measure, _LEAST_WIDTH):
        return block
    joined = [block[0]]
    for above, line in pairwise(block):
        if _goes_on(above.words, line.words, width, measure):
            joined[-1] = ZonedLine(f"{joined[-1].words.rstrip()} {line.words.lstrip()}", line.kind)
        else:
            joined.append(line)
    return joined


def _goes_on(above: str, below: str, width: int, measure: int) -> bool:
    """Tell whether a line goes on from the one above: its first word had no room there, or a sentence runs over."""
    if _OPENS.match(below) or cell_len(above) > _FOLDED:
        return False
    first = below.split(None, 1)[0]
    if cell_len(above) + 1 + cell_len(first) > width:
        return True
    if above.rstrip().endswith(_ENDS):
        return False
    return first[0].islower() or cell_len(above) > measure
