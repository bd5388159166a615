"""The page of a merge: one timeline, where its copies stand, what they do not share, what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count
from string import ascii_lowercase

from threadparse.document import Document, Message, Note, Span, Thread
from threadparse.merge.merged import Change, Merged, MergedMessage, MergedSource, MergedThread, Occurrence
from threadparse.merge.records import distinct_paths
from threadparse.merge.shown_threads import short_names, shown_threads
from threadparse.views.dates import date_words
from threadparse.views.entries import Entry, counted
from threadparse.views.html.elements import Child, Markup, element, joined, separated
from threadparse.views.html.material import DocumentPart, ThreadPart, WordMark
from threadparse.views.html.page import page_of_parts

__all__ = ["merged_page"]

_MAX_QUOTED_CHARS = 300
_MAX_PLACES = 8  # of copies that have the same words
#: Changes that are marked in the words of a message, and the class of the mark.
_MARKED = {"altered": "altered", "redacted": "revealed"}
_REASONS = {
    "words": "its words",
    "attachment": "an attachment",
    "altered": "other words",
    "revealed": "blacked-out words",
}


def merged_page(
    merged: Merged, documents: Sequence[tuple[str, Document]], *, version: str, with_source: bool = True
) -> str:
    """Write a merge as a page.

    Args:
        merged: The merge.
        documents: The texts and documents that were merged.
        version: That of threadparse, which the page names.
        with_source: Whether the texts of the documents that together hold everything stand on the page.
    """
    sources = {source.path: source for source in merged.sources}
    paths = distinct_paths((document.source.path, document.source.sha256) for _, document in documents)
    found = {paths[document.source.path, document.source.sha256]: (text, document) for text, document in documents}
    names = short_names(list(found))
    parts: dict[str, DocumentPart] = {}
    for number, (path, (text, document)) in enumerate(found.items(), 1):
        source = sources.get(path)
        inclusive = source is not None and source.inclusive
        reason = _reason(source) if source is not None else ""
        part = DocumentPart(document, text, f"d{number}-", with_source=with_source and inclusive, reason=reason)
        part.name = names[path]
        parts[path] = part
    threads = shown_threads(merged, {path: part.document for path, part in parts.items()})
    anchors: set[str] = set()
    shown = [
        MergedThreadPart(parts, thread, one, merged.notes, number, alone=len(threads) == 1, anchors=anchors)
        for number, (thread, one) in enumerate(zip(threads, merged.threads, strict=True), 1)
    ]
    inclusive_count = sum(source.inclusive for source in merged.sources)
    hold = "which holds" if inclusive_count == 1 else "which together hold"
    kicker = f"Put together from {counted(len(parts), 'document')}, {inclusive_count:,} of {hold} everything"
    title = f"{counted(len(shown), 'thread')} of {counted(len(parts), 'document')}"
    links = list(_links(shown))
    return page_of_parts(
        list(parts.values()),
        shown,
        joined([kicker]),
        version=version,
        links=links,
        title=title,
        remark=_misread(merged),
        notes=merged.notes,
    )


def _misread(merged: Merged) -> str:
    """Return how many words copies misread, which the messages do not show."""
    messages = [message for thread in merged.threads for message in thread.messages]
    changes = [change for message in messages for place in message.occurrences for change in place.changes]
    words = sum(change.kind == "misread" for change in changes)
    return f"{counted(words, 'misread word')} in copies, not marked." if words else ""


def _reason(source: MergedSource) -> str:
    """Return for what a document is needed."""
    kinds = dict.fromkeys(_REASONS[reason.kind] for reason in source.reasons)
    return f"needed for {', '.join(kinds)}" if kinds else ""


class MergedThreadPart(ThreadPart):
    """A thread of a merge; its messages stand in several documents.

    Args:
        parts: The documents by their paths.
        thread: The thread as documents have it.
        merged: The thread of the merge.
        notes: The notes of the merge.
        number: Its number on the page, from 1.
        alone: Whether it is the only one.
        anchors: The anchors given so far; those of its messages are added.
    """

    def __init__(
        self,
        parts: dict[str, DocumentPart],
        thread: Thread,
        merged: MergedThread,
        notes: Iterable[Note],
        number: int,
        *,
        alone: bool,
        anchors: set[str],
    ) -> None:
        self._parts = parts
        self.found = {message.id: message for message in merged.messages}
        self._notes: defaultdict[str | None, list[Note]] = defaultdict(list)
        for note in notes:
            self._notes[note.message].append(note)
        super().__init__(next(iter(parts.values())), thread, number, alone=alone, anchors=anchors)
        self._answers: defaultdict[str | None, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            self._answers[entry.message.in_reply_to].append(entry)
        for entry in self.entries:
            for occurrence, change in self._changes(entry.message):
                part = parts.get(occurrence.path)
                if part is not None and change.span is not None and change.kind != "misread":
                    part.differing.update(range(part.places.line(change.span[0]), part.places.line(change.span[1]) + 1))

    def part_of(self, message: Message) -> DocumentPart:
        """See ``ThreadPart``."""
        occurrences = self.found[message.id].occurrences
        return self._parts.get(occurrences[0].path, self.part) if occurrences else self.part

    def place(self, message: Message) -> Markup | None:
        """See ``ThreadPart``; the document is named."""
        found = super().place(message)
        return found and joined([element("bdi", self.part_of(message).name), ", ", found])

    def notes(self, message: Message) -> list[Note]:
        """See ``ThreadPart``: the notes on its best copy, and those of the merge."""
        return super().notes(message) + self._notes.get(message.id, [])

    def marks(self, message: Message) -> list[WordMark]:
        """See ``ThreadPart``; of words that several copies have otherwise, the stretch that begins first."""
        spans = {
            change.merged_span: change.kind
            for _, change in self._changes(message)
            if change.kind in _MARKED and change.field == "body" and change.merged_span and change.merged.strip()
        }
        marks: list[WordMark] = []
        letters = chain(ascii_lowercase, map(str, count(1)))
        for (start, end), kind in sorted(spans.items()):
            if not marks or start >= marks[-1].end:
                marks.append(WordMark(start, end, _MARKED[kind], next(letters)))
        return marks

    def copies(self) -> Iterator[tuple[DocumentPart, Entry, Message]]:
        """See ``ThreadPart``."""
        for entry in self.entries:
            for occurrence in self.found[entry.message.id].occurrences:
                part = self._parts.get(occurrence.path)
                copy = part and part.messages.get(occurrence.source_index)
                if part and copy:
                    yield part, entry, copy

    def known_from(self, message: Message) -> str:
        """See ``ThreadPart``."""
        return {"implied": "missing", "quoted": "quoted"}.get(self.found[message.id].missing or "", "")

    def remarks(self, message: Message) -> Markup | None:
        """See ``ThreadPart``: how it is known, where else it stands, and what copies do not share."""
        found = self.found[message.id]
        lines = [*self._missing(found), *self._copies(found), *self._differences(message)]
        return element("div", *lines, class_="remark") if lines else None

    def _missing(self, found: MergedMessage) -> Iterator[Markup]:
        """Say what is known of a message that is not there, or only as others quote it."""
        if found.missing == "implied":
            answers = self._answers[found.id]
            links = [
                element("a", f"message {self.label(each.number)}", href=f"#{self.anchor(each.number)}")
                for each in answers
            ]
            known: list[Child] = ["Answered by ", *separated(links, ", ")]
            if found.message_id:
                gives = "which gives" if len(answers) == 1 else "which give"
                known += [f", {gives} its Message-ID as ", element("bdi", found.message_id)]
            elif answers and answers[0].message.subject:
                known += [", whose subject is “", element("bdi", answers[0].message.subject), "”"]
            when = next((each.when for each in answers if each.when is not None), None)
            known.append(f"; sent before {date_words(when)}." if when is not None else ".")
            yield element("p", element("b", "Not in these documents. "), *known)
        elif found.missing == "quoted":
            yield element("p", "Known only from quotations, the first in ", self._place(found.occurrences[0]), ".")

    def _copies(self, found: MergedMessage) -> Iterator[Markup]:
        """Say where a message stands beside its place."""
        others = found.occurrences[1:]
        if others:
            places = [element("p", self._place(occurrence)) for occurrence in others]
            words = f"and {counted(len(others), 'more place')}"
            yield element("details", element("summary", words), *places)

    def _changes(self, message: Message) -> Iterator[tuple[Occurrence, Change]]:
        """Return what departs from a message, and in which copy."""
        for occurrence in self.found[message.id].occurrences:
            for change in occurrence.changes:
                yield occurrence, change

    def _differences(self, message: Message) -> Iterator[Markup]:
        """Say what copies do not share: the same words of several copies once, what is marked in the body first."""
        groups: defaultdict[tuple[str, ...], list[tuple[Occurrence, Change]]] = defaultdict(list)
        for occurrence, change in self._changes(message):
            here = "" if change.kind == "redacted" else " ".join(change.here.split())
            groups[change.kind, change.field, str(change.merged_span), change.merged, here].append((occurrence, change))
        letters = {(mark.start, mark.end): mark.letter for mark in self.marks(message)}
        lines: list[tuple[tuple[bool, int, str, bool], Markup]] = []
        for copies in groups.values():
            words = self._difference(message, copies)
            change = copies[0][1]
            letter = letters.get(change.merged_span, "") if change.kind in _MARKED and change.merged_span else ""
            if words:
                rank = (not letter, len(letter), letter, change.kind == "added")
                lines.append((rank, element("p", element("b", f"{letter} · ") if letter else None, *words)))
        yield from (line for _, line in sorted(lines, key=lambda line: line[0]))

    def _difference(self, message: Message, copies: Sequence[tuple[Occurrence, Change]]) -> list[Child]:
        """Say what some copies have alike; nothing of misread words, which are counted for the whole page."""
        change = copies[0][1]
        shown, here = _quoted(change.merged), _quoted(change.here)
        where = "" if change.field == "body" else f" ({change.field})"
        places = separated((self._place(*copy) for copy in copies[:_MAX_PLACES]), "; ")
        if len(copies) > _MAX_PLACES:
            places.append(f"; and {len(copies) - _MAX_PLACES:,} more")
        if change.kind == "altered":
            if not change.here:
                what = f"{shown} is missing"
            else:
                what = f"{here} for {shown}" if change.merged else f"{here} is inserted"
            return [f"altered{where}: {what} in ", *places, ". ", *self._right(message, change)]
        if change.kind == "redacted":
            return [f"revealed{where}: {shown} is blacked out in ", *places, *self._legible(message, change), "."]
        if change.kind == "cut":
            return [f"cut{where}: {shown} is left out in ", *places, "."]
        return [f"added{where}: {here} in ", *places, "."] if change.kind == "added" else []

    def _right(self, message: Message, change: Change) -> Iterator[Child]:
        """Say what the message itself has, if it is legible in a document of its own, and all of these agree."""
        own = [copy for copy in self.found[message.id].occurrences if copy.role != "quoted"]
        legible = [(copy, words) for copy in own if (words := _reading(copy, change)) is not None]
        if len({words for _, words in legible}) != 1:
            yield "No copy says which is right."
            return
        copy, words = legible[0]
        yield from (f"The message itself has {_quoted(words) if words else 'nothing there'}: ", self._place(copy), ".")

    def _legible(self, message: Message, change: Change) -> Iterator[Child]:
        """Say where words are legible that a copy hides."""
        for occurrence in self.found[message.id].occurrences:
            part = self._parts.get(occurrence.path)
            copy = part and part.messages.get(occurrence.source_index)
            if copy and getattr(copy, change.field) and _reading(occurrence, change) == change.merged:
                yield from (", and legible in ", self._place(occurrence))
                return

    def _place(self, occurrence: Occurrence, change: Change | None = None) -> Markup:
        """Return a document and the line in it, linked if its text is on the page."""
        part = self._parts.get(occurrence.path)
        span = (change.span if change is not None else None) or occurrence.span or occurrence.header_span
        if part is None or span is None:
            return element("bdi", part.name if part is not None else "another document")
        return part.link(span[0], f"{part.name}, {part.places.words(span[0])}")


def _reading(occurrence: Occurrence, change: Change) -> str | None:
    """Return the words that a copy has in the place of a change; None if they are not legible in it."""
    for other in occurrence.changes:
        if other.field == change.field and other.kind != "misread" and _overlap(other.merged_span, change.merged_span):
            return other.here if other.kind == "altered" else None
    return change.merged


def _overlap(one: Span | None, other: Span | None) -> bool:
    """Tell whether two stretches of a body share a character or are one place; fields of headers have none."""
    return one is None or other is None or one == other or (one[0] < other[1] and other[0] < one[1])


def _quoted(words: str) -> str:
    """Return words in quotation marks; of very many the first."""
    words = " ".join(words.split())
    return f"“{words if len(words) <= _MAX_QUOTED_CHARS else words[:_MAX_QUOTED_CHARS] + '…'}”"


def _links(threads: Sequence[MergedThreadPart]) -> Iterator[Markup]:
    """Return how many messages are missing, altered and revealed, each with a link to the first."""
    tests = (
        ("missing", lambda message: message.missing == "implied"),
        ("quoted only", lambda message: message.missing == "quoted"),
        ("altered", lambda message: _has(message, "altered")),
        ("revealed", lambda message: _has(message, "redacted")),
    )
    for words, test in tests:
        found = [
            thread.anchor(entry.number)
            for thread in threads
            for entry in thread.entries
            if test(thread.found[entry.message.id])
        ]
        if found:
            yield element("a", f"{len(found):,} {words}", href=f"#{found[0]}")


def _has(message: MergedMessage, kind: str) -> bool:
    """Tell whether a copy of a message departs from it in one way."""
    return any(change.kind == kind for occurrence in message.occurrences for change in occurrence.changes)
