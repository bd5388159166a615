"""Collect what is to be kept of a message, each fact with the sources that have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from threadparse.document import Span
from threadparse.merge.inclusive import Fact
from threadparse.merge.merged import Change, MergedMessage, Reason
from threadparse.merge.records import Record, Spool

__all__ = ["facts_of"]

_FIELDS = ("sender", "subject", "date")  # of a header that are kept; recipients are not


def facts_of(spool: Spool, group: Sequence[Record], message: MergedMessage) -> Iterator[Fact]:
    """Return the facts of a message: its words, wordings of which some source has another, revealed words, files.

    Args:
        spool: Where the copies are.
        group: The copies of the message.
        message: What was merged out of them.
    """
    every = frozenset(record.source for record in group)
    if message.body.strip():
        yield Fact(Reason("words", message.id), every)
    yield from _words(group, message, every)
    yield from _fields(spool, group, message)
    yield from _files(spool, group, message)


def _words(group: Sequence[Record], message: MergedMessage, every: frozenset[int]) -> Iterator[Fact]:
    """Return the words that some sources have, and others not or in another form."""
    lacking: defaultdict[Span, set[int]] = defaultdict(set)
    readings: defaultdict[tuple[Span, str], set[int]] = defaultdict(set)
    hidden: set[Span] = set()
    for source, change, span in _body_changes(group, message):
        if change.merged or change.kind == "altered":
            lacking[span].add(source)
        if change.kind == "redacted":
            hidden.add(span)
        elif change.kind == "altered":
            readings[span, "".join(change.here.split())].add(source)
    for span in lacking:
        touching = [
            sources
            for other, sources in lacking.items()
            if other == span or (other[0] < span[1] and span[0] < other[1])
        ]
        having = every.difference(*touching)
        if having:
            yield Fact(Reason("revealed" if span in hidden else "words", message.id), having)
    for sources in readings.values():
        yield Fact(Reason("altered", message.id), frozenset(sources))


def _fields(spool: Spool, group: Sequence[Record], message: MergedMessage) -> Iterator[Fact]:
    """Return the senders, subjects and dates that some sources have otherwise, or that some black out."""
    readings: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    departing: defaultdict[str, set[int]] = defaultdict(set)
    hidden: set[str] = set()
    for record, occurrence in zip(group, message.occurrences, strict=True):
        for change in occurrence.changes:
            if change.field in _FIELDS:
                departing[change.field].add(record.source)
                if change.kind == "redacted":
                    hidden.add(change.field)
                else:
                    readings[change.field, "".join(change.here.split())].add(record.source)
    for sources in readings.values():
        yield Fact(Reason("altered", message.id), frozenset(sources))
    for field, sources in departing.items():
        showing = {record.source for record in group if spool.copy(record).row[field]} - sources
        if showing:
            yield Fact(Reason("revealed" if field in hidden else "words", message.id), frozenset(showing))


def _body_changes(group: Sequence[Record], message: MergedMessage) -> Iterator[tuple[int, Change, Span]]:
    """Return the changes of a body that count, each with its source."""
    for record, occurrence in zip(group, message.occurrences, strict=True):
        for change in occurrence.changes:
            if change.merged_span is not None and change.kind in ("altered", "redacted", "cut"):
                yield record.source, change, change.merged_span


def _files(spool: Spool, group: Sequence[Record], message: MergedMessage) -> Iterator[Fact]:
    """Return the attachments, of the sources that carry them."""
    files: defaultdict[str, set[int]] = defaultdict(set)
    for record in group:
        if record.header == "envelope":
            for file in spool.copy(record).row["attachments"]:
                files[file["name"]].add(record.source)
    for name, sources in files.items():
        yield Fact(Reason("attachment", message.id, name), frozenset(sources))
