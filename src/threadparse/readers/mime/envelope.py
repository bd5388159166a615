"""The envelope: who, to whom, when and about what, out of a mail's own header (RFC 5322 §3.6)."""

from __future__ import annotations

import re

from threadparse.document import Envelope, Mailbox
from threadparse.readers.mime.fields import Fields
from threadparse.readers.mime.mailboxes import read_mailboxes
from threadparse.values.dates.read import iso, parse_date, scan_dates
from threadparse.values.encoded_words import address_text

__all__ = ["read_envelope"]

_IDENTIFIER = re.compile(r"<[^<>\s]{1,998}>")
# RFC 5322 §4.3: in a header these names have one meaning each, whatever they mean elsewhere.
_ZONES = {
    "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0,
}  # fmt: skip
_MINUTE = len("2025-01-31T16:22")
_COMMENT = re.compile(r"\s*\([^()]{0,80}\)\s*$")
_ZONE = re.compile(r"\b([A-Z]{1,3})\s*(?:\([^()]*\))?\s*$")


def read_envelope(fields: Fields) -> Envelope:
    """Read the header of a mail.

    Args:
        fields: Its fields.

    Returns:
        The envelope; what the header does not say is None or empty. The sender is From, else Sender.
    """
    return Envelope(
        message_id=_identifier(fields.text("message-id")),
        in_reply_to=_identifier(fields.text("in-reply-to")),
        references=_IDENTIFIER.findall(fields.text("references") or ""),
        sender=_sender(fields),
        to=_recipients(fields, "to"),
        cc=_recipients(fields, "cc"),
        date=_date(fields),
        subject=fields.text("subject"),
    )


def _identifier(text: str | None) -> str | None:
    """Return the first msg-id (RFC 5322 §3.6.4) of a field; a bare one as it is written."""
    if not text:
        return None
    found = _IDENTIFIER.search(text)
    return found[0] if found else text


def _sender(fields: Fields) -> Mailbox | None:
    """Return the author; the first one where there are several (RFC 5322 §3.6.2)."""
    for name in ("from", "sender"):
        raw = fields.raw(name)
        found = read_mailboxes(address_text(raw)) if raw is not None else []
        if found:
            return found[0]
    return None


def _recipients(fields: Fields, name: str) -> list[Mailbox]:
    """Return the mailboxes of all fields of a name; some mailers repeat the field instead of going on with the list."""
    return [mailbox for raw in fields.all_raw(name) for mailbox in read_mailboxes(address_text(raw))]


def _date(fields: Fields) -> str | None:
    """Return the date as ISO 8601; of a mail that threadparse wrote only as far as it was known, unlike Date."""
    found = _iso_date(fields.text("date") or "")
    known = fields.text("x-threadparse-date") or ""
    is_the_same = _iso_date(known) == known and (found or known).startswith(known[:_MINUTE])
    return known if is_the_same else found


def _iso_date(text: str) -> str | None:
    """Return a date as ISO 8601, its offset kept."""
    if not text:
        return None
    value = parse_date(_COMMENT.sub("", text) if "(" in text else text)
    if value is None and len(text) <= 400:
        value = next(iter(scan_dates(text)), None)
    if value is None:
        return None
    zone = _ZONE.search(text)
    if value.offset is None and value.hour is not None and zone is not None:
        value = value._replace(offset=_ZONES.get(zone[1]))
    return iso(value)[0]
