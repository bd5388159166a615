"""Identity: ids made from content, so that the same message has the same id in every document."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

from threadparse.document import Mailbox
from threadparse.locales.folding import fold, fold_letters
from threadparse.values.addresses.read import name_key

__all__ = ["message_id", "thread_id"]

_LENGTH = 16
_JOINT = "\x1f"
#: What ``str.split`` takes for white space in ASCII; and beyond it, of that which folding leaves as it is.
_WHITE_SPACE = b" \t\n\v\f\r\x1c\x1d\x1e\x1f"
_LOWER = bytes(range(256)).lower()
_WIDE_WHITE_SPACE = "\x85\u1680\u2028\u2029"
_PIECE = 16 * 1024  # characters; folding takes twelve bytes and more for each while it goes on
_BLANK = re.compile(r"\s")


def message_id(sender: Mailbox | None, date: str | None, base_subject: str, body: str, *, count: int = 0) -> str:
    """Return the id of a message.

    Args:
        sender: Its sender; the address counts, without one the name's words in any order.
        date: ISO date; seconds and offset do not count, for quoting clients drop them.
        base_subject: Subject without prefixes.
        body: Its own words; case and white space do not count.
        count: How many messages of the same content came before it in the document.

    Returns:
        Sixteen hexadecimal digits.
    """
    who = (sender.address or name_key(sender.name or "")).casefold() if sender is not None else ""
    parts = [who, (date or "")[:16], fold(base_subject), *([str(count)] if count else [])]
    head = _JOINT.join([*parts, ""]).encode("utf-8", "surrogatepass")
    return _digest([head, *map(_bare, _pieces(body))])


def thread_id(message_ids: list[str]) -> str:
    """Return the id of a thread: that of its messages together."""
    return _digest([_JOINT.join(["thread", *message_ids]).encode()])


def _pieces(body: str) -> Iterator[str]:
    """Return a body in pieces that end before white space, over which no letter is folded."""
    start = 0
    while len(body) - start > _PIECE and (blank := _BLANK.search(body, start + _PIECE)):
        yield body[start : blank.start()]
        start = blank.start()
    yield body[start:]


def _bare(piece: str) -> bytes:
    """Return a piece of a body folded, without any white space; bytes can be left out of all of it at once."""
    if piece.isascii():
        return piece.encode().translate(_LOWER, _WHITE_SPACE)
    folded = fold_letters(piece)
    for blank in _WIDE_WHITE_SPACE:
        folded = folded.replace(blank, "")
    return folded.encode("utf-8", "surrogatepass").translate(None, _WHITE_SPACE)


def _digest(pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()[:_LENGTH]
