"""Lines out of a flow of words and blocks: white space, blank lines, quote marks, table rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from threadparse.headers.labels import read_label

__all__ = ["Flow", "TableRow"]

_SPACE = re.compile(r"[ \t\r\n\f\v]+")
# What fills the preview line of newsletters, and lines that only hold a height open.
_INVISIBLE = re.compile(r"[\s\xa0\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028\u2029\u2060\ufeff]*")
_RULE = "_" * 32  # as Outlook writes a rule in plain text
# Lines of a cell that are looked at when cells are joined: a longer cell is a block of its own.
_CELL_LINES = 8


@dataclass(slots=True)
class TableRow:
    """A table row: the index of the line at which each of its cells begins."""

    cells: list[int] = field(default_factory=list)


class Flow:
    """The lines so far and the line in work.

    Attributes:
        depth: Quote depth of the words that come next.
        marker: A list marker for the next line.
        pending: An address behind the last word, left out if the text itself goes on with one.
    """

    def __init__(self, max_depth: int) -> None:
        self.depth = 0
        self.marker = ""
        self.pending = ""
        self._max_depth = max_depth
        self._lines: list[tuple[int, str] | None] = []
        self._words: list[str] = []
        self._blank_wanted = False
        self._pending_space = False
        self._labels_seen_at = 0

    def place(self) -> int:
        """Return the number of lines so far."""
        return len(self._lines)

    def add(self, text: str, *, pre: bool) -> None:
        """Add words to the line in work; line ends count only where they are preformatted."""
        if self.pending:
            if not text.strip():
                self._pending_space = True
                return
            self._settle(keep=text.lstrip()[:1] not in ("<", "[", "("))
        if pre:
            first, *rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self._words.append(first)
            for line in rest:
                self.line_break()
                self._words.append(line)
            return
        words = _SPACE.sub(" ", text)
        if not self._words or self._words[-1][-1:] == " ":
            words = words.lstrip(" ")
        if words:
            self._words.append(words)

    def line_break(self) -> None:
        """End the line in work, blank or not."""
        if any(self._words) or self.pending:
            self.end_line()
        else:
            self._words.clear()
            self._emit("")

    def end_line(self) -> None:
        """End the line in work, if there is one."""
        if self.pending:
            self._settle(keep=True)
        if self._words:
            text = "".join(self._words)
            self._words.clear()
            if text:
                self._emit("" if _INVISIBLE.fullmatch(text) else text.replace("\xa0", " ").rstrip())

    def margin(self) -> None:
        """End the line in work; a blank line stands before the next one."""
        self.end_line()
        self._blank_wanted = True

    def rule(self) -> None:
        """Return a line across."""
        self.margin()
        self._emit(_RULE)

    def close_block(self, begin: int) -> None:
        """End a block; below header lines of one block a blank line stands, as what follows is no header.

        Args:
            begin: The number of lines when the block was opened.
        """
        self.end_line()
        last = len(self._lines)
        if last - begin < 2 or self._labels_seen_at == last:
            return
        self._labels_seen_at = last
        if all(line and ":" in line[1][:48] and read_label(line[1]) for line in self._lines[-2:]):
            self._blank_wanted = True

    def open_row(self) -> None:
        """Begin a table row; the gap above it stands above all its cells."""
        self.end_line()
        if self._blank_wanted:
            self._blank()

    def open_cell(self, row: TableRow) -> None:
        """Begin a cell."""
        self.end_line()
        self._blank_wanted = False
        row.cells.append(len(self._lines))

    def close_row(self, row: TableRow) -> None:
        """End a table row: cells of one line each are joined by tabs, a label and its value by a blank."""
        self.end_line()
        if len(row.cells) < 2:
            return
        ends = [*row.cells[1:], len(self._lines)]
        cells = [self._shown(begin, end) for begin, end in zip(row.cells, ends, strict=True)]
        shown = [cell for cell in cells if cell]
        if len(shown) < 2:
            return
        whole = all(end - begin <= _CELL_LINES for begin, end in zip(row.cells, ends, strict=True))
        if whole and all(len(cell) == 1 for cell in shown):
            for cell in shown[1:]:
                self._join(shown[0][0], cell[0])
            for at in range(row.cells[0], len(self._lines)):
                if at != shown[0][0]:
                    self._lines[at] = None
            self._blank_wanted = False
        elif len(shown[0]) == 1 and self._text(shown[0][0]).endswith(":"):
            for at in range(shown[0][0] + 1, shown[1][0]):
                self._lines[at] = None
            self._join(shown[0][0], shown[1][0])

    def finish(self) -> str:
        """Return the text, without outer blank lines."""
        self.end_line()
        lines = [line for line in self._lines if line is not None]
        first = next((at for at, line in enumerate(lines) if line[1]), len(lines))
        while len(lines) > first and not lines[-1][1]:
            lines.pop()
        return "\n".join(f"{'> ' * depth}{text}".rstrip() if depth else text for depth, text in lines[first:])

    def size(self) -> int:
        """At least how many characters the text will have."""
        return sum(2 * line[0] + len(line[1]) + 1 for line in self._lines if line is not None)

    def _settle(self, *, keep: bool) -> None:
        """Write the address that waits behind the last word, or leave it out."""
        words = self.pending if keep else ""
        self._words.append(words + (" " if self._pending_space else ""))
        self.pending, self._pending_space = "", False

    def _emit(self, text: str) -> None:
        depth = min(self.depth, self._max_depth)
        if not text:
            self._lines.append((depth, ""))
            self._blank_wanted = False
            return
        if self._blank_wanted:
            self._blank()
        self._lines.append((depth, self.marker + text))
        self.marker = ""

    def _blank(self) -> None:
        """Return a blank line, unless one is there; between quotes it belongs to the outer one."""
        self._blank_wanted = False
        last = self._lines[-1] if self._lines else None
        if last is not None and last[1]:
            self._lines.append((min(last[0], self.depth, self._max_depth), ""))

    def _text(self, at: int) -> str:
        line = self._lines[at]
        return line[1] if line is not None else ""

    def _shown(self, begin: int, end: int) -> list[int]:
        """Return the indices of the first lines of a cell that show something."""
        return [at for at in range(begin, min(end, begin + _CELL_LINES)) if self._text(at)]

    def _join(self, left: int, right: int) -> None:
        """Put a line behind another."""
        one, other = self._lines[left], self._lines[right]
        if one is not None and other is not None:
            between = " " if one[1].endswith(":") else "\t"
            self._lines[left] = (one[0], f"{one[1]}{between}{other[1]}")
            self._lines[right] = None
