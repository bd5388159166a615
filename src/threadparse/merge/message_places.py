"""Where a message stands in the text of its document: all of it, the words of its body, the fields of its header."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from threadparse.merge.body_places import find_pieces

__all__ = ["message_places"]


def message_places(text: str, message: Any) -> dict[str, Any]:
    """Find the places of a message.

    Args:
        text: The document's text; empty if it is not known, then nothing is placed in it.
        message: What the parser made of the message.

    Returns:
        ``span``, ``pieces`` (see ``find_pieces``) and ``written``: where fields of the header stand as they are read.
    """
    zones = message.zones
    span = (min(zone.start for zone in zones), max(zone.end for zone in zones)) if zones else message.header_span
    if not text or span is None:
        return {"span": None, "pieces": [], "written": {}}
    own = text[span[0] : span[1]]
    first, last = span[0] + len(own) - len(own.lstrip()), span[0] + len(own.rstrip())
    return {
        "span": (first, last) if first < last else None,
        "pieces": find_pieces(text, message.body, zones),
        "written": {name: _written(text, message.header_span, value) for name, value in _shown(message)},
    }


def _shown(message: Any) -> Iterator[tuple[str, str]]:
    """Return the fields of a header that a change may be in, as they are written."""
    if message.sender is not None:
        yield "sender", message.sender.raw
    if message.subject:
        yield "subject", message.subject
    for name in ("to", "cc"):
        for mailbox in getattr(message, name):
            if mailbox.redacted:
                yield name, mailbox.raw


def _written(text: str, header: tuple[int, int] | None, value: str) -> tuple[int, int] | None:
    """Return where a value stands in a header; None if it is not there as it is read."""
    if header is None or not value:
        return None
    at = text.find(value, *header)
    return (at, at + len(value)) if at >= 0 else None
