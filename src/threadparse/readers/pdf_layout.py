"""The words of a printed page, set as lines: rows, columns, indents and blank lines by where the words stand."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from threadparse.readers.built_text import clean

__all__ = ["PrintedWord", "lay_out", "tidy"]

_SAME_ROW = 0.5  # of the lower word's height that two words of a row have in common, at least
_COLUMN_GAP = 0.65  # in heights of the words: the white that sets two pieces of a row apart
_ONE_BLANK = 1.75  # characters: less is one blank of a typewriter's font, between thin letters of a scan too
_GRID_GAP = 2.0  # in heights: the white behind which a piece stands where its place on the page is
_TOUCHING = 0.08  # in heights: two pieces of one word
_BACKWARDS = 0.5  # in heights: the next word stands left of this one, as a new line does
_PARAGRAPH_GAP = 1.4  # in distances of lines: the white that sets two paragraphs apart
_LINE_AND_SLACK = 1.2  # lines of a gap that are no blank ones: the next, and what a scan adds
_PITCHES = (1.0, 1.6)  # in heights: how far the lines of a paragraph can be apart
_UNDER = 2.0  # columns by which pieces under one another differ at most
_EVEN = 0.03  # of the width of a character, by which those of a typewriter's font differ at most
_MOSTLY = 0.8  # of the words of a page that is set in such a font; its head may be set in another
_BLANK = 0.235  # of the height of a word
_FREQUENT = 0.2  # of what is most frequent
_BLANK_LINES = 3  # the white between text and foot is many blank lines; more than these say nothing
_MAX_COLUMN = 400
_COLUMN_LINES = 8  # that each of two columns of text has at least
_SAME_START = 2.0  # points
_COLUMN_END = 3.0  # in heights: the white above and below two columns
_MIN_CHAR_WIDTH = 1.0  # points

# Fonts show these pairs and triples as one sign; people write them as letters (Unicode, Alphabetic Presentation Forms).
_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)
_GAP = re.compile(rf"\n{{{_BLANK_LINES + 2},}}")


class PrintedWord(NamedTuple):
    """A word and the box in which it stands, in points, as the page is shown; up the page is positive.

    Attributes:
        text: Its characters.
        left: Where the box begins.
        bottom: Below the descenders.
        right: Where the box ends.
        top: Above the ascenders.
        begins_line: Whether the file itself says that a line begins.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    begins_line: bool = False

    @property
    def height(self) -> float:
        """From the bottom to the top."""
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        """Half-way up."""
        return (self.top + self.bottom) / 2


_Piece = list[PrintedWord]  # words in reading order with blanks between them
_Row = list[_Piece]


def lay_out(words: Iterable[PrintedWord]) -> str:
    """Set words as lines, as the page shows them.

    Args:
        words: In the order of the file, which is the order of reading within a line.

    Returns:
        Lines; a wide gap in a row is as many blanks as its width asks for, and white between rows blank lines.
    """
    words = [*words]
    width = _char_width(words)
    return "\n".join(_lines(pieces, width) for pieces in _text_columns(_pieces(words, width)) if pieces)


def _lines(pieces: Sequence[_Piece], width: float) -> str:
    """Set pieces as lines from the top of the page to its bottom, on columns of that width."""
    rows = _rows(pieces)
    columns = _Columns(pieces, _margin(rows), width)
    tallest = [max(row, key=lambda piece: piece[0].height)[0] for row in rows]
    heights, middles = [word.height for word in tallest], [word.middle for word in tallest]
    pitch = _pitch(middles, heights)
    lines = []
    for number, row in enumerate(rows):
        if number:
            distance = (middles[number - 1] - middles[number]) / max(heights[number - 1], heights[number])
            if distance > _PARAGRAPH_GAP * pitch:
                lines += [""] * min(max(1, round(distance / pitch - _LINE_AND_SLACK)), _BLANK_LINES)
        lines.append(_line(row, columns))
    return "\n".join(lines)


