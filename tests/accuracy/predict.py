"""Documents in the shape that the scorer reads."""

from __future__ import annotations

from typing import Any

from tests.readable import in_source_order
from threadparse import Document

__all__ = ["prediction"]


def prediction(identity: str, document: Document) -> dict[str, Any]:
    """A prediction record: messages in source order, spans, and the named zones."""
    messages = in_source_order(document.messages)
    zones = [[zone.start, zone.end, zone.kind] for message in messages for zone in message.zones]
    return {
        "id": identity,
        "messages": [
            {
                "header": message.header_span,
                "sender": _person(message.sender),
                "to": [_person(mailbox) for mailbox in message.to],
                "cc": [_person(mailbox) for mailbox in message.cc],
                "date": message.date,
                "subject": message.subject,
                "body": message.body,
            }
            for message in messages
        ],
        "zones": sorted(zone if zone[2] != "quote-context" else [*zone[:2], "body"] for zone in zones),
    }


def _person(mailbox: Any) -> dict[str, str | None] | None:
    return None if mailbox is None else {"name": mailbox.name, "address": mailbox.address}
