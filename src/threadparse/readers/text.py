"""Plain text and markdown: bytes to characters, with a note wherever the encoding had to be guessed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import BinaryIO

from threadparse.document import Note, Source
from threadparse.options import ParseOptions
from threadparse.readers.base import Text, check_length, decode_source, read_all

__all__ = ["SUFFIXES", "accepts", "from_string", "texts"]

_MARKDOWN_SUFFIXES = (".md", ".markdown")
SUFFIXES = frozenset({".txt", ".text", *_MARKDOWN_SUFFIXES})

_SURROGATE = "[\ud800-\udfff]"
# A link to an address; a label in bold, alone or with its value; a value in bold behind its label; as text: most mail
# has none.
_MARKDOWN = (
    r"(?m)\]\(mailto:|^[ \t>|]*\*\*(?:[^*\r\n:]{1,40}:[^*\r\n]{0,300}\*\*|[^*\r\n]{1,40}\*\*:)"
    r"|^[ \t>]*[^\W\d][\w -]{1,24}: {1,8}\*\*[^*\r\n]{1,300}\*\*[ \t]*$"
)


def accepts(head: bytes) -> bool:  # noqa: ARG001 - the text reader comes last and takes what no other reader took
    """Tell whether a source is text; always true, as the binary formats were refused before."""
    return True


def texts(stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Text]:
    """Return the one text of a text file.

    Args:
        stream: The file at its beginning.
        path: The file as the user named it.
        options: The limits.

    Returns:
        One text; line ends stay as they are, a byte order mark is no part of it.

    Raises:
        LimitError: The text is longer than ``max_characters``.
    """
    data = read_all(stream, path, options)
    characters, notes = decode_source(data, options.encoding, placed=True)
    yield _text(characters, hashlib.sha256(data).hexdigest(), path, notes, options)


def from_string(characters: str, path: str, options: ParseOptions) -> Text:
    """Return a text that is already in memory.

    Args:
        characters: The text; lone surrogates become U+FFFD, so that offsets stay.
        path: What to call it; may be empty.
        options: The limits.

    Returns:
        The text with its facts.

    Raises:
        LimitError: The text is longer than ``max_characters``.
    """
    notes = []
    try:
        data = characters.encode()
    except UnicodeEncodeError as error:
        data = characters.encode("utf-8", "replace")
        characters, count = re.subn(_SURROGATE, "\ufffd", characters)
        words = f"Lone surrogates, which are no characters, became U+FFFD: {count:,}."
        notes.append(_note("encoding.surrogates", words, (error.start, error.start + 1)))
    return _text(characters, hashlib.sha256(data).hexdigest(), path, notes, options)


def _text(characters: str, sha256: str, path: str, notes: list[Note], options: ParseOptions) -> Text:
    """Check and describe decoded characters; what they may have is looked for by its rarest mark, alone."""
    check_length(characters, path, options)
    notes += _content_notes(characters)
    source = Source(
        path=path, format=_format(characters, path), sha256=sha256, characters=len(characters), pages=_pages(characters)
    )
    return Text(characters, source, tuple(notes))


def _format(characters: str, path: str) -> str:
    """Markdown by the file's ending or by its marks, else text."""
    if path.lower().endswith(_MARKDOWN_SUFFIXES):
        return "markdown"
    bold = "*" in characters and "**" in characters
    marked = bold or ("]" in characters and "](mailto:" in characters)
    return "markdown" if marked and re.search(_MARKDOWN, characters) else "text"


def _pages(characters: str) -> int | None:
    """Pages of a text with page breaks; a break behind the last page opens no further one."""
    if "\f" not in characters:
        return None
    return characters.count("\f") + (characters[characters.rindex("\f") :].strip() != "")


def _content_notes(characters: str) -> list[Note]:
    """Return what a reader of the result should know about the characters."""
    notes = []
    if not characters.strip():
        notes.append(_note("text.empty", "There is no text in this source."))
    if (nul := characters.find("\0")) >= 0:
        words = f"NUL characters, of which plain text has none, are kept: {characters.count(chr(0)):,}."
        notes.append(_note("text.nul", words, (nul, nul + 1)))
    return notes


def _note(code: str, words: str, span: tuple[int, int] | None = None) -> Note:
    return Note(code=code, severity="warning", text=words, span=span)
