"""The header of an Outlook message: sender, recipients, date and ids, from its properties and its internet header."""

from __future__ import annotations

from email import policy
from email.message import Message
from email.parser import HeaderParser
from typing import Any

from threadparse.document import Envelope, Mailbox
from threadparse.readers.mime.mailboxes import is_taken_out
from threadparse.readers.outlook.properties import PART, Properties
from threadparse.readers.plain_text import clean
from threadparse.values.addresses.read import parse_addresses, parse_mailbox
from threadparse.values.dates.read import parse_date
from threadparse.values.encoded_words import decode_words

__all__ = ["is_draft", "read_envelope"]

# Property ids, [MS-OXPROPS]; [MS-OXCMAIL] §2.1.3 says which of them are which field. The author is the one who is
# represented; the other sender pressed the button.
_AUTHOR = (0x0042, (0x5D02, 0x0065))
_SENDER = (0x0C1A, (0x5D01, 0x0C1F))
_RECIPIENT = (0x3001, (0x39FE, 0x3003))
_SUBJECT, _SUBJECT_PREFIX, _NORMALIZED_SUBJECT, _TOPIC = 0x0037, 0x003D, 0x0E1D, 0x0070
_HEADERS = 0x007D
_SUBMITTED, _DELIVERED = 0x0039, 0x0E06
_FLAGS, _UNSENT = 0x0E07, 0x8  # [MS-OXCMSG] §2.2.1.6
_MESSAGE_ID, _IN_REPLY_TO, _REFERENCES = 0x1035, 0x1042, 0x1039
_RECIPIENT_TYPE = 0x0C15
_TO, _CC = 1, 2
_DISPLAYED = {_TO: 0x0E04, _CC: 0x0E03}
_MAX_HEADER_CHARS = 1024 * 1024  # characters
_MAX_FIELD_CHARS = 16 * 1024


def read_envelope(properties: Properties, most: int) -> Envelope:
    """Read the header of a message.

    Args:
        properties: Those of the message.
        most: How many recipients at most; further ones are left out.

    Returns:
        The header. An Exchange name ("/O=…/CN=…") is no address.
    """
    header = HeaderParser(policy=policy.compat32).parsestr((properties.text(_HEADERS) or "")[:_MAX_HEADER_CHARS])
    recipients = _recipients(properties, most)
    references = properties.text(_REFERENCES) or _field(header, "References") or ""
    return Envelope(
        message_id=properties.text(_MESSAGE_ID) or _field(header, "Message-ID") or None,
        in_reply_to=properties.text(_IN_REPLY_TO) or _field(header, "In-Reply-To") or None,
        references=references.split()[:most],
        sender=_author(properties, header),
        to=recipients[_TO],
        cc=recipients[_CC],
        date=_date(properties, header),
        subject=_subject(properties, header),
    )


def is_draft(properties: Properties) -> bool:
    """Tell whether a message was saved before it was sent; what programs write as unsent with a time of sending is not.

    Args:
        properties: Those of the message.
    """
    return bool((properties.number(_FLAGS) or 0) & _UNSENT) and properties.time(_SUBMITTED) is None


def _author(properties: Properties, header: Message) -> Mailbox | None:
    """Who wrote the message; the internet header helps where Exchange kept only its own name for him."""
    candidates = [_mailbox(properties, *_AUTHOR), _mailbox(properties, *_SENDER)]
    written = parse_mailbox(_field(header, "From") or "")
    if written is not None:
        candidates.append(Mailbox.of(written))
    found = [mailbox for mailbox in candidates if mailbox is not None]
    if not found:
        return None
    author = found[0]
    if author.address is None:
        for other in found[1:]:
            if other.address and (not author.name or not other.name or author.name == other.name):
                name = author.name or other.name
                return Mailbox(
                    name=name, address=other.address, raw=f"{name} <{other.address}>" if name else other.address
                )
    return author


def _mailbox(properties: Properties, name: int, addresses: tuple[int, ...]) -> Mailbox | None:
    """Return the mailbox whose name and addresses are these properties."""
    shown = " ".join((properties.text(name) or "").split()).strip("'")
    found = (properties.text(address) or "" for address in addresses)
    address = next((value.strip() for value in found if _is_address(value.strip())), None)
    if not shown and address is None:
        return None
    raw = f"{shown} <{address}>" if shown and address else shown or address or ""
    if address is None or is_taken_out(shown):  # the name may be "x@y.org"; the parser of written mailboxes knows
        read = parse_mailbox(raw)
        return None if read is None else Mailbox.of(read)
    return Mailbox(
        name=None if shown.casefold() == (address or "").casefold() else shown or None, address=address, raw=raw
    )


def _is_address(value: str) -> bool:
    return "@" in value and not value.startswith("/") and " " not in value


def _recipients(properties: Properties, most: int) -> dict[int, list[Mailbox]]:
    """Return the recipients by kind, from their storages, or else from the lists that Outlook shows."""
    found: dict[int, list[Mailbox]] = {_TO: [], _CC: []}
    for count, storage in enumerate(properties.storage.storages("__recip_version1.0_#")):
        if count >= most:
            break
        person = Properties(storage, PART, properties.code_page)
        mailbox = _mailbox(person, *_RECIPIENT)
        kind = (person.number(_RECIPIENT_TYPE) or _TO) & 0xF  # flags stand in the upper bits
        if mailbox is not None and kind in found:
            found[kind].append(mailbox)
    if not any(found.values()):
        for kind, pid in _DISPLAYED.items():
            found[kind] = [Mailbox.of(address) for address in parse_addresses(properties.text(pid) or "")][:most]
    return found


def _date(properties: Properties, header: Message) -> str | None:
    """When it was sent: as its own header says it, with the sender's offset, else as Outlook keeps it, in UTC."""
    written = _field(header, "Date")
    if written and parse_date(written) is not None:
        return written
    if is_draft(properties):
        return None  # what stands as its delivery is when it was saved
    time = properties.time(_SUBMITTED) or properties.time(_DELIVERED)
    return time.isoformat(timespec="seconds") if time else None


def _subject(properties: Properties, header: Message) -> str | None:
    subject = properties.text(_SUBJECT)
    if not subject:
        normalized = properties.text(_NORMALIZED_SUBJECT)
        subject = (properties.text(_SUBJECT_PREFIX) or "") + normalized if normalized else properties.text(_TOPIC)
    found = subject or _field(header, "Subject")
    return None if found is None else " ".join(found.split())


def _field(header: Message, name: str) -> str | None:
    """Return a field of the internet header, decoded (RFC 2047), white space folded."""
    value: Any = header.get(name)
    if value is None:
        return None
    decoded = decode_words(str(value)[:_MAX_FIELD_CHARS], quote=name == "From")
    return clean(" ".join(decoded.split()))
