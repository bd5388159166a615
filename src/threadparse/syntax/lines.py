"""Lines of a text: where each begins and ends, its quote depth, and its content without the quote marks.

Lines end at CR LF, LF or CR only. ``str.splitlines`` also cuts at form feeds, U+0085 and U+2028, and then offsets no
longer agree with other tools (a form feed is a page break inside PDF text, not a line end).
"""

from __future__ import annotations

import re
from itertools import accumulate
from operator import add
from typing import NamedTuple

__all__ = ["Lines", "cut_lines", "strip_marks"]

_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r)?")
# RFC 3676 §4.5: quote marks open a line; clients put blanks before, between and after them,
# and the text of a page begins behind a form feed.
_MARKS = re.compile(r"[ \t\xa0\f]{0,40}>[> \t\xa0]*")
_ONE_MARK = re.compile(r"[ \t\xa0\f]*>[ \xa0]?")
# Groupwise writes an attribution between such marks: ">>> Jane Roe <jane@x.org> 1/1/2001 1:00 PM >>>".
_GROUPWISE = re.compile(r">>> ?[^>\s][^\r\n]* >>>\s*$")


class Lines(NamedTuple):
    """A text cut into lines; all lists have one entry a line.

    Attributes:
        text: The whole text.
        starts: Offset of each line's first character.
        contents: Each line without line end and without its quote marks.
        depths: Number of quote marks before each line's content.
        quoted: Whether any line has quote marks.
    """

    text: str
    starts: list[int]
    contents: list[str]
    depths: list[int]
    quoted: bool

    def end(self, index: int) -> int:
        """Offset behind a line's last character, its line end not counted."""
        if index + 1 == len(self.starts):
            return len(self.text)
        start, end = self.starts[index], self.starts[index + 1]
        if end > start and self.text[end - 1] == "\n":
            end -= 1
        return end - (end > start and self.text[end - 1] == "\r")

    def raw(self, index: int) -> str:
        """The line as it stands in the text, without its line end."""
        return self.text[self.starts[index] : self.end(index)]


def cut_lines(text: str, *, max_depth: int = 200) -> Lines:
    """Cut a text into lines and read their quote marks.

    Args:
        text: Any text.
        max_depth: Deeper quote depths count as this deep.

    Returns:
        The lines; an empty text has one empty line, and a text that ends with a line end has an empty last line.
    """
    if "\r" in text:
        spans = [match.span(1) for match in _LINE.finditer(text)]
        if len(spans) > 1 and spans[-1][0] == spans[-2][1]:  # finditer's empty match behind an unended last line
            spans.pop()
        starts = [start for start, _ in spans]
        raws = [text[start:end] for start, end in spans]
    else:
        raws = text.split("\n")
        # a line starts behind the characters of all lines above it and their ends
        starts = list(map(add, accumulate(map(len, raws), initial=0), range(len(raws))))
    depths = [0] * len(raws)
    if ">" not in text:
        return Lines(text, starts, raws, depths, quoted=False)
    contents = raws.copy()
    for index, raw in enumerate(raws):
        if ">" in raw[:41] and (marks := _MARKS.match(raw)) is not None and not _GROUPWISE.match(raw):
            depths[index] = min(raw.count(">", 0, marks.end()), max_depth)
            contents[index] = _content(raw, marks.end())
    return Lines(text, starts, contents, depths, quoted=any(depths))


def _content(raw: str, end: int) -> str:
    """The line behind its marks; of the blanks behind the last mark one belongs to it (RFC 3676 §4.5)."""
    last = raw.rindex(">", 0, end) + 1
    return raw[last + 1 :] if raw[last : last + 1] in (" ", "\xa0") else raw[last:]


def strip_marks(raw: str, depth: int) -> str:
    """Take at most ``depth`` quote marks off the start of a line.

    Args:
        raw: A line as it stands in the text.
        depth: How many marks to take off at most.

    Returns:
        The rest of the line, further marks included.
    """
    position = 0
    for _ in range(depth):
        match = _ONE_MARK.match(raw, position)
        if match is None:
            break
        position = match.end()
    return raw[position:]
