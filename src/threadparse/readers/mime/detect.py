"""Whether a source is a mail with its header, and where in it the header begins."""

from __future__ import annotations

import re

from threadparse.readers.mime.fields import read_fields

__all__ = ["accepts", "mail_bytes"]

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
    """Tell whether a source is a mail with its header.

    A text that begins with "From: … Sent: … To: … Subject: …", as clients paste it above a forwarded message, is none:
    a mail has a field that only mailers write, or a date in the shape of RFC 5322 §3.3. With the date alone it does not
    begin with a quotation: of that the fields above it are the header.
    """
    head = head[_mail_start(head) :]
    fields, body = read_fields(head)
    names = {name for name, _ in fields.items}
    if len(names & _KNOWN) < 2:
        return False
    if names & _TECHNICAL:
        return True
    return _DATE.match(fields.raw("date") or b"") is not None and head[body:].lstrip()[:1] != b">"


def _mail_start(head: bytes) -> int:
    """Where the header begins: behind a byte order mark, blank lines and the length that Apple Mail writes."""
    start = _START.match(head)
    at = start.end() if start else 0
    apple = _EMLX.match(head, at)
    return apple.end() if apple else at


def mail_bytes(data: bytes) -> bytes:
    """Return the mail without what stands around it in the file."""
    start = _START.match(data)
    apple = _EMLX.match(data, start.end() if start else 0)
    if apple:
        return data[apple.end() : apple.end() + int(apple[1])]
    return data[_mail_start(data) :]
