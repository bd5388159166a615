"""What a page is made of: documents and threads with their numbers, anchors, links and people."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import NamedTuple

from threadparse.document import Document, Mailbox, Message, Note, Participant, Redaction, Span, Thread
from threadparse.views.entries import Entry, entries, mailbox_label, palette
from threadparse.views.html.elements import Child, Markup, element, joined, separated
from threadparse.views.places import Places, message_stretches

__all__ = [
    "REDACTED",
    "SOLID_BAR",
    "DocumentPart",
    "Person",
    "StandingCopy",
    "ThreadPart",
    "WordMark",
    "copies_by_part",
    "material",
]

_COLOURS = 8
#: The source is on the page up to so many characters.
_MAX_SOURCE_CHARS = 8 * 1024 * 1024
#: The class of words that are a bar already.
SOLID_BAR = "bar solid"
REDACTED = element("span", "redacted", class_="bar")
_HEX = re.compile(r"[0-9a-f]+")


class WordMark(NamedTuple):
    """A mark in the words of a message that copies do not share.

    Attributes:
        start: Where it begins in the body.
        end: Where it ends.
        style: The class that the words get.
        letter: What stands behind them, and before the remark on them.
    """

    start: int
    end: int
    style: str
    letter: str


@dataclass(frozen=True, slots=True)
class Person:
    """A participant of a thread.

    Attributes:
        participant: The participant.
        key: Its class in lists and rows, such as ``p3``, by its place among the participants.
        colour: The class that gives its colour: ``p1`` to ``p8``, ``pr`` for redacted ones.
    """

    participant: Participant
    key: str
    colour: str

    @property
    def label(self) -> str:
        """Its name, else its addresses; empty if there are none."""
        return self.participant.name or ", ".join(self.participant.addresses)

    @property
    def words(self) -> str:
        """The same in plain text; never empty."""
        return self.label or ("redacted" if self.participant.redacted else "(blank)")

    @property
    def named(self) -> Markup:
        """The same as mark-up."""
        return _named(self.label, self.participant.redacted)


def _named(label: str, redacted: bool) -> Markup:
    """Return a name, a bar where it is blacked out."""
    if not label:
        return REDACTED if redacted else element("span", "(blank)", class_="none")
    name = element("bdi", label)
    return joined([name, " ", REDACTED]) if redacted else name


class DocumentPart:
    """A document of a page.

    Args:
        document: The document.
        text: Its text.
        prefix: What its line anchors begin with: empty if it is the only one.
        with_source: Whether the page holds its text.
        reason: Why its text is on the page, in words; empty if that needs none.

    Attributes:
        differing: The lines that depart from those of other documents.
        messages: Its messages, by their ``source_index``.
        notes: The notes on each message, by its ``source_index``; None for those on no message.
        redactions: The places of each message that are blacked out, in the same way.
    """

    def __init__(self, document: Document, text: str, prefix: str, *, with_source: bool, reason: str = "") -> None:
        self.reason = reason and f" – {reason}"
        self.differing: set[int] = set()
        self.messages = {message.source_index: message for message in document.messages}
        self.document = document
        indices = {message.id: message.source_index for message in document.messages}
        self.notes: defaultdict[int | None, list[Note]] = defaultdict(list)
        for note in document.notes:
            self.notes[indices.get(note.message or "")].append(note)
        self.redactions: defaultdict[int | None, list[Redaction]] = defaultdict(list)
        for place in document.redactions:
            self.redactions[indices.get(place.message or "")].append(place)
        self.text = text
        self.places = Places(text)
        self.has_source = with_source and len(text) <= _MAX_SOURCE_CHARS
        path = document.source.path
        self.name = "standard input" if path in ("", "-") else PurePath(path).name
        self._prefix = prefix
        self._stretches = message_stretches(document, text)

    def line_anchor(self, line: int) -> str:
        """Return the id of a line of the source.

        Args:
            line: Its number, from 1.
        """
        return f"{self._prefix}L{line}"

    def link(self, offset: int, words: str) -> Markup:
        """Words that lead to the line of an offset, if the source is on the page."""
        if not self.has_source:
            return joined([words])
        return element("a", words, href=f"#{self.line_anchor(self.places.line(offset))}")

    def span(self, message: Message) -> Sequence[Span]:
        """Where a message stands; nothing if it stands nowhere in the text."""
        return self._stretches.get(message.source_index, ())

    def place(self, spans: Sequence[Span]) -> Markup:
        """Return the place of some stretches in words, linked.

        Args:
            spans: One at least.
        """
        return self.link(spans[0][0], self.places.stretches(spans))


class ThreadPart:
    """A thread of a page.

    Args:
        part: Its document.
        thread: The thread.
        number: Its number on the page, from 1.
        alone: Whether it is the only one.
        anchors: The anchors given so far; those of its messages are added.
    """

    def __init__(self, part: DocumentPart, thread: Thread, number: int, *, alone: bool, anchors: set[str]) -> None:
        self.part = part
        self.thread = thread
        self.number = number
        self.alone = alone
        self.entries = list(entries(thread, lambda message: self.part_of(message).text))
        colours = palette(thread.participants, _COLOURS)
        self.people = [
            Person(person, f"p{index}", "pr" if (colour := colours[person.id]) is None else f"p{colour + 1}")
            for index, person in enumerate(thread.participants, 1)
        ]
        self._by_id = {person.participant.id: person for person in self.people}
        self._anchors = [_anchor(entry.message, anchors) for entry in self.entries]

    def part_of(self, message: Message) -> DocumentPart:
        """Return the document in which a message stands; of a merge, that of its best copy."""
        del message
        return self.part

    def spans(self, message: Message) -> Sequence[Span]:
        """Where a message stands in its document; nothing if it stands nowhere in the text."""
        return self.part_of(message).span(message)

    def place(self, message: Message) -> Markup | None:
        """Return the place of a message in words, linked."""
        spans = self.spans(message)
        return self.part_of(message).place(spans) if spans else None

    def redactions(self, message: Message) -> list[Redaction]:
        """Return the places of a message that are blacked out."""
        return self.part_of(message).redactions.get(message.source_index, [])

    def notes(self, message: Message) -> list[Note]:
        """Return the notes on a message."""
        return self.part_of(message).notes.get(message.source_index, [])

    def bars(self, message: Message) -> dict[str, str]:
        """Words of a message that stand for what is blacked out, and the class of the bar that they become."""
        places = (place for place in self.redactions(message) if place.field in ("body", "subject"))
        texts = (place.text for place in places if place.text.strip())
        return {text: "bar" if text.strip("█ ") else SOLID_BAR for text in texts}

    def marks(self, message: Message) -> list[WordMark]:
        """Return what is marked in the body of a message, in order; no mark reaches into another."""
        del message
        return []

    def copies(self) -> Iterator[tuple[DocumentPart, Entry, Message]]:
        """Return where the messages stand: a document, the message, and what it is in that document."""
        for entry in self.entries:
            yield self.part, entry, entry.message

    def remarks(self, message: Message) -> Markup | None:
        """Return what is to say below the words of a message, beside its notes."""
        del message
        return None

    def known_from(self, message: Message) -> str:
        """How a message is known, if not by itself: ``missing`` or ``quoted``."""
        del message
        return ""

    def anchor(self, number: int) -> str:
        """Return the id of a message's card.

        Args:
            number: The message's number.
        """
        return self._anchors[number - 1]

    def label(self, number: int) -> str:
        """Return a message's number as people cite it: ``3``, in a bundle ``2.3``.

        Args:
            number: The message's number in the thread.
        """
        return f"{number}" if self.alone else f"{self.number}.{number}"

    def person(self, mailbox: Mailbox | None) -> Person | None:
        """Return the participant of a mailbox, if it has one."""
        return None if mailbox is None else self._by_id.get(mailbox.participant or "")

    def classes(self, entry: Entry) -> str:
        """Return the classes of a message's item and row: a ``w-p3`` for each person that it is from or to."""
        message = entry.message
        mailboxes = [*filter(None, [message.sender]), *message.to, *message.cc, *message.bcc]
        keys = {person.key: None for mailbox in mailboxes if (person := self.person(mailbox)) is not None}
        return " ".join(f"w-{key}" for key in keys)

    def named(self, mailbox: Mailbox) -> Markup:
        """Return a mailbox as its person is called."""
        return _named(self._label(mailbox), mailbox.redacted)

    def sender_words(self, message: Message) -> str:
        """Return who sent a message in plain text, or why that cannot be said."""
        sender = message.sender
        if sender is None:
            return "sender not known" if self.known_from(message) == "missing" else "no sender named"
        return self._label(sender) or ("redacted" if sender.redacted else "(blank)")

    def _label(self, mailbox: Mailbox) -> str:
        """Return the name that is known of a mailbox's person, else what stands there."""
        label, person = mailbox_label(mailbox), self.person(mailbox)
        return person.label if label and person is not None else label

    def written_as(self, mailbox: Mailbox | None) -> str:
        """Return what a mailbox says where its person is called otherwise; empty if it says the same."""
        label = "" if mailbox is None else mailbox_label(mailbox)
        return label if mailbox is not None and label != self._label(mailbox) else ""

    def names(self, mailboxes: Iterable[Mailbox]) -> list[Child]:
        """Mailboxes with what stands between them: commas, or semicolons where names have commas."""
        mailboxes = list(mailboxes)
        comma = "; " if any("," in self._label(mailbox) for mailbox in mailboxes) else ", "
        return separated(map(self.named, mailboxes), comma)


