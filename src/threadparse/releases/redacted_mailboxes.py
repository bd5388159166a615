"""Say of mailboxes whether they were blacked out: if and only if a place stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from threadparse.document import Mailbox, Message, RedactionField, Span

__all__ = ["ADDRESS_FIELDS", "flag_mailboxes", "mailboxes"]

#: The fields that hold mailboxes.
ADDRESS_FIELDS: tuple[RedactionField, ...] = ("from", "to", "cc", "bcc")


def flag_mailboxes(
    text: str, messages: Sequence[Message], places: Iterable[tuple[int | None, RedactionField | None, Span, bool]]
) -> None:
    """Set ``redacted`` of all mailboxes that stand in the text.

    Args:
        text: The text.
        messages: Its messages in source order; a field that shows nothing but a place gets a mailbox.
        places: Message, field and span of each place, and whether a mark is all of it.
    """
    met: dict[tuple[int, RedactionField], list[tuple[str, bool]]] = {}
    for message, name, span, marked in places:
        if message is not None and name in ADDRESS_FIELDS:
            met.setdefault((message, name), []).append((text[slice(*span)], marked))
    for index, item in enumerate(messages):
        if item.header_span is None:
            continue
        for name in ADDRESS_FIELDS:
            boxes = mailboxes(item, name)
            found = met.get((index, name), [])
            if found and not boxes:
                boxes = [Mailbox(redacted=True)]
                _set_mailboxes(item, name, boxes)
            for box in boxes:
                box.redacted = box.redacted and bool(found)
            for words, marked in found:
                _flag(boxes, words, marked=marked)


def _flag(boxes: Sequence[Mailbox], words: str, *, marked: bool) -> None:
    """Flag the mailbox of a place, unless one is already that it may stand in."""
    if marked:
        mark = " ".join(words.split())
        chosen = [box for box in boxes if mark in box.raw]
    else:
        if any(box.redacted and not box.name and not box.address for box in boxes):
            return
        chosen = [box for box in boxes if any(part in words for part in (box.name, box.address) if part)]
    if not any(box.redacted for box in chosen):
        for box in (chosen or list(boxes))[-1:]:
            box.redacted = True


def mailboxes(message: Message, name: RedactionField) -> list[Mailbox]:
    """Return the mailboxes of an address field.

    Args:
        message: The message.
        name: One of ``ADDRESS_FIELDS``.
    """
    if name == "from":
        return [message.sender] if message.sender is not None else []
    boxes: list[Mailbox] = getattr(message, name)
    return boxes


def _set_mailboxes(message: Message, name: RedactionField, boxes: list[Mailbox]) -> None:
    if name == "from":
        message.sender = boxes[0]
    else:
        setattr(message, name, boxes)
