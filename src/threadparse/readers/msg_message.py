"""An Outlook message as text: its envelope, its body, its attachments, and the messages attached to it."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass, field, replace

from threadparse.errors import InputError, LimitError
from threadparse.options import ParseOptions
from threadparse.parsed import Attachment, Envelope, Note
from threadparse.readers import registry
from threadparse.readers.attached import written_out
from threadparse.readers.base import HEAD_BYTES, Text, check_length
from threadparse.readers.msg_body import read_body
from threadparse.readers.msg_envelope import read_envelope
from threadparse.readers.msg_properties import NESTED, PART, Properties
from threadparse.readers.msg_storage import Storage

__all__ = ["OutlookMessage", "read_message"]

_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME, _MIME = 0x3707, 0x3704, 0x3001, 0x370E
_METHOD, _EMBEDDED = 0x3705, 5
_EMBEDDED_STORAGE = "__substg1.0_3701000D"
_DATA = "__substg1.0_37010102"
_MAIL = (".eml", ".msg")


@dataclass(slots=True)
class OutlookMessage:
    """A message as it is passed on.

    Attributes:
        envelope: Its header; None if it says nothing, as that of a draft.
        characters: Its body, and below it the messages attached to it.
        attachments: The files that came with it.
        notes: What was guessed or is odd.
    """

    envelope: Envelope | None
    characters: str
    attachments: list[Attachment] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_message(properties: Properties, path: str, options: ParseOptions, depth: int = 1) -> OutlookMessage:
    """Read a message and those in it.

    Args:
        properties: Those of the message.
        path: The file as the user named it.
        options: ``max_nesting``, ``max_attachments`` and ``max_characters`` are the limits.
        depth: 1 for the message that is attached to none.

    Returns:
        The message.

    Raises:
        LimitError: It passes a limit.
        UnsupportedFormatError: What reads its only body is not installed.
    """
    if depth > options.max_nesting:
        raise LimitError(path, f"messages in messages, more than {options.max_nesting} deep", "max_nesting")
    envelope = read_envelope(properties, options.max_attachments)
    message = OutlookMessage(envelope if envelope != Envelope() else None, "")
    body, message.notes = read_body(properties, path, options)
    parts = [body.strip("\n")]
    for count, storage in enumerate(properties.storage.storages("__attach_version1.0_#")):
        if count >= options.max_attachments:
            raise LimitError(path, f"more than {options.max_attachments:,} attachments", "max_attachments")
        inner = _attached(storage, message, properties.code_page, path, options, depth)
        if inner is not None:
            parts.append(inner)
    message.characters = "\n\n".join(filter(None, parts)).rstrip("\n") + "\n"
    check_length(message.characters, path, options)
    return message


def _attached(
    storage: Storage, message: OutlookMessage, code_page: int | None, path: str, options: ParseOptions, depth: int
) -> str | None:
    """Read an attachment: a message gives its text, a file is listed ([MS-OXMSG] §2.2.2)."""
    properties = Properties(storage, PART, code_page)
    embedded = next(storage.storages(_EMBEDDED_STORAGE), None)
    if embedded is not None and properties.number(_METHOD) in (_EMBEDDED, None):
        inner = read_message(Properties(embedded, NESTED, code_page), path, options, depth + 1)
        message.notes += inner.notes
        return written_out(inner.envelope or Envelope(), inner.characters, inner.attachments)
    name = next(
        (name for pid in (_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME) if (name := (properties.text(pid) or "").strip())), ""
    )
    name = " ".join(name.split()) or "attachment"
    content_type = properties.text(_MIME) or None
    if content_type == "message/rfc822" or os.path.splitext(name)[1].lower() in _MAIL:
        text = _mail(storage.read(_DATA) or b"", f"{path}/{name}", options, depth)
        if text is not None and text.source.envelope is not None:
            message.notes += [replace(note, span=None) for note in text.notes]
            return written_out(text.source.envelope, text.characters, text.attachments)
    message.attachments.append(Attachment(name=name, content_type=content_type, size=storage.size(_DATA)))
    return None


def _mail(data: bytes, path: str, options: ParseOptions, depth: int) -> Text | None:
    """The text of an attached e-mail file, if it can be read; else it stays a file in the list."""
    from threadparse.readers import msg

    try:
        if msg.accepts(data[:HEAD_BYTES]):
            return next(msg.read(data, path, options, depth + 1))
        items = registry.reader_of(data[:HEAD_BYTES]).texts(io.BytesIO(data), path, options)
        return next((item for item in items if isinstance(item, Text)), None)
    except LimitError:
        raise
    except InputError:
        return None
