"""Identity: ids made from content, so that the same message has the same id in every document."""

from __future__ import annotations

import hashlib

from threadparse.locales.folding import fold
from threadparse.parsed import Mailbox
from threadparse.values.addresses import name_key

__all__ = ["content_of", "message_id", "thread_id"]

_LENGTH = 16
_JOINT = "\x1f"
#: What ``str.split`` takes for white space in ASCII.
_WHITE_SPACE = b" \t\n\v\f\r\x1c\x1d\x1e\x1f"


def content_of(sender: Mailbox | None, date: str | None, base_subject: str, body: str) -> tuple[bytes, bytes]:
    """What makes a message the one that it is: what its header says, and what its body says.

    Args:
        sender: Its sender; the address counts, without one the name's words in any order.
        date: ISO date; seconds and offset do not count, for quoting clients drop them.
        base_subject: Subject without prefixes.
        body: Its own words; case and white space do not count.
    """
    if sender is None or (sender.redacted and not (sender.address or sender.name)):
        who = ""
    else:
        who = (sender.address or name_key(sender.name)).casefold()
    head = _JOINT.join((who, (date or "")[:16], fold(base_subject)))
    return head.encode("utf-8", "surrogatepass"), _bare(body)


def message_id(content: tuple[bytes, bytes], *, count: int = 0) -> str:
    """The id of a message.

    Args:
        content: Of the message.
        count: How many messages of the same content came before it in the document.

    Returns:
        Sixteen hexadecimal digits.
    """
    head, body = content
    return _digest([head, str(count).encode(), body] if count else [head, body])


def thread_id(message_ids: list[str]) -> str:
    """The id of a thread: that of its messages together."""
    return _digest([b"thread", *(identity.encode() for identity in message_ids)])


def _bare(body: str) -> bytes:
    """A body folded, without any white space; the bytes of plain ASCII need no look at each line."""
    if body.isascii():
        return body.encode().lower().translate(None, _WHITE_SPACE)
    return "".join(map(fold, body.split("\n"))).replace(" ", "").encode("utf-8", "surrogatepass")


def _digest(parts: list[bytes]) -> str:
    return hashlib.sha256(_JOINT.encode().join(parts)).hexdigest()[:_LENGTH]
