"""Compare how a chain is taken apart before and after it is disguised, and say where it differs."""

from __future__ import annotations

from collections.abc import Iterator

from threadparse.document import Document, Mailbox, Message

__all__ = ["differences"]


def differences(before: Document, after: Document) -> Iterator[str]:
    """Say where two documents are taken apart in different ways, whatever their words.

    Args:
        before: The document as it was.
        after: The document in disguise.
    """
    counts = ([len(thread.messages) for thread in document.threads] for document in (before, after))
    was, is_ = counts
    if was != is_:
        yield f"messages by thread: {was}, now {is_}"
        return
    if [len(thread.participants) for thread in before.threads] != [
        len(thread.participants) for thread in after.threads
    ]:
        yield "people by thread: their number is another one"
    numbers = [{message.id: at for at, message in enumerate(document.messages, 1)} for document in (before, after)]
    for number, (old, new) in enumerate(zip(before.messages, after.messages, strict=True), 1):
        for name, one, other in zip(_NAMES, _shape(old, numbers[0]), _shape(new, numbers[1]), strict=True):
            if one != other:
                yield f"message {number}: {name} {one}, now {other}"


_NAMES = ("date", "action", "answered message", "sender and recipients", "kinds of zones")


def _shape(message: Message, numbers: dict[str, int]) -> tuple[object, ...]:
    """Return what of a message does not depend on its words."""
    boxes = [[message.sender] if message.sender else [], message.to, message.cc, message.bcc]
    return (
        message.date,
        message.action,
        numbers.get(message.in_reply_to or ""),
        [[_form(box) for box in field] for field in boxes],
        [zone.kind for zone in message.zones],
    )


def _form(box: Mailbox) -> str:
    """Return what a mailbox has."""
    parts = ("name" if box.name else "", "address" if box.address else "", "redacted" if box.redacted else "")
    return "+".join(filter(None, parts)) or "blank"
