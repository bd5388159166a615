"""People in words: who sent a message to whom, who takes part in a thread, and the head above its messages."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text

from threadparse.document import Mailbox, Participant, Thread
from threadparse.views.canvas import Canvas
from threadparse.views.entries import counts_words, mailbox_label, palette, thread_facts

__all__ = ["head_lines", "mailbox_text", "participant_texts", "recipients_text", "styles_of"]

#: Of 256 colours, eight with a contrast of 4.3 or more on both white and black, and of 3.5 on the grounds between
#: that terminals come with; so the ground need not be known.
_PALETTE = ("color(63)", "color(130)", "color(28)", "color(163)", "color(30)", "color(131)", "color(98)", "color(132)")


def styles_of(participants: list[Participant], canvas: Canvas) -> dict[str, str]:
    """Return a colour for each participant, the same in every place.

    Args:
        participants: Those of a thread.
        canvas: What names are drawn on; on one with few colours they are bold.

    Returns:
        Style by participant id.
    """
    return {
        person: "" if number is None else _PALETTE[number] if canvas.colours else "bold"
        for person, number in palette(participants, len(_PALETTE)).items()
    }


def mailbox_text(mailbox: Mailbox, canvas: Canvas, style: str) -> Text:
    """Return a mailbox in a word or two: its name, else its address; what is blacked out is marked by more than colour.

    Args:
        mailbox: The mailbox.
        canvas: What the marks are drawn with.
        style: The participant's style.

    Returns:
        The text.
    """
    label = mailbox_label(mailbox)
    if not label:
        return canvas.text(canvas.redacted if mailbox.redacted else "(blank)")
    if mailbox.redacted:
        return canvas.text((label, style), " ", canvas.redacted)
    return canvas.text((label, style))


def recipients_text(mailboxes: list[Mailbox], canvas: Canvas, styles: dict[str, str], room: int) -> Text:
    """Recipients with commas between (semicolons if names have commas); those that do not fit are counted.

    Args:
        mailboxes: The recipients.
        canvas: What the marks are drawn with.
        styles: Style by participant id.
        room: Columns that the names may take; one is named in any case.

    Returns:
        The text, such as ``Ann Lee, Bo Ek +12 more``.
    """
    text = Text()
    names = [mailbox_text(mailbox, canvas, styles.get(mailbox.participant or "", "")) for mailbox in mailboxes]
    comma = "; " if any("," in name.plain for name in names) else ", "  # "Lee, Ann; Ek, Bo"
    for index, name in enumerate(names):
        left = len(names) - index
        tail = cell_len(f" +{left} more") if left > 1 else 0
        if index and text.cell_len + 2 + name.cell_len + tail > room:
            return text.append_text(canvas.text(f" +{left} more"))
        if index:
            text.append(comma)
        text.append_text(name)
    return text


def participant_texts(person: Participant, canvas: Canvas, style: str) -> tuple[Text, Text]:
    """Return a participant's name and all addresses.

    Args:
        person: The participant.
        canvas: What the marks are drawn with.
        style: The participant's style.

    Returns:
        Two texts to print one after the other, such as ``Ann Lee`` and `` <ann@lee.org>``; the second may be empty.
    """
    listed = ", ".join(person.addresses)
    name = person.name or listed
    if not name:
        return canvas.text(canvas.redacted if person.redacted else "(blank)"), canvas.text()
    first = canvas.text((name, style), *((" ", canvas.redacted) if person.redacted else ()))
    return first, canvas.text(f" <{listed}>" if person.name and listed else "")


# More recipients than this are counted; whoever sent something is always named.
_MAX_PARTICIPANTS = 20


def head_lines(thread: Thread, label: str, canvas: Canvas) -> Iterator[Text]:
    """Draw the head.

    Args:
        thread: The thread.
        label: What to write above, such as ``Thread 1 of 2``; may be empty.
        canvas: What it is drawn on.

    Returns:
        The lines, the last one blank.
    """
    if label:
        yield canvas.text(label)
    yield from canvas.wrap(canvas.text((thread.subject or "(no subject)", "bold")), canvas.width)
    yield from canvas.wrap(
        canvas.text(f" {canvas.glyphs.between} ".join(thread_facts(thread.messages, canvas.glyphs.dash))), canvas.width
    )
    yield canvas.text((canvas.glyphs.rule * canvas.width, "dim"))
    styles = styles_of(thread.participants, canvas)
    named = _named(thread.participants)
    for person in named:
        yield from _participant(person, styles[person.id], canvas)
    if len(named) < len(thread.participants):
        words = f"+{len(thread.participants) - len(named)} more who only received; export names them"
        yield canvas.text(words)
    yield Text()


def _named(participants: list[Participant]) -> list[Participant]:
    """All who sent something, and the first of those who only received."""
    if len(participants) <= _MAX_PARTICIPANTS:
        return participants
    room = _MAX_PARTICIPANTS - sum(person.sent > 0 for person in participants)
    silent = [person.id for person in participants if not person.sent][: max(room, 0)]
    return [person for person in participants if person.sent or person.id in silent]


def _participant(person: Participant, style: str, canvas: Canvas) -> Iterator[Text]:
    """Name, addresses and, at the right edge, counts."""
    counts = canvas.text(counts_words(person, canvas.glyphs.between))
    name, addresses = participant_texts(person, canvas, style)
    room = canvas.width - counts.cell_len - 2
    together = name + addresses
    if together.cell_len <= room:
        yield canvas.beside(together, counts, canvas.width)
        return
    first, *rest = canvas.wrap(name, room, 2)
    yield canvas.beside(first, counts, canvas.width)
    yield from rest
    yield from canvas.wrap(canvas.text(" ") + addresses, canvas.width, 2)
