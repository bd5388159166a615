"""Notes on dates: what was guessed or left over where the date of a message was read."""

from __future__ import annotations

from datetime import datetime

from threadparse.document import Message, Note, Span
from threadparse.values.dates.order import Decision

__all__ = ["date_notes"]


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
        notes.append(Note("date.ambiguous", "warning", text, span))
    if raw and date is None:
        text = f"{raw!r} is no date that could be read in full."
        notes.append(Note("date.unreadable", "warning", text, span))
    if date is not None and rest:
        text = f"Of {raw!r} only {date} could be read; {rest!r} is left over."
        notes.append(Note("date.partial", "warning", text, span))
    if date is not None and decision.value is not None and not _weekday_fits(decision.value.weekday, date):
        text = f"{raw!r} names a weekday that {date[:10]} is not."
        notes.append(Note("date.weekday", "warning", text, span))
    return notes


def _weekday_fits(named: int | None, date: str) -> bool:
    """Whether the weekday that a date names is that of its day."""
    return named is None or len(date) < 10 or named == datetime.fromisoformat(date[:10]).weekday()
