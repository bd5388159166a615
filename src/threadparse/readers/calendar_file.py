"""Calendar files (.ics, RFC 5545): each event a message of its organizer, with the chain that it quotes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from threadparse.document import Envelope
from threadparse.lines.charsets import decode
from threadparse.options import ParseOptions
from threadparse.readers.base import Text, read_all
from threadparse.readers.built_text import clean, made_text

__all__ = ["SUFFIXES", "accepts", "texts"]

SUFFIXES = frozenset({".ics"})


def accepts(head: bytes) -> bool:
    """Whether a source is an iCalendar object (RFC 5545 §3.4).

    Args:
        head: How the source begins.
    """
    return head.removeprefix(b"\xef\xbb\xbf")[:15].upper() == b"BEGIN:VCALENDAR"


def texts(stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Text]:
    """Return the texts of a calendar file, one an event.

    Args:
        stream: The file at its beginning.
        path: The file as the user named it; of several events each is called ``PATH#1``, ``PATH#2`` …
        options: ``max_characters`` is the limit.

    Returns:
        The texts. The envelope has the organizer, the attendees, the title, and when the invitation was made.

    Raises:
        LimitError: The file is too long.
    """
    from threadparse.readers.mime.bodies import calendar_events, calendar_text
    from threadparse.readers.mime.mailboxes import read_mailboxes
    from threadparse.values.dates.read import iso, parse_date

    data = read_all(stream, path, options)
    events = calendar_events(clean(decode(data).characters)) or [{}]
    for number, event in enumerate(events, 1):
        first = {name: values[0] for name, values in event.items()}
        day, _, time = first.get("DTSTAMP", "").partition("T")
        made = parse_date(
            f"{day[:4]}-{day[4:6]}-{day[6:]} {time[:2]}:{time[2:4]}{' UTC' if time.endswith('Z') else ''}"
        )
        envelope = Envelope(
            sender=next(iter(read_mailboxes(first.get("ORGANIZER", ""))), None),
            to=[mailbox for person in event.get("ATTENDEE", []) for mailbox in read_mailboxes(person)],
            date=iso(made)[0] if made else None,
            subject=first.get("SUMMARY") or None,
        )
        name = f"{path}#{number}" if len(events) > 1 else path
        yield made_text(clean(calendar_text(event)) + "\n", "ics", data, name, options, envelope=envelope)
