"""Identity: ids made from content, so that the same message has the same id in every document."""

from __future__ import annotations

import hashlib

from threadparse.locales.folding import fold, fold_letters
from threadparse.parsed import Mailbox
from threadparse.values.addresses import name_key

__all__ = ["message_id", "thread_id"]

_LENGTH = 16
_BLOCK = 500  # lines
#: What ``str.split`` takes for white space in ASCII; and beyond it, of that which folding leaves as it is.
_WHITE_SPACE = b" \t\n\v\f\r\x1c\x1d\x1e\x1f"
_LOWER = bytes(range(256)).lower()
_WIDE_WHITE_SPACE = "\x85\u1680\u2028\u2029"


def message_id(sender: Mailbox | None, date: str | None, base_subject: str, body: str, *, count: int = 0) -> str:
    """The id of a message.

    Args:
        sender: Its sender; the address counts, without one the name's words in any order.
        date: ISO date; seconds and offset do not count, for quoting clients drop them.
        base_subject: Subject without prefixes.
        body: Its own words; case and white space do not count.
        count: How many messages of the same content came before it in the document.

    Returns:
        Sixteen hexadecimal digits.
    """
    if sender is None or (sender.redacted and not (sender.address or sender.name)):
        who = ""
    else:
        who = (sender.address or name_key(sender.name)).casefold()
    parts = [who, (date or "")[:16], fold(base_subject)]
    if count:
        parts.append(str(count))
    return _digest([*(part.encode("utf-8", "surrogatepass") for part in parts), _bare(body)])


def thread_id(message_ids: list[str]) -> str:
    """The id of a thread: that of its messages together."""
    return _digest([b"thread", *(identity.encode() for identity in message_ids)])


def _bare(body: str) -> bytes:
    """A body folded, without white space; beyond ASCII by blocks of lines, for folding takes many times the room."""
    if body.isascii():
        return body.encode().translate(_LOWER, _WHITE_SPACE)
    lines = body.split("\n")
    blocks = (fold_letters("\n".join(lines[begin : begin + _BLOCK])) for begin in range(0, len(lines), _BLOCK))
    return b"".join([_packed(folded) for folded in blocks])


def _packed(folded: str) -> bytes:
    """A folded text in UTF-8, without white space; bytes are left out of it all at once."""
    for blank in _WIDE_WHITE_SPACE:
        folded = folded.replace(blank, "")
    return folded.encode("utf-8", "surrogatepass").translate(None, _WHITE_SPACE)


def _digest(parts: list[bytes]) -> str:
    digest = hashlib.sha256(parts[0])
    for part in parts[1:]:
        digest.update(b"\x1f")
        digest.update(part)
    return digest.hexdigest()[:_LENGTH]
