"""Notes: what was guessed or is odd, with a stable code, the place in the text, and words for people.

``docs/how-it-works.md`` lists the codes; a test of theirs is in ``tests/test_notes.py``.
"""

from __future__ import annotations

from datetime import date

from threadparse.parsed import Message, Note, Severity, Thread, Zone
from threadparse.threads.drafts import Draft
from threadparse.threads.order import is_disputed, is_sorted

__all__ = ["make_notes", "order_notes"]


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
        span = draft.date_span
        if draft.order == "guess":
            text = f"{draft.values.date_raw!r} may be day/month or month/day; read as {draft.date}."
            notes.append(_note("date.ambiguous", "warning", text, span, message))
        if draft.values.date_raw and draft.date is None:
            text = f"{draft.values.date_raw!r} is no date that could be read in full."
            notes.append(_note("date.unreadable", "warning", text, span, message))
        if draft.date is not None and draft.values.date_rest:
            left_over = draft.values.date_rest
            text = f"Of {draft.values.date_raw!r} only {draft.date} could be read; {left_over!r} is left over."
            notes.append(_note("date.partial", "warning", text, span, message))
        if draft.date is not None and not _weekday_fits(draft):
            text = f"{draft.values.date_raw!r} names a weekday that {draft.date[:10]} is not."
            notes.append(_note("date.weekday", "warning", text, span, message))
        if draft.header_span is not None and draft.values.sender is None:
            notes.append(_note("sender.missing", "info", "The header names no sender.", message.header_span, message))
        if draft.repeats:
            text = "Quoted lines that repeat an older message were left out of the body."
            notes.append(_note("quote.repeated", "info", text, None, message))
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


def _weekday_fits(draft: Draft) -> bool:
    """Whether the weekday that a date names is that of its day."""
    return (
        draft.weekday is None
        or draft.date is None
        or len(draft.date) < 10
        or draft.weekday == date.fromisoformat(draft.date[:10]).weekday()
    )


def _note(code: str, severity: Severity, text: str, span: tuple[int, int] | None, message: Message | None) -> Note:
    return Note(code, severity, text, span, message.id if message else None)
