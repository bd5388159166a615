"""A document as people check it: mailboxes as they are written in mail, messages by place, notes with their words.

``python -m tests.readable FILE`` prints it, to be checked word for word and then kept beside a new chain.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from threadparse import document as parsed
from threadparse import parse
from threadparse.model import Document, Mailbox, Message, Participant

__all__ = ["fields_of", "in_source_order", "readable", "written"]

AnyMessage = TypeVar("AnyMessage", Message, parsed.Message)


def readable(document: Document, text: str) -> dict[str, Any]:
    """What a user reads off a document, the same for every line end and quote depth.

    Args:
        document: A parsed text.
        text: The text, in which spans are looked up.
    """
    places = {message.id: message.source_index for message in document.messages}
    return {
        "threads": [
            {
                "subject": thread.subject,
                "participants": [_participant(person) for person in thread.participants],
                "messages": [_message(message, places, text) for message in thread.messages],
            }
            for thread in document.threads
        ],
        "notes": [[note.code, _shown(text, note.span)] for note in document.notes],
    }


def in_source_order(messages: Iterable[AnyMessage]) -> list[AnyMessage]:
    """Return messages as they stand in the text.

    Args:
        messages: Those of a document or a thread.
    """
    return sorted(messages, key=lambda message: message.source_index)


def fields_of(message: Message) -> dict[str, Any]:
    """Return the fields of a message, as the tables of the tests have them, and its body.

    Args:
        message: The message.
    """
    return {
        "from": message.sender and written(message.sender),
        "to": list(map(written, message.to)),
        "cc": list(map(written, message.cc)),
        "date": message.date,
        "subject": message.subject,
        "body": message.body,
    }


def written(mailbox: Mailbox) -> str | None:
    """Return a mailbox as mail clients write it.

    Args:
        mailbox: A sender or recipient.
    """
    if mailbox.redacted and not (mailbox.name or mailbox.address):
        return "REDACTED"
    return (
        f"{mailbox.name} <{mailbox.address}>" if mailbox.name and mailbox.address else mailbox.name or mailbox.address
    )


def _message(message: Message, places: dict[str, int], text: str) -> dict[str, Any]:
    header = _shown(text, message.header_span)
    return {
        "place": message.source_index,
        "action": message.action,
        "answers": None if message.in_reply_to is None else places[message.in_reply_to],
        "sender": None if message.sender is None else _mailbox(message.sender),
        "to": [_mailbox(mailbox) for mailbox in message.to],
        "cc": [_mailbox(mailbox) for mailbox in message.cc],
        "date": message.date,
        "subject": message.subject,
        "header": None if header is None else [header.split("\n", 1)[0], header.rsplit("\n", 1)[-1]],
        "body": message.body.split("\n"),
    }


def _mailbox(mailbox: Mailbox) -> str:
    address = f"<{mailbox.address}>" if mailbox.address else ""
    return " ".join(filter(None, [mailbox.name, address, "[redacted]" if mailbox.redacted else ""]))


def _participant(person: Participant) -> str:
    who = " ".join(filter(None, [person.name, *(f"<{address}>" for address in person.addresses)]))
    return f"{'[redacted]' if person.redacted else who}: sent {person.sent}, received {person.received}"


def _shown(text: str, span: tuple[int, int] | None) -> str | None:
    """The words of a span, without quote marks and the white space at line ends."""
    if span is None:
        return None
    lines = text[slice(*span)].replace("\r\n", "\n").split("\n")
    return "\n".join(" ".join(line.lstrip("> ").split()) for line in lines)


if __name__ == "__main__":
    words = Path(sys.argv[1]).read_text(encoding="utf-8")
    print(json.dumps(readable(parse(words), words), ensure_ascii=False, indent=1))
