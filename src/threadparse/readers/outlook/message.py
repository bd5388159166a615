"""An Outlook message as text: its envelope, its body of three kinds, and the messages attached to it."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from threadparse.document import Attachment, Envelope, Note
from threadparse.errors import InputError, LimitError, UnsupportedFormatError
from threadparse.options import ParseOptions
from threadparse.readers.attached import unread_note
from threadparse.readers.base import HEAD_BYTES, AnyReader, Text, check_length
from threadparse.readers.built_text import made_text, written_out
from threadparse.readers.extras import cause, failures_in_words, in_brackets, missing
from threadparse.readers.hypertext.convert import convert
from threadparse.readers.mime.signed import ENCRYPTED, SMIME_TYPES, signed_content
from threadparse.readers.outlook.mapi_envelope import is_draft, read_envelope
from threadparse.readers.outlook.properties import FLAGS, MESSAGE, NESTED, PART, WITHIN_HTML, Properties
from threadparse.readers.outlook.storage import TABLE, AnyStorage, damage_notes, root_storage

__all__ = ["MessageReader", "read_body"]

_PLAIN, _HTML, _COMPRESSED_RTF = 0x1000, 0x1013, 0x1009  # [MS-OXPROPS]
_MAX_GROWTH = 9  # [MS-OXRTFCP]: two bytes stand for 17 at most


def read_body(properties: Properties, path: str, options: ParseOptions) -> tuple[str, list[Note]]:
    """Read the body of a message.

    Args:
        properties: Those of the message.
        path: The file as the user named it.
        options: The limits.

    Returns:
        The body, empty if there is none, and what was odd about it.

    Raises:
        LimitError: The text of its HTML is longer than allowed.
        UnsupportedFormatError: There is only Rich Text, and what reads it is not installed.
    """
    plain = properties.text(_PLAIN)
    if plain and plain.strip():
        return plain, []
    html = properties.markup(_HTML)
    if html and html.strip():
        converted = convert(html, path, options)
        if converted.characters:
            return converted.characters, converted.notes
    packed = properties.binary(_COMPRESSED_RTF)
    if not packed:
        return "", []
    try:
        return _from_rtf(packed, options), []
    except ImportError as error:
        raise missing(path, "an Outlook message in Rich Text", "msg") from error
    except ValueError as error:
        words = f"The message's only body is Rich Text that is damaged{in_brackets(str(error))}."
        return "", [Note(code="msg.body-unreadable", severity="warning", text=words)]


def _from_rtf(packed: bytes, options: ParseOptions) -> str:
    """Return the text of compressed Rich Text ([MS-OXRTFCP])."""
    from compressed_rtf import decompress

    from threadparse.readers.rtf_text import rtf_text

    if len(packed) * _MAX_GROWTH > 4 * options.max_characters:
        raise ValueError("it is too long")
    try:
        source = decompress(packed)
    except Exception as error:  # wrong checksums and lengths, as plain exceptions
        raise ValueError(cause(error)) from error
    return rtf_text(source)


_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME, _MIME = 0x3707, 0x3704, 0x3001, 0x370E
_METHOD, _EMBEDDED = 0x3705, 5
_EMBEDDED_STORAGE = "__substg1.0_3701000D"
_DATA = "__substg1.0_37010102"
_MAIL = (".eml", ".msg")
_MIME_VERSION = b"MIME-Version: 1.0\r\n"  # the first field of a whole mail; what is signed is only a part
_CLEAR_SIGNED = "multipart/signed"
_SMIME = SMIME_TYPES | {_CLEAR_SIGNED}
_DRAFT = "This message is a draft that was never sent, so it has no date."
_KIND = "an Outlook message or an old Office file"
_ADVICE = "open it in Outlook and save it anew, or as plain text"
_OLD = "this is an old Office file (.doc, .xls, .ppt) or none at all, which is not read; save it as plain text"
#: Streams of which a message has one at least: its table, its body, its subject.
_OF_MESSAGE = (TABLE, "__substg1.0_1000001F", "__substg1.0_0037001F")


@dataclass(slots=True)
class _OutlookMessage:
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


class MessageReader:
    """The walk through a message and those in it.

    Args:
        path: What to call the file.
        options: ``max_nesting``, ``max_attachments`` and ``max_characters`` are the limits.
        choice: What reads mails of other formats that are attached.
        is_outlook: Whether a file is an Outlook message too, by how it begins.
        depth: 1 for a message that is attached to none.
    """

    def __init__(
        self, path: str, options: ParseOptions, choice: AnyReader, is_outlook: Callable[[bytes], bool], depth: int = 1
    ) -> None:
        self._path = path
        self._options = options
        self._choice = choice
        self._is_outlook = is_outlook
        self._depth = depth

    def text(self, data: bytes) -> Text:
        """Return the one text of a file.

        Args:
            data: Its bytes.

        Returns:
            The text with its envelope.

        Raises:
            InputError: The file is damaged, no message, or passes a limit.
            UnsupportedFormatError: It is an old Office file, or a library is not installed.
        """
        path = self._path
        with failures_in_words(path, _KIND, "msg", damaged="Outlook message", advice=_ADVICE):
            root = root_storage(data)
        if all(root.size(name) is None for name in _OF_MESSAGE):
            raise UnsupportedFormatError(path, _OLD)
        return self._text(Properties(root, MESSAGE), data, "msg")

    def text_of(self, storage: AnyStorage, data: bytes, form: str) -> Text:
        """Return the one text of a message out of a data file.

        Args:
            storage: The message, whose table has the head of an embedded one.
            data: Bytes that stand for it, of which its hash is made.
            form: The format of the file.

        Returns:
            The text with its envelope.

        Raises:
            InputError: It passes a limit, or a library is not installed.
        """
        return self._text(Properties(storage, NESTED), data, form)

    def _text(self, properties: Properties, data: bytes, form: str) -> Text:
        """Describe the text of a message."""
        message = self._message(properties, self._depth)
        return made_text(
            message.characters,
            form,
            data,
            self._path,
            self._options,
            envelope=message.envelope,
            attachments=message.attachments,
            notes=[*message.notes, *damage_notes(properties.storage.damaged)],
        )

    def _message(self, properties: Properties, depth: int) -> _OutlookMessage:
        """Read a message and those in it."""
        path, options = self._path, self._options
        if depth > options.max_nesting:
            raise LimitError(path, f"messages in messages, more than {options.max_nesting} deep", "max_nesting")
        envelope = read_envelope(properties, options.max_attachments)
        message = _OutlookMessage(envelope if envelope != Envelope() else None, "")
        body, message.notes = read_body(properties, path, options)
        if is_draft(properties) and envelope.date is None:
            message.notes.append(Note(code="msg.draft", severity="info", text=_DRAFT))
        message.characters = body.strip("\n")
        parts = [message.characters]
        for count, storage in enumerate(properties.storage.storages("__attach_version1.0_#")):
            if count >= options.max_attachments:
                raise LimitError(path, f"more than {options.max_attachments:,} attachments", "max_attachments")
            inner = self._attached(storage, message, properties.code_page, depth)
            if inner is not None:
                parts.append(inner)
        message.characters = "\n\n".join(filter(None, parts)).rstrip("\n") + "\n"
        check_length(message.characters, path, options)
        return message

    def _attached(self, storage: AnyStorage, message: _OutlookMessage, code_page: int | None, depth: int) -> str | None:
        """Read an attachment: a message gives its text, a file is listed ([MS-OXMSG] §2.2.2)."""
        properties, noted = Properties(storage, PART, code_page), len(message.notes)
        embedded = next(storage.storages(_EMBEDDED_STORAGE), None)
        if embedded is not None and properties.number(_METHOD) in (_EMBEDDED, None):
            inner = self._message(Properties(embedded, NESTED, code_page), depth + 1)
            message.notes += inner.notes
            return written_out(inner.envelope or Envelope(), inner.characters, inner.attachments)
        name = _name_of(properties)
        content_type = properties.text(_MIME) or None
        if not message.characters.strip() and (content_type in _SMIME or name.lower().endswith(".p7m")):
            signed = self._signed(storage.read(_DATA) or b"", name, content_type, depth, message)
            if signed is not None:
                return signed
        if content_type == "message/rfc822" or os.path.splitext(name)[1].lower() in _MAIL:
            text = self._mail(storage.read(_DATA) or b"", name, depth, message)
            if text is not None and text.source.envelope is not None:
                message.notes += [replace(note, span=None) for note in text.notes]
                return written_out(text.source.envelope, text.characters, text.attachments)
        size = storage.size(_DATA)
        message.attachments.append(Attachment(name=name, content_type=content_type, size=size))
        if len(message.notes) == noted:
            inline = (properties.number(FLAGS) or 0) & WITHIN_HTML != 0
            unread = unread_note(name, storage.head(_DATA), size or 0, inline=inline)
            message.notes += [unread] if unread is not None else []
        return None

    def _signed(
        self, data: bytes, name: str, content_type: str | None, depth: int, message: _OutlookMessage
    ) -> str | None:
        """Return the words of a message that is signed, which are all in its one attachment ([MS-OXOSMIME] §2.1)."""
        content = data if content_type == _CLEAR_SIGNED else signed_content(data)
        if content is None:
            message.notes.append(Note(code=ENCRYPTED[0], severity="warning", text=ENCRYPTED[1]))
            return None
        text = self._mail(_MIME_VERSION + content, name, depth, message)
        if text is None:
            return None
        message.attachments += text.attachments
        message.notes += [replace(note, span=None) for note in text.notes if note.code != "text.empty"]
        return text.characters.strip("\n")

    def _mail(self, data: bytes, name: str, depth: int, message: _OutlookMessage) -> Text | None:
        """Return the text of an attached e-mail file; one that cannot be read stays a file in the list, with a note."""
        path = f"{self._path}/{name}"
        try:
            if self._is_outlook(data[:HEAD_BYTES]):
                return MessageReader(path, self._options, self._choice, self._is_outlook, depth + 1).text(data)
            item = next(self._choice.texts(io.BytesIO(data), path, self._options), None)
        except LimitError:
            raise
        except InputError as error:
            item = error
        if isinstance(item, InputError):
            words = f"{name!r} is attached and was not read, so its messages are missing: {item.reason}."
            message.notes.append(Note(code="msg.attachment-unreadable", severity="warning", text=words))
        return item if isinstance(item, Text) else None


def _name_of(properties: Properties) -> str:
    """Return the name of an attachment."""
    names = ((properties.text(pid) or "").strip() for pid in (_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME))
    return " ".join(next(filter(None, names), "").split()) or "attachment"
