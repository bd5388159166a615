"""The words of a printed page, set as lines: rows, columns, indents and blank lines by where the words stand."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import count, pairwise
from operator import attrgetter, sub
from typing import NamedTuple

from threadparse.readers.plain_text import clean

__all__ = ["PrintedWord", "WordLists", "lay_out", "lay_out_lists", "tidy"]

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
_LEAST_HEIGHT = 1e-6  # points; what has none can be divided by it

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


class WordLists(NamedTuple):
    """The words of a page, a sequence of each attribute of ``PrintedWord``: handled much faster than one by one."""

    texts: Sequence[str] = ()
    lefts: Sequence[float] = ()
    bottoms: Sequence[float] = ()
    rights: Sequence[float] = ()
    tops: Sequence[float] = ()
    begin_lines: Sequence[bool] = ()


class _Piece(NamedTuple):
    """Words in reading order with blanks between them; bottom, top, height and middle are those of the first."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    height: float
    middle: float


_Row = list[_Piece]
_left, _middle, _height = attrgetter("left"), attrgetter("middle"), attrgetter("height")


def lay_out(words: Iterable[PrintedWord]) -> str:
    """Set words as lines, as the page shows them.

    Args:
        words: In the order of the file, which is the order of reading within a line.

    Returns:
        Lines; a wide gap in a row is as many blanks as its width asks for, and white between rows blank lines.
    """
    return lay_out_lists(WordLists(*zip(*words, strict=True)))


def lay_out_lists(words: WordLists) -> str:
    """Set words as lines, as ``lay_out`` does.

    Args:
        words: In the order of the file.

    Returns:
        Lines.
    """
    heights = list(map(sub, words.tops, words.bottoms))
    gaps = list(map(sub, words.lefts[1:], words.rights))  # before each word but the first
    width = _char_width(words, heights, gaps)
    pieces = _pieces(words, heights, gaps, width)
    return "\n".join(_lines(part, width) for part in _text_columns(pieces) if part)


def _lines(pieces: Sequence[_Piece], width: float) -> str:
    """Set pieces as lines from the top of the page to its bottom, on columns of that width."""
    rows = _rows(pieces)
    columns = _Columns(pieces, _margin(rows), width)
    tallest = [row[0] if len(row) == 1 else max(row, key=_height) for row in rows]
    distances = [
        (above.middle - piece.middle) / max(above.height, piece.height, _LEAST_HEIGHT)
        for above, piece in pairwise(tallest)
    ]
    pitch = _pitch(distances)
    lines = [_line(rows[0], columns)]
    for row, distance in zip(rows[1:], distances, strict=True):
        if distance > _PARAGRAPH_GAP * pitch:
            lines += [""] * min(max(1, round(distance / pitch - _LINE_AND_SLACK)), _BLANK_LINES)
        lines.append(_line(row, columns))
    return "\n".join(lines)


def _margin(rows: Sequence[_Row]) -> float:
    """Return where the lines of a page begin; head and foot of a browser stand left of all of them."""
    lefts = [row[0].left for row in rows]
    within = min(lefts[1:-1], default=math.inf)
    return within if max(lefts[0], lefts[-1]) < within < math.inf else min(lefts)


def _text_columns(pieces: Sequence[_Piece]) -> list[Sequence[_Piece]]:
    """Cut a page whose text runs in two columns: what stands above, the left one, the right one, what stands below."""
    middle, text = _column_text(pieces)
    across = [piece for piece in pieces if piece.left < middle < piece.right]
    if not text or any(text[-1].bottom < piece.middle < text[0].top for piece in across):
        return [pieces]
    # Short lines go on with a column, to the white around it or to a line across the page.
    top, bottom, reach = text[0].middle, text[-1].middle, _COLUMN_END * text[0].height
    ceiling = min((piece.bottom for piece in across if piece.middle > top), default=math.inf)
    floor = max((piece.top for piece in across if piece.middle < bottom), default=-math.inf)
    heights = sorted(piece.middle for piece in pieces)
    for height in heights:
        top = height if top < height < min(top + reach, ceiling) else top
    for height in reversed(heights):
        bottom = height if max(bottom - reach, floor) < height < bottom else bottom
    parts: list[list[_Piece]] = [[], [], [], []]
    for piece in pieces:
        part = 0 if piece.middle > top else 3 if piece.middle < bottom else 1 if piece.left < middle else 2
        parts[part].append(piece)
    return [*parts]


def _column_text(pieces: Sequence[_Piece]) -> tuple[float, list[_Piece]]:
    """Return where the right one of two columns begins, and the lines of both that are wide, from top to bottom.

    Labels and values, too, stand in columns, but the labels are not wide. Without columns there are no lines.
    """
    if len(pieces) < 2 * _COLUMN_LINES:
        return 0.0, []
    left, right = min(map(_left, pieces)), max(piece.right for piece in pieces)
    third = (right - left) / 3
    wide = [piece for piece in pieces if piece.right - piece.left > third]
    starts = Counter(round(piece.left) for piece in wide if left + third < piece.left < right - third)
    start, count = starts.most_common(1)[0] if starts else (0, 0)
    middle = start - _SAME_START
    text = [piece for piece in wide if piece.right < middle or abs(piece.left - start) <= _SAME_START]
    if min(count, len(text) - count) < _COLUMN_LINES:
        return 0.0, []
    return middle, sorted(text, key=lambda piece: -piece.middle)


