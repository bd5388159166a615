"""Quote marks other than ">": bars, colons, and the author's initials ("JR> …"), where a run of lines carries them.

A mark that any line may begin with by chance counts only in a run: three lines below one another with the same mark,
none of them a row of a table.
"""

from __future__ import annotations

import re

from threadparse.syntax.lines import Lines

__all__ = ["read_other_marks"]

_LINE = re.compile(r"[ \t>]{0,80}(?:[|:](?:[ \t]|$)|[^\W\d_]{1,8}>[> \t])", re.MULTILINE)
_LINE_BELOW = re.compile("\n" + _LINE.pattern, re.MULTILINE)  # begins with a character, not a place: found faster
# Supercite (GNU Emacs) puts the initials or the first name before the mark: RFC 3676 §4.5 calls such marks common.
_MARK = re.compile(r"[ \t]{0,3}(?:([|:])(?:[ \t]|$)|([^\W\d_]{1,8})>(?:[> \t]|$))")
_LEAST_RUN = 3


def read_other_marks(lines: Lines) -> Lines:
    """Count the other marks as quote marks.

    Args:
        lines: The lines of a text, their ">" marks read.

    Returns:
        The lines with one mark more on those of a run; the same object where there is none.
    """
    if not any(mark in lines.text for mark in "|:>"):
        return lines
    if _LINE.match(lines.text) is None and _LINE_BELOW.search(lines.text) is None:
        return lines
    marks = [_MARK.match(content) for content in lines.contents]
    contents, depths = lines.contents, lines.depths
    found = False
    start = 0
    while start < len(marks):
        end = _run(lines, marks, start)
        if end - start >= _LEAST_RUN and not _is_table(lines, marks, start, end):
            if not found:
                contents, depths, found = contents.copy(), depths[:], True
            for at in range(start, end):
                match = marks[at]
                contents[at] = contents[at][match.end() :] if match else contents[at]
                depths[at] += 1
        start = max(end, start + 1)
    return lines._replace(contents=contents, depths=depths, quoted=True) if found else lines


def _run(lines: Lines, marks: list[re.Match[str] | None], start: int) -> int:
    """The end of the run of one mark that begins at a line."""
    first = marks[start]
    if first is None:
        return start
    end = start
    while end < len(marks) and lines.depths[end] == lines.depths[start]:
        match = marks[end]
        if match is None or match[1] != first[1] or match[2] != first[2]:
            break
        end += 1
    return end


def _is_table(lines: Lines, marks: list[re.Match[str] | None], start: int, end: int) -> bool:
    """Whether the bars of a run are those of a table: one of its rows has more than the first."""
    match = marks[start]
    bars = match is not None and match[1] == "|"
    return bars and any(lines.contents[at].count("|") > 1 for at in range(start, end))
