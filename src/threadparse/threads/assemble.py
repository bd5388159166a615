"""Assembly: a text to a Document, the whole way: lines, headers, segments, drafts, threads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from threadparse.headers.finder import find_headers
from threadparse.options import ParseOptions
from threadparse.parsed import Attachment, Document, Message, Source, Thread, Zone
from threadparse.segment import cut_segments
from threadparse.threads.answers import action_of, find_answers
from threadparse.threads.conversations import conversations
from threadparse.threads.drafts import Draft, draft_messages
from threadparse.threads.fields import carried_values
from threadparse.threads.identity import message_id, thread_id
from threadparse.threads.notes import make_notes, order_notes
from threadparse.threads.order import chronological
from threadparse.threads.pages import open_page
from threadparse.threads.participants import gather_participants
from threadparse.threads.zones import LineNames
from threadparse.zoning.partition import NO_MESSAGE

__all__ = ["assemble"]


def assemble(text: str, source: Source, options: ParseOptions, attachments: Sequence[Attachment] = ()) -> Document:
    """Take a text apart.

    Args:
        text: The decoded text, without lone surrogates.
        source: Where it came from; its format decides whether markdown is resolved, and its envelope, if it has one, is
            the header of the outermost message.
        options: How to parse.
        attachments: The files that came with the carrying e-mail.

    Returns:
        The document. Odd text never raises; what was guessed is in its notes.
    """
    drafts, zones = _read_lines(text, source, options, attachments)
    groups = conversations(drafts)
    messages = _messages(drafts, find_answers(drafts, groups))
    threads = _threads(groups, drafts, messages)
    notes = make_notes(text, drafts, messages, zones) + order_notes(threads)
    return Document(source=source, threads=threads, zones=zones, notes=notes)


def _read_lines(
    text: str, source: Source, options: ParseOptions, attachments: Sequence[Attachment]
) -> tuple[list[Draft], list[Zone]]:
    """All for which the lines of the text are needed: the messages that stand in it, and the zones of no message."""
    page, margins = open_page(text, options)
    carried = carried_values(source.envelope, attachments) if source.envelope else None
    segments = cut_segments(page, find_headers(page, max_lines=options.max_header_lines), carried=carried is not None)
    names = LineNames(page)
    markdown = source.format == "markdown"
    drafts = draft_messages(page, segments, names, carried, markdown=markdown, prefer=options.date_order)
    rest: list[Zone] = []
    for owner, zone in names.cut(margins):
        (rest if owner == NO_MESSAGE else drafts[owner].zones).append(zone)
    return drafts, rest


def _messages(drafts: list[Draft], answers: dict[int, int]) -> list[Message]:
    """Models in source order."""
    seen: Counter[str] = Counter()
    messages = []
    for index, draft in enumerate(drafts):
        values = draft.values
        identity_of = partial(message_id, values.sender, draft.date, draft.base_subject or "", draft.body)
        key = identity_of()
        identity = identity_of(count=seen[key]) if key in seen else key
        seen[key] += 1
        messages.append(
            Message(
                id=identity,
                source_index=index,
                action=action_of(draft, drafts[answers[index]] if index in answers else None),
                sender=values.sender,
                to=values.to,
                cc=values.cc,
                bcc=values.bcc,
                date=draft.date,
                date_raw=values.date_raw,
                date_precision=draft.precision,
                subject=values.subject,
                body=draft.body,
                attachments=values.attachments,
                header_span=draft.header_span,
                zones=draft.zones,
            )
        )
    for index, answered in answers.items():
        messages[index].in_reply_to = messages[answered].id
    return messages


def _threads(groups: list[list[int]], drafts: list[Draft], messages: list[Message]) -> list[Thread]:
    """Order and describe; the conversation that began first comes first."""
    threads = [_thread([messages[index] for index in group], [drafts[index] for index in group]) for group in groups]
    return _in_time(threads)


def _in_time(threads: list[Thread]) -> list[Thread]:
    """Threads by the date of their first dated message; undated ones stay where they stand."""
    dates = [next((message.date for message in thread.messages if message.date), None) for thread in threads]
    order = chronological(dates)
    return [threads[number] for number in order] if all(dates) else threads


def _thread(messages: list[Message], drafts: list[Draft]) -> Thread:
    ordered = [messages[place] for place in chronological([message.date for message in messages])]
    subjects = {message.id: draft.base_subject for message, draft in zip(messages, drafts, strict=True)}
    subject = next((found for message in ordered if (found := subjects[message.id])), None)
    return Thread(
        id=thread_id([message.id for message in ordered]),
        subject=subject,
        participants=gather_participants(ordered),
        messages=ordered,
    )
