"""Texts that a reader builds from a richer format: cleaned, described, and attached messages written into them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from threadparse.document import Attachment, Envelope, Mailbox, Note, Source
from threadparse.options import ParseOptions
from threadparse.readers.base import Text, check_length

__all__ = ["BEGIN", "END", "listed", "made_text", "written_out"]

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
    """Return the names of files as the value of an "Attachments:" field.

    Args:
        attachments: The files; a semicolon in a name becomes a comma, as it separates the names.
    """
    return "; ".join(attachment.name.replace(";", ",") for attachment in attachments)


def _mailbox(mailbox: Mailbox) -> str:
    """Return an RFC 5322 §3.4 mailbox."""
    name, address = mailbox.name, mailbox.address
    if name and _SPECIALS & set(name):
        name = '"' + name.replace("\\", "").replace('"', "'") + '"'
    if not address:
        return name or mailbox.raw
    return f"{name} <{address}>" if name else address


def made_text(
    characters: str,
    form: str,
    data: bytes,
    path: str,
    options: ParseOptions,
    *,
    pages: int | None = None,
    envelope: Envelope | None = None,
    attachments: Sequence[Attachment] = (),
    notes: Sequence[Note] = (),
) -> Text:
    """Describe a text that a reader made.

    Args:
        characters: The text, already clean.
        form: The name of the format.
        data: The bytes of the source.
        path: The source as the user named it.
        options: ``max_characters`` is the limit.
        pages: How many pages it has, where it has pages.
        envelope: The header of the carrying e-mail, where there is one.
        attachments: The files that came with it.
        notes: What was guessed or is odd.

    Returns:
        The text with its facts.

    Raises:
        LimitError: The text is longer than ``max_characters``.
    """
    check_length(characters, path, options)
    source = Source(
        path=path,
        format=form,
        sha256=hashlib.sha256(data).hexdigest(),
        characters=len(characters),
        pages=pages,
        envelope=envelope,
    )
    if not characters.strip():
        empty = Note(code="text.empty", severity="warning", text="There is no text in this source.")
        notes = [*notes, empty]
    return Text(characters, source, tuple(notes), tuple(attachments))
