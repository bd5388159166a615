"""The timeline of a merge for a terminal: missing messages as gaps, changes marked in the words, places below."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions
from rich.text import Text

from threadparse.merge.merged import Change, Merged, MergedMessage, MergedParticipant, MergedThread, Occurrence
from threadparse.values.dates.value import Precision
from threadparse.views.canvas import Canvas, Styled, ready
from threadparse.views.entries import counted
from threadparse.views.people import mailbox_text, recipients_text
from threadparse.views.places import place_words

__all__ = ["MergedTimeline"]

_WORDS = {"altered": "altered", "redacted": "hides", "cut": "leaves out", "added": "adds", "misread": "misread"}
_MAX_QUOTED_CHARS = 60  # characters of a change that are shown
_MAX_CHANGES = 6  # of an occurrence, of each kind


class MergedTimeline:
    """The result of a merge that draws itself on a rich console.

    Args:
        merged: The result.
    """

    def __init__(self, merged: Merged) -> None:
        self._merged = merged
        self._people: dict[str, MergedParticipant] = {person.id: person for person in merged.participants}

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """Draw: what was merged, each thread, the sources that hold everything, the notes."""
        most = max((len(thread.messages) for thread in self._merged.threads), default=0)
        yield from ready(self._lines(Canvas(console, options.max_width, most)))

    def _lines(self, canvas: Canvas) -> Iterator[Text]:
        """All lines."""
        places = [len(message.occurrences) for thread in self._merged.threads for message in thread.messages]
        sources = counted(len(self._merged.sources), "document")
        counts = f"{counted(len(places), 'message')} in {counted(sum(places), 'place')} of {sources}"
        yield canvas.text((counts, "bold"))
        for thread in self._merged.threads:
            yield Text()
            yield from self._thread(thread, canvas)
        yield from self._inclusive(canvas)
        for note in self._merged.notes:
            yield from canvas.wrap(
                canvas.text((canvas.glyphs.info, "bold"), f" {note.text} ({note.code})"), canvas.width, 2
            )

    def _thread(self, thread: MergedThread, canvas: Canvas) -> Iterator[Text]:
        """Return a thread: its subject, its people, its messages."""
        yield canvas.title(thread.subject or "(no subject)")
        people = [self._people[number] for number in thread.participants]
        names = [person.name or ", ".join(person.addresses) for person in people]
        if names:
            yield from canvas.wrap(canvas.text(", ".join(names)), canvas.width, 2)
        yield Text()
        for number, message in enumerate(thread.messages, 1):
            if number > 1:
                yield canvas.rail(mark=canvas.glyphs.gap)
            if message.missing == "implied":
                yield from self._gap(message, canvas)
            else:
                yield from self._message(number, message, canvas)

    def _gap(self, message: MergedMessage, canvas: Canvas) -> Iterator[Text]:
        """Return a message that nobody has, as a gap."""
        known = f" {message.message_id}" if message.message_id else ""
        line = canvas.text((f"- - a message is missing{known} - -", "italic"))
        for part in canvas.wrap(line, canvas.measure):
            yield canvas.rail(part, canvas.glyphs.gap)

    def _message(self, number: int, message: MergedMessage, canvas: Canvas) -> Iterator[Text]:
        """Return a message: when, who, words, places."""
        missing = message.missing == "quoted"
        head = canvas.text((_when(message.date, message.date_precision), "bold"), "  (only quoted)" if missing else "")
        mark = canvas.glyphs.gap if missing else canvas.glyphs.dot
        for place, line in enumerate(canvas.wrap(head, canvas.measure)):
            yield canvas.rail(line, "" if place else mark, None if place else number)
        people = (
            canvas.text("no sender named") if message.sender is None else mailbox_text(message.sender, canvas, "bold")
        )
        if message.to:
            people += canvas.text(f" {canvas.glyphs.arrow} ")
            people.append_text(recipients_text(message.to, canvas, {}, canvas.measure))
        yield from map(canvas.rail, canvas.wrap(people, canvas.measure, 4))
        yield canvas.rail()
        yield from map(canvas.rail, _body(message, canvas))
        yield canvas.rail()
        for occurrence in message.occurrences:
            yield from map(canvas.rail, _place(occurrence, canvas))

    def _inclusive(self, canvas: Canvas) -> Iterator[Text]:
        """Return the documents that together hold everything."""
        chosen = [source.path for source in self._merged.sources if source.inclusive]
        if chosen:
            yield Text()
            hold = "holds" if len(chosen) == 1 else "hold"
            words = f"{len(chosen)} of {counted(len(self._merged.sources), 'document')} {hold} everything:"
            yield canvas.text((words, "bold"))
            for path in chosen:
                yield from canvas.wrap(canvas.text(f"  {path}"), canvas.width, 4)


def _when(date: str | None, precision: Precision | None) -> str:
    """Return a date for people."""
    if date is None:
        return "no date"
    day, _, time = date.partition("T")
    return f"{day} {time[:5]}{time[8:] if precision == 'second' else time[5:]}" if time else day


def _body(message: MergedMessage, canvas: Canvas) -> Iterator[Text | None]:
    """Return the words; those of which a copy has others are marked."""
    spans = sorted(
        {
            change.merged_span
            for occurrence in message.occurrences
            for change in occurrence.changes
            if change.kind in ("altered", "redacted") and change.merged_span and change.merged
        }
    )
    start = 0
    for line in message.body.split("\n"):
        end = start + len(line)
        parts: list[Styled] = []
        at = start
        for first, last in spans:
            first, last = max(first, at), min(last, end)
            if first < last:
                words = message.body[first:last]
                parts += [message.body[at:first], (words, "bold underline") if canvas.marks else f"[{words}]"]
                at = last
        parts.append(message.body[at:end])
        if line.strip():
            yield from canvas.wrap(canvas.text(*parts), canvas.measure)
        else:
            yield None
        start = end + 1
    if not message.body:
        yield canvas.text("(no words of its own)")


def _place(occurrence: Occurrence, canvas: Canvas) -> Iterator[Text]:
    """Return a place where a message stands, and what is different there."""
    place = ", ".join(filter(None, (occurrence.path, place_words(occurrence.cite.page, occurrence.cite.line))))
    yield from canvas.wrap(canvas.text((f"{canvas.glyphs.between} {place}", "dim")), canvas.measure, 4)
    shown = [change for change in occurrence.changes if change.kind in ("altered", "redacted", "cut")]
    for change in shown[:_MAX_CHANGES]:
        yield from canvas.wrap(canvas.text("    ", *_difference(change)), canvas.measure, 6)
    if len(shown) > _MAX_CHANGES:
        yield canvas.text(f"    and {len(shown) - _MAX_CHANGES} more")


def _difference(change: Change) -> list[Styled]:
    """Say what a copy has in the place of what."""
    field = "" if change.field == "body" else f" {change.field}"
    merged, here = (_short(words) for words in (change.merged, change.here))
    if change.kind != "altered":
        return [(f"{_WORDS[change.kind]}{field} ", "bold"), merged]
    if not merged:
        return [("puts in ", "bold"), here]
    return [("has ", "bold"), here or "nothing", (f" for{field} ", "bold"), merged]


def _short(words: str) -> str:
    """Return words on one line, shortened in the middle."""
    line = " ".join(words.split())
    half = _MAX_QUOTED_CHARS // 2
    return line if len(line) <= _MAX_QUOTED_CHARS else f"{line[:half]} … {line[-half:]}"
