"""The timeline: a document's threads for a terminal, one entry a message, oldest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, ConsoleOptions
from rich.filesize import decimal
from rich.text import Text

from threadparse.document import Attachment, Document, Message, Note, Thread
from threadparse.views.canvas import Canvas, ready
from threadparse.views.dates import date_words
from threadparse.views.entries import Entry, counted, message_names
from threadparse.views.people import head_lines, mailbox_text, recipients_text, styles_of
from threadparse.views.places import Places, cite_words, left_out, message_stretches, split_lines
from threadparse.views.selection import EVERYTHING, Selection
from threadparse.views.visible import fits
from threadparse.views.zoned import ZonedLine, reflow

__all__ = ["Timeline"]

_ACTIONS = {"reply": ("reply", "to"), "reply-all": ("reply-all", "to"), "forward": ("forward", "of")}


class Timeline:
    """A document that draws itself on a rich console.

    Args:
        document: The document.
        text: Its decoded text: with it, entries and notes name their lines, and signatures stand back.
        titled: Whether the path of the source stands above.
        selection: Which messages, and in which order; matches of its pattern are marked.
        with_source: Whether the source of each message stands below it.
        cited: Whether the place of each message is cited by Bates number and page.
        link: The address of the source, to which places lead; none if empty.
    """

    def __init__(
        self,
        document: Document,
        text: str | None = None,
        *,
        titled: bool = False,
        selection: Selection = EVERYTHING,
        with_source: bool = False,
        cited: bool = False,
        link: str = "",
    ) -> None:
        self._document = document
        self._titled = titled
        self._text = text
        self._selection = selection
        self._cited = cited
        self._link = f"link {link}" if link else ""
        self._places = None if text is None else Places(text)
        self._stretches = message_stretches(document, text) if with_source and text is not None else {}

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """Draw: each thread, then what belongs to no message, then the notes."""
        most = max((len(thread.messages) for thread in self._document.threads), default=0)
        yield from ready(self._lines(Canvas(console, options.max_width, most)))

    def _lines(self, canvas: Canvas) -> Iterator[Text]:
        """All lines of the document; of a selection only its messages."""
        count = len(self._document.threads)
        if self._titled:
            yield canvas.title(self._document.source.path)
        if not self._document.messages:
            yield canvas.text(("No message found.", "bold"))
        for index, (number, thread, chosen) in enumerate(self._selection.choose(self._document, self._text)):
            if index:
                yield Text()
            yield from head_lines(thread, f"Thread {number} of {count}" if count > 1 else "", canvas)
            yield from self._entries(thread, chosen, canvas)
        if self._selection.leaves_out:
            return
        yield from self._left_out(canvas)
        yield from self._notes(canvas)
        if not fits(self._text or "", canvas.encoding):
            yield Text()
            words = (
                f"This terminal's encoding ({canvas.encoding}) lacks letters of the text; nearest ones, or ?, stand in."
            )
            yield from canvas.wrap(canvas.text(words), canvas.width)

    def _entries(self, thread: Thread, chosen: Sequence[Entry], canvas: Canvas) -> Iterator[Text]:
        """Return the entries of a thread with the gaps between them."""
        styles = styles_of(thread.participants, canvas)
        above: Entry | None = None
        for entry in chosen:
            if above is not None:
                yield from _gap(_between(above, entry), canvas)
            yield from self._entry(entry, styles, canvas)
            above = entry

    def _entry(self, entry: Entry, styles: dict[str, str], canvas: Canvas) -> Iterator[Text]:
        """Return a message: when, who, words, source."""
        message = entry.message
        yield from self._entry_head(entry, canvas)
        yield from map(canvas.rail, _people(message, canvas, styles))
        if entry.new_subject:
            words = canvas.text("Subject: ", (message.subject or "(none)", "bold"))
            yield from map(canvas.rail, canvas.wrap(words, canvas.measure, 9))
        yield from map(canvas.rail, self._body(entry, canvas))
        yield from map(canvas.rail, self._source(entry, canvas))

    def _entry_head(self, entry: Entry, canvas: Canvas) -> Iterator[Text]:
        """Return the number, the date, what the message does, and its place in the source at the right edge."""
        message = entry.message
        if entry.when is not None:
            head = canvas.text((date_words(entry.when), "bold"))
        else:
            as_written = f' (written "{message.date_raw}")' if message.date_raw else ""
            head = canvas.text(("no date", "bold"), as_written)
        lines = canvas.wrap(head, canvas.measure)
        if message.action in _ACTIONS:
            lines += _action(entry, lines.pop(), canvas)
        place = self._place(message, canvas)
        if place is not None:
            if lines[-1].cell_len + 2 + place.cell_len <= canvas.measure:
                lines[-1] = canvas.beside(lines[-1], place, canvas.measure)
            else:
                lines.append(place)
        yield canvas.rail(lines[0], self._mark(message, canvas), entry.number)
        for line in lines[1:]:
            yield canvas.rail(line)

    def _place(self, message: Message, canvas: Canvas) -> Text | None:
        """Return what stands at the right edge beside the date: where the message stands, if the text is known."""
        if self._places is None or not message.zones:
            return None
        words = cite_words(message.cite) if self._cited else self._places.words(message.zones[0].start)
        return canvas.text((words, self._link))

    def _mark(self, _message: Message, canvas: Canvas) -> str:
        """Return what stands on the rail beside the date."""
        return canvas.glyphs.dot

    def _body(self, entry: Entry, canvas: Canvas) -> Iterator[Text | None]:
        """Return a blank line, the body, the attachments."""
        yield None
        lines = reflow(entry.lines, canvas.measure)
        if not lines:
            yield canvas.text("(no words of its own)")
        for line, words in zip(lines, self._words(entry.message, lines, canvas), strict=True):
            if line.words.strip() or line.kind == "quote-context":
                yield from canvas.prose(words, self._selection.pattern)
            else:
                yield None
        if entry.message.attachments:
            yield None
            files = ", ".join(_attachment_words(file) for file in entry.message.attachments)
            yield from canvas.wrap(canvas.text("Attached: ", files), canvas.measure, 10)

    def _words(self, _message: Message, lines: Sequence[ZonedLine], canvas: Canvas) -> Iterator[Text]:
        """Return the words of each line of a body as they are drawn."""
        for line in lines:
            quoted = line.kind == "quote-context"
            yield canvas.text((f"> {line.words}", "italic") if quoted else line.words)

    def _source(self, entry: Entry, canvas: Canvas) -> Iterator[Text | None]:
        """Return the lines of the source in which a message stands, with their numbers, if they were asked for."""
        stretches = self._stretches.get(entry.message.source_index, ())
        if not stretches or self._places is None or self._text is None:
            return
        room = len(str(self._places.line(stretches[-1][1])))
        for start, end in stretches:
            yield None
            for number, line in enumerate(split_lines(self._text[start:end]), self._places.line(start)):
                yield from canvas.wrap(canvas.text(f"{number:>{room}}  {line}"), canvas.measure, room + 2)

    def _left_out(self, canvas: Canvas) -> Iterator[Text]:
        """Which lines of the source stand in no message, so that nobody has to wonder."""
        if self._text is None or self._places is None:
            return
        for words, spans in left_out(self._document, self._text):
            numbers = list(dict.fromkeys(self._places.numbers(*span) for span in spans))
            more = f" +{len(numbers) - 8} more" if len(numbers) > 8 else ""
            named = ("line " if numbers[0].isdecimal() and len(numbers) == 1 else "lines ") + ", ".join(numbers[:8])
            yield Text()
            line = canvas.text(f"{words}, in no message: ", named, more)
            yield from canvas.wrap(line, canvas.width, 2)

    def _notes(self, canvas: Canvas) -> Iterator[Text]:
        """Return what was guessed or odd, each with its place and code."""
        if not self._document.notes:
            return
        yield Text()
        yield canvas.text(("Notes", "bold"))
        named = message_names(self._document)
        for note in self._document.notes:
            place = self._note_place(note, named)
            warning = note.severity == "warning"
            mark = (canvas.glyphs.warning, "bold") if warning else (canvas.glyphs.info, "bold")
            line = canvas.text(mark, " ", (f"{place}: " if place else "", "bold"), note.text, f" ({note.code})")
            yield from canvas.wrap(line, canvas.width, 2)

    def _note_place(self, note: Note, named: dict[str, str]) -> str:
        """Line and message of a note, as far as they are known."""
        place = self._places.words(note.span[0]) if note.span is not None and self._places is not None else ""
        return ", ".join(filter(None, (place, named.get(note.message or ""))))


def _people(message: Message, canvas: Canvas, styles: dict[str, str]) -> Iterator[Text]:
    """Sender, arrow, recipients; copies on lines of their own."""
    line = canvas.text()
    if message.sender is None and not (message.to or message.cc or message.bcc):
        yield canvas.text("no sender or recipient named")
        return
    if message.sender is None:
        line.append_text(canvas.text("no sender named"))
    else:
        style = styles.get(message.sender.participant or "", "")
        line.append_text(mailbox_text(message.sender, canvas, f"bold {style}".strip()))
    if message.to:
        line.append_text(canvas.text(f" {canvas.glyphs.arrow} "))
        room = 2 * canvas.measure - line.cell_len - 4
        line.append_text(recipients_text(message.to, canvas, styles, room))
    elif not (message.cc or message.bcc):
        line.append_text(canvas.text(f" {canvas.glyphs.arrow} no recipient named"))
    yield from canvas.wrap(line, canvas.measure, 4)
    for label, mailboxes in (("cc", message.cc), ("bcc", message.bcc)):
        if mailboxes:
            copies = recipients_text(mailboxes, canvas, styles, 2 * canvas.measure - 8)
            yield from canvas.wrap(canvas.text(f"{label} ") + copies, canvas.measure, 4)


def _action(entry: Entry, head: Text, canvas: Canvas) -> list[Text]:
    """Return what the message does, behind the date or, where there is no room, below it."""
    verb, preposition = _ACTIONS[entry.message.action]
    mark = canvas.glyphs.forward if entry.message.action == "forward" else canvas.glyphs.reply
    words = f"{mark} {verb}" + (f" {preposition} {entry.answers}" if entry.answers is not None else "")
    does = canvas.text(words)
    if head.cell_len + 2 + does.cell_len <= canvas.measure:
        return [head + canvas.text("  ") + does]
    return [head, *canvas.wrap(does, canvas.measure, 2)]


def _between(above: Entry, below: Entry) -> str:
    """Say what lies between two entries: the time, or how many messages that are not shown."""
    if below.number == above.number + 1:
        return below.gap
    if above.number == below.number + 1:
        return above.gap.replace(" later", " earlier") if above.gap.endswith(" later") else above.gap
    return f"{counted(abs(below.number - above.number) - 1, 'message')} not shown"


def _gap(words: str, canvas: Canvas) -> Iterator[Text]:
    """Return the time that passed, on a broken rail."""
    yield canvas.rail(mark=canvas.glyphs.gap)
    if words:
        yield canvas.rail(canvas.text((words, "italic")), canvas.glyphs.gap)
        yield canvas.rail(mark=canvas.glyphs.gap)


def _attachment_words(file: Attachment) -> str:
    """Return a file's name, with its size where known."""
    return file.name if file.size is None else f"{file.name} ({decimal(file.size)})"
