"""Say of mailboxes whether they were blacked out: if and only if a place stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from threadparse.document import MAILBOX_FIELDS, Mailbox, Message, RedactionField, Span

__all__ = ["flag_mailboxes", "redacted_mailboxes"]

#: Blanks where an address was, and a name or a separator behind them, no code.
_HOLE = r"[ \t]{8,}(?=[;,]|[^\W\d_]{2,}(?:,| [^\W\d_]))"
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
        if message is not None and name in MAILBOX_FIELDS:
            met.setdefault((message, name), []).append((text[slice(*span)], marked))
    for index, item in enumerate(messages):
        if item.header_span is None:
            continue
        for name in MAILBOX_FIELDS:
            found = met.get((index, name))
            if found is None:
                item.take_marks_back(name)
                continue
            if not item.mailboxes(name):
                item.black_out(name)
            _flag_field(item.mailboxes(name), found)


def _flag_field(boxes: Sequence[Mailbox], places: Iterable[tuple[str, bool]]) -> None:
    """Flag the mailboxes of a field in which its places stand; both are in the order of the text."""
    blank = any(box.blacked_out for box in boxes)
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
            standing = [number for number in near if _stands_in(boxes[number], words)]
            chosen = max((number for number in standing if _is_before_hole(boxes[number], words)), default=None)
            chosen = max(standing, default=None) if chosen is None else chosen
        if chosen is not None:
            boxes[chosen].redacted = True
        elif not any(boxes[number].redacted for number in near):
            boxes[-1].redacted = True


def _stands_in(box: Mailbox, words: str) -> bool:
    """Tell whether the name or the address of a mailbox stands in the rows of a place."""
    return any(part in words for part in (box.name, box.address) if part)


def _is_before_hole(box: Mailbox, words: str) -> bool:
    """Tell whether a hole in a row follows the name of a mailbox, and more names behind it."""
    return box.name is not None and re.search(rf"{re.escape(box.name)}['’]?{_HOLE}", words) is not None


def redacted_mailboxes(messages: Iterable[Message]) -> Iterator[tuple[int, RedactionField, str]]:
    """Return message, field and words of each mailbox of a header that was read as blacked out.

    Args:
        messages: The messages in source order.
    """
    for index, message in enumerate(messages):
        if message.header_span is None:
            continue
        for name in MAILBOX_FIELDS:
            for box in message.mailboxes(name):
                if box.redacted:
                    yield index, name, box.raw
