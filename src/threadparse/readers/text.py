"""Plain text and markdown: bytes to characters, with a note wherever the encoding had to be guessed."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator
from typing import BinaryIO

from threadparse.model import Note, Source
from threadparse.options import ParseOptions
from threadparse.readers.base import HEAD_BYTES, Text, check_length, read_all
from threadparse.readers.widths import utf16_by_zeros

__all__ = ["SUFFIXES", "accepts", "from_string", "texts"]

_MARKDOWN_SUFFIXES = (".md", ".markdown")
SUFFIXES = frozenset({".txt", ".text", *_MARKDOWN_SUFFIXES})

# Longest first: the mark of UTF-32-LE begins with that of UTF-16-LE.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKDOWN = re.compile(r"\]\(mailto:|^[ \t>]*\*\*[^*\r\n]{1,40}:\*\*|^[ \t>]*\*\*[^*\r\n]{1,40}\*\*:", re.MULTILINE)
# Windows-1252 with its five unassigned bytes as the C1 controls, as the WHATWG encoding standard has it.
_WINDOWS = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)}
_RAW_MAIL = re.compile(
    r"\A(?:From .*\n)?(?:[\w-]+:.*\n(?:[ \t].*\n)*){2,}?(?:mime-version|content-transfer-encoding):", re.IGNORECASE
)
_HTML = re.compile(r"\A\s*(?:<!doctype html|<html[\s>])", re.IGNORECASE)


def accepts(head: bytes) -> bool:  # noqa: ARG001 - the text reader comes last and takes what no other reader took
    """Whether a source is text; always true, as the binary formats were refused before."""
    return True


def texts(stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Text]:
    """The one text of a text file.

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
    characters, notes = _decode(data)
    yield _text(characters, hashlib.sha256(data).hexdigest(), path, notes, options)


def from_string(characters: str, path: str, options: ParseOptions) -> Text:
    """A text that is already in memory.

    Args:
        characters: The text; lone surrogates become U+FFFD, so that offsets stay.
        path: What to call it; may be empty.
        options: The limits.

    Returns:
        The text with its facts.

    Raises:
        LimitError: The text is longer than ``max_characters``.
    """
    digest = hashlib.sha256(characters.encode("utf-8", "replace")).hexdigest()
    return _text(characters, digest, path, [], options)


def _text(characters: str, sha256: str, path: str, notes: list[Note], options: ParseOptions) -> Text:
    """Check, clean and describe decoded characters."""
    check_length(characters, path, options)
    if (surrogate := _SURROGATE.search(characters)) is not None:
        characters, count = _SURROGATE.subn("\ufffd", characters)
        words = f"{count} lone surrogates, which are no characters, became U+FFFD."
        notes.append(_note("encoding.surrogates", words, surrogate.span()))
    notes += _content_notes(characters)
    source = Source(
        path=path, format=_format(characters, path), sha256=sha256, characters=len(characters), pages=_pages(characters)
    )
    return Text(characters, source, tuple(notes))


def _format(characters: str, path: str) -> str:
    """Markdown by the file's ending or by its marks, else text."""
    if path.lower().endswith(_MARKDOWN_SUFFIXES) or _MARKDOWN.search(characters):
        return "markdown"
    return "text"


def _pages(characters: str) -> int | None:
    """Pages of a text with page breaks; a break behind the last page opens no further one."""
    breaks = characters.count("\f")
    if not breaks:
        return None
    return breaks + (characters[characters.rindex("\f") :].strip() != "")


def _content_notes(characters: str) -> list[Note]:
    """What a reader of the result should know about the characters."""
    notes = []
    if not characters.strip():
        notes.append(_note("text.empty", "There is no text in this source."))
    if (nul := characters.find("\0")) >= 0:
        words = f"{characters.count(chr(0))} NUL characters, which plain text has none of; they are kept."
        notes.append(_note("text.nul", words, (nul, nul + 1)))
    if _RAW_MAIL.match(characters[:65536]):
        words = "This is a raw e-mail (.eml or .mbox), read as plain text: encoded parts stand as they are."
        notes.append(_note("format.raw-mail", words))
    elif _HTML.match(characters):
        notes.append(_note("format.html", "This is HTML, read as plain text: its tags stand as they are."))
    return notes


def _note(code: str, words: str, span: tuple[int, int] | None = None) -> Note:
    return Note(code=code, severity="warning", text=words, span=span)


def _decode(data: bytes) -> tuple[str, list[Note]]:
    """Byte order mark, strict UTF-8, UTF-16 by its zero bytes, else UTF-8 with its odd bytes as Windows-1252."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], encoding)
    if (guessed := utf16_by_zeros(data[:HEAD_BYTES])) is not None:
        return data.decode(guessed, "replace"), [_guess(f"No byte order mark; read as {guessed.upper()}.")]
    return _decode_utf8(data)


def _decode_utf8(data: bytes) -> tuple[str, list[Note]]:
    """UTF-8 in which every byte that breaks its rules is Windows-1252: right for pure and for mixed files."""
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        first = len(data[: error.start].decode("utf-8"))
    odd = len(data) - len(data.decode("utf-8", "ignore").encode("utf-8"))
    words = (
        f"{odd:,} bytes are not UTF-8 and were read as Windows-1252; "
        "if letters look wrong, convert the file to UTF-8 first."
    )
    return data.decode("utf-8", "threadparse.windows"), [_guess(words, (first, first + 1))]


def _decode_marked(data: bytes, encoding: str) -> tuple[str, list[Note]]:
    """Decode what a byte order mark announces; what breaks its rules becomes U+FFFD, with a note."""
    if encoding == "utf-8":
        return _decode_utf8(data)
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError as error:
        return data.decode(encoding, "replace"), [_guess(f"Not all of it is {encoding.upper()}: {error.reason}.")]


def _guess(words: str, span: tuple[int, int] | None = None) -> Note:
    return _note("encoding.guessed", words, span)


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """The error handler behind ``_decode_utf8``: odd bytes become their Windows-1252 characters."""
    assert isinstance(error, UnicodeDecodeError)
    return "".join(_WINDOWS[byte] for byte in error.object[error.start : error.end]), error.end


codecs.register_error("threadparse.windows", _as_windows)
