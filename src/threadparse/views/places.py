"""Where an offset is, for people: its line, and its page where the text has pages."""

from __future__ import annotations

import re
from bisect import bisect_right

__all__ = ["Places"]

_LINE_END = re.compile(r"\r\n|\n|\r")


class Places:
    """Line and page numbers of one text, both from 1.

    Args:
        text: The text that the offsets count in; lines end at CR LF, LF or CR. A form feed, which stands before the
            first words of a page, is part of that page.
    """

    def __init__(self, text: str) -> None:
        self._lines = [match.end() for match in _LINE_END.finditer(text)]
        self._pages = [match.start() for match in re.finditer("\f", text.rstrip())]

    def line(self, offset: int) -> int:
        """Number of the line that holds an offset.

        Args:
            offset: In characters.

        Returns:
            The number, the first line being 1.
        """
        return bisect_right(self._lines, offset) + 1

    def words(self, offset: int) -> str:
        """A place in words, such as ``line 12`` or ``page 3, line 140``.

        Args:
            offset: In characters.

        Returns:
            The words; lines count through the whole text, as an editor counts them.
        """
        line = f"line {self.line(offset)}"
        return f"page {bisect_right(self._pages, offset) + 1}, {line}" if self._pages else line

    def numbers(self, start: int, end: int) -> str:
        """The line numbers of a stretch, such as ``12-14``.

        Args:
            start: Offset of its first character.
            end: Offset behind its last character.

        Returns:
            The numbers; of a single line only that one.
        """
        first, last = self.line(start), self.line(max(start, end - 1))
        return f"{first}" if first == last else f"{first}-{last}"
