"""A mail in disguise: its header, the words of its parts; what its attachments hold is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.charset import QP, Charset
from email.header import Header, decode_header
from email.message import Message as Mail

from threadparse.anonymize.kept_words import known_elements, mark_up
from threadparse.lines.charsets import decode

__all__ = ["disguise_mail", "mail_texts", "split_mbox"]

_KEPT = frozenset({"date", "mime-version"})
_WORDED = frozenset(
    {"from", "to", "cc", "bcc", "sender", "reply-to", "subject", "message-id", "in-reply-to", "references"}
)
_FILE_NAME = re.compile(r"((?:file)?name\*?(?:\d+\*?)?=)(\"[^\"]*\"|[^;\s]+)", re.IGNORECASE)
_FROM_LINE = re.compile(rb"^From [^\n]*\n", re.MULTILINE)
_TAG = re.compile(r"<(?:/?([A-Za-z][\w:-]*))?[^<>]*>")
_ATTRIBUTE = re.compile(r"([\w:-]+)(?:(\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))?")
_STYLE_RUN = re.compile(r"[^\W\d_]+|\d{5,}")
_UTF_8 = Charset("utf-8")
_UTF_8.body_encoding = QP
_UTF_8.header_encoding = QP

Change = Callable[[str], str]


def split_mbox(data: bytes) -> list[bytes]:
    """Return the mails of a mailbox; of a mail alone that mail.

    Args:
        data: The file.
    """
    if not data.startswith(b"From "):
        return [data]
    starts = [
        match.end()
        for match in _FROM_LINE.finditer(data)
        if data[: match.start()].endswith((b"\n\n", b"\r\n\r\n")) or not match.start()
    ]
    ends = [*(data.rfind(b"From ", 0, start) for start in starts[1:]), len(data)]
    return [data[start:end] for start, end in zip(starts, ends, strict=True)]


def mail_texts(data: bytes) -> Iterator[str]:
    """Return all texts of a mail.

    Args:
        data: The mail.
    """
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    disguise_mail(data, note)
    yield from found


def disguise_mail(data: bytes, change: Change) -> bytes:
    """Return a mail with its words changed; fields that are no part of a conversation are left out.

    Args:
        data: The mail.
        change: Gives the words that stand for a text's.
    """
    mail: Mail = message_from_bytes(data)
    for part in mail.walk():
        fields = [(name, str(value)) for name, value in part.items()]
        for name, _ in fields:
            del part[name]
        for name, value in fields:
            changed = _field(name.lower(), value, change)
            if changed is not None:
                part[name] = changed
        if not part.is_multipart():
            _disguise_part(part, change)
    return mail.as_bytes()


def _field(name: str, value: str, change: Change) -> str | None:
    """Return what stands for the value of a field; None if it is left out."""
    if name in _KEPT:
        return value
    if name.startswith("content-"):
        return _FILE_NAME.sub(lambda match: match[1] + change(match[2]), " ".join(value.split()))
    if name not in _WORDED:
        return None
    words = change(_decoded(" ".join(value.split())))
    if words.isascii():
        return words
    # In a field of addresses a name alone may be encoded, so each word that is not ASCII is.
    return " ".join(word if word.isascii() else Header(word, "utf-8").encode() for word in words.split(" "))


def _decoded(value: str) -> str:
    """Return a value with its encoded words (RFC 2047) read."""
    if "=?" not in value:
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        pieces = decode_header(value)
        return "".join(
            piece if isinstance(piece, str) else piece.decode(charset or "latin-1", "replace")
            for piece, charset in pieces
        )
    except (LookupError, ValueError):
        return value


def _disguise_part(part: Mail, change: Change) -> None:
    """Change the words of a part, or leave out what is no text."""
    payload = part.get_payload(decode=True)
    del part["Content-Transfer-Encoding"]
    if part.get_content_maintype() != "text":
        part.set_payload("")
        return
    text = _text(payload if isinstance(payload, bytes) else b"", str(part.get_content_charset() or ""))
    changed = disguise_html(text, change) if part.get_content_subtype() == "html" else change(text)
    part.set_payload(changed, _UTF_8)


def _text(data: bytes, charset: str) -> str:
    """Decode the bytes of a part."""
    try:
        return data.decode(charset or "utf-8")
    except (LookupError, ValueError):
        return data.decode("utf-8", "replace") if charset else decode(data).characters


def disguise_html(text: str, change: Change) -> str:
    """Return HTML with the words between its tags changed, and in comments and all attributes that could hold words.

    Args:
        text: The HTML.
        change: Gives the words that stand for a text's.
    """
    pieces: list[str] = []
    position, element = 0, ""
    for match in _TAG.finditer(text):
        between = text[position : match.start()]
        pieces.append(_styled(between, change) if element == "style" else change(between))
        element = (match[1] or "").lower()
        # What has the name of no element is an address or a name in angle brackets that were not escaped.
        pieces.append(_disguise_tag(match, change) if element in known_elements() else change(match[0]))
        position = match.end()
    return "".join([*pieces, change(text[position:])])


def _disguise_tag(tag: re.Match[str], change: Change) -> str:
    """Return a tag with the words in its attributes changed, and the names of attributes that are not known."""
    words = mark_up()

    def changed(match: re.Match[str]) -> str:
        name, equals, value = match[1], match[2] or "", match[3] or ""
        plain = name.lower()
        if plain in words["attributes_of_form"]:
            return match[0]
        if plain in words["attributes_of_style"]:
            return name + equals + _styled(value, change)
        return (name if plain in words["attributes_with_words"] else change(name)) + equals + change(value)

    start = tag.end(1) - tag.start()
    return tag[0][:start] + _ATTRIBUTE.sub(changed, tag[0][start:])


def _styled(text: str, change: Change) -> str:
    """Return classes or declarations of CSS, of which only what a style sheet or a mail client calls so stays."""
    kept = mark_up()["style_words"] | known_elements()
    return _STYLE_RUN.sub(lambda run: run[0] if run[0].lower() in kept else change(run[0]), text)
