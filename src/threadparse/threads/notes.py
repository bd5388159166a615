"""The notes on messages and their order; all others are made where something is guessed.

``docs/notes.md`` lists the codes of the parser, ``docs/schema.md`` those of the readers.
"""

from __future__ import annotations

from threadparse.document import Message, Note, Severity, Thread, Zone
from threadparse.messages.read import ReadMessage
from threadparse.threads.chronology import answers_later, is_disputed, is_sorted

__all__ = ["make_notes", "order_notes"]


def make_notes(characters: str, read: list[ReadMessage], rest: list[Zone]) -> list[Note]:
    """Return the notes on a document's messages, in source order.

    Args:
        characters: The text.
        read: Its messages, whose ids are known.
        rest: The zones that belong to no message.
    """
    notes: list[Note] = []
    for zone in rest:
        words = " ".join(characters[zone.start : zone.end].split())
        if zone.kind == "preamble" and words:
            text = f"{words[:60]!r} stands above the first header and belongs to no message."
            notes.append(_note("preamble.text", "info", text, (zone.start, zone.end), None))
    for item in read:
        message = item.message
        for doubt in item.doubts:
            doubt.message = message.id
            notes.append(doubt)
        if message.header_span is not None and message.sender is None:
            notes.append(_note("sender.missing", "info", "The header names no sender.", message.header_span, message))
        if item.repeats:
            text = "Quoted lines that repeat an older message were left out of the body."
            notes.append(_note("quote.repeated", "info", text, None, message))
        for span in item.unattributed:
            text = "No header names who wrote these quoted words; they were left out of the body."
            notes.append(_note("quote.unattributed", "info", text, span, message))
    return notes


def order_notes(threads: list[Thread]) -> list[Note]:
    """Return a note for each thread whose messages stand in no order of time in the text."""
    notes = []
    for thread in [thread for thread in threads if len(thread.messages) > 1]:
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


def _note(code: str, severity: Severity, text: str, span: tuple[int, int] | None, message: Message | None) -> Note:
    return Note(code, severity, text, span, message.id if message else None)