def _pieces(words: WordLists, heights: Sequence[float], gaps: Sequence[float], width: float) -> list[_Piece]:
    """Cut the words wherever a line or a column begins; a character is that wide."""
    texts, lefts, bottoms, rights, tops, begin_lines = words
    # Most words stand to the right of the last, on its line: asked first, as this runs for each word.
    candidates = zip(count(1), begin_lines[1:], gaps, bottoms[1:], bottoms, heights[1:], strict=False)
    starts = [
        at
        for at, begins_line, gap, bottom, base, height in candidates
        if begins_line
        or ((bottom != base or not 0 <= gap < _COLUMN_GAP * height) and not _follows(words, at, gap, width))
    ]
    return [
        _Piece(
            " ".join(texts[first:end]),
            min(lefts[first], lefts[end - 1]),
            max(rights[first], rights[end - 1]),
            bottoms[first],
            tops[first],
            heights[first],
            (tops[first] + bottoms[first]) / 2,
        )
        for first, end in pairwise([0, *starts, len(texts)] if texts else ())
    ]


def _follows(words: WordLists, at: int, gap: float, width: float) -> bool:
    """Tell whether a word stands in the same row, a blank from the last, on either side of it."""
    _, lefts, bottoms, rights, tops, _ = words
    bottom, top, base, last_top = bottoms[at], tops[at], bottoms[at - 1], tops[at - 1]
    if gap < 0:  # to the left of it, in scripts that run so
        gap = max(gap, lefts[at - 1] - rights[at])
    height = top - bottom
    near = -_BACKWARDS * height < gap < _column_gap(height, width)
    return near and (bottom == base or _overlap(base, last_top, bottom, top))


def _column_gap(height: float, width: float) -> float:
    """Return the white from which on the next word begins a column, where a word is that high and a character wide."""
    return max(_COLUMN_GAP * height, _ONE_BLANK * width)


def _overlap(bottom: float, top: float, other_bottom: float, other_top: float) -> bool:
    """Tell whether two words stand side by side."""
    common = min(top, other_top) - max(bottom, other_bottom)
    return common >= _SAME_ROW * min(top - bottom, other_top - other_bottom)


def _rows(pieces: Sequence[_Piece]) -> list[_Row]:
    """Put pieces that stand side by side together: rows from top to bottom, each from left to right."""
    rows: list[_Row] = []
    reference = None
    for piece in sorted(pieces, key=_middle, reverse=True):
        if reference is not None and _overlap(reference.bottom, reference.top, piece.bottom, piece.top):
            rows[-1].append(piece)
            reference = max(reference, piece, key=_height)
        else:
            rows.append([piece])
            reference = piece
    for row in rows:
        row.sort(key=_left)
    return rows


def _char_width(words: WordLists, heights: Sequence[float], gaps: Sequence[float]) -> float:
    """How wide a column is: a character of a font in which all are as wide, else a blank, of which indents are made.

    In such a font the next word begins a character and a blank for each letter further on. A scan's words are as wide
    and high as their ink; where they begin is exact.
    """
    texts, lefts, _, _, _, begin_lines = words
    neighbours = zip(lefts, lefts[1:], map(len, texts), begin_lines[1:], gaps, heights, strict=False)
    steps = sorted(
        [
            (after - left) / (length + 1)
            for left, after, length, begins_line, gap, height in neighbours
            if not begins_line and 0 < gap < _GRID_GAP * height
        ]
    )
    middle = steps[len(steps) // 2] if steps else 0.0
    even = bisect_right(steps, (1 + _EVEN) * middle) - bisect_left(steps, (1 - _EVEN) * middle)
    width = middle if even > _MOSTLY * len(steps) else _BLANK * sum(heights) / max(len(heights), 1)
    return max(width, _MIN_CHAR_WIDTH)


def _pitch(distances: Sequence[float]) -> float:
    """How far the lines of a paragraph are apart, in heights: the least of the distances that are frequent."""
    low, high = _PITCHES
    counts = Counter([round(distance, 1) for distance in distances])
    if not counts:
        return low
    frequent = _FREQUENT * max(counts.values())
    return min(max(min(distance for distance, count in counts.items() if count >= frequent), low), high)


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
    line = " " * columns.at(row[0].left) + row[0].text
    for last, piece in pairwise(row):
        gap = piece.left - last.right
        height = max(piece.height, _LEAST_HEIGHT)
        heights = gap / height
        touching, apart = abs(heights) < _TOUCHING, gap >= _column_gap(height, columns.width)
        blanks = max(2, round(gap / columns.width)) if apart else 0 if touching else 1
        placed = max(columns.at(piece.left), len(line) + 2)
        column = placed if heights >= _GRID_GAP else len(line) + min(blanks, _MAX_COLUMN)
        line += " " * (column - len(line)) + piece.text
    return line


def tidy(characters: str) -> str:
    """Make what a library gave plain text.

    Args:
        characters: The text of a page.

    Returns:
        Plain letters, no form feed, no white space at line ends, no blank lines around the page, few inside.
    """
    text = clean(characters.replace("\f", " "))
    if not text.isascii():
        text = text.translate(_LIGATURES)
    text = "\n".join(map(str.rstrip, text.split("\n"))).strip("\n")
    return _GAP.sub("\n" * (_BLANK_LINES + 1), text)
