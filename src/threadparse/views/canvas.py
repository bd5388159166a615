"""A terminal of a given width: wrapped and styled lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.text import Text

from threadparse.views.visible import glyphs_for, visible

__all__ = ["FOUND", "MEASURE", "Canvas", "Styled", "ready"]

MEASURE = 100  # longer lines are hard to read
_LEAST = 20
#: How a match of a search looks: black on yellow can be read on every ground.
FOUND = "black on yellow"
_COLOURFUL = ("256", "truecolor", "windows")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LEFT_TO_RIGHT = "\u200e"

Styled = str | tuple[str, str]
_LEAD = re.compile(r" *(?:[-*•–·o>] +|\(?\w{1,3}[.)] +)?")


def ready(lines: Iterable[Text]) -> Iterator[Text]:
    """Yield lines as rich prints them, each on one line whatever its length."""
    for line in lines:
        line.rstrip()
        line.end = "\n"
        line.no_wrap = True
        line.overflow = "ignore"
        yield line


class Canvas:
    """What one timeline is drawn on.

    Args:
        console: Gives encoding and wrapping.
        width: Columns of the terminal.
        numbers: The highest number that the gutter has to hold.

    Attributes:
        columns: Columns of the terminal.
        marks: Whether the terminal shows bold and reverse letters.
        colours: Whether it has 256 colours; of the first 16 only red can be read on both black and white.
        glyphs: The marks that the terminal can show.
        gutter: Columns of the numbers, with the blank behind.
        width: Columns in use, gutter, rail and text.
        measure: Columns of the text beside the rail.
    """

    def __init__(self, console: Console, width: int, numbers: int) -> None:
        self._console = console
        self.columns = width
        self.encoding = console.encoding
        self.marks = console.color_system is not None
        self.colours = console.color_system in _COLOURFUL and not console.no_color
        self.glyphs = glyphs_for(console.encoding)
        self.gutter = len(str(numbers)) + 1
        self.measure = min(max(width - self.gutter - 2, _LEAST), MEASURE)
        self.width = self.gutter + 2 + self.measure

    @property
    def redacted(self) -> Styled:
        """What stands for something blacked out: a bar with a word in it, in brackets where there are no bars."""
        return ("redacted", "reverse") if self.marks else "[redacted]"

    def title(self, words: str) -> Text:
        """Return a rule across the terminal with words near its beginning."""
        title = self.text((f"{self.glyphs.rule * 2} ", "dim"), (words, "bold"), " ")
        return title + self.text((self.glyphs.rule * max(2, self.width - title.cell_len), "dim"))

    def fitted(self, text: Text, room: int) -> Text:
        """Cut or fill a text to a width.

        Args:
            text: The text, on one line.
            room: Columns.

        Returns:
            The text; one with letters from right to left ends with a mark that keeps what follows at its right.
        """
        if text.cell_len > room:
            text = self.text() + text
            text.truncate(room, overflow="ellipsis" if self.glyphs.dot != "*" else "crop")
        text = text + Text(" " * max(0, room - text.cell_len), end="")
        return text + Text(_LEFT_TO_RIGHT, end="") if _RIGHT_TO_LEFT.search(text.plain) else text

    def text(self, *parts: Styled) -> Text:
        """Join words and styled words into a text that is safe to print.

        Args:
            parts: Words, or pairs of words and style.

        Returns:
            The text, on one line.
        """
        text = Text(end="")
        for part in parts:
            words, style = (part, "") if isinstance(part, str) else part
            text.append(visible(words.replace("\n", " "), self.encoding), style or None)
        return text

    def wrap(self, text: Text, width: int, hang: int = 0) -> list[Text]:
        """Cut a text into lines of at most a width.

        Args:
            text: The text.
            width: Columns, wide characters counting two.
            hang: Indent of all lines but the first.

        Returns:
            One line or more.
        """
        if text.cell_len <= width:
            return [text]
        lines = list(text.wrap(self._console, width, overflow="fold"))
        if not hang:
            return lines
        first = lines[0]
        rest = text[len(first.plain) :]
        rest = rest[len(rest.plain) - len(rest.plain.lstrip(" ")) :]
        pad = Text(" " * hang, end="")
        return [first, *(pad + line for line in rest.wrap(self._console, width - hang, overflow="fold"))]

    def prose(self, text: Text, found: re.Pattern[str] | None = None) -> list[Text]:
        """Wrap one line of a body; what follows a bullet or an indent hangs under its first word.

        Args:
            text: The line.
            found: What to mark in it.

        Returns:
            One line or more of at most ``measure`` columns.
        """
        if found is not None and self.marks:
            text.highlight_regex(found, FOUND)
        lead = _LEAD.match(text.plain)
        hang = lead.end() if lead else 0
        return self.wrap(text, self.measure, hang if hang <= self.measure // 3 else 0)

    def beside(self, left: Text, right: Text, width: int) -> Text:
        """Put one text at the left edge and one at the right.

        Args:
            left: The left text.
            right: The right text.
            width: Columns of the line; texts that do not fit stand side by side.

        Returns:
            The line.
        """
        gap = max(2, width - left.cell_len - right.cell_len)
        return left + Text(" " * gap, end="") + right

    def rail(self, line: Text | None = None, mark: str = "", number: int | None = None) -> Text:
        """Return a line of a message: gutter, rail, words.

        Args:
            line: The words.
            mark: What stands on the rail; the rail itself if empty.
            number: What stands in the gutter.

        Returns:
            The whole line, without blanks at its end.
        """
        gutter = f"{'' if number is None else number:>{self.gutter - 1}} "
        prefix = self.text((gutter, "bold"), (mark or self.glyphs.rail, "bold" if mark else "dim"))
        return prefix + Text(" ", end="") + line if line else prefix
