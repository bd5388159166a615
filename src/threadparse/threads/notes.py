"""Notes: what was guessed or is odd, with a stable code, the place in the text, and words for people.

``docs/how-it-works.md`` lists the codes; a test of theirs is in ``tests/test_notes.py``.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from threadparse.parsed import Message, Note, Severity, Span, Thread, Zone
from threadparse.threads.fields import Values
from threadparse.threads.order import is_disputed, is_sorted
from threadparse.values.date_order import Decision

if TYPE_CHECKING:
    from threadparse.threads.drafts import Draft

__all__ = ["date_notes", "make_notes", "order_notes"]


def make_notes(characters: str, drafts: list[Draft], messages: list[Message], rest: list[Zone]) -> list[Note]:
    """The notes on a document's messages, in source order.

    Args:
        characters: The text.
        drafts: What was read.
        messages: The models made of them, in the same order.
        rest: The zones that belong to no message.
    """
    notes: list[Note] = []
    for zone in rest:
        words = " ".join(characters[zone.start : zone.end].split())
        if zone.kind == "preamble" and words:
            text = f"{words[:60]!r} stands above the first header and belongs to no message."
            notes.append(_note("preamble.text", "info", text, (zone.start, zone.end), None))
    for draft, message in zip(drafts, messages, strict=True):
        for doubt in draft.doubts:
            doubt.message = message.id
            notes.append(doubt)
        if draft.header_span is not None and draft.values.sender is None:
            notes.append(_note("sender.missing", "info", "The header names no sender.", message.header_span, message))
        if draft.repeats:
            text = "Quoted lines that repeat an older message were left out of the body."
            notes.append(_note("quote.repeated", "info", text, None, message))
    return notes


def date_notes(values: Values, date: str | None, decision: Decision, span: Span | None) -> list[Note]:
    """The notes on the date of a message.

    Args:
        values: The fields of its header.
        date: ISO date, as the chain decided it.
        decision: How it was decided.
        span: Where in the text it stands.
    """
    notes: list[Note] = []
    if decision.reason == "guess":
        text = f"{values.date_raw!r} may be day/month or month/day; read as {date}."
        notes.append(_note("date.ambiguous", "warning", text, span, None))
    if values.date_raw and date is None:
        text = f"{values.date_raw!r} is no date that could be read in full."
        notes.append(_note("date.unreadable", "warning", text, span, None))
    if date is not None and values.date_rest:
        text = f"Of {values.date_raw!r} only {date} could be read; {values.date_rest!r} is left over."
        notes.append(_note("date.partial", "warning", text, span, None))
    if date is not None and decision.value is not None and not _weekday_fits(decision.value.weekday, date):
        text = f"{values.date_raw!r} names a weekday that {date[:10]} is not."
        notes.append(_note("date.weekday", "warning", text, span, None))
    return notes


def order_notes(threads: list[Thread]) -> list[Note]:
    """A note for each thread whose messages stand in no order of time in the text.

    Args:
        threads: The threads.
    """
    notes = []
    for thread in threads:
        placed = sorted(thread.messages, key=lambda message: message.source_index)
        if is_disputed([message.date for message in placed]):
            text = "The dates of this thread run neither up nor down the text; its messages were put in order by date."
        elif not is_sorted([message.date for message in thread.messages]):
            text = "Some dates of this thread run against its chain by hours, as clocks do; the chain decided."
        else:
            text = ""
        if text:
            notes.append(_note("order.disputed", "info", text, None, placed[0]))
    return notes


def _weekday_fits(named: int | None, date: str) -> bool:
    """Whether the weekday that a date names is that of its day."""
    return named is None or len(date) < 10 or named == datetime.fromisoformat(date[:10]).weekday()


def _note(code: str, severity: Severity, text: str, span: tuple[int, int] | None, message: Message | None) -> Note:
    return Note(code, severity, text, span, message.id if message else None)
