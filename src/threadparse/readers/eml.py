"""E-mail files (.eml, .emlx, .mht): header, parts and attached mails as one text with an envelope."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from threadparse.options import ParseOptions
from threadparse.readers.base import Text, read_all
from threadparse.readers.built_text import made_text
from threadparse.readers.mime.detect import accepts, mail_bytes

__all__ = ["SUFFIXES", "accepts", "mail_text", "texts"]

SUFFIXES = frozenset({".eml", ".emlx", ".mht", ".mhtml"})


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
    from threadparse.readers.mime.part_tree import read_parts

    root = read_parts(mail_bytes(data), path, options)
    made = compose(root, path, options)
    envelope = read_envelope(root.fields)
    return made_text(
        made.text(), form, data, path, options, envelope=envelope, attachments=made.attachments, notes=made.notes
    )
