"""An explained parse for a terminal: the source with its zones, and above each header why it is one."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from operator import attrgetter

from rich.console import Console, ConsoleOptions
from rich.text import Text

from threadparse.explain import ExplainedHeader, Explanation, OwnedZone, RefusedLabels
from threadparse.views.canvas import Canvas, ready
from threadparse.views.places import Places

__all__ = ["Explained"]

#: Colours that keep their contrast on light and on dark ground (``people``); plain words stay in the terminal's own.
_STYLES = {
    "header": "bold color(63)",
    "greeting": "color(28)",
    "closing": "color(28)",
    "signature": "color(163)",
    "disclaimer": "dim",
    "attachments": "color(30)",
    "ps": "color(28)",
    "quote-context": "italic",
    "preamble": "color(130)",
    "furniture": "dim",
}
_KIND_COLUMNS = max(map(len, _STYLES))
_LEAST_COLUMNS = 20


class Explained:
    """An explanation that draws itself on a rich console.

    Args:
        explanation: What was found and refused.
        text: The text that its offsets count in.
        titled: Whether the path of the source stands above.
    """

    def __init__(self, explanation: Explanation, text: str, *, titled: bool = False) -> None:
        self._explanation = explanation
        self._text = text
        self._titled = titled
        self._places = Places(text)
        self._numbers = {id_: number for number, id_ in enumerate(explanation.messages, 1)}

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """Draw the lines of the source, each with its number and the kind of its zone."""
        canvas = Canvas(console, options.max_width, self._places.line(len(self._text)))
        yield from ready(self._lines(canvas))

    def _lines(self, canvas: Canvas) -> Iterator[Text]:
        """Yield the title, then the lines of the source with the explanations between them."""
        found = self._explanation
        if self._titled:
            yield canvas.text((f"{canvas.glyphs.rule * 2} ", "dim"), (found.path, "bold"))
        said: list[ExplainedHeader | RefusedLabels] = [*found.headers, *found.refused]
        said.sort(key=attrgetter("start"), reverse=True)
        zones = deque(found.zones)
        label = ""
        for number, (start, end) in enumerate(self._places.spans(len(self._text)), 1):
            while said and said[-1].start < max(end, start + 1):
                yield from canvas.wrap(self._words(said.pop(), canvas), canvas.width, 4)
                label = ""
            kinds, line = self._line(canvas, zones, start, end)
            shown = " ".join(dict.fromkeys(kinds))
            head = f"{number:>{canvas.gutter - 1}} {'' if shown == label else shown:{_KIND_COLUMNS}} "
            label = shown or label
            room = max(canvas.width - len(head), _LEAST_COLUMNS)
            for at, piece in enumerate(canvas.wrap(line, room)):
                yield canvas.text((head if not at else " " * len(head), "dim")) + piece

    def _line(self, canvas: Canvas, zones: deque[OwnedZone], start: int, end: int) -> tuple[list[str], Text]:
        """Return the kinds of the zones that a line has, and the line in their styles; zones that end are passed."""
        kinds: list[str] = []
        line = canvas.text()
        while zones and zones[0].start <= start:
            zone = zones[0]
            stop = min(end, zone.end)
            words = self._text[start:stop].rstrip("\r\n")
            if words.strip():
                kinds.append(zone.kind)
            line.append_text(canvas.text((words, _STYLES.get(zone.kind, ""))))
            if zone.end > end:
                break
            zones.popleft()
            start = stop
        return kinds, line

    def _words(self, found: ExplainedHeader | RefusedLabels, canvas: Canvas) -> Text:
        """Return what is said above a header, or above labels that are no header."""
        if isinstance(found, RefusedLabels):
            rule = f" ({found.rule})" if found.rule else ""
            reasons = "; ".join(found.reasons)
            return canvas.text(("    no header", "bold color(130)"), f": {reasons}", (rule, "dim"))
        begins = f" of message {self._numbers[found.message]}" if found.message in self._numbers else ""
        evidence = ", ".join(found.evidence)
        return canvas.text((f"    header{begins}", "bold color(28)"), f" by {found.rule}: {evidence}")
