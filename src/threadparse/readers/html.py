"""HTML files: mails saved from a browser or a client, read as text with their quotation structure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from threadparse.lines.charsets import utf16_by_zeros
from threadparse.options import ParseOptions
from threadparse.readers.base import Text, decode_source, read_all
from threadparse.readers.built_text import made_text
from threadparse.readers.hypertext.convert import convert, declared_charset

__all__ = ["SUFFIXES", "accepts", "texts"]

SUFFIXES = frozenset({".html", ".htm", ".xhtml"})

_OPENING = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*", re.DOTALL
)
_DOCUMENT = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|style|title)[\s>/]", re.IGNORECASE)
_FRAGMENT = re.compile(
    rb"<(?:div|p|table|span|font|center|blockquote|br|b|h[1-6]|ul|ol|section|article)[\s>/]", re.IGNORECASE
)
_END_TAG = re.compile(
    rb"</(?:div|p|table|span|font|center|blockquote|b|h[1-6]|ul|ol|section|article)\s*>", re.IGNORECASE
)

_WORDS_BEFORE_TAG = (
    rb"(?i)(?>(?:[^<>\r\n`|&#*]|&#?\w{1,8};|</?(?:a|b|em|font|i|span|strong|u)(?:\s[^<>]*)?>){1,300})"
    rb"(?:<(?:br|p|div|blockquote)(?:\s[^<>]*)?/?|\r?\n<div(?:\s[^<>]*)?)>"
)
_QUOTING = (
    rb"(?i)</blockquote|<(?:b|strong)>[^<>:]{2,40}:\s{0,4}</(?:b|strong)>"
    rb"|<hr[\s/>]|(?:&lt;|mailto:)[^\s&<>@\"]{1,80}@[^\s&<>@\"]{1,80}(?:&gt;|\")"
)


def accepts(head: bytes) -> bool:
    """Tell whether a source is HTML: it begins with a tag that documents or their fragments begin with.

    A fragment of a mail may begin with words: then a tag follows on their line, or a block's on the next, and
    a quotation, an emphasised label, a rule or an escaped address below.
    """
    if utf16_by_zeros(head) is not None:
        head = head.replace(b"\0", b"")
    opening = _OPENING.match(head)
    at = opening.end() if opening else 0
    if _DOCUMENT.match(head, at):
        return True
    begins = _FRAGMENT.match(head, at) and _END_TAG.search(head, at)
    return bool(begins or (re.match(_WORDS_BEFORE_TAG, head[at:]) and re.search(_QUOTING, head)))


def texts(stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Text]:
    """Return the one text of an HTML file.

    Args:
        stream: The file at its beginning.
        path: The file as the user named it.
        options: The limits.

    Returns:
        One text.

    Raises:
        LimitError: The file or its text is longer than allowed.
    """
    data = read_all(stream, path, options)
    charset = declared_charset(data) or options.encoding
    markup, guessed = decode_source(data, charset)
    characters, notes = convert(markup, path, options)
    yield made_text(characters, "html", data, path, options, notes=[*guessed, *notes])
