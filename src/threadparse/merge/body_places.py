"""Where the words of a body stand in the text of its document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

__all__ = ["OWN_ZONES", "BodyPlaces", "Piece", "find_pieces"]

#: A stretch that body and text share: place in the body, in the text, characters, and what the text has before it.
Piece = tuple[int, int, int, str]

OWN_ZONES = frozenset(("greeting", "body", "closing", "signature", "disclaimer", "attachments", "ps"))
_LINE = re.compile(r"[^\n]*\S")
_WORD = re.compile(r"\S+")
_MAX_GAP_CHARS = 400  # characters that a word may stand behind the one before it, where a body leaves out mark-up


def find_pieces(text: str, body: str, zones: Sequence[Any]) -> list[Piece]:
    """Find a body's words in the text.

    Args:
        text: The document's text.
        body: The message's body.
        zones: The message's zones.

    Returns:
        The stretches that both share, in order; words that the text has in another form (mark-up) are in none.
    """
    pieces: list[Piece] = []
    areas = [(zone.start, zone.end) for zone in zones if zone.kind in OWN_ZONES]
    if not areas:
        return pieces
    walk = _Walk(text, areas)
    for line in _LINE.finditer(body):
        first = len(line[0]) - len(line[0].lstrip())
        words = line[0][first:]
        at = walk.take(words)
        if at is not None:
            _add(pieces, text, line.start() + first, at, len(words))
            continue
        for word in _WORD.finditer(body, line.start(), line.end()):
            at = walk.take(word[0])
            if at is not None:
                _add(pieces, text, word.start(), at, len(word[0]))
    return pieces


class _Walk:
    """A walk through the zones of a message, from its first character to its last."""

    def __init__(self, text: str, areas: list[tuple[int, int]]) -> None:
        self._text = text
        self._areas = areas
        self._area = 0
        self._at = areas[0][0]

    def take(self, words: str) -> int | None:
        """Return where the next words stand, and go behind them."""
        start, room = self._at, _MAX_GAP_CHARS
        for number in range(self._area, len(self._areas)):
            first, end = self._areas[number]
            start = max(start, first)
            found = self._text.find(words, start, min(end, start + room + len(words)))
            if found >= 0:
                self._area, self._at = number, found + len(words)
                return found
            room -= end - start
            if room <= 0:
                break
        return None


def _add(pieces: list[Piece], text: str, body_at: int, text_at: int, length: int) -> None:
    """Add a piece, with what the text has between it and the one before."""
    before = ""
    if pieces:
        _, last, size, _ = pieces[-1]
        before = text[last + size : text_at]
    pieces.append((body_at, text_at, length, before))


class BodyPlaces:
    """BodyPlaces of a body in its text.

    Args:
        pieces: What ``find_pieces`` found.
        body: The body.
        end: Where to put what is in no piece: the end of the occurrence in the text.
    """

    def __init__(self, pieces: Sequence[Piece], body: str, end: int) -> None:
        self._pieces = pieces
        self._starts = [piece[0] for piece in pieces]
        self._body = body
        self._end = end

    def point(self, offset: int) -> int:
        """Return where, in the text, something would stand at a place of the body."""
        number = bisect_right(self._starts, offset) - 1
        if number < 0:
            return self._pieces[0][1] if self._pieces else self._end
        start, place, length, _ = self._pieces[number]
        return place + min(offset - start, length)

    def words(self, start: int, end: int) -> tuple[str, tuple[int, int]]:
        """Return the characters of the text for a stretch of the body, and where they stand."""
        if start == end:
            at = self.point(start)
            return "", (at, at)
        parts = list(self._parts(start, end))
        if not parts:
            at = self.point(start)
            return "", (at, at)
        first = parts[0][0]
        words = "".join(("" if number == 0 else gap) + own for number, (_, own, gap) in enumerate(parts))
        return words, (first, first + len(words))

    def _parts(self, start: int, end: int) -> Iterator[tuple[int, str, str]]:
        """Return the pieces of a stretch: place in the text, characters, and what stands before each."""
        for number in range(max(bisect_right(self._starts, start) - 1, 0), len(self._pieces)):
            at, place, length, gap = self._pieces[number]
            if at >= end:
                return
            first, last = max(start, at), min(end, at + length)
            if first < last:
                yield place + first - at, self._body[first:last], gap
