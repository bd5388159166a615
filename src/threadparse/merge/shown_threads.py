"""The threads of a merge as documents have them, for views and mail programs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from threadparse.document import Cite, Document, Message, Participant, Source, Thread
from threadparse.merge.merged import Merged, MergedMessage, MergedThread, Occurrence
from threadparse.merge.records import distinct_paths
from threadparse.threads.participants import gather_participants
from threadparse.views.entries import counted
from threadparse.views.places import place_words
from threadparse.views.transcript import thread_transcripts

__all__ = ["as_document", "first_places", "merged_transcript", "short_names", "shown_threads"]


def shown_threads(merged: Merged, documents: dict[str, Document]) -> list[Thread]:
    """Return the threads; the zones of a message are those of its best copy.

    Args:
        merged: The merge.
        documents: Its documents by their paths; of those that are missing, the zones are left out.
    """
    copies = {
        (path, message.source_index): message for path, document in documents.items() for message in document.messages
    }
    people = {
        person.id: Participant(
            person.id, person.name, list(person.addresses), person.redacted, person.sent, person.received
        )
        for person in merged.participants
    }
    return [_thread(thread, people, copies) for thread in merged.threads]


def _thread(thread: MergedThread, people: dict[str, Participant], copies: dict[tuple[str, int], Message]) -> Thread:
    """Return a thread; its people are those of the merge or, where that names none, are found in its messages."""
    messages = [_message(message, copies) for message in thread.messages]
    known = [people[person] for person in thread.participants if person in people]
    return Thread(thread.id, thread.subject, known or gather_participants(messages), messages)


def _message(merged: MergedMessage, copies: dict[tuple[str, int], Message]) -> Message:
    """Return a merged message as a message of its best copy's document."""
    best = merged.occurrences[0] if merged.occurrences else None
    copy = copies.get((best.path, best.source_index)) if best else None
    return Message(
        id=merged.id,
        source_index=best.source_index if best else -1,
        action=merged.action or "original",
        in_reply_to=merged.in_reply_to,
        sender=merged.sender,
        to=merged.to,
        cc=merged.cc,
        bcc=merged.bcc,
        date=merged.date,
        date_raw=merged.date_raw,
        date_precision=merged.date_precision,
        subject=merged.subject,
        body=merged.body,
        attachments=merged.attachments,
        zones=copy.zones if copy else [],
        cite=best.cite if best else Cite(),
    )


def short_names(paths: Sequence[str]) -> dict[str, str]:
    """Return the paths of documents below the folder that they share, so that no other folder is named.

    Args:
        paths: The paths.

    Returns:
        A name for each, which no other has, whatever folder the program is run in.
    """
    shown: dict[str, str] = {}
    folders: dict[str, list[PurePath]] = {}  # by drive and root: a relative path shares no folder with others
    for path in paths:
        if (head := path.partition(" (")[0]) in ("", "-"):
            shown[path] = f"standard input{path.removeprefix(head)}"
        else:
            name = PurePath(os.path.normpath(path))
            folders.setdefault(name.anchor, []).append(name.parent)
    shared = {anchor: os.path.commonpath(found) for anchor, found in folders.items()}
    for path in paths:
        if path not in shown:
            name = PurePath(os.path.normpath(path))
            shown[path] = name.relative_to(shared[name.anchor]).as_posix()
    names = distinct_paths((shown[path], path) for path in paths)
    return {path: names[shown[path], path] for path in paths}


def first_places(merged: Merged) -> dict[str, str]:
    """Return where the messages stand, by their ids: document and line of the first copy, or that they are missing."""
    names = short_names([source.path for source in merged.sources])
    return {
        message.id: f"{names[message.occurrences[0].path]}:{message.occurrences[0].cite.line or 1}"
        if message.occurrences
        else "missing"
        for thread in merged.threads
        for message in thread.messages
    }


def as_document(merged: Merged, *, with_implied: bool = False) -> Document:
    """Return one document of all that was found.

    Args:
        merged: The merge.
        with_implied: Whether messages that are only implied, and have no words, are among it.
    """
    threads = shown_threads(merged, {})
    if not with_implied:
        implied = {
            message.id for thread in merged.threads for message in thread.messages if message.missing == "implied"
        }
        for thread in threads:
            thread.messages = [message for message in thread.messages if message.id not in implied]
    threads = [thread for thread in threads if thread.messages]
    return Document(Source("", "merge", "", 0), threads, notes=merged.notes)


def merged_transcript(merged: Merged) -> Iterator[str]:
    """Return a transcript in markdown, the places of each message below its head."""
    places = {
        message.id: "; ".join(_place(occurrence) for occurrence in message.occurrences)
        for thread in merged.threads
        for message in thread.messages
    }
    name = f"{counted(len(merged.sources), 'document')} merged"
    yield from thread_transcripts(as_document(merged).threads, None, name, lambda message: places[message.id])


def _place(occurrence: Occurrence) -> str:
    """Return where a message stands, in words."""
    place = place_words(occurrence.cite.page, occurrence.cite.line)
    return f"{occurrence.path} ({place})" if place else occurrence.path
