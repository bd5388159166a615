"""Assembly: a text to a Document, the whole way: lines, headers, segments, drafts, threads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from itertools import compress

from threadparse.document import Attachment, Document, Source, Thread, Zone
from threadparse.furniture.find import find_furniture
from threadparse.headers.finder import find_headers
from threadparse.headers.glued_lines import split_glued
from threadparse.headers.page import Page
from threadparse.lines.lines import Lines, cut_lines, read_other_marks, strip_marks
from threadparse.lines.soft_breaks import is_quoted_printable, undo_soft_breaks
from threadparse.messages.partition import NO_MESSAGE, LineNames
from threadparse.messages.read import Draft, draft_messages
from threadparse.messages.values import carried_values
from threadparse.options import ParseOptions
from threadparse.segments import cut_segments
from threadparse.threads.conversations import action_of, conversations, find_answers
from threadparse.threads.identity import message_id, thread_id
from threadparse.threads.notes import make_notes, order_notes
from threadparse.threads.order import chronological
from threadparse.threads.participants import gather_participants

__all__ = ["Margin", "assemble", "open_page"]

#: Page furniture within a line: (line, start column, end column) in the line as it stands in the text.
Margin = tuple[int, int, int]


def open_page(text: str, options: ParseOptions) -> tuple[Page, list[Margin]]:
    """Cut a text into lines and set page furniture aside, so that it does not break a header block or a paragraph.

    Args:
        text: The text.
        options: ``max_quote_depth``.

    Returns:
        The page, and the margin codes of its lines.
    """
    lines = split_glued(read_other_marks(cut_lines(text, max_depth=options.max_quote_depth)))
    whole, margins = _furniture(lines)
    contents = lines.contents
    if margins:
        contents = contents.copy()
        for at, start, end in margins:
            raw = lines.raw(at)
            blanked = raw[:start] + " " * (end - start) + raw[end:]
            contents[at] = strip_marks(blanked, lines.depths[at]).rstrip()
    joined: list[int] = []
    if is_quoted_printable(text):
        contents, joined = undo_soft_breaks(contents)
    return Page.open(lines._replace(contents=contents), contents, whole, joined), margins


def _furniture(lines: Lines) -> tuple[list[int], list[Margin]]:
    """Find page furniture; where a whole paged text was quoted, its quote marks are no part of the pages."""
    if not lines.quoted:
        return find_furniture(lines.contents)
    # a line without marks is not held twice
    raws = [content if raw == content else raw for raw, content in zip(lines.raws(), lines.contents, strict=True)]
    base = min(compress(lines.depths, map(str.strip, raws)), default=0)
    if not base:
        return find_furniture(raws)
    bare = [strip_marks(raw, base) for raw in raws]
    whole, margins = find_furniture(bare)
    shifts = {at: len(raws[at]) - len(bare[at]) for at, _, _ in margins}
    return whole, [(at, start + shifts[at], end + shifts[at]) for at, start, end in margins]


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
