"""What a segment's header fields say, read into values, before the chain decides on dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from threadparse.document import Attachment, Envelope, Mailbox
from threadparse.headers.header import Header
from threadparse.locales.folding import fold_blanks
from threadparse.values.addresses.read import parse_addresses, parse_blind_copies, parse_mailbox
from threadparse.values.dates.read import DateValue, parse_date, scan_dates
from threadparse.values.redactions import strip_redactions

__all__ = ["Values", "carried_values", "read_values", "recognise"]

_LONGEST_DATE = 400


@dataclass(slots=True)
class Values:
    """The values of one message.

    Attributes:
        sender: The From mailbox; None where the header names nobody.
        to: Recipients; so ``cc`` and ``bcc``.
        date: The date as written, or None.
        date_raw: The text of the date field.
        date_rest: What of it the date does not explain.
        subject: As written, white space folded; None where there is no such field.
        attachments: Files that an "Attachments:" field or the carrier names.
    """

    sender: Mailbox | None = None
    to: list[Mailbox] = field(default_factory=list)
    cc: list[Mailbox] = field(default_factory=list)
    bcc: list[Mailbox] = field(default_factory=list)
    date: DateValue | None = None
    date_raw: str | None = None
    date_rest: str = ""
    subject: str | None = None
    attachments: list[Attachment] = field(default_factory=list)


def read_values(header: Header | None, *, markdown: bool) -> Values:
    """Read the fields of a header.

    Args:
        header: The header, or None.
        markdown: The carrier is markdown; emphasis and links in values are resolved.
    """
    if header is None or not header.fields:
        return Values()
    values = Values()
    written = {name: found.value for name, found in header.fields.items()}
    sender = written.get("from")
    if sender is not None:
        # A From label with nothing behind it: somebody wrote this, and was blacked out.
        found = parse_mailbox(sender)
        values.sender = Mailbox.of(found) if found else Mailbox(redacted=True)
    if "to" in written:
        values.to = _recipients(written["to"], blank_is_redacted=True)
    if "bcc" in written:
        values.bcc = _recipients(written["bcc"], blank_is_redacted=False)
    if "cc" in written:
        values.cc = _recipients(written["cc"], blank_is_redacted=False)
        values.bcc += map(Mailbox.of, parse_blind_copies(written["cc"]))
    subject = written.get("subject")
    if subject is not None:
        values.subject = _shown(subject, markdown=markdown)
    date = written.get("date")
    if date is not None:
        values.date_raw = _shown(date, markdown=markdown)
        values.date, values.date_rest = read_date(values.date_raw)
    values.attachments = _attachments(written.get("attachments", ""))
    return values


def _shown(value: str, *, markdown: bool) -> str:
    """A value on one line, as it shows."""
    if markdown:
        from threadparse.lines.markup import plain

        value = plain(value)
    return fold_blanks(value)


def carried_values(envelope: Envelope, attachments: Sequence[Attachment]) -> Values:
    """The values of the outermost message, which the carrying e-mail's own header gives.

    Args:
        envelope: The header.
        attachments: The files that came with it.
    """
    return Values(
        sender=_copied(envelope.sender) if envelope.sender else None,
        to=[_copied(mailbox) for mailbox in envelope.to],
        cc=[_copied(mailbox) for mailbox in envelope.cc],
        date=parse_date(envelope.date) if envelope.date else None,
        date_raw=envelope.date,
        subject=envelope.subject,
        attachments=list(attachments),
    )


def recognise(values: Values, carried: Values) -> None:
    """Undo a redaction that is none: a name like "xxx" is one where the carrying e-mail's own header has it too.

    Args:
        values: The values of a message below; changed in place.
        carried: The values of the carrying e-mail.
    """
    sender = values.sender
    if sender is None or not sender.redacted or sender.name or sender.address:
        return
    for known in (carried.sender, *carried.to, *carried.cc):
        if known is not None and sender.raw and sender.raw in (known.raw, known.name, known.address):
            whole = sender.raw == known.raw
            values.sender = Mailbox(
                known.name if whole or sender.raw == known.name else None,
                known.address if whole or sender.raw == known.address else None,
                raw=sender.raw,
            )
            return


def _copied(mailbox: Mailbox) -> Mailbox:
    """A mailbox of the envelope as one of the message, which will know its participant."""
    return replace(mailbox, raw=" ".join(mailbox.raw.split()))


def read_date(text: str) -> tuple[DateValue | None, str]:
    """The date that a field holds, and what of the field it does not explain.

    Args:
        text: The field's value.

    Returns:
        The date of the whole value, or the first date in it; and the words beside it, without redaction marks. Where
        figures are left over the time of day may be misread, and only the day counts.
    """
    value = parse_date(text)
    if value is not None or len(text) > _LONGEST_DATE:
        return value, ""
    value = next(iter(scan_dates(text)), None)
    if value is None:
        return None, ""
    rest = " ".join(strip_redactions(f"{text[: value.start]} {text[value.end :]}")[0].split()).strip(" ,;.()[]")
    if any(letter.isdigit() for letter in rest):
        value = value._replace(hour=None, minute=None, second=None, offset=None)
    return value, rest


def _recipients(value: str, *, blank_is_redacted: bool) -> list[Mailbox]:
    """The mailboxes of a recipient field.

    A blank "To:" was blacked out: no client writes one. A blank "cc:" says nothing, for Lotus Notes always prints it.
    """
    if not value or value.isspace():
        return [Mailbox(redacted=True)] if blank_is_redacted else []
    return list(map(Mailbox.of, parse_addresses(value)))


def _attachments(value: str) -> list[Attachment]:
    """The files that an attachments field names."""
    return [Attachment(name=name) for part in value.replace("\n", " ").split(";") if (name := part.strip(" \t,\"'"))]
