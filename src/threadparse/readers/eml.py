"""E-mail files (.eml, .emlx, .mht): header, parts and attached mails as one text with an envelope."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from threadparse.options import ParseOptions
from threadparse.readers.base import Text, read_all
from threadparse.readers.built_text import made_text
from threadparse.readers.mime.fields import read_fields

__all__ = ["SUFFIXES", "accepts", "mail_text", "texts"]

SUFFIXES = frozenset({".eml", ".emlx", ".mht", ".mhtml"})

_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*")
# Apple Mail's .emlx: the length of the mail in bytes on a line of its own, the mail, and a property list.
_EMLX = re.compile(rb"(\d{1,12})[ \t]*\r?\n(?=[!-9;-~]+:)")
# RFC 5322 §3.3: "Mon, 2 Apr 2012 09:57:58 -0400".
_DATE = re.compile(
    rb"(?:[A-Z][a-z]{2}, *)?\d{1,2} +[A-Z][a-z]{2} +\d{4} +\d\d:\d\d(?::\d\d)? +(?:[+-]\d{4}|[A-Z]{2,3})\b"
)
_KNOWN = frozenset(
    [
        "from",
        "to",
        "cc",
        "bcc",
        "date",
        "subject",
        "sender",
        "reply-to",
        "message-id",
        "in-reply-to",
        "references",
        "received",
        "return-path",
        "delivered-to",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
        "x-mailer",
        "user-agent",
        "dkim-signature",
        "list-id",
    ]
)
# Fields that transports and mailers write and that nobody pastes above a forwarded message.
_TECHNICAL = frozenset(
    [
        "received",
        "message-id",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
        "return-path",
        "delivered-to",
        "dkim-signature",
        "in-reply-to",
        "references",
    ]
)


def accepts(head: bytes) -> bool:
    """Whether a source is a mail with its header.

    A text that begins with "From: … Sent: … To: … Subject: …", as clients paste it above a forwarded message, is none:
    a mail has a field that only mailers write, or a date in the shape of RFC 5322 §3.3.
    """
    head = head[_mail_start(head) :]
    fields, _ = read_fields(head)
    names = {name for name, _ in fields.items}
    if len(names & _KNOWN) < 2:
        return False
    return bool(names & _TECHNICAL) or _DATE.match(fields.raw("date") or b"") is not None


def texts(stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Text]:
    """The one text of a mail.

    Args:
        stream: The file at its beginning.
        path: The file as the user named it.
        options: The limits.

    Returns:
        One text; ``source.envelope`` is the mail's own header.

    Raises:
        LimitError: The mail or its text is longer than allowed, or it has too many parts.
    """
    yield mail_text(read_all(stream, path, options), path, "eml", options)


def mail_text(data: bytes, path: str, form: str, options: ParseOptions) -> Text:
    """The text of one mail.

    Args:
        data: The mail as transported.
        path: What to call it.
        form: The format of the source, ``eml`` or ``mbox``.
        options: The limits.

    Returns:
        Its text, with the envelope and the attachments.

    Raises:
        LimitError: The text is longer than allowed, or the mail has too many parts.
    """
    from threadparse.readers.mime.compose import compose
    from threadparse.readers.mime.envelope import read_envelope
    from threadparse.readers.mime.parts import read_parts

    root = read_parts(_mail_bytes(data), path, options)
    made = compose(root, path, options)
    envelope = read_envelope(root.fields)
    return made_text(
        made.text(), form, data, path, options, envelope=envelope, attachments=made.attachments, notes=made.notes
    )


def _mail_start(head: bytes) -> int:
    """Where the header begins: behind a byte order mark, blank lines and the length that Apple Mail writes."""
    start = _START.match(head)
    at = start.end() if start else 0
    apple = _EMLX.match(head, at)
    return apple.end() if apple else at


def _mail_bytes(data: bytes) -> bytes:
    """The mail without what stands around it in the file."""
    start = _START.match(data)
    apple = _EMLX.match(data, start.end() if start else 0)
    if apple:
        return data[apple.end() : apple.end() + int(apple[1])]
    return data[_mail_start(data) :]
