"""TNEF files (winmail.dat, [MS-OXTNEF]): the words and the attachments that Outlook packed for its own kind."""

from __future__ import annotations

from binascii import a2b_base64
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any, BinaryIO, NamedTuple

from threadparse.document import Attachment, Envelope, Note
from threadparse.errors import InputError
from threadparse.options import ParseOptions
from threadparse.readers.base import Text, read_all
from threadparse.readers.built_text import made_text
from threadparse.readers.extras import missing
from threadparse.readers.plain_text import clean

__all__ = ["SUFFIXES", "Unpacked", "accepts", "texts", "unpack"]

SUFFIXES = frozenset({".tnef"})

_KIND = "a TNEF file (winmail.dat)"
_ADVICE = "have the mail sent anew as HTML or plain text"


class Unpacked(NamedTuple):
    """What a TNEF file holds.

    Attributes:
        subject: Its subject; None if there is none.
        words: Its body; empty if there is none.
        attachments: Its files.
        notes: Files among them that may hold mail.
    """

    subject: str | None
    words: str
    attachments: list[Attachment]
    notes: list[Note]


def accepts(head: bytes) -> bool:
    """Tell whether a source is a TNEF file ([MS-OXTNEF] §2.1.3.1).

    Args:
        head: How the source begins.
    """
    return head.startswith(b"\x78\x9f\x3e\x22")


def texts(stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Text]:
    """Return the one text of a TNEF file.

    Args:
        stream: The file at its beginning.
        path: The file as the user named it.
        options: ``max_characters`` is the limit.

    Returns:
        One text, the body, with the attachments.

    Raises:
        InputError: The file is damaged, or passes the limits of its process.
        UnsupportedFormatError: tnefparse is not installed.
    """
    data = read_all(stream, path, options)
    found = unpack(data, path, options)
    envelope = Envelope(subject=found.subject)  # the files came with the message whose words these are
    yield made_text(
        found.words,
        "tnef",
        data,
        path,
        options,
        envelope=envelope,
        attachments=found.attachments,
        notes=found.notes,
    )


def unpack(data: bytes, path: str, options: ParseOptions) -> Unpacked:
    """Unpack a TNEF file, in a process of its own: 53 bytes can ask for all memory there is.

    Args:
        data: Its bytes.
        path: What to call it.
        options: The limits.

    Returns:
        Its words and its files.

    Raises:
        InputError: It is damaged, or passes the limits of its process.
        UnsupportedFormatError: tnefparse is not installed.
    """
    if find_spec("tnefparse") is None:
        raise missing(path, _KIND, "tnef")
    import io

    from threadparse.readers.attached import unread_note
    from threadparse.readers.isolated import records_of

    record = next(records_of("threadparse.readers.tnef_items", io.BytesIO(data), path, _KIND, _ADVICE), None)
    if record is None:
        raise InputError(path, f"there is nothing in this TNEF file; {_ADVICE}")
    files = [Attachment(name=name, size=size) for name, size, *_ in record["files"]]
    notes = [unread_note(name, a2b_base64(head), size, inline=inline) for name, size, head, inline in record["files"]]
    return Unpacked(record["subject"], _words(record, path, options), files, list(filter(None, notes)))


def _words(record: dict[str, Any], path: str, options: ParseOptions) -> str:
    """Return the body, of three kinds the one with the least loss."""
    if record["plain"]:
        return clean(record["plain"]).strip("\n") + "\n"
    if record["html"]:
        from threadparse.readers.hypertext.convert import convert

        return convert(record["html"], path, options).characters
    if record["rtf"]:
        from threadparse.readers.rtf_text import rtf_text

        try:
            return rtf_text(record["rtf"].encode("latin-1", "replace"))
        except ValueError as error:
            raise InputError(path, f"the body of this TNEF file is damaged; {_ADVICE}") from error
    return ""
