"""Assembly: a text to a Document, the whole way: lines, headers, segments, drafts, threads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import cast

from threadparse.headers.finder import find_headers
from threadparse.headers.page import FURNITURE, Page
from threadparse.locales.folding import fold
from threadparse.options import ParseOptions
from threadparse.parsed import (
    Attachment,
    Document,
    Mailbox,
    Message,
    Source,
    Thread,
    Zone,
    ZoneKind,
)
from threadparse.segment import cut_segments
from threadparse.threads.answers import action_of, find_answers
from threadparse.threads.conversations import Member, conversations
from threadparse.threads.drafts import Draft, draft_messages
from threadparse.threads.fields import carried_values
from threadparse.threads.identity import message_id, thread_id
from threadparse.threads.notes import make_notes, order_notes
from threadparse.threads.order import chronological
from threadparse.threads.pages import open_page
from threadparse.threads.participants import gather_participants
from threadparse.zoning.partition import NO_MESSAGE, Tag, partition

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
    page, margins = open_page(text, options)
    headers = find_headers(page, max_lines=options.max_header_lines)
    carried = carried_values(source.envelope, attachments) if source.envelope else None
    segments = cut_segments(page, headers, carried=carried is not None)
    markdown = source.format == "markdown"
    drafts = draft_messages(page, segments, carried, markdown=markdown, prefer=options.date_order)
    groups = conversations([_member(page, draft) for draft in drafts])
    messages = _messages(page, drafts, find_answers(drafts, groups))
    document_zones = _add_zones(page, drafts, messages, margins)
    threads = _threads(groups, drafts, messages)
    notes = make_notes(page.lines, drafts, messages, document_zones) + order_notes(threads)
    return Document(source=source, threads=threads, zones=document_zones, notes=notes)


def _messages(page: Page, drafts: list[Draft], answers: dict[int, int]) -> list[Message]:
    """Models in source order."""
    seen: Counter[str] = Counter()
    messages = []
    for index, draft in enumerate(drafts):
        values = draft.values
        key = message_id(values.sender, draft.date, draft.base_subject or "", draft.body)
        identity = key
        if seen[key]:
            identity = message_id(values.sender, draft.date, draft.base_subject or "", draft.body, count=seen[key])
        seen[key] += 1
        messages.append(
            Message(
                id=identity,
                source_index=index,
                action=action_of(draft, drafts[answers[index]] if index in answers else None),
                sender=Mailbox.of(values.sender) if values.sender else None,
                to=[Mailbox.of(address) for address in values.to],
                cc=[Mailbox.of(address) for address in values.cc],
                bcc=[Mailbox.of(address) for address in values.bcc],
                date=draft.date,
                date_raw=values.date_raw,
                date_precision=draft.precision,
                subject=values.subject,
                body=draft.body,
                attachments=values.attachments,
                header_span=_header_span(page, draft),
            )
        )
    for index, answered in answers.items():
        messages[index].in_reply_to = messages[answered].id
    return messages


def _header_span(page: Page, draft: Draft) -> tuple[int, int] | None:
    """From the first character that shows to the last; margin codes behind the last line are not part of it."""
    header = draft.segment.header
    if header is None:
        return None
    lines = page.lines
    first = lines.raws[header.first]
    start = lines.starts[header.first] + len(first) - len(first.lstrip())
    last = lines.raws[header.last]
    content = page.contents[header.last].rstrip()
    end = lines.starts[header.last] + max(last.rfind(content) + len(content) if content else 0, 0)
    return start, max(end, start)


def _add_zones(
    page: Page, drafts: list[Draft], messages: list[Message], margins: list[tuple[int, int, int]]
) -> list[Zone]:
    """Cut the text into zones; each goes to its message, the rest is returned."""
    tags: list[Tag | None] = [None] * len(page)
    for index, draft in enumerate(drafts):
        header = draft.segment.header
        if header is not None:
            tags[header.first : header.last + 1] = [_tag(index, "header", header.depth)] * (
                header.last + 1 - header.first
            )
        for kind, first, last in _runs(page, draft):
            tags[first : last + 1] = [_tag(index, kind, page.lines.depths[first])] * (last + 1 - first)
        for at in draft.repeated:
            if page.contents[at].strip():
                tags[at] = _tag(index, "quote-context", page.lines.depths[at])
    at = page.furniture.find(FURNITURE)
    while at >= 0:
        tags[at] = _tag(NO_MESSAGE, "furniture", 0)
        at = page.furniture.find(FURNITURE, at + 1)
    first = min((draft.segment.header.first for draft in drafts if draft.segment.header), default=0)
    for at in range(first):
        if tags[at] is None and page.contents[at].strip():
            tags[at] = _tag(NO_MESSAGE, "preamble", page.lines.depths[at])
    rest: list[Zone] = []
    for start, end, name in partition(page.lines, tags, margins):
        zone = Zone(kind=cast(ZoneKind, name.kind), start=start, end=end, depth=name.depth)
        (rest if name.owner == NO_MESSAGE else messages[name.owner].zones).append(zone)
    return rest


@lru_cache(maxsize=1024)
def _tag(owner: int, kind: str, depth: int) -> Tag:
    """A tag, the same object for the same name."""
    return Tag(owner, kind, depth)


def _runs(page: Page, draft: Draft) -> Iterator[tuple[str, int, int]]:
    """The stretches of a draft's own lines of one kind at one quote depth: (kind, first line, last line).

    Blank lines belong to the stretch above them; those above the first word are left to what stands there.
    """
    own, contents = draft.own, page.contents
    whole = not page.lines.quoted and bool(own) and own[-1] - own[0] == len(own) - 1
    place = 0
    for kind, group in groupby(draft.kinds):
        end = place + len(list(group))
        if whole:
            first, last = own[place], own[end - 1]
            while first <= last and not contents[first].strip():
                first += 1
            if first <= last:
                yield kind, first, last
        else:
            for at in own[place:end]:
                if contents[at].strip():
                    yield kind, at, at
        place = end


def _threads(groups: list[list[int]], drafts: list[Draft], messages: list[Message]) -> list[Thread]:
    """Order and describe; the conversation that began first comes first."""
    threads = [_thread([messages[index] for index in group], [drafts[index] for index in group]) for group in groups]
    return _in_time(threads)


def _member(page: Page, draft: Draft) -> Member:
    """What decides on a message's conversation."""
    segment, values = draft.segment, draft.values
    mailboxes = [address for address in (values.sender, *values.to, *values.cc) if address is not None]
    return Member(
        date=draft.date,
        base_subject=fold(draft.base_subject) if draft.base_subject else None,
        quoted_by=segment.quoted_by,
        letter=draft.letter is not None,
        depth=segment.header.depth if segment.header else segment.depth,
        people=frozenset(fold(who) for address in mailboxes for who in (address.name, address.address) if who),
        answers=draft.said is not None,
        fresh_page=segment.header is not None and _page_ends_above(page, segment.header.first),
        forwarded=segment.header is not None and segment.header.forwarded,
    )


def _page_ends_above(page: Page, first: int) -> bool:
    """Whether a page end or its furniture stands between a header and the words above it."""
    at = first
    while at >= 0 and (at == first or page.blank(at)):
        if page.furniture[at] == FURNITURE or "\f" in page.lines.raws[at]:
            return True
        at -= 1
    return False


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
