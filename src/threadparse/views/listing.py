"""The list and the tree: one line a message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.text import Text

from threadparse.document import Document, Mailbox, Message, Thread
from threadparse.views.canvas import FOUND, Canvas, ready
from threadparse.views.entries import Entry, first_words, mailbox_label
from threadparse.views.people import styles_of
from threadparse.views.places import Places
from threadparse.views.selection import Selection

__all__ = ["Listing", "branches"]

_DATE = 16
_SENDER, _SENDER_NARROW = 20, 12
#: Columns from which the sender has his whole column, and from which the recipients have one.
_NARROW, _WIDE = 70, 110
_LEAST_WORDS = 8
_PLACE_PART = 4  # of the columns, one part at most tells the place
_MAX_BRANCHES = 6
#: A match stands this far behind the edge of its column.
_BEFORE_MATCH = 12


class Listing:
    """A document that draws itself on a rich console, one line a message.

    Args:
        document: The document.
        text: Its text.
        selection: Which messages.
        tree: Draw who answers whom as a tree.
        titled: Whether the path of the source stands above.
        places: Where the messages stand, by their ids, if that is not a line of the text.
    """

    def __init__(
        self,
        document: Document,
        text: str | None,
        selection: Selection,
        *,
        tree: bool,
        titled: bool,
        places: dict[str, str] | None = None,
    ) -> None:
        self._document = document
        self._text = text
        self._selection = selection
        self._tree = tree
        self._titled = titled
        self._lines_of_text = Places(text or "")
        self._places = places

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """Draw a head for each thread, and its messages."""
        yield from ready(self._lines(Canvas(console, options.max_width, 1)))

    def _lines(self, canvas: Canvas) -> Iterator[Text]:
        """Return all lines."""
        if self._titled:
            yield canvas.title(self._document.source.path)
        if not self._document.messages:
            yield canvas.text(("No message found.", "bold"))
        several = len(self._document.threads) > 1
        for index, (number, thread, chosen) in enumerate(self._selection.choose(self._document, self._text)):
            if index:
                yield Text()
            yield canvas.fitted(canvas.text((thread.subject or "(no subject)", "bold")), canvas.columns)
            yield from self._rows(thread, chosen, f"{number}." if several else "", canvas)

    def _rows(self, thread: Thread, chosen: Sequence[Entry], prefix: str, canvas: Canvas) -> Iterator[Text]:
        """Return the lines of a thread's messages."""
        styles = styles_of(thread.participants, canvas)
        names = {person.id: person.name or ", ".join(person.addresses) for person in thread.participants}
        labels = [f"{prefix}{entry.number}" for entry in chosen]
        lines = [self._place(entry.message) for entry in chosen]
        marks = branches(chosen, canvas.glyphs.dot) if self._tree else [_mark(entry, canvas) for entry in chosen]
        number_room, mark_room, line_room = (max(map(cell_len, column)) for column in (labels, marks, lines))
        sender_room = _SENDER if canvas.columns >= _NARROW else _SENDER_NARROW
        rooms = [number_room, _DATE, mark_room, sender_room, *([_SENDER] if canvas.columns >= _WIDE else [])]
        left = canvas.columns - sum(rooms) - len(rooms) - 1
        line_room = max(1, min(line_room, canvas.columns // _PLACE_PART, left - _LEAST_WORDS))
        room = max(left - line_room, _LEAST_WORDS)
        for entry, label, mark, line in zip(chosen, labels, marks, lines, strict=True):
            message = entry.message
            date = (message.date or "no date").replace("T", " ")[:_DATE]
            sender = _people([message.sender] if message.sender else [], names, styles, canvas)
            sender.stylize("bold")
            cells = [
                canvas.text((f"{label:>{number_room}}", "bold")),
                canvas.text(f"{date:{_DATE}}"),
                canvas.fitted(canvas.text(mark), mark_room),
                canvas.fitted(sender, sender_room),
            ]
            if canvas.columns >= _WIDE:
                cells.append(canvas.fitted(_people(message.to, names, styles, canvas), _SENDER))
            cells += [self._words(entry, room, canvas), canvas.text(_end_of(line, line_room, canvas))]
            yield Text(" ", end="").join(cells)

    def _place(self, message: Message) -> str:
        """Return where a message stands: its line, or what is known of its place."""
        if self._places is not None:
            return self._places.get(message.id, "")
        return str(self._lines_of_text.line(message.zones[0].start)) if message.zones else ""

    def _words(self, entry: Entry, room: int, canvas: Canvas) -> Text:
        """Return how a message begins, or the line in which the pattern is found, moved so that the match is seen."""
        found, pattern = self._selection.found(entry), self._selection.pattern
        words = first_words(entry.lines) or "(no words of its own)"
        if found is not None and pattern is not None:
            words = " ".join(found.split())
            match = pattern.search(words)
            if match is not None and cell_len(words[: match.end()]) > room:
                start = max(0, match.start() - _BEFORE_MATCH)
                start = words.find(" ", start, match.start()) + 1 or start
                words = f"…{words[start:]}"
        text = canvas.text(words)
        if pattern is not None and canvas.marks:
            text.highlight_regex(pattern, FOUND)
        return canvas.fitted(text, room)


def _people(mailboxes: Sequence[Mailbox], names: dict[str, str], styles: dict[str, str], canvas: Canvas) -> Text:
    """Return the first of some people, and how many more there are."""
    if not mailboxes:
        return canvas.text(canvas.glyphs.nobody)
    first = mailboxes[0]
    label = mailbox_label(first) and (names.get(first.participant or "") or mailbox_label(first))
    style = styles.get(first.participant or "", "")
    name = canvas.text((label, style)) if label else canvas.text(canvas.redacted if first.redacted else "(blank)")
    more = f" +{len(mailboxes) - 1}" if len(mailboxes) > 1 else ""
    return name + canvas.text(more)


def _end_of(place: str, room: int, canvas: Canvas) -> str:
    """Return a place, or its end, which tells it from others, at the right of a column."""
    cut = "…" if canvas.glyphs.dot != "*" else ""
    while cell_len(place) > room:
        place = cut + place.removeprefix(cut)[1:]
    return " " * (room - cell_len(place)) + place


def _mark(entry: Entry, canvas: Canvas) -> str:
    """Return what a message does: first, or an answer or forward of the one before or of another."""
    glyphs = canvas.glyphs
    if entry.answers is None and entry.message.action == "original":
        return glyphs.dot
    mark = glyphs.forward if entry.message.action == "forward" else glyphs.reply
    return mark if entry.answers == entry.number - 1 else f"{mark}{'?' if entry.answers is None else entry.answers}"


def branches(chosen: Sequence[Entry], dot: str) -> list[str]:
    """Draw who answers whom beside lines in order of time, as ``git log --graph`` does.

    A straight chain stays in one column; a message that has later siblings leaves its column open for them, and each of
    them opens another, which keeps its place until its branch ends.

    Args:
        chosen: The messages in order of time, or in the opposite order.
        dot: What stands for a message.

    Returns:
        What to draw beside each message, in the same order; beyond six columns only how many they are.
    """
    backwards = len(chosen) > 1 and chosen[0].number > chosen[-1].number
    ordered = chosen[::-1] if backwards else chosen
    numbers = {entry.number for entry in ordered}
    left: dict[int, int] = {}  # how many answers of a message are still to come
    for entry in ordered:
        if entry.answers in numbers:
            left[entry.answers] = left.get(entry.answers, 0) + 1
    columns: list[int | None] = []  # the message whose answers each column waits for
    rows = []
    for entry in ordered:
        parent = entry.answers if entry.answers in numbers and entry.answers in columns else None
        beside = None if parent is None else columns.index(parent)
        if parent is not None:
            left[parent] -= 1
        at = beside if parent is not None and not left[parent] else _free(columns, beside)
        rows.append(_drawn(columns, at, beside, dot))
        if at is not None:
            columns[at] = entry.number if left.get(entry.number) else None
        while columns and columns[-1] is None:
            columns.pop()
    return rows[::-1] if backwards else rows


def _free(columns: list[int | None], beside: int | None) -> int:
    """Return a column that nothing waits in, behind the one of the message that is answered; a new one if need be."""
    for at in range(0 if beside is None else beside + 1, len(columns)):
        if columns[at] is None:
            return at
    columns.append(None)
    return len(columns) - 1


def _drawn(columns: Sequence[int | None], at: int | None, beside: int | None, dot: str) -> str:
    """Draw one line: a rail for each column that waits, the message, and the way to it."""
    plain = dot == "*"
    rail, fork, way, pass_by = ("|", "+", "-", "|") if plain else ("│", "├", "─", "┼")
    cells = []
    for column, waits in enumerate(columns):
        on_way = beside is not None and at is not None and beside < column < at
        if column == at:
            cells.append(dot)
        elif column == beside:
            cells.append(fork + way)
        elif on_way:
            cells.append((pass_by if waits is not None else way) + way)
        else:
            cells.append(rail + " " if waits is not None else "  ")
        if column == at and column < len(columns) - 1:
            cells[-1] += " "
    if len(columns) > _MAX_BRANCHES:
        shown = "".join(cells[:_MAX_BRANCHES])
        return f"{shown}+{len(columns) - _MAX_BRANCHES}" + (dot if at is not None and at >= _MAX_BRANCHES else "")
    return "".join(cells).rstrip()
