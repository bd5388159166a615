"""Messages as mails (RFC 5322), which mail programs show as the thread that they were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email.header import Header
from email.quoprimime import body_encode

from threadparse.document import Document, Mailbox, Message, Thread
from threadparse.values.addresses.write import is_addr_spec, rfc5322_mailbox
from threadparse.views.dates import MONTHS, WEEKDAYS, MessageDate, read_iso_date

__all__ = ["mail_files", "mailbox_of_mails"]

_DOMAIN = "threadparse.invalid"
_MAX_REFERENCES = 30
_MAX_PLAIN_LINE = 900
_FROM_LINE = re.compile(r"^From ", re.MULTILINE)
_MESSAGE_ID = re.compile(r"<[^<>\s@]+@[^<>\s@]+>")
_MAX_HEADER_CHARS = 76


def mailbox_of_mails(documents: Iterable[tuple[str, Document]]) -> Iterator[str]:
    """Return the mails of a mailbox (mbox), all ASCII.

    Args:
        documents: Texts and their documents.
    """
    for message, mail in _mails(documents):
        when = read_iso_date(message.date)
        stamp = _stamp(when) if when else "Thu Jan  1 00:00:00 1970"
        yield f"From threadparse@{_DOMAIN} {stamp}\n{mail}\n"


def mail_files(documents: Iterable[tuple[str, Document]]) -> Iterator[tuple[str, str]]:
    """Return the mails as files: their names, which sort in the order of the threads, and what they hold.

    Args:
        documents: Texts and their documents.
    """
    for number, (message, mail) in enumerate(_mails(documents), 1):
        yield f"{number:05}-{_safe(message.id)}.eml", mail.replace("\n", "\r\n")


def _safe(identity: str) -> str:
    """Return the id of a message, which is hex, as letters and digits whatever it is."""
    return identity if identity.isascii() and identity.isalnum() else identity.encode("utf-8", "replace").hex()[:64]


def _mails(documents: Iterable[tuple[str, Document]]) -> Iterator[tuple[Message, str]]:
    """Return each message once: the same message has the same id in every document."""
    written: set[str] = set()
    for _, document in documents:
        identities = _identities(document)
        for thread in document.threads:
            for message in thread.messages:
                if message.id not in written:
                    written.add(message.id)
                    yield message, _mail(message, thread, identities)


def _identities(document: Document) -> dict[str, str]:
    """Return Message-IDs by the ids of messages: of the mail that carries the others its own."""
    identities = {message.id: f"<{_safe(message.id)}@{_DOMAIN}>" for message in document.messages}
    envelope = document.source.envelope
    if envelope is not None and _MESSAGE_ID.fullmatch(envelope.message_id or ""):
        carried = [message.id for message in document.messages if not message.source_index and not message.header_span]
        identities |= dict.fromkeys(carried, envelope.message_id or "")
    return identities


def _mail(message: Message, thread: Thread, identities: dict[str, str]) -> str:
    """Write a mail with LF as line end."""
    body = message.body + "\n"
    plain = body.isascii() and not _FROM_LINE.search(body) and max(map(len, body.split("\n"))) <= _MAX_PLAIN_LINE
    if not plain:
        encoded = body_encode(body.encode("utf-8", "replace").decode("latin-1"), eol="\n")
        body = _FROM_LINE.sub("=46rom ", encoded)
    references = _references(message, thread, identities)
    headers = [
        ("Message-ID", identities[message.id]),
        ("In-Reply-To", identities.get(message.in_reply_to or "", "")),
        ("References", "\n ".join(references)),
        ("Date", _date(read_iso_date(message.date))),
        ("From", _mailboxes([message.sender] if message.sender else [])),
        ("To", _mailboxes(message.to)),
        ("Cc", _mailboxes(message.cc)),
        ("Bcc", _mailboxes(message.bcc)),
        ("Subject", _words(message.subject or "")),
        ("X-Threadparse-Date", message.date or ""),
        ("X-Threadparse-Attachments", _words("; ".join(file.name for file in message.attachments))),
        ("MIME-Version", "1.0"),
        ("Content-Type", f"text/plain; charset={'us-ascii' if plain else 'utf-8'}"),
        ("Content-Transfer-Encoding", "7bit" if plain else "quoted-printable"),
    ]
    blank = message.subject == ""  # blank is not the same as absent
    written = (f"{name}: {value}\n" for name, value in headers if value or (blank and name == "Subject"))
    return "".join(written) + "\n" + body


def _references(message: Message, thread: Thread, identities: dict[str, str]) -> list[str]:
    """Return the Message-IDs of all that a message answers, the first message first; of very many the nearest."""
    parents = {each.id: each.in_reply_to for each in thread.messages}
    found: list[str] = []
    parent = message.in_reply_to
    while parent is not None and parent in parents and parent not in found and len(found) < _MAX_REFERENCES:
        found.append(parent)
        parent = parents[parent]
    return [identities[identity] for identity in reversed(found)]


def _mailboxes(mailboxes: Iterable[Mailbox]) -> str:
    """Write mailboxes, one a line."""
    return ",\n ".join(filter(None, map(_mailbox, mailboxes)))


def _mailbox(mailbox: Mailbox) -> str:
    """Write a mailbox in ASCII."""
    name, address = mailbox.name, mailbox.address or mailbox.raw if not mailbox.name else mailbox.address
    if mailbox.redacted and not mailbox.address:
        address = None
    written = rfc5322_mailbox(name, address, redacted=mailbox.redacted)
    if written.isascii():
        return written
    if written.endswith(":;"):
        return f"{_words(written[:-2].strip(chr(34)))}:;"
    # An address with letters beyond ASCII is legible as a name, and cannot be written as an address.
    if not (is_addr_spec(mailbox.address) and (mailbox.address or "").isascii()):
        return f"{_words(' '.join(filter(None, [name, address])))}:;"
    return f"{_words(written.rpartition(' <')[0].strip(chr(34)))} <{mailbox.address}>"


def _words(words: str) -> str:
    """Write words of a header in ASCII (RFC 2047), folded; control characters, which could end it, are blanks."""
    words = " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())
    if words.isascii() and len(words) <= _MAX_HEADER_CHARS and "=?" not in words:
        return words
    return Header(words, "us-ascii" if words.isascii() and "=?" not in words else "utf-8").encode()


def _date(when: MessageDate | None) -> str:
    """Write a date; one that is only a month or a year is none. ``-0000`` says that the zone is not known."""
    if when is None or when.precision in ("year", "month"):
        return ""
    value = when.value
    offset = value.utcoffset()
    minutes = 0 if offset is None else int(offset.total_seconds()) // 60
    sign = "-" if offset is None or minutes < 0 else "+"
    zone = f"{sign}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
    return f"{WEEKDAYS[value.weekday()]}, {value.day} {MONTHS[value.month - 1]} {value.year:04} {value:%H:%M:%S} {zone}"


def _stamp(when: MessageDate) -> str:
    """Write a date as the line above a mail in an mbox has it."""
    value = when.value
    return f"{WEEKDAYS[value.weekday()]} {MONTHS[value.month - 1]} {value.day:2} {value:%H:%M:%S} {value.year:04}"
