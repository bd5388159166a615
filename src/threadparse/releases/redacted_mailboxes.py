"""Say of mailboxes whether they were blacked out: if and only if a place stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from threadparse.document import Mailbox, Message, RedactionField, Span

__all__ = ["ADDRESS_FIELDS", "flag_mailboxes", "mailboxes", "redacted_mailboxes"]

#: The fields that hold mailboxes.
ADDRESS_FIELDS: tuple[RedactionField, ...] = ("from", "to", "cc", "bcc")
_NEAR = 40  # mailboxes in which the next place of a field is looked for


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
            found = met.get((index, name))
            if found is None:
                for box in boxes:
                    box.redacted = False
                continue
            if not boxes:
                boxes = [Mailbox(redacted=True)]
                _set_mailboxes(item, name, boxes)
            _flag_field(boxes, found)


def _flag_field(boxes: Sequence[Mailbox], places: Iterable[tuple[str, bool]]) -> None:
    """Flag the mailboxes of a field in which its places stand; both are in the order of the text."""
    blank = any(box.redacted and not box.name and not box.address for box in boxes)
    at = 0
    for words, marked in places:
        near = range(at, min(at + _NEAR, len(boxes)))
        if marked:
            mark = " ".join(words.split())
            chosen = next((number for number in near if mark in boxes[number].raw), None)
            at = at if chosen is None else chosen + 1
        elif blank:
            continue
        else:
            chosen = max((number for number in near if _stands_in(boxes[number], words)), default=None)
        if chosen is not None:
            boxes[chosen].redacted = True
        elif not any(boxes[number].redacted for number in near):
            boxes[-1].redacted = True


def _stands_in(box: Mailbox, words: str) -> bool:
    """Tell whether the name or the address of a mailbox stands in the rows of a place."""
    return any(part in words for part in (box.name, box.address) if part)


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


def redacted_mailboxes(messages: Iterable[Message]) -> Iterator[tuple[int, RedactionField, str]]:
    """Return message, field and words of each mailbox of a header that was read as blacked out.

    Args:
        messages: The messages in source order.
    """
    for index, message in enumerate(messages):
        if message.header_span is None:
            continue
        for name in ADDRESS_FIELDS:
            for box in mailboxes(message, name):
                if box.redacted:
                    yield index, name, box.raw


def _set_mailboxes(message: Message, name: RedactionField, boxes: list[Mailbox]) -> None:
    if name == "from":
        message.sender = boxes[0]
    else:
        setattr(message, name, boxes)