class StandingCopy(NamedTuple):
    """A message where it stands in a document."""

    thread: ThreadPart
    entry: Entry
    message: Message


def copies_by_part(threads: Iterable[ThreadPart]) -> dict[DocumentPart, list[StandingCopy]]:
    """Return what stands in each document.

    Args:
        threads: All threads of a page.
    """
    found: dict[DocumentPart, list[StandingCopy]] = {}
    for thread in threads:
        for part, entry, message in thread.copies():
            found.setdefault(part, []).append(StandingCopy(thread, entry, message))
    return found


def _anchor(message: Message, anchors: set[str]) -> str:
    """Return an id for a card that no other has."""
    identity = message.id if _HEX.fullmatch(message.id) else message.id.encode("utf-8", "surrogatepass").hex()
    anchor, count = f"m-{identity}", 1
    while anchor in anchors:
        count += 1
        anchor = f"m-{identity}-{count}"
    anchors.add(anchor)
    return anchor


def material(
    documents: Sequence[tuple[str, Document]], *, with_source: bool
) -> tuple[list[DocumentPart], list[ThreadPart]]:
    """Give documents and threads their numbers.

    Args:
        documents: Texts and their documents, in their order.
        with_source: Whether the page is to hold the texts.

    Returns:
        The documents and their threads, in the same order.
    """
    several = len(documents) > 1
    parts = [
        DocumentPart(document, text, f"d{number}-" if several else "", with_source=with_source)
        for number, (text, document) in enumerate(documents, 1)
    ]
    pairs = [(part, thread) for part in parts for thread in part.document.threads]
    anchors: set[str] = set()
    threads = [
        ThreadPart(part, thread, number, alone=len(pairs) == 1, anchors=anchors)
        for number, (part, thread) in enumerate(pairs, 1)
    ]
    return parts, threads