def _margin(rows: Sequence[_Row]) -> float:
    """Return where the lines of a page begin; head and foot of a browser stand left of all of them."""
    lefts = [_left(row[0]) for row in rows]
    within = min(lefts[1:-1], default=math.inf)
    return within if max(lefts[0], lefts[-1]) < within < math.inf else min(lefts)


def _text_columns(pieces: Sequence[_Piece]) -> list[Sequence[_Piece]]:
    """Cut a page whose text runs in two columns: what stands above, the left one, the right one, what stands below."""
    middle, text = _column_text(pieces)
    across = [piece for piece in pieces if _left(piece) < middle < _right(piece)]
    if not text or any(text[-1][0].bottom < piece[0].middle < text[0][0].top for piece in across):
        return [pieces]
    # Short lines go on with a column, to the white around it or to a line across the page.
    top, bottom, reach = text[0][0].middle, text[-1][0].middle, _COLUMN_END * text[0][0].height
    ceiling = min((piece[0].bottom for piece in across if piece[0].middle > top), default=math.inf)
    floor = max((piece[0].top for piece in across if piece[0].middle < bottom), default=-math.inf)
    heights = sorted(piece[0].middle for piece in pieces)
    for height in heights:
        top = height if top < height < min(top + reach, ceiling) else top
    for height in reversed(heights):
        bottom = height if max(bottom - reach, floor) < height < bottom else bottom
    parts: list[list[_Piece]] = [[], [], [], []]
    for piece in pieces:
        part = 0 if piece[0].middle > top else 3 if piece[0].middle < bottom else 1 if _left(piece) < middle else 2
        parts[part].append(piece)
    return [*parts]


def _column_text(pieces: Sequence[_Piece]) -> tuple[float, list[_Piece]]:
    """Return where the right one of two columns begins, and the lines of both that are wide, from top to bottom.

    Labels and values, too, stand in columns, but the labels are not wide. Without columns there are no lines.
    """
    if len(pieces) < 2 * _COLUMN_LINES:
        return 0.0, []
    left, right = min(map(_left, pieces)), max(map(_right, pieces))
    third = (right - left) / 3
    wide = [piece for piece in pieces if _right(piece) - _left(piece) > third]
    starts = Counter(round(_left(piece)) for piece in wide if left + third < _left(piece) < right - third)
    start, count = starts.most_common(1)[0] if starts else (0, 0)
    middle = start - _SAME_START
    text = [piece for piece in wide if _right(piece) < middle or abs(_left(piece) - start) <= _SAME_START]
    if min(count, len(text) - count) < _COLUMN_LINES:
        return 0.0, []
    return middle, sorted(text, key=lambda piece: -piece[0].middle)


def _pieces(words: Iterable[PrintedWord], width: float) -> list[_Piece]:
    """Cut the words wherever a line or a column begins; a character is that wide."""
    pieces: list[_Piece] = []
    last = None
    end = base = 0.0
    for word in words:
        _, left, bottom, right, top, begins_line = word
        # Most words stand to the right of the last, on its line: asked first, as this runs for each word.
        if last is None or begins_line:
            pieces.append([word])
        elif (bottom == base and 0 <= left - end < _COLUMN_GAP * (top - bottom)) or _follows(last, word, width):
            pieces[-1].append(word)
        else:
            pieces.append([word])
        last, end, base = word, right, bottom
    return pieces


def _follows(last: PrintedWord, word: PrintedWord, width: float) -> bool:
    """Tell whether a word stands in the same row, a blank from the last, on either side of it."""
    gap = word.left - last.right
    if gap < 0:  # to the left of it, in scripts that run so
        gap = max(gap, last.left - word.right)
    height = word.top - word.bottom
    near = -_BACKWARDS * height < gap < _column_gap(height, width)
    return near and (word.bottom == last.bottom or _overlap(last, word))


def _column_gap(height: float, width: float) -> float:
    """Return the white from which on the next word begins a column, where a word is that high and a character wide."""
    return max(_COLUMN_GAP * height, _ONE_BLANK * width)


def _overlap(one: PrintedWord, other: PrintedWord) -> bool:
    """Tell whether two words stand side by side."""
    common = min(one.top, other.top) - max(one.bottom, other.bottom)
    return common >= _SAME_ROW * min(one.height, other.height)


