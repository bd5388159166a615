"""Assembly: a text to a Document, the whole way: lines, headers, segments, drafts, threads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from threadparse.headers.finder import find_headers
from threadparse.messages.partition import NO_MESSAGE, LineNames
from threadparse.messages.read import Draft, draft_messages
from threadparse.messages.values import carried_values
from threadparse.options import ParseOptions
from threadparse.parsed import Attachment, Document, Source, Thread, Zone
from threadparse.segment import cut_segments
from threadparse.threads.conversations import action_of, conversations, find_answers
from threadparse.threads.identity import message_id, thread_id
from threadparse.threads.notes import make_notes, order_notes
from threadparse.threads.order import chronological
from threadparse.threads.pages import open_page
from threadparse.threads.participants import gather_participants

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
    _identify(drafts, find_answers(drafts, groups))
    threads = _in_time([_thread([drafts[index] for index in group]) for group in groups])
    notes = make_notes(text, drafts, zones) + order_notes(threads)
    return Document(source=source, threads=threads, zones=zones, notes=notes)


def _read_lines(
    text: str, source: Source, options: ParseOptions, attachments: Sequence[Attachment]
) -> tuple[list[Draft], list[Zone]]:
    """All for which the lines of the text are needed: the messages that stand in it, and the zones of no message."""
    page, margins = open_page(text, options)
    carried = carried_values(source.envelope, attachments) if source.envelope else None
    segments = cut_segments(page, find_headers(page, max_lines=options.max_header_lines), carried=carried is not None)
    names = LineNames(page, len(segments))
    markdown = source.format == "markdown"
    drafts = draft_messages(page, segments, names, carried, markdown=markdown, prefer=options.date_order)
    rest: list[Zone] = []
    for owner, zone in names.cut(margins):
        (rest if owner == NO_MESSAGE else drafts[owner].message.zones).append(zone)
    return drafts, rest


def _identify(drafts: list[Draft], answers: dict[int, int]) -> None:
    """Give the messages their ids, and say what each does and which it answers."""
    seen: Counter[str] = Counter()
    for index, draft in enumerate(drafts):
        message = draft.message
        identity_of = partial(message_id, message.sender, message.date, draft.base_subject or "", message.body)
        key = identity_of()
        message.id = identity_of(count=seen[key]) if key in seen else key
        seen[key] += 1
        message.action = action_of(draft, drafts[answers[index]] if index in answers else None)
    for index, answered in answers.items():
        drafts[index].message.in_reply_to = drafts[answered].message.id


def _in_time(threads: list[Thread]) -> list[Thread]:
    """Threads by the date of their first dated message, the one that began first before all; undated ones stay."""
    dates = [next((message.date for message in thread.messages if message.date), None) for thread in threads]
    order = chronological(dates)
    return [threads[number] for number in order] if all(dates) else threads


def _thread(drafts: list[Draft]) -> Thread:
    """Order and describe a conversation."""
    ordered = [drafts[place] for place in chronological([draft.message.date for draft in drafts])]
    messages = [draft.message for draft in ordered]
    return Thread(
        id=thread_id([message.id for message in messages]),
        subject=next((draft.base_subject for draft in ordered if draft.base_subject), None),
        participants=gather_participants(messages),
        messages=messages,
    )
