"""PDF files: printed mails and release bundles, as text in reading order with a form feed behind each page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, BinaryIO

from threadparse.document import Note
from threadparse.errors import InputError, LimitError
from threadparse.options import ParseOptions
from threadparse.readers.base import Text, check_length, read_all
from threadparse.readers.built_text import made_text
from threadparse.readers.extras import cause, in_brackets, missing

if TYPE_CHECKING:
    from pypdf import PdfReader

    from threadparse.readers.pdf_page import PageText, State

__all__ = ["SUFFIXES", "accepts", "texts"]

SUFFIXES = frozenset({".pdf"})

_MAGIC = re.compile(rb"[\s\x00]{0,64}(?:\xef\xbb\xbf)?%PDF-")
_UNREADABLE: State = "unreadable"
_NOTES: dict[State, tuple[str, str]] = {
    "scanned": ("pdf.scanned", "no text, only pictures; run it through text recognition (OCR) and read it again."),
    "unreadable": ("pdf.page-unreadable", "damaged, so that nothing of it could be read."),
    "turned": ("pdf.text-missing", "words that run up or down the page were left out."),
    "font": ("pdf.text-missing", "words in a font that does not say which letters it shows were left out."),
}


def accepts(head: bytes) -> bool:
    """Whether a source is a PDF, by its first line (ISO 32000-1 §7.5.2); some writers put blanks before it.

    Args:
        head: How the source begins.
    """
    return _MAGIC.match(head) is not None


def texts(stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Text]:
    """The one text of a PDF.

    Args:
        stream: The file at its beginning.
        path: The file as the user named it.
        options: ``max_pages`` and ``max_characters`` are the limits.

    Returns:
        One text; its pages are separated by form feeds, and a page that could not be read in full has a note.

    Raises:
        InputError: The file is encrypted or damaged, or passes a limit.
        UnsupportedFormatError: pypdf is not installed.
    """
    from threadparse.readers.pdf_page import caught

    data = read_all(stream, path, options)
    with caught():
        reader = _open(data, path)
        count = _count(reader, path, options)
    pages = _read_pages(reader, count, path, options)
    # The form feed stands behind a page, as other tools have it.
    parts = [f"{page.characters}\n" if page.characters else "" for page in pages]
    yield made_text("\f".join(parts), "pdf", data, path, options, pages=count, notes=_notes(pages, parts))


def _open(data: bytes, path: str) -> PdfReader:
    """The reader of a PDF, unlocked if no password is needed for reading."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError
    except ImportError as error:
        raise missing(path, "a PDF", "pdf") from error
    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
    except DependencyError as error:
        raise missing(path, "an encrypted PDF", "pdf") from error
    except Exception as error:  # pypdf meets damage in many ways
        raise _damaged(path, error) from error
    if locked:
        raise InputError(path, "this PDF is encrypted; open it with its password and save a copy without one")
    return reader


def _count(reader: PdfReader, path: str, options: ParseOptions) -> int:
    """How many pages there are."""
    try:
        count = len(reader.pages)
    except Exception as error:
        raise _damaged(path, error) from error
    if not count:
        raise InputError(path, "this PDF has no pages; it may be damaged: open it in a PDF reader and print it anew")
    if count > options.max_pages:
        words = f"{count:,} pages, where {options.max_pages:,} are allowed"
        raise LimitError(path, words, "max_pages", "split it, or")
    return count


def _read_pages(reader: PdfReader, count: int, path: str, options: ParseOptions) -> list[PageText]:
    """All pages; one that is damaged costs that page, if others can be read."""
    from threadparse.readers.pdf_page import PageText, page_text

    pages: list[PageText] = []
    length, failure = 0, None
    for number in range(count):
        try:
            page = page_text(reader.pages[number])
        except Exception as error:
            failure = error
            page = PageText("", _UNREADABLE)
        pages.append(page)
        length += len(page.characters)
        check_length(length, path, options)
    if failure is not None and all(page.state == _UNREADABLE for page in pages):
        raise _damaged(path, failure) from failure
    return pages


def _damaged(path: str, error: Exception) -> InputError:
    why = in_brackets(cause(error))
    return InputError(path, f"this PDF is damaged{why}; open it in a PDF reader and print it to a new PDF")


def _notes(pages: Sequence[PageText], parts: Sequence[str]) -> list[Note]:
    """One note for each run of pages that lack text for the same reason."""
    notes: list[Note] = []
    offset = 0
    numbered = enumerate(zip(pages, parts, strict=True), 1)
    for state, group in groupby(numbered, key=lambda item: item[1][0].state):
        run = list(group)
        start, offset = offset, offset + sum(len(part) + 1 for _, (_, part) in run)
        if state in _NOTES:
            first, last = run[0][0], run[-1][0]
            which = f"Page {first}" if first == last else f"Pages {first} to {last}"
            code, words = _NOTES[state]
            span = (start, max(start, offset - 1))
            notes.append(Note(code=code, severity="warning", text=f"{which}: {words}", span=span))
    return notes
