"""Notes: what was guessed or is odd, with a stable code, the place in the text, and words for people.

``docs/how-it-works.md`` lists the codes; a test of theirs is in ``tests/test_notes.py``.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from threadparse.parsed import Message, Note, Severity, Span, Thread, Zone
from threadparse.threads.order import answers_later, is_disputed, is_sorted
from threadparse.values.dates.order import Decision

if TYPE_CHECKING:
    from threadparse.messages.read import Draft

__all__ = ["date_notes", "make_notes", "order_notes"]


def make_notes(characters: str, drafts: list[Draft], rest: list[Zone]) -> list[Note]:
    """The notes on a document's messages, in source order.

    Args:
        characters: The text.
        drafts: Its messages, whose ids are known.
        rest: The zones that belong to no message.
    """
    notes: list[Note] = []
    for zone in rest:
        words = " ".join(characters[zone.start : zone.end].split())
        if zone.kind == "preamble" and words:
            text = f"{words[:60]!r} stands above the first header and belongs to no message."
            notes.append(_note("preamble.text", "info", text, (zone.start, zone.end), None))
    for draft in drafts:
        message = draft.message
        for doubt in draft.doubts:
            doubt.message = message.id
            notes.append(doubt)
        if message.header_span is not None and message.sender is None:
            notes.append(_note("sender.missing", "info", "The header names no sender.", message.header_span, message))
        if draft.repeats:
            text = "Quoted lines that repeat an older message were left out of the body."
            notes.append(_note("quote.repeated", "info", text, None, message))
    return notes


def date_notes(message: Message, rest: str, decision: Decision, span: Span | None) -> list[Note]:
    """The notes on the date of a message; they do not have its id yet.

    Args:
        message: The message.
        rest: What of the date's field the date does not explain.
        decision: How the date was decided.
        span: Where in the text it stands.
    """
    notes: list[Note] = []
    date, raw = message.date, message.date_raw
    if decision.reason == "guess":
        text = f"{raw!r} may be day/month or month/day; read as {date}."
        notes.append(_note("date.ambiguous", "warning", text, span, None))
    if raw and date is None:
        text = f"{raw!r} is no date that could be read in full."
        notes.append(_note("date.unreadable", "warning", text, span, None))
    if date is not None and rest:
        text = f"Of {raw!r} only {date} could be read; {rest!r} is left over."
        notes.append(_note("date.partial", "warning", text, span, None))
    if date is not None and decision.value is not None and not _weekday_fits(decision.value.weekday, date):
        text = f"{raw!r} names a weekday that {date[:10]} is not."
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
        elif answers_later([(message.id, message.date, message.in_reply_to) for message in thread.messages]):
            text = "A message of this thread is dated before the one that it answers or forwards."
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
