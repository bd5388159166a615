"""Read messages from their segments: what their lines say, before ids, order and models."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from threadparse.body.page_ends import join_broken_paragraphs
from threadparse.body.zones import BodyKind, zone_lines
from threadparse.document import Message, Note, Span, Zone
from threadparse.headers.dated_names import NameAboveDate
from threadparse.headers.header import Header
from threadparse.headers.separators import is_caption
from threadparse.lines.lines import FURNITURE, Lines
from threadparse.messages.partition import LineNames
from threadparse.messages.repeated import QuotedRun, find_quoted_runs
from threadparse.messages.values import (
    BlankFields,
    ListHabits,
    Values,
    address_notes,
    part_glued_addresses,
    read_values,
    recognise,
)
from threadparse.options import DateOrder
from threadparse.segments import Segment, as_slice
from threadparse.values.dates.order import Decision, decide_order
from threadparse.values.dates.read import iso
from threadparse.values.dates.value import DateValue, weekday_fits
from threadparse.values.subjects import Action, read_subject

if TYPE_CHECKING:
    from array import array

__all__ = ["ReadMessage", "ReadText", "consume_segments"]

#: Messages after which the lines read are given up. Memory that is given back in large pieces is used again for
#: anything; line by line, what is made meanwhile would stand between what is free.
_MAX_HELD_MESSAGES = 512


@dataclass(slots=True, eq=False, repr=False)
class ReadMessage:
    """A message read from its lines, of which it keeps only what they say, for there are many.

    Attributes:
        message: What is known of it so far; its id and what its author did come last.
        quoted_by: Index of the message whose author quotes or forwards it, or None.
        depth: Quote depth at which it begins.
        quoted_deeper: Its words have more quote marks than its header, so the author around it quotes them.
        forwarded: Its header says that it was forwarded.
        original: Its header says that it is the original of the message above.
        fresh_page: A page ends right above its header.
        captioned: A bundle's or a digest's caption stands right above its header.
        written: Its date as it is written; None once the chain has decided on it.
        date_rest: What of the date's field the date does not explain.
        date_line: The line on which its date stands: that of its field, or that of a letter.
        dated_beside_sender: Sender and date stand on one line, or on two without labels, as on a page of webmail.
        repeats: Some of its lines repeat older words.
        unattributed: Where quoted words stand in it that no header names and no other message says.
        letter: It is a letter.
        doubts: The notes on its addresses and its date.
        base_subject: Its subject without prefixes; None where there is none.
        said: What the first prefix of the subject says that was done.
    """

    message: Message
    quoted_by: int | None
    depth: int
    quoted_deeper: bool = False
    forwarded: bool = False
    original: bool = False
    fresh_page: bool = False
    captioned: bool = False
    written: DateValue | None = None
    date_rest: str = ""
    date_line: int | None = None
    dated_beside_sender: bool = False
    repeats: bool = False
    unattributed: Sequence[Span] = ()
    letter: bool = False
    doubts: Sequence[Note] = ()
    base_subject: str | None = None
    said: Action | None = None


@dataclass(slots=True, eq=False, repr=False)
class ReadText:
    """A text whose messages were read.

    Attributes:
        characters: The text.
        starts: Offset of the first character of each line.
        messages: Its messages in source order.
        zones: Its zones of no message.
        fields: Where the line of each header field begins, for each message; empty where nobody asks.
    """

    characters: str
    starts: array[int]
    messages: list[Message]
    zones: list[Zone]
    fields: list[dict[str, int]]


def consume_segments(
    lines: Lines,
    segments: list[Segment],
    names: LineNames,
    carried: Values | None,
    *,
    markdown: bool,
    prefer: DateOrder,
) -> list[ReadMessage]:
    """Read the messages of the segments, and use the segments up.

    A long text has thousands of messages: what was read makes room for what is made of it.

    Args:
        lines: The lines of the text; the words of each are given up when its message was read.
        segments: Its segments in source order; none is left.
        names: Where to name their lines.
        carried: The values of the first segment, where an e-mail carries the text.
        markdown: The carrier is markdown.
        prefer: How to read a date that the chain leaves open.
    """
    quoted = find_quoted_runs(lines, segments)
    headers = [segment.header for segment in segments]
    framed = FURNITURE in lines.furniture
    paged = framed or "\f" in lines.text
    fresh = [paged and header is not None and _page_ends_above(lines, header.first) for header in headers]
    captioned = [framed and header is not None and _is_captioned(lines, header.first) for header in headers]
    read: list[ReadMessage] = []
    done: list[Segment] = []
    blanks = BlankFields(lines)
    habits = ListHabits([header for header in headers if header is not None])
    segments.reverse()
    while segments:
        segment = segments.pop()
        values = carried if carried and not read else None
        values = values or read_values(segment.header, habits, markdown=markdown)
        if carried and read:
            recognise(values, carried)
        runs = quoted[len(read)] if quoted else ()
        again = [at for run in runs for at in run.lines]
        own = _without(segment.lines, again)
        item = _with_header(lines, segment, values, len(read))
        blanks.add(item.message, None if values is carried else segment.header)
        item.fresh_page, item.captioned = fresh[len(read)], captioned[len(read)]
        kinds = _read_words(lines, segment, own, item, followed=bool(segments or runs), markdown=markdown)
        item.repeats = any(run.repeats for run in runs)
        item.unattributed = [_run_span(lines, run) for run in runs if not run.repeats]
        names.add(len(read), segment, own, kinds, again)
        read.append(item)
        done.append(segment)
        if len(done) == _MAX_HELD_MESSAGES:
            _give_up(lines, done)
    _give_up(lines, done)
    blanks.settle(item.message for item in read)
    part_glued_addresses([item.message for item in read])
    _decide_dates(lines, read, prefer)
    return read


def _decide_dates(lines: Lines, read: Sequence[ReadMessage], prefer: DateOrder) -> None:
    """Give each message the date that the whole chain decides on, and the notes on its addresses and its date."""
    for item, decision in zip(read, decide_order([item.written for item in read], prefer), strict=True):
        if decision.value is not None:
            item.message.date, item.message.date_precision = iso(decision.value)
        item.doubts = address_notes(item.message) + _date_notes(lines, item, decision) or ()
        item.written = None


def _give_up(lines: Lines, segments: list[Segment]) -> None:
    """Give up segments, and the words of their lines."""
    contents = lines.contents
    for segment in segments:
        if segment.header is not None:
            first, end = segment.header.first, segment.header.last + 1
            contents[first:end] = [""] * (end - first)
        own = as_slice(segment.lines)
        if own is not None:
            contents[own] = [""] * len(segment.lines)
        else:
            for at in segment.lines:
                contents[at] = ""
    segments.clear()


def _with_header(lines: Lines, segment: Segment, values: Values, index: int) -> ReadMessage:
    """Return a message that has what its header says."""
    message = Message(
        id="",
        source_index=index,
        action="original",
        sender=values.sender,
        to=values.to,
        cc=values.cc,
        bcc=values.bcc,
        date_raw=values.date_raw,
        subject=values.subject,
        body="",
        attachments=values.attachments,
    )
    item = ReadMessage(message, segment.quoted_by, segment.depth, written=values.date, date_rest=values.date_rest)
    header = segment.header
    if header is not None:
        item.depth = header.depth
        item.quoted_deeper = segment.depth > header.depth
        message.header_span = _header_span(lines, header)
        item.forwarded, item.original = header.forwarded, header.original
        if "date" in header.fields:
            item.date_line = header.fields["date"].line
            sender = header.fields.get("from")
            beside = sender is not None and sender.line == item.date_line
            beside = beside or header.rule == NameAboveDate.name
            item.dated_beside_sender = beside and header.kind != "attribution"
    return item


def _header_span(lines: Lines, header: Header) -> Span:
    """From the first character that shows to the last; margin codes behind the last line are not part of it."""
    first = lines.raw(header.first)
    start = lines.starts[header.first] + len(first) - len(first.lstrip())
    last = lines.raw(header.last) if header.last != header.first else first
    content = lines.contents[header.last].rstrip()
    found = last.rfind(content)  # the row of a table stands in the text with its tags
    shown = found + len(content) if found >= 0 else len(last.rstrip())
    end = lines.starts[header.last] + (shown if content else 0)
    return start, max(end, start)


def _run_span(lines: Lines, run: QuotedRun) -> Span:
    """Return the place of quoted lines in the text, from the first to the end of the last."""
    return lines.starts[run.lines[0]], lines.end(run.lines[-1])


def _without(lines: Sequence[int], others: Sequence[int]) -> Sequence[int]:
    """Return the lines without others that are among them."""
    if not others:
        return lines
    left_out = frozenset(others)
    return [at for at in lines if at not in left_out]


def _line_span(lines: Lines, at: int) -> Span:
    return lines.starts[at], lines.end(at)


def _page_ends_above(lines: Lines, first: int) -> bool:
    """Tell whether a page end or its furniture stands between a header and the words above it."""
    top = first
    while top > 0 and lines.blank(top - 1):
        top -= 1
    starts = lines.starts
    end = starts[first + 1] if first + 1 < len(starts) else len(lines.text)
    return FURNITURE in lines.furniture[top : first + 1] or lines.text.find("\f", starts[top], end) >= 0


def _is_captioned(lines: Lines, first: int) -> bool:
    """Tell whether a caption that was set aside stands right above a header, nothing but blank lines between."""
    above = next((at for at in range(first - 1, -1, -1) if not lines.blank(at) or lines.furniture[at]), None)
    return above is not None and lines.furniture[above] == FURNITURE and is_caption(lines.contents[above])


def _read_words(
    lines: Lines, segment: Segment, own: Sequence[int], item: ReadMessage, *, followed: bool, markdown: bool
) -> Mapping[int, BodyKind]:
    """Read a message's own words; the kinds of their lines, by their places, where they are not body."""
    message = item.message
    bare = segment.header is None and message.sender is None
    whole = as_slice(own)
    contents = [lines.contents[at] for at in own] if whole is None else lines.contents[whole]
    texts = list(map(str.rstrip, contents))
    kinds = zone_lines(
        texts,
        sender_name=message.sender.name if message.sender else None,
        recipient_names=[to.name for to in message.to if to.name],
        letter=bare,
    )
    shown = texts if whole is not None else _without_gaps(lines, own, texts)
    message.body = _body(shown, markdown=markdown)
    if bare:
        from threadparse.body.letter import read_letter

        letter = read_letter(texts, kinds, followed=followed)
        if letter is not None:
            item.letter = True
            if item.written is None:
                item.date_line = own[letter.date_line]
                item.written, message.date_raw = letter.date, letter.date.raw
            if message.subject is None:
                message.subject = letter.subject
    if message.subject is not None:
        subject = read_subject(message.subject)
        item.base_subject, item.said = subject.base, subject.action
    return kinds


