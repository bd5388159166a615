"""The timeline of a merge for a terminal: missing messages as gaps, changes marked in the words, places below."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import accumulate

from rich.text import Text

from threadparse.document import Document, Message
from threadparse.merge.merged import Change, Merged, Occurrence
from threadparse.views.canvas import Canvas, Styled
from threadparse.views.entries import Entry, counted
from threadparse.views.places import place_words
from threadparse.views.selection import Selection
from threadparse.views.timeline import Timeline
from threadparse.views.zoned import ZonedLine

__all__ = ["MergedTimeline"]

_WORDS = {"redacted": "hides", "cut": "leaves out"}
_MAX_QUOTED_CHARS = 60  # characters of a change that are shown
_MAX_CHANGES = 6  # of an occurrence


class MergedTimeline(Timeline):
    """The result of a merge that draws itself on a rich console.

    Args:
        merged: The result.
        document: The same as a document (see ``as_document``), with what is implied.
        selection: Which messages, and in which order; matches of its pattern are marked.
    """

    def __init__(self, merged: Merged, document: Document, selection: Selection) -> None:
        super().__init__(document, selection=selection)
        self._sources = merged.sources
        self._found = {message.id: message for thread in merged.threads for message in thread.messages}

    def _lines(self, canvas: Canvas) -> Iterator[Text]:
        """See ``Timeline``: above it what was merged, below it the documents that together hold everything."""
        if self._selection.leaves_out:
            yield from super()._lines(canvas)
            return
        places = sum(len(message.occurrences) for message in self._found.values())
        sources = counted(len(self._sources), "document")
        words = f"{counted(len(self._found), 'message')} in {counted(places, 'place')} of {sources}"
        yield canvas.text((words, "bold"))
        if self._found:
            yield Text()
            yield from super()._lines(canvas)
        chosen = [source.path for source in self._sources if source.inclusive]
        if chosen:
            yield Text()
            hold = "holds" if len(chosen) == 1 else "hold"
            yield canvas.text((f"{len(chosen)} of {sources} {hold} everything:", "bold"))
            for path in chosen:
                yield from canvas.wrap(canvas.text(f"  {path}"), canvas.width, 4)

    def _entry(self, entry: Entry, styles: dict[str, str], canvas: Canvas) -> Iterator[Text]:
        """See ``Timeline``: below it where the message stands; one that nobody has is a gap."""
        found = self._found[entry.message.id]
        if found.missing == "implied":
            known = f" {found.message_id}" if found.message_id else ""
            line = canvas.text((f"- - a message is missing{known} - -", "italic"))
            for at, part in enumerate(canvas.wrap(line, canvas.measure)):
                yield canvas.rail(part, canvas.glyphs.gap, None if at else entry.number)
            return
        yield from super()._entry(entry, styles, canvas)
        yield canvas.rail()
        for occurrence in found.occurrences:
            yield from map(canvas.rail, _place(occurrence, canvas))

    def _place(self, message: Message, canvas: Canvas) -> Text | None:
        """See ``Timeline``: only that a message is known from quotations alone."""
        return canvas.text("only quoted") if self._found[message.id].missing else None

    def _mark(self, message: Message, canvas: Canvas) -> str:
        """See ``Timeline``: of a message that is only quoted, the rail is broken."""
        return canvas.glyphs.gap if self._found[message.id].missing else canvas.glyphs.dot

    def _words(self, message: Message, lines: Sequence[ZonedLine], canvas: Canvas) -> Iterator[Text]:
        """See ``Timeline``: words of which a copy has others, or none that are legible, are marked.

        Lines may be joined and blank ones left out, so that only letters are counted.
        """
        letters = list(accumulate((not character.isspace() for character in message.body), initial=0))
        marked = deque((letters[first], letters[last]) for first, last in self._marked_spans(message))
        at = 0
        for line in lines:
            parts: list[Styled] = []
            done = 0
            places = [place for place, character in enumerate(line.words) if not character.isspace()]
            while marked and marked[0][0] < at + len(places):
                first, last = max(marked[0][0] - at, 0), min(marked[0][1] - at, len(places))
                if first < last and places[first] >= done:
                    start, end = places[first], places[last - 1] + 1
                    words = line.words[start:end]
                    parts += [line.words[done:start], (words, "bold underline") if canvas.marks else f"[{words}]"]
                    done = end
                if marked[0][1] > at + len(places):
                    break
                marked.popleft()
            yield canvas.text(*parts, line.words[done:])
            at += len(places)

    def _marked_spans(self, message: Message) -> list[tuple[int, int]]:
        """Return where the words stand of which some copy has others, or none that are legible."""
        return sorted(
            {
                change.merged_span
                for occurrence in self._found[message.id].occurrences
                for change in occurrence.changes
                if change.kind in ("altered", "redacted") and change.merged_span and change.merged
            }
        )


def _place(occurrence: Occurrence, canvas: Canvas) -> Iterator[Text]:
    """Return a place where a message stands, and what is different there."""
    place = ", ".join(filter(None, (occurrence.path, place_words(occurrence.cite.page, occurrence.cite.line))))
    yield from canvas.wrap(canvas.text(f"{canvas.glyphs.between} {place}"), canvas.measure, 4)
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
        return [(f"puts in{field} ", "bold"), here]
    return [(f"has{field} ", "bold"), here or "nothing", (" for ", "bold"), merged]


def _short(words: str) -> str:
    """Return words on one line, shortened in the middle."""
    line = " ".join(words.split())
    half = _MAX_QUOTED_CHARS // 2
    return line if len(line) <= _MAX_QUOTED_CHARS else f"{line[:half]} … {line[-half:]}"
