"""Messages that are attached to a message, written out below it as mail clients write what they forward."""

from __future__ import annotations

from collections.abc import Sequence

from threadparse.parsed import Attachment, Envelope, Mailbox

__all__ = ["BEGIN", "END", "listed", "written_out"]

#: The lines around a message that is attached.
BEGIN = "---------- Forwarded message ----------"
END = "---------- End of forwarded message ----------"
_SPECIALS = frozenset('()<>[]:;@\\,."')  # RFC 5322 §3.2.3; a name with one of them is quoted


def written_out(envelope: Envelope, body: str, attachments: Sequence[Attachment] = ()) -> str:
    """Write a message with its header as text that the parser reads back.

    Args:
        envelope: Its header.
        body: Its text, which may hold older messages.
        attachments: The files that came with it.

    Returns:
        Lines from a separator to the line that closes it.
    """
    fields = [
        ("From", _mailbox(envelope.sender) if envelope.sender else None),
        ("Date", envelope.date),
        ("Subject", envelope.subject),
        ("To", ", ".join(map(_mailbox, envelope.to)) or None),
        ("Cc", ", ".join(map(_mailbox, envelope.cc)) or None),
        ("Attachments", listed(attachments) or None),
    ]
    header = "".join(f"{label}: {' '.join(value.split())}\n" for label, value in fields if value is not None)
    words = body.strip("\n")
    return f"{BEGIN}\n{header}\n{words}\n\n{END}\n"


def listed(attachments: Sequence[Attachment]) -> str:
    """The names of files as the value of an "Attachments:" field.

    Args:
        attachments: The files; a semicolon in a name becomes a comma, as it separates the names.
    """
    return "; ".join(attachment.name.replace(";", ",") for attachment in attachments)


def _mailbox(mailbox: Mailbox) -> str:
    """An RFC 5322 §3.4 mailbox."""
    name, address = mailbox.name, mailbox.address
    if name and _SPECIALS & set(name):
        name = '"' + name.replace("\\", "").replace('"', "'") + '"'
    if not address:
        return name or mailbox.raw
    return f"{name} <{address}>" if name else address
