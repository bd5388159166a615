"""Compute what every view shows of a thread: numbers, gaps, who answers whom, first words, facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from threadparse.document import Document, Mailbox, Message, Participant, Thread
from threadparse.values.subjects import base_subject
from threadparse.views.dates import MessageDate, gap_words, read_iso_date, span_words
from threadparse.views.zoned import ZonedLine, zoned_lines

__all__ = [
    "Entry",
    "counted",
    "counts_words",
    "entries",
    "first_words",
    "mailbox_label",
    "message_names",
    "palette",
    "thread_facts",
]

_MAX_FIRST_CHARS = 160


class Entry(NamedTuple):
    """One message as it is shown.

    Attributes:
        message: The message.
        number: Its number in the thread, from 1.
        when: Its date.
        gap: The time since the message above, in words; may be empty.
        answers: The number of the message of this thread that it answers or forwards.
        new_subject: Whether its base subject is another than that of the message above, or of the thread.
        lines: The lines of its body and what they are.
    """

    message: Message
    number: int
    when: MessageDate | None
    gap: str
    answers: int | None
    new_subject: bool
    lines: list[ZonedLine]


def entries(thread: Thread, text: str | Callable[[Message], str | None] | None) -> Iterator[Entry]:
    """Return the messages of a thread as they are shown.

    Args:
        thread: The thread.
        text: The text of its document, or what gives that of a message; None if it is not at hand.
    """
    numbers = {message.id: number for number, message in enumerate(thread.messages, 1)}
    subject = _folded_base(thread.subject or "")
    above: MessageDate | None = None
    for number, message in enumerate(thread.messages, 1):
        when = read_iso_date(message.date)
        base = subject if message.subject is None else _folded_base(message.subject)
        yield Entry(
            message=message,
            number=number,
            when=when,
            gap=gap_words(above, when) if number > 1 else "",
            answers=numbers.get(message.in_reply_to or ""),
            new_subject=base != subject,
            lines=zoned_lines(message, text(message) if callable(text) else text),
        )
        above, subject = when, base


def _folded_base(subject: str) -> str:
    """Return what two subjects have in common whatever their prefixes and case."""
    return base_subject(subject).casefold()


def first_words(lines: Sequence[ZonedLine]) -> str:
    """Return the words with which a message begins, behind its greeting.

    Args:
        lines: The lines of its body.

    Returns:
        At most 160 characters on one line; of a message that has nothing but a greeting, that.
    """
    own = [line for line in lines if line.words.strip() and line.kind != "quote-context"]
    chosen = [line.words for line in own if line.kind in ("body", "ps")] or [line.words for line in own]
    words = ""
    for line in chosen:
        words = f"{words} {' '.join(line.split())}".strip()
        if len(words) > _MAX_FIRST_CHARS:
            return words[: _MAX_FIRST_CHARS - 1].rstrip() + "…"
    return words


def mailbox_label(mailbox: Mailbox) -> str:
    """Return what a mailbox is called: its name, else its address, else what is written; empty if blacked out or blank.

    Args:
        mailbox: The mailbox.
    """
    return mailbox.name or mailbox.address or ("" if mailbox.redacted else mailbox.raw)


def palette(participants: Sequence[Participant], colours: int) -> dict[str, int | None]:
    """Return a number of a colour for each participant, the same in every place.

    Args:
        participants: Those of a thread.
        colours: How many colours there are.

    Returns:
        The number, from 0, by participant id; None for redacted ones.
    """
    legible = [person.id for person in participants if not person.redacted]
    numbers: dict[str, int | None] = {person: index % colours for index, person in enumerate(legible)}
    return numbers | {person.id: None for person in participants if person.redacted}


def counts_words(person: Participant, between: str) -> str:
    """How many messages a participant sent and received.

    Args:
        person: The participant.
        between: What to write between the two.

    Returns:
        The words, such as ``2 sent · 1 received``; counts of zero are left out.
    """
    counts = ((person.sent, "sent"), (person.received, "received"))
    return f" {between} ".join(f"{count} {verb}" for count, verb in counts if count)


def counted(number: int, noun: str) -> str:
    """Return a number and a noun, such as ``1 message`` or ``2,000 messages``.

    Args:
        number: The number.
        noun: The noun in the singular, of a regular plural.
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def thread_facts(messages: Sequence[Message], dash: str) -> list[str]:
    """How many messages, from when to when, how many without a date.

    Args:
        messages: Those of a thread, or of several.
        dash: What to write between two dates.
    """
    facts = [counted(len(messages), "message")]
    whens = [when for message in messages if (when := read_iso_date(message.date)) is not None]
    if whens:
        whens.sort(key=lambda when: when.value.replace(tzinfo=None))
        facts.append(span_words(whens[0], whens[-1], dash))
    if 0 < len(whens) < len(messages):
        facts.append(f"{len(messages) - len(whens)} undated")
    return facts


def message_names(document: Document) -> dict[str, str]:
    """Return what each message is called outside its thread, by its id: messages are counted thread by thread."""
    several = len(document.threads) > 1
    return {
        message.id: f"thread {index}, message {number}" if several else f"message {number}"
        for index, thread in enumerate(document.threads, 1)
        for number, message in enumerate(thread.messages, 1)
    }
