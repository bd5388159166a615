"""E-mail files (.eml, .emlx, .mht): header, parts and attached mails as one text with an envelope."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from threadparse.document import Note
from threadparse.options import ParseOptions
from threadparse.readers.base import Text, read_all
from threadparse.readers.built_text import made_text
from threadparse.readers.mime.detect import accepts, mail_bytes

if TYPE_CHECKING:
    from threadparse.readers.mime.part_tree import MimePart

__all__ = ["SUFFIXES", "accepts", "mail_text", "texts"]

SUFFIXES = frozenset({".eml", ".emlx", ".mht", ".mhtml"})


def texts(stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Text]:
    """Return the one text of a mail.

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
    """Return the text of one mail.

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
    from threadparse.readers.mime.part_tree import read_parts

    root, report = _out_of_journal(read_parts(mail_bytes(data), path, options), path, options)
    made = compose(root, path, options)
    # What a browser saved is a page, which the browser's name and the hour of saving say nothing about.
    sender = root.fields.text("from") or ""
    saved = sender.strip('"<').startswith("Saved by ") and "@" not in sender and root.fields.raw("message-id") is None
    envelope = None if saved else read_envelope(root.fields)
    notes = [*made.notes, *report]
    return made_text(
        made.text(), form, data, path, options, envelope=envelope, attachments=made.attachments, notes=notes
    )


def _out_of_journal(root: MimePart, path: str, options: ParseOptions) -> tuple[MimePart, list[Note]]:
    """Take a mail out of a report of Exchange's journal, which says who had it, blind copies among them."""
    if root.fields.raw("x-ms-journal-report") is None:
        return root, []
    from threadparse.readers.mime.bodies import read_body

    holders = [part for part in root.children if part.children and not part.content.value.startswith("multipart/")]
    if not holders:
        return root, []
    # The report itself: a part, or its wordings side by side.
    parts = [leaf for part in root.children if part is not holders[0] for leaf in part.children or [part]]
    texts = [read_body(part, path, options).text for part in parts if part.content.value.startswith("text/")]
    lines = [line for text in texts for line in text.splitlines() if line.lower().startswith(("bcc:", "recipient:"))]
    hidden = dict.fromkeys(line.partition(":")[2].strip() for line in lines)
    words = f", which names as blind copies or recipients: {'; '.join(hidden)}" if hidden else ""
    note = Note(code="mail.journal", severity="info", text=f"Out of a report of Exchange's journal{words}.")
    return holders[0].children[0], [note]
