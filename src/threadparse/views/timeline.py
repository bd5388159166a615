"""The timeline: a document's threads for a terminal, one entry a message, oldest first."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions
from rich.filesize import decimal
from rich.text import Text

from threadparse.document import Attachment, Document, Message, Note, Thread
from threadparse.views.canvas import Canvas
from threadparse.views.dates import date_words
from threadparse.views.entries import Entry, entries, message_names
from threadparse.views.people import head_lines, mailbox_text, recipients_text, styles_of
from threadparse.views.places import Places, left_out
from threadparse.views.visible import fits
from threadparse.views.zoned import reflow

__all__ = ["Timeline"]

_KIND_STYLES = {"signature": "dim", "disclaimer": "dim", "attachments": "dim", "quote-context": "dim italic"}
_ACTIONS = {"reply": ("reply", "to"), "reply-all": ("reply-all", "to"), "forward": ("forward", "of")}


class Timeline:
    """A document that draws itself on a rich console.

    Args:
        document: The document.
        text: Its decoded text: with it, entries and notes name their lines, and signatures stand back.
        titled: Whether the path of the source stands above.
    """

    def __init__(self, document: Document, text: str | None = None, *, titled: bool = False) -> None:
        self._document = document
        self._titled = titled
        self._text = text
        self._places = None if text is None else Places(text)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """Draw: each thread, then what belongs to no message, then the notes."""
        threads = self._document.threads
        canvas = Canvas(console, options.max_width, max((len(thread.messages) for thread in threads), default=0))
        for line in self._lines(canvas):
            line.rstrip()
            line.end = "\n"
            line.no_wrap = True
            line.overflow = "ignore"
            yield line

    def _lines(self, canvas: Canvas) -> Iterator[Text]:
        """All lines of the document."""
        threads = self._document.threads
        if self._titled:
            title = canvas.text((f"{canvas.glyphs.rule * 2} ", "dim"), (self._document.source.path, "bold"), " ")
            yield title + canvas.text((canvas.glyphs.rule * max(2, canvas.width - title.cell_len), "dim"))
        if not self._document.messages:
            yield canvas.text(("No message found.", "bold"))
        for index, thread in enumerate(threads, 1):
            if index > 1:
                yield Text()
            label = f"Thread {index} of {len(threads)}" if len(threads) > 1 else ""
            yield from head_lines(thread, label, canvas)
            yield from self._entries(thread, canvas)
        yield from self._left_out(canvas)
        yield from self._notes(canvas)
        if not fits(self._text or "", canvas.encoding):
            yield Text()
            words = (
                f"This terminal's encoding ({canvas.encoding}) lacks letters of the text; nearest ones, or ?, stand in."
            )
            yield from canvas.wrap(canvas.text((words, "dim")), canvas.width)

    def _entries(self, thread: Thread, canvas: Canvas) -> Iterator[Text]:
        """The entries of a thread with the gaps between them."""
        styles = styles_of(thread.participants)
        for entry in entries(thread, self._text):
            message = entry.message
            if entry.number > 1:
                yield from _gap(entry.gap, canvas)
            yield from self._entry_head(entry, canvas)
            yield from map(canvas.rail, _people(message, canvas, styles))
            if entry.new_subject:
                words = canvas.text(("Subject: ", "dim"), (message.subject or "(none)", "bold"))
                yield from map(canvas.rail, canvas.wrap(words, canvas.measure, 9))
            yield from map(canvas.rail, self._body(entry, canvas))

    def _entry_head(self, entry: Entry, canvas: Canvas) -> Iterator[Text]:
        """Number, date, what the message does, and its place in the source at the right edge."""
        message = entry.message
        if entry.when is not None:
            head = canvas.text((date_words(entry.when), "bold"))
        else:
            as_written = f' (written "{message.date_raw}")' if message.date_raw else ""
            head = canvas.text(("no date", "bold"), (as_written, "dim"))
        lines = canvas.wrap(head, canvas.measure)
        if message.action in _ACTIONS:
            lines += _action(entry, lines.pop(), canvas)
        start = message.zones[0].start if message.zones else None
        if self._places is not None and start is not None:
            place = canvas.text((self._places.words(start), "dim"))
            if lines[-1].cell_len + 2 + place.cell_len <= canvas.measure:
                lines[-1] = canvas.beside(lines[-1], place, canvas.measure)
            else:
                lines.append(place)
        yield canvas.rail(lines[0], canvas.glyphs.dot, entry.number)
        for line in lines[1:]:
            yield canvas.rail(line)

    def _body(self, entry: Entry, canvas: Canvas) -> Iterator[Text | None]:
        """A blank line, the body, the attachments."""
        yield None
        lines = reflow(entry.lines, canvas.measure)
        if not lines:
            yield canvas.text(("(no words of its own)", "dim"))
        for line in lines:
            words = f"> {line.words}" if line.kind == "quote-context" else line.words
            yield from canvas.prose(words, _KIND_STYLES.get(line.kind, "")) if words.strip() else (None,)
        if entry.message.attachments:
            yield None
            files = ", ".join(_attachment_words(file) for file in entry.message.attachments)
            yield from canvas.wrap(canvas.text(("Attached: ", "dim"), files), canvas.measure, 10)

    def _left_out(self, canvas: Canvas) -> Iterator[Text]:
        """Which lines of the source stand in no message, so that nobody has to wonder."""
        if self._text is None or self._places is None:
            return
        for words, spans in left_out(self._document, self._text):
            numbers = list(dict.fromkeys(self._places.numbers(*span) for span in spans))
            more = f" +{len(numbers) - 8} more" if len(numbers) > 8 else ""
            named = ("line " if numbers[0].isdecimal() and len(numbers) == 1 else "lines ") + ", ".join(numbers[:8])
            yield Text()
            line = canvas.text((f"{words}, in no message: ", "dim"), named, (more, "dim"))
            yield from canvas.wrap(line, canvas.width, 2)

    def _notes(self, canvas: Canvas) -> Iterator[Text]:
        """What was guessed or odd, each with its place and code."""
        if not self._document.notes:
            return
        yield Text()
        yield canvas.text(("Notes", "bold"))
        named = message_names(self._document)
        for note in self._document.notes:
            place = self._note_place(note, named)
            warning = note.severity == "warning"
            mark = (canvas.glyphs.warning, "bold yellow") if warning else (canvas.glyphs.info, "bold")
            line = canvas.text(
                mark, " ", (f"{place}: " if place else "", "bold"), note.text, (f" ({note.code})", "dim")
            )
            yield from canvas.wrap(line, canvas.width, 2)

    def _note_place(self, note: Note, named: dict[str, str]) -> str:
        """Line and message of a note, as far as they are known."""
        place = self._places.words(note.span[0]) if note.span is not None and self._places is not None else ""
        return ", ".join(filter(None, (place, named.get(note.message or ""))))


def _people(message: Message, canvas: Canvas, styles: dict[str, str]) -> Iterator[Text]:
    """Sender, arrow, recipients; copies on lines of their own."""
    line = canvas.text()
    if message.sender is None and not (message.to or message.cc or message.bcc):
        yield canvas.text(("no sender or recipient named", "dim"))
        return
    if message.sender is None:
        line.append_text(canvas.text(("no sender named", "dim")))
    else:
        style = styles.get(message.sender.participant or "", "")
        line.append_text(mailbox_text(message.sender, canvas, f"bold {style}".strip()))
    if message.to:
        line.append_text(canvas.text((f" {canvas.glyphs.arrow} ", "dim")))
        room = 2 * canvas.measure - line.cell_len - 4
        line.append_text(recipients_text(message.to, canvas, styles, room))
    elif not (message.cc or message.bcc):
        line.append_text(canvas.text((f" {canvas.glyphs.arrow} no recipient named", "dim")))
    yield from canvas.wrap(line, canvas.measure, 4)
    for label, mailboxes in (("cc", message.cc), ("bcc", message.bcc)):
        if mailboxes:
            copies = recipients_text(mailboxes, canvas, styles, 2 * canvas.measure - 8)
            yield from canvas.wrap(canvas.text((f"{label} ", "dim")) + copies, canvas.measure, 4)


def _action(entry: Entry, head: Text, canvas: Canvas) -> list[Text]:
    """What the message does, behind the date or, where there is no room, below it."""
    verb, preposition = _ACTIONS[entry.message.action]
    mark = canvas.glyphs.forward if entry.message.action == "forward" else canvas.glyphs.reply
    words = f"{mark} {verb}" + (f" {preposition} {entry.answers}" if entry.answers is not None else "")
    does = canvas.text((words, "dim"))
    if head.cell_len + 2 + does.cell_len <= canvas.measure:
        return [head + canvas.text("  ") + does]
    return [head, *canvas.wrap(does, canvas.measure, 2)]


def _gap(words: str, canvas: Canvas) -> Iterator[Text]:
    """The time that passed, on a broken rail."""
    yield canvas.rail(mark=canvas.glyphs.gap)
    if words:
        yield canvas.rail(canvas.text((words, "italic")), canvas.glyphs.gap)
        yield canvas.rail(mark=canvas.glyphs.gap)


def _attachment_words(file: Attachment) -> str:
    """A file's name, with its size where known."""
    return file.name if file.size is None else f"{file.name} ({decimal(file.size)})"
