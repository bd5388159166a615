"""Mailboxes (.mbox): mail after mail out of a stream, never the whole file in memory (RFC 4155)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from threadparse.errors import InputError, LimitError
from threadparse.options import ParseOptions
from threadparse.readers.base import Item
from threadparse.readers.eml import mail_text

__all__ = ["SUFFIXES", "accepts", "mails", "texts"]

SUFFIXES = frozenset({".mbox", ".mbx"})

# RFC 4155: "From ", an address, and the time as asctime writes it; Thunderbird writes "-" for the address, Google
# Takeout an offset before the year, Pine a zone. A field must follow: prose that begins with "From" divides no mail.
_TIME = (
    rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +"
    rb"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,2}|\d{1,2} [A-Z][a-z]{2}),?"
    rb" +(?:\d{4} +)?\d{1,2}:\d\d(?::\d\d)?\b"
)
_DIVIDER = re.compile(rb"From [^\r\n]{0,300}?" + _TIME + rb"[^\r\n]{0,60}\r?\n(?=>?From |[!-9;-~]{1,100}[ \t]*:)")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_CHUNK = 1 << 20
# A divider and the start of the field below it: so much must be there before it is judged.
_DIVIDER_BYTES = 600


def accepts(head: bytes) -> bool:
    """Tell whether a source is a mailbox: it begins with an envelope line and a field below it."""
    return _DIVIDER.match(head.lstrip(b"\xef\xbb\xbf\r\n")) is not None


def texts(stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Item]:
    """Return the texts of a mailbox, one a mail, in their order.

    Args:
        stream: The mailbox at its beginning.
        path: The mailbox as the user named it; its mails are called ``PATH#1``, ``PATH#2`` and so on.
        options: The limits; each holds for one mail.

    Returns:
        The texts. ``>From `` at line starts is unescaped (mboxrd). A mail that cannot be read stands in its place as an
        error, and costs no other.
    """
    for count, mail in enumerate(mails(stream, 4 * options.max_characters), 1):
        name = f"{path}#{count}"
        if mail is None:
            yield LimitError(name, f"too long: over {4 * options.max_characters:,} bytes", "max_characters")
            continue
        try:
            yield mail_text(mail, name, "mbox", options)
        except InputError as error:
            yield error


def mails(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """Cut a mailbox at its envelope lines.

    Args:
        stream: The mailbox at its beginning.
        limit: Most bytes of one mail.

    Returns:
        The mails as they were transported, without envelope line; None for one that is too long.
    """
    buffer = bytearray()
    begin, at, skipping = -1, 0, False  # where the mail begins (-1: none yet), where to look on
    while True:
        chunk = stream.read(_CHUNK)
        buffer += chunk
        last = len(buffer) if not chunk else max(len(buffer) - _DIVIDER_BYTES, at)
        while (divider := _next_divider(buffer, at, last)) is not None:
            if begin >= 0:
                yield None if skipping else _unescaped(bytes(buffer[begin : divider.start()]))
            begin, at, skipping = divider.end(), divider.end(), False
        at = last
        if not chunk:
            break
        if begin >= 0 and len(buffer) - begin > limit:
            skipping = True
            begin = at
        keep = begin if begin >= 0 else at
        del buffer[:keep]
        begin, at = (0 if begin >= 0 else -1), at - keep
    if begin >= 0:
        yield None if skipping or len(buffer) - begin > limit else _unescaped(bytes(buffer[begin:]))


def _next_divider(buffer: bytearray, at: int, last: int) -> re.Match[bytes] | None:
    """Return the next envelope line that begins before an offset."""
    while at < last:
        if at == 0 and buffer.startswith(b"From "):
            found = 0
        else:
            found = buffer.find(b"\nFrom ", max(at - 1, 0), last + 5) + 1
            if found == 0:
                return None
        if found >= last:
            return None
        divider = _DIVIDER.match(buffer, found)
        if divider is not None:
            return divider
        at = found + 5
    return None


def _unescaped(mail: bytes) -> bytes:
    """Return a mail without the quoting of the mailbox, and without the blank line that stands before the next one."""
    for end in (b"\r\n\r\n", b"\n\n"):
        if mail.endswith(end):
            mail = mail[: -len(end) // 2]
            break
    return _QUOTED_FROM.sub(rb"\1", mail) if b">From " in mail else mail
