"""What is lost with the damaged streams of an Outlook message, in words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from threadparse.parsed import Note
from threadparse.readers.outlook.storage import TABLE

__all__ = ["damage_notes"]

_STREAM = re.compile(r"__substg1\.0_([0-9a-f]{4})[0-9a-f]{4}", re.IGNORECASE)
_MOST_NAMED = 10
#: Properties ([MS-OXPROPS]) that people know by a name.
_NAMES = {
    "1000": "the plain body",
    "1013": "the HTML body",
    "1009": "the Rich Text body",
    "0037": "the subject",
    "003D": "the prefix of the subject",
    "0E1D": "the subject without its prefix",
    "0070": "the topic of the conversation",
    "0042": "the author's name",
    "5D02": "the author's address",
    "0065": "the author's address",
    "0C1A": "the sender's name",
    "5D01": "the sender's address",
    "0C1F": "the sender's address",
    "0E04": "the list of recipients",
    "0E03": "the list of copies",
    "39FE": "a recipient's address",
    "3003": "a recipient's address",
    "3001": "the name of a recipient or attachment",
    "3704": "an attachment's name",
    "3707": "an attachment's name",
    "370E": "an attachment's type",
    "3701": "an attachment's content",
    "007D": "the internet header",
    "1035": "the message id",
    "1042": "the id of the message answered",
    "1039": "the ids of the messages before",
}


def damage_notes(streams: Sequence[str]) -> list[Note]:
    """Say which properties could not be read.

    Args:
        streams: Names of the damaged streams.

    Returns:
        One note for all of them; none if nothing is damaged.
    """
    if not streams:
        return []
    properties = list(dict.fromkeys(map(_property, streams)))
    named = ", ".join(properties[:_MOST_NAMED])
    if len(properties) > _MOST_NAMED:
        named += f" and {len(properties) - _MOST_NAMED} more"
    words = f"Damaged in the file, and therefore missing or cut short: {named}."
    return [Note(code="msg.property-unreadable", severity="warning", text=words)]


def _property(stream: str) -> str:
    """The property that a stream holds, with its number."""
    if stream.casefold() == TABLE:
        return "the table of dates and numbers"
    match = _STREAM.fullmatch(stream)
    if match is None:
        return stream
    number = match[1].upper()
    return f"{_NAMES.get(number, 'a property')} (0x{number})"
