"""Mails of Outlook for Mac archives (.olm), ZIP archives of XML files whose form Microsoft has not published.

The names of the elements are those that open readers of such archives agree on, Aleph's and olm-convert among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, cast

from threadparse.document import Attachment, Envelope, Mailbox, Note
from threadparse.errors import InputError
from threadparse.options import ParseOptions
from threadparse.readers.base import Text, decode_source, read_all
from threadparse.readers.built_text import made_text
from threadparse.readers.plain_text import clean

__all__ = ["SUFFIXES", "accepts", "texts"]

SUFFIXES: frozenset[str] = frozenset()  # the archive has one; its mails are .xml, as much else is

_PREFIX = "OPFMessageCopy"
_DAMAGED = (
    "this mail of an Outlook for Mac archive is damaged; export it anew, or drag its folder out of Outlook as .mbox"
)
_LISTED = ("emailAddress", "messageAttachment")  # elements whose attributes have the values
_MAX_SIZE_DIGITS = 15
#: Controls of mails, plain or as references, which Outlook writes and XML 1.0 (§2.2) does not allow.
_CONTROLS = (
    r"(?i)[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:x0{0,6}(?:[0-8bcef]|1[0-9a-f])|0{0,6}(?:[0-8]|1[124-9]|2[0-9]|3[01]));"
)


def accepts(head: bytes) -> bool:
    """Tell whether a source is a file of mails out of such an archive.

    Args:
        head: How the source begins.
    """
    begin = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return begin.startswith((b"<?xml", b"<email")) and b"<email" in begin and _PREFIX.encode() in begin


def texts(stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Text]:
    """Return the texts of such a file, one a mail.

    Args:
        stream: The file at its beginning.
        path: The file as the user named it; of several mails each is called ``PATH#1``, ``PATH#2`` …
        options: ``max_characters`` and ``max_text_ratio`` are the limits.

    Returns:
        The texts with their envelopes; the files attached to them lie beside them in the archive and are listed.

    Raises:
        InputError: It is damaged, or too long.
    """
    data = read_all(stream, path, options)
    characters, notes = decode_source(data, None)
    mails = _read_mails(characters.removeprefix("\ufeff").strip(), path)
    for number, mail in enumerate(mails, 1):
        name = path
        if len(mails) > 1:
            name, data = f"{path}#{number}", repr((number, mail.words, mail.listed)).encode(errors="replace")
        body, odd = _body(mail, name, options)
        files = [_attachment(file) for file in mail.listed.get(f"{_PREFIX}AttachmentList", [])]
        facts = [*notes, *odd]
        yield made_text(body, "olm", data, name, options, envelope=_envelope(mail), attachments=files, notes=facts)


class _OlmMail:
    """The fields of a mail as the file has them.

    Attributes:
        words: The pieces of the text of each field.
        listed: The attributes of the people or the files in each field.
    """

    def __init__(self) -> None:
        self.words: dict[str, list[str]] = {}
        self.listed: dict[str, list[dict[str, str]]] = {}

    def field(self, name: str) -> str:
        """Return the text of a field; empty if there is none."""
        return "".join(self.words.get(_PREFIX + name, [])).strip()


class _OlmFields:
    """Takes what a parser of XML meets and keeps the fields of mails alone, however much else there is."""

    def __init__(self) -> None:
        self.mails: list[_OlmMail] = []
        self._begun = False
        self._field = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Meet the start of an element; older archives have a namespace."""
        name = tag.rpartition("}")[2]
        if name == "email":
            self._begun, self._field = True, ""
        elif name.startswith(_PREFIX):
            self._field = name
        elif name in _LISTED and attributes and self._field:
            self._mail().listed.setdefault(self._field, []).append(attributes)

    def data(self, words: str) -> None:
        """Meet text."""
        if self._field:
            self._mail().words.setdefault(self._field, []).append(words)

    def end(self, tag: str) -> None:
        """Meet the end of an element."""
        if tag.endswith(self._field):
            self._field = ""

    def close(self) -> list[_OlmMail]:
        """Return the mails."""
        return self.mails

    def _mail(self) -> _OlmMail:
        """Return the mail that was begun last."""
        if self._begun or not self.mails:
            self.mails.append(_OlmMail())
            self._begun = False
        return self.mails[-1]


def _read_mails(characters: str, path: str) -> list[_OlmMail]:
    """Return the mails of a file; a document type, which can declare what makes a short file long, is refused."""
    from xml.etree.ElementTree import ParseError, XMLParser

    if "<!DOCTYPE" in characters:
        raise InputError(path, _DAMAGED)
    parser = XMLParser(target=_OlmFields())
    try:
        parser.feed(re.sub(_CONTROLS, " ", characters))
        mails = cast("list[_OlmMail]", parser.close())
    except (ParseError, ValueError) as error:
        raise InputError(path, _DAMAGED) from error
    if not mails:
        raise InputError(path, _DAMAGED)
    return mails


def _body(mail: _OlmMail, path: str, options: ParseOptions) -> tuple[str, list[Note]]:
    """Return the words of a mail, of its HTML if it has any; some archives have HTML in the place of the text."""
    from threadparse.readers import html
    from threadparse.readers.hypertext.convert import convert

    body = mail.field("HTMLBody")
    if body or html.accepts((body := mail.field("Body")).encode()):
        converted = convert(body, path, options)
        return converted.characters, converted.notes
    return clean(body), []


def _envelope(mail: _OlmMail) -> Envelope:
    """Return the header of a mail."""
    from threadparse.values.dates.read import iso, parse_date

    senders = _mailboxes(mail, "FromAddresses") or _mailboxes(mail, "SenderAddress")
    date = parse_date(mail.field("SentTime") or mail.field("ReceivedTime"))
    return Envelope(
        message_id=mail.field("MessageID") or None,
        in_reply_to=mail.field("InReplyTo") or None,
        references=mail.field("References").split(),
        sender=next(iter(senders), None),
        to=_mailboxes(mail, "ToAddresses"),
        cc=_mailboxes(mail, "CCAddresses"),
        date=iso(date)[0] if date else None,
        subject=mail.field("Subject") or None,
    )


def _mailboxes(mail: _OlmMail, name: str) -> list[Mailbox]:
    """Return the people of a field."""
    from threadparse.readers.mime.mailboxes import read_mailboxes

    found: list[Mailbox] = []
    for person in mail.listed.get(_PREFIX + name, []):
        called = person.get("OPFContactEmailAddressName", "").replace('"', "'").replace("\\", "")
        address = person.get("OPFContactEmailAddressAddress", "")
        found += read_mailboxes(
            " ".join((f'"{called}" <{address}>' if called and address else called or address).split())
        )
    return found


def _attachment(file: dict[str, str]) -> Attachment:
    """Return a file that came with a mail."""
    name = file.get("OPFAttachmentName") or file.get("OPFAttachmentContentID") or "unnamed"
    size = file.get("OPFAttachmentContentFileSize", "")
    return Attachment(
        name=" ".join(name.split()),
        content_type=file.get("OPFAttachmentContentType") or None,
        size=int(size) if size.isascii() and size.isdigit() and len(size) <= _MAX_SIZE_DIGITS else None,
    )
