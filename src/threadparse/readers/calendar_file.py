"""Calendar files (.ics, RFC 5545): each event or task a message of its organizer, with the chain that it quotes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from threadparse.document import Envelope
from threadparse.options import ParseOptions
from threadparse.readers.base import Text, decode_source, read_all
from threadparse.readers.built_text import made_text
from threadparse.readers.plain_text import clean

__all__ = ["SUFFIXES", "accepts", "texts"]

SUFFIXES = frozenset({".ics"})


def accepts(head: bytes) -> bool:
    """Tell whether a source is an iCalendar object (RFC 5545 §3.4).

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
    from threadparse.readers.mime.bodies import Event, calendar_events, calendar_moment, calendar_text
    from threadparse.readers.mime.mailboxes import read_mailboxes
    from threadparse.values.dates.read import iso, parse_date

    data = read_all(stream, path, options)
    characters, notes = decode_source(data, options.encoding)
    events = calendar_events(clean(characters)) or [Event({}, [])]
    for number, event in enumerate(events, 1):
        made = parse_date(calendar_moment(event.values.get("DTSTAMP", "")))
        envelope = Envelope(
            sender=next(iter(read_mailboxes(event.values.get("ORGANIZER", ""))), None),
            to=[mailbox for person in event.attendees for mailbox in read_mailboxes(person)],
            date=iso(made)[0] if made else None,
            subject=event.values.get("SUMMARY") or None,
        )
        name = path
        if len(events) > 1:
            name, data = f"{path}#{number}", json.dumps(event, sort_keys=True).encode()
        yield made_text(clean(calendar_text(event)) + "\n", "ics", data, name, options, envelope=envelope, notes=notes)
