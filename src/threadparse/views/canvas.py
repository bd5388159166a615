"""A terminal of a given width: wrapped and styled lines."""

from __future__ import annotations

import re

from rich.console import Console
from rich.text import Text

from threadparse.views.visible import glyphs_for, visible

__all__ = ["MEASURE", "Canvas", "Styled"]

MEASURE = 100  # longer lines are hard to read
_LEAST = 20

Styled = str | tuple[str, str]
_LEAD = re.compile(r" *(?:[-*•–·o>] +|\(?\w{1,3}[.)] +)?")


class Canvas:
    """What one timeline is drawn on.

    Args:
        console: Gives encoding and wrapping.
        width: Columns of the terminal.
        numbers: The highest number that the gutter has to hold.

    Attributes:
        glyphs: The marks that the terminal can show.
        gutter: Columns of the numbers, with the blank behind.
        width: Columns in use, gutter, rail and text.
        measure: Columns of the text beside the rail.
    """

    def __init__(self, console: Console, width: int, numbers: int) -> None:
        self._console = console
        self.encoding = console.encoding
        self.glyphs = glyphs_for(console.encoding)
        self.gutter = len(str(numbers)) + 1
        self.measure = min(max(width - self.gutter - 2, _LEAST), MEASURE)
        self.width = self.gutter + 2 + self.measure

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
            text.append(visible(words, self.encoding).replace("\n", " "), style or None)
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

    def prose(self, words: str, style: str) -> list[Text]:
        """Wrap one line of a body; what follows a bullet or an indent hangs under its first word.

        Args:
            words: The line.
            style: Its style.

        Returns:
            One line or more of at most ``measure`` columns.
        """
        text = self.text((words, style))
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
        """A line of a message: gutter, rail, words.

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
