"""Files in disguise: text, HTML and mail."""

from __future__ import annotations

import io
import os
import re
from typing import NamedTuple

from threadparse.anonymize.disguise import Disguise
from threadparse.anonymize.mail_bytes import disguise_html, disguise_mail, mail_texts, split_mbox
from threadparse.anonymize.proof import differences
from threadparse.api import document_of
from threadparse.document import Document
from threadparse.errors import InputError, UnsupportedFormatError
from threadparse.options import ParseOptions
from threadparse.readers.base import Text
from threadparse.readers.files import read_stream

__all__ = ["Anonymized", "anonymize"]

_TEXTS = ("text", "markdown")
_MAILS = ("eml", "mbox")
_KEY_BYTES = 32
_ATTEMPTS = 6
_LABEL = re.compile(r"^[ \t>*|]*([^\s:@]{1,12})[ \t\xa0]?:", re.MULTILINE)


class Anonymized(NamedTuple):
    """A file in disguise.

    Attributes:
        data: What it holds.
        messages: How many messages were found in it before.
        differences: Where it is taken apart in another way than before, one line each.
    """

    data: bytes
    messages: int
    differences: list[str]


def anonymize(data: bytes, name: str, options: ParseOptions, *, key: bytes | None = None) -> Anonymized:
    """Replace the words and numbers of a file by others of the same shape.

    A word that is made up may by chance be read as something else, a title or the beginning of a sentence. So the
    result is taken apart again and, if that gives something else, made anew; the best of a few is taken.

    Args:
        data: The file.
        name: What to call it.
        options: How to read it.
        key: What the replacements depend on; a new one, which is thrown away, if it is None.

    Raises:
        UnsupportedFormatError: The file is neither text nor mail.
        InputError: It cannot be read.
    """
    texts = _texts(data, name, options)
    if not texts:
        raise InputError(name, "no text in it")
    if texts[0].source.format not in (*_TEXTS, "html", *_MAILS):
        words = f"this is {texts[0].source.format}; text, HTML and mail can be made anonymous: save it as one of them"
        raise UnsupportedFormatError(name, words)
    before = [document_of(text, options) for text in texts]
    key = key or os.urandom(_KEY_BYTES)
    best: Anonymized | None = None
    for attempt in range(_ATTEMPTS):
        made = _disguised(data, texts[0], before[0], key + bytes([attempt]))
        after = [document_of(text, options) for text in _texts(made, name, options)]
        found = [words for old, new in zip(before, after, strict=False) for words in differences(old, new)]
        found += [f"documents: {len(before)}, now {len(after)}"] if len(before) != len(after) else []
        if best is None or len(found) < len(best.differences):
            best = Anonymized(made, sum(len(document.messages) for document in before), found)
        if not found:
            break
    assert best is not None
    return best


def _disguised(data: bytes, text: Text, document: Document, key: bytes) -> bytes:
    """Return a file in disguise."""
    if text.source.format in _TEXTS:
        return Disguise(key, [text.characters]).text(text.characters, _kept_stretches(text, document)).encode()
    if text.source.format == "html":
        page = data.decode("utf-8", "replace")
        return disguise_html(page, Disguise(key, [page]).text).encode()
    mails = split_mbox(data)
    disguise = Disguise(key, (words for mail in mails for words in mail_texts(mail)))
    head = b"From - Thu Jan  1 00:00:00 1970\n" if data.startswith(b"From ") else b""
    return b"\n".join(head + disguise_mail(mail, disguise.text) for mail in mails)


def _texts(data: bytes, name: str, options: ParseOptions) -> list[Text]:
    """Return the texts of a file."""
    return [item for item in read_stream(io.BytesIO(data), name, options) if isinstance(item, Text)]


def _kept_stretches(text: Text, document: Document) -> list[tuple[int, int]]:
    """Return where the dates and, misread ones too, the labels of the headers of a text stand."""
    spans = []
    for message in document.messages:
        if message.header_span:
            start = text.characters.find(message.date_raw, *message.header_span) if message.date_raw else -1
            spans += [(start, start + len(message.date_raw or ""))] if start >= 0 else []
            spans += [match.span(1) for match in _LABEL.finditer(text.characters, *message.header_span)]
    return spans