def _rows(pieces: Sequence[_Piece]) -> list[_Row]:
    """Put pieces that stand side by side together: rows from top to bottom, each from left to right."""
    rows: list[_Row] = []
    reference = None
    for piece in sorted(pieces, key=lambda piece: -piece[0].middle):
        first = piece[0]
        if reference is not None and _overlap(reference, first):
            rows[-1].append(piece)
            reference = max(reference, first, key=lambda word: word.height)
        else:
            rows.append([piece])
            reference = first
    for row in rows:
        row.sort(key=_left)
    return rows


def _left(piece: _Piece) -> float:
    return min(piece[0].left, piece[-1].left)


def _right(piece: _Piece) -> float:
    return max(piece[0].right, piece[-1].right)


def _char_width(words: Sequence[PrintedWord]) -> float:
    """How wide a column is: a character of a font in which all are as wide, else a blank, of which indents are made.

    In such a font the next word begins a character and a blank for each letter further on. A scan's words are as wide
    and high as their ink; where they begin is exact.
    """
    heights = [word.top - word.bottom for word in words]
    steps = sorted(
        (after.left - word.left) / (len(word.text) + 1)
        for word, after, height in zip(words, words[1:], heights, strict=False)
        if not after.begins_line and 0 < after.left - word.right < _GRID_GAP * height
    )
    middle = steps[len(steps) // 2] if steps else 0.0
    even = bisect_right(steps, (1 + _EVEN) * middle) - bisect_left(steps, (1 - _EVEN) * middle)
    width = middle if even > _MOSTLY * len(steps) else _BLANK * sum(heights) / max(len(heights), 1)
    return max(width, _MIN_CHAR_WIDTH)


def _pitch(middles: Sequence[float], heights: Sequence[float]) -> float:
    """How far the lines of a paragraph are apart, in heights: the least of the distances that are frequent."""
    low, high = _PITCHES
    distances = Counter(
        round((middles[at - 1] - middles[at]) / max(heights[at - 1], heights[at], 1e-6), 1)
        for at in range(1, len(middles))
    )
    if not distances:
        return low
    least = min(distance for distance, count in distances.items() if count >= _FREQUENT * max(distances.values()))
    return min(max(least, low), high)


class _Columns:
    """The columns of characters of a page.

    Pieces that begin nearly under one another, as those that somebody set with blanks, begin in one column.
    """

    def __init__(self, pieces: Sequence[_Piece], left: float, width: float) -> None:
        self._left = left
        self.width = width
        self._starts: list[float] = []
        for start in sorted(map(_left, pieces)):
            if not self._starts or start - self._starts[-1] > _UNDER * width:
                self._starts.append(start)

    def at(self, start: float) -> int:
        """Return the column of a place on the page."""
        under = self._starts[max(bisect_right(self._starts, start) - 1, 0)]
        return min(round((under - self._left) / self.width), _MAX_COLUMN)


def _line(row: _Row, columns: _Columns) -> str:
    """Set a row on the page's grid of characters."""
    line = ""
    end = 0.0
    for piece in row:
        start = _left(piece)
        column = columns.at(start)
        if line:
            gap = start - end
            height = max(piece[0].height, 1e-6)
            heights = gap / height
            touching, apart = abs(heights) < _TOUCHING, gap >= _column_gap(height, columns.width)
            blanks = max(2, round(gap / columns.width)) if apart else 0 if touching else 1
            column = max(column, len(line) + 2) if heights >= _GRID_GAP else len(line) + min(blanks, _MAX_COLUMN)
        line += " " * (column - len(line)) + " ".join(word.text for word in piece)
        end = _right(piece)
    return line


def tidy(characters: str) -> str:
    """Make what a library gave plain text.

    Args:
        characters: The text of a page.

    Returns:
        Plain letters, no form feed, no white space at line ends, no blank lines around the page, few inside.
    """
    text = clean(characters.replace("\f", " ")).translate(_LIGATURES)
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    return _GAP.sub("\n" * (_BLANK_LINES + 1), text)