def _without_gaps(lines: Lines, own: Sequence[int], texts: list[str]) -> list[str]:
    """Return the lines of a message between which others stood.

    Where furniture was set aside, as at the end of a page, the line below gets a form feed. Where another's words
    stood, blank lines above and below them are as one.
    """
    shown, furniture = texts[:1], lines.furniture
    apart = False  # blank lines below another's words, with a blank line above those
    for (above, at), text in zip(pairwise(own), texts[1:], strict=True):
        if at - above > 1 and FURNITURE in furniture[above:at]:
            text, apart = f"\f{text}", False
        elif at - above > 1:
            apart = not shown[-1].strip()
        apart = apart and not text
        if not apart:
            shown.append(text)
    return shown


def _body(texts: Sequence[str], *, markdown: bool) -> str:
    """Return a message's own words as one text, without outer blank lines and the margin of the printed page."""
    body = "\n".join(texts)
    if markdown or "\f" in body:
        body = "\n".join(join_broken_paragraphs(texts, markdown=markdown)).strip("\f\n")
    body = body.strip("\n").lstrip("\ufeff\n")  # iOS puts a byte order mark before the words of a quotation
    if "\f" in body:
        body = "\n".join(  # line by line, for most have none, and the pattern would be tried at each character
            re.sub(r"(?<=\S)[ \t]*\f[ \t\f]*(?=\S)", "\n", line).replace("\f", "") if "\f" in line else line
            for line in body.split("\n")
        )
    shown = body.split("\n") if body[:1].isspace() else ()
    if shown and all(line[:1].isspace() or not line for line in shown):
        margin = min((len(line) - len(line.lstrip()) for line in shown if line.strip()), default=0)
        body = "\n".join(line[margin:] for line in shown)
    if not markdown:
        return body
    from threadparse.lines.markup import plain

    return plain(body).rstrip()


def _date_notes(lines: Lines, item: ReadMessage, decision: Decision) -> list[Note]:
    """Return the notes on the date of a message; they do not have its id yet."""
    found: list[tuple[str, str]] = []
    date, raw, rest = item.message.date, item.message.date_raw, item.date_rest
    if decision.reason == "guess":
        found.append(("date.ambiguous", f"{raw!r} may be day/month or month/day; read as {date}."))
    if raw and date is None:
        found.append(("date.unreadable", f"{raw!r} is no date that could be read in full."))
    if date is not None and rest:
        found.append(("date.partial", f"Of {raw!r} only {date} could be read; {rest!r} is left over."))
    if date is not None and decision.value is not None and weekday_fits(decision.value) is False:
        found.append(("date.weekday", f"{raw!r} names a weekday that {date[:10]} is not."))
    span = _line_span(lines, item.date_line) if found and item.date_line is not None else None
    return [Note(code, "warning", text, span) for code, text in found]
