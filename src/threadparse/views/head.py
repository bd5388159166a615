"""The head of a thread's timeline: subject, number of messages, span of time, participants."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from threadparse.parsed import Participant, Thread
from threadparse.views.moments import moment, span_words
from threadparse.views.people import counts_words, participant_texts, styles_of
from threadparse.views.sheet import Sheet

__all__ = ["head_lines"]

# More recipients than this are counted; whoever sent something is always named.
_MOST_PARTICIPANTS = 20


def head_lines(thread: Thread, label: str, sheet: Sheet) -> Iterator[Text]:
    """Draw the head.

    Args:
        thread: The thread.
        label: What to write above, such as ``Thread 1 of 2``; may be empty.
        sheet: What it is drawn on.

    Returns:
        The lines, the last one blank.
    """
    if label:
        yield sheet.text((label, "dim"))
    yield from sheet.wrap(sheet.text((thread.subject or "(no subject)", "bold")), sheet.width)
    yield from sheet.wrap(sheet.text(f" {sheet.glyphs.between} ".join(_facts(thread, sheet))), sheet.width)
    yield sheet.text((sheet.glyphs.rule * sheet.width, "dim"))
    styles = styles_of(thread.participants)
    named = _named(thread.participants)
    for person in named:
        yield from _participant(person, styles[person.id], sheet)
    if len(named) < len(thread.participants):
        words = f"+{len(thread.participants) - len(named)} more who only received; export names them"
        yield sheet.text((words, "dim"))
    yield Text()


def _facts(thread: Thread, sheet: Sheet) -> list[str]:
    """How many messages, from when to when, how many without a date."""
    count = len(thread.messages)
    facts = [f"{count} message{'' if count == 1 else 's'}"]
    whens = [when for when in (moment(message.date) for message in thread.messages) if when is not None]
    if whens:
        whens.sort(key=lambda when: when.value.replace(tzinfo=None))
        facts.append(span_words(whens[0], whens[-1], sheet.glyphs.dash))
    if 0 < len(whens) < count:
        facts.append(f"{count - len(whens)} undated")
    return facts


def _named(participants: list[Participant]) -> list[Participant]:
    """All who sent something, and the first of those who only received."""
    if len(participants) <= _MOST_PARTICIPANTS:
        return participants
    room = _MOST_PARTICIPANTS - sum(person.sent > 0 for person in participants)
    silent = [person.id for person in participants if not person.sent][: max(room, 0)]
    return [person for person in participants if person.sent or person.id in silent]


def _participant(person: Participant, style: str, sheet: Sheet) -> Iterator[Text]:
    """Name, addresses and, at the right edge, counts."""
    counts = sheet.text((counts_words(person, sheet.glyphs.between), "dim"))
    name, addresses = participant_texts(person, sheet, style)
    room = sheet.width - counts.cell_len - 2
    together = name + addresses
    if together.cell_len <= room:
        yield sheet.beside(together, counts, sheet.width)
        return
    first, *rest = sheet.wrap(name, room, 2)
    yield sheet.beside(first, counts, sheet.width)
    yield from rest
    yield from sheet.wrap(sheet.text(" ") + addresses, sheet.width, 2)
