"""A transcript in markdown, for a wiki or a language model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from threadparse.document import Document, Mailbox, Message, Thread
from threadparse.views.dates import date_words
from threadparse.views.entries import Entry, entries, mailbox_label, thread_facts
from threadparse.views.places import Places, message_stretches
from threadparse.views.visible import visible
from threadparse.views.zoned import reflow

__all__ = ["thread_transcripts", "transcript"]

_MEASURE = 64
_MARK_UP = re.compile(r"([\\`*_\[\]<>|~])")
# What is mark-up at the beginning of a line only; lists stay lists.
_LEADING = re.compile(r"^(\s*)(#{1,6}(?=\s)|[=+](?=\s)|-{2,}$|={2,}$|\d{1,9}[.)](?=\s))")


def transcript(documents: Iterable[tuple[str, Document]]) -> Iterator[str]:
    """Return a transcript of each document: a heading a thread, a heading a message, its words.

    Args:
        documents: Texts and their documents.
    """
    for index, (text, document) in enumerate(documents):
        if index:
            yield "\n"
        name = document.source.path.replace("\\", "/").rpartition("/")[2] or "standard input"
        lines = Places(text)
        places = {
            number: lines.stretches(spans).capitalize() for number, spans in message_stretches(document, text).items()
        }
        yield from thread_transcripts(document.threads, text, name, partial(_in_source, places))


def _in_source(places: dict[int, str], message: Message) -> str:
    return places.get(message.source_index, "")


def thread_transcripts(
    threads: Iterable[Thread], text: str | None, name: str, place: Callable[[Message], str]
) -> Iterator[str]:
    """Return a transcript of each thread.

    Args:
        threads: The threads.
        text: The text that their zones are of; None if it is not at hand.
        name: What to call where they come from.
        place: Says where a message stands.
    """
    for number, thread in enumerate(threads, 1):
        yield "\n" if number > 1 else ""
        yield f"# {_escaped(thread.subject or '(no subject)')}\n\n"
        yield f"{' · '.join(thread_facts(thread.messages, '–'))} · {_escaped(name)}\n"
        names = {person.id: person.name for person in thread.participants}
        for entry in entries(thread, text):
            yield from _message(entry, names, _escaped(place(entry.message)))


def _message(entry: Entry, names: dict[str, str | None], place: str) -> Iterator[str]:
    """Return a message: who wrote to whom and when, what it answers and where it stands, its words."""
    message = entry.message
    when = "no date" if entry.when is None else date_words(entry.when)
    sender = "no sender named" if message.sender is None else _name(message.sender, names)
    yield f"\n## {entry.number}. {sender}, {when}\n\n"
    fields = (("To", message.to), ("Cc", message.cc), ("Bcc", message.bcc))
    lines = [f"{label}: {', '.join(_name(box, names) for box in boxes)}" for label, boxes in fields if boxes]
    lines += [f"Subject: {_escaped(message.subject or '(none)')}"] if entry.new_subject else []
    if entry.answers is not None:
        way = "of" if message.action == "forward" else "to"
        lines.append(f"{message.action.capitalize()} {way} message {entry.answers}")
    lines += [place] if place else []
    yield "  \n".join(lines) + "\n" if lines else ""
    yield from _body(entry)
    if message.attachments:
        yield f"\nAttached: {', '.join(_escaped(file.name) for file in message.attachments)}\n"


def _body(entry: Entry) -> Iterator[str]:
    """Return the words of a message; older words that it answers are a quotation."""
    lines = reflow(entry.lines, _MEASURE)
    if not lines:
        yield "\n(no words of its own)\n"
    above = ""
    for line in lines:
        words = _escaped(line.words.strip())
        if words:
            quote = "> " if line.kind == "quote-context" else ""
            yield ("  \n" if above else "\n") + quote + words
        elif above:
            yield "\n"
        above = words
    yield "\n" if above else ""


def _name(mailbox: Mailbox, names: dict[str, str | None]) -> str:
    """Return what a mailbox's person is called, and its address."""
    label = mailbox_label(mailbox)
    label = (label and names.get(mailbox.participant or "")) or label
    address = f" ({_escaped(mailbox.address)})" if mailbox.address and mailbox.address != label else ""
    marked = "[redacted]" if mailbox.redacted else "" if label else "(blank)"
    return " ".join(filter(None, [_escaped(label) + address, _escaped(marked)]))


def _escaped(words: str) -> str:
    """Return words as one line of markdown that shows them as they are."""
    words = _MARK_UP.sub(r"\\\1", visible(words.replace("\n", " ")))
    return _LEADING.sub(lambda match: f"{match[1]}{match[2][:-1]}\\{match[2][-1]}", words)
