"""PDF files: printed mails and release bundles, as text in reading order with a form feed behind each page."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from itertools import groupby
from typing import BinaryIO

from threadparse.document import Note
from threadparse.errors import InputError, LimitError
from threadparse.options import ParseOptions
from threadparse.readers.base import Item, Underway, check_length, read_all
from threadparse.readers.built_text import made_text
from threadparse.readers.extras import cause, in_brackets, install_line, missing
from threadparse.readers.pdf_page import LockedError, PageText, PdfFile, State

__all__ = ["SUFFIXES", "accepts", "texts"]

SUFFIXES = frozenset({".pdf"})

_MAGIC = re.compile(rb"[\s\x00]{0,64}(?:\xef\xbb\xbf)?%PDF-")
_TOLD_EVERY = 100  # pages
_UNREADABLE: State = "unreadable"
_LOCKED = "this PDF is encrypted; give its password with --password (ParseOptions.password in Python)"
_WRONG_PASSWORD = "this PDF is encrypted, and the password that was given does not open it"
_BARS = (
    "lie under a bar that does not remove them; the text has █ for each, and --covered "
    "(ParseOptions.covered in Python) reads them."
)
_READ = "that lie under a bar were read (--covered) and are in the text."
_UNCHECKED = "Whether words lie under a bar was not checked, as pypdfium2 is not installed; such words are in the text."
_NOTES: dict[State, tuple[str, str]] = {
    "scanned": ("pdf.scanned", "no text, only pictures; --ocr (ParseOptions.ocr in Python) has it recognised."),
    "unreadable": ("pdf.page-unreadable", "damaged, so that nothing of it could be read."),
    "turned": ("pdf.text-missing", "words that run up or down the page were left out."),
    "font": ("pdf.text-missing", "words in a font that does not say which letters it shows were left out."),
}


def accepts(head: bytes) -> bool:
    """Tell whether a source is a PDF, by its first line (ISO 32000-1 §7.5.2); some writers put blanks before it.

    Args:
        head: How the source begins.
    """
    return _MAGIC.match(head) is not None


def texts(stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Item]:
    """Return the one text of a PDF.

    Args:
        stream: The file at its beginning.
        path: The file as the user named it.
        options: ``max_pages``, ``max_content_bytes`` and ``max_characters`` are the limits, ``password`` opens an
            encrypted file.

    Returns:
        One text; its pages are separated by form feeds, and a page that could not be read in full has a note.

    Raises:
        InputError: The file is encrypted or damaged, or passes a limit.
        UnsupportedFormatError: No library that reads PDF is installed.
    """
    from threadparse.readers.pdf_streams import check_streams

    data = read_all(stream, path, options)
    check_streams(data, path, options)
    with closing(_open(data, path, options)) as file:
        check_streams(file.decrypted(), path, options)
        _check_count(file.count, path, options)
        pages, sees_covers = (yield from _read_pages(file, path, options)), file.sees_covers
        unread = yield from _recognize(file, pages, path, options)
    # The form feed stands behind a page, as other tools have it.
    parts = [f"{page.characters}\n" if page.characters else "" for page in pages]
    unchecked = Note(code="pdf.covered-unchecked", severity="warning", text=_UNCHECKED)
    notes = ([] if sees_covers else [unchecked]) + _notes(pages, parts, covered=options.covered)
    yield made_text("\f".join(parts), "pdf", data, path, options, pages=len(pages), notes=notes)
    if unread is not None:
        yield unread


def _open(data: bytes, path: str, options: ParseOptions) -> PdfFile:
    """Open a PDF with the library that is installed: PDFium before pypdf, which is slower."""
    from threadparse.readers.pdf_process import PdfProcess

    try:
        try:
            return PdfProcess(data, options.password or "", covered=options.covered)
        except ImportError:
            return _open_with_pypdf(data, path, options)
    except LockedError as error:
        raise InputError(path, _LOCKED if options.password is None else _WRONG_PASSWORD) from error
    except ValueError as error:
        raise _damaged(path, error) from error


def _open_with_pypdf(data: bytes, path: str, options: ParseOptions) -> PdfFile:
    """Open a PDF with pypdf, which meets damage in many ways."""
    try:
        from threadparse.readers.pdf_pypdf import PypdfFile

        return PypdfFile(data, options.password or "")
    except ImportError as error:
        raise missing(path, "a PDF", "pdf") from error
    except (LockedError, MemoryError):
        raise
    except Exception as error:
        if type(error).__name__ == "DependencyError":
            raise missing(path, "an encrypted PDF", "pdf") from error
        raise _damaged(path, error) from error


def _recognize(
    file: PdfFile, pages: list[PageText], path: str, options: ParseOptions
) -> Generator[Underway, None, InputError | None]:
    """Put what is recognised in the place of pages without text; what keeps it from being done is returned."""
    scanned = [index for index, page in enumerate(pages) if page.state == "scanned" or options.ocr == "always"]
    if options.ocr == "never" or not scanned:
        return None
    from threadparse.readers.ocr import SECONDS_A_PAGE, UnknownLanguageError, recognize_pages, runs, tesseract

    program = tesseract() if file.sees_covers else None
    if program is None:
        which = ", ".join(runs([index + 1 for index in scanned]))
        line = install_line("threadparse[ocr]")
        return InputError(path, f"pages without text, only pictures: {which}; to have it recognised, run: {line}")
    seconds = SECONDS_A_PAGE * len(scanned)
    yield Underway(path, 0, len(scanned), seconds)
    failure = None
    pictures = ((index, file.picture(index)) for index in scanned)
    try:
        for done, (index, found) in enumerate(
            recognize_pages(program, pictures, options.ocr_lang, options.ocr_kept), 1
        ):
            if isinstance(found, OSError):
                failure = InputError(path, f"page {index + 1}: its text could not be recognised ({found})")
            elif found.characters.strip():
                pages[index] = found
            yield Underway(path, done, len(scanned), seconds)
    except UnknownLanguageError as error:
        return InputError(path, str(error))
    return failure


def _check_count(count: int, path: str, options: ParseOptions) -> None:
    """Refuse a file with too many pages, or none."""
    if not count:
        raise InputError(path, "this PDF has no pages; it may be damaged: open it in a PDF reader and print it anew")
    if count > options.max_pages:
        words = f"{count:,} pages, where {options.max_pages:,} are allowed"
        raise LimitError(path, words, "max_pages", "split it, or")


def _read_pages(file: PdfFile, path: str, options: ParseOptions) -> Generator[Underway, None, list[PageText]]:
    """Read all pages; one that is damaged costs that page, if others can be read."""
    pages: list[PageText] = []
    length = 0
    for page in file.pages():
        pages.append(page)
        length += len(page.characters)
        check_length(length, path, options)
        if len(pages) % _TOLD_EVERY == 0 or (len(pages) == file.count > _TOLD_EVERY):
            yield Underway(path, len(pages), file.count, 0)
    if all(page.state == _UNREADABLE for page in pages):
        raise _damaged(path)
    return pages


def _damaged(path: str, error: Exception | None = None) -> InputError:
    why = in_brackets(str(error) if type(error) is ValueError else cause(error)) if error else ""
    return InputError(path, f"this PDF is damaged{why}; open it in a PDF reader and print it to a new PDF")


def _notes(pages: Sequence[PageText], parts: Sequence[str], *, covered: bool) -> list[Note]:
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
            notes.append(_note(code, f"{which}: {words}", start, offset))
    offset = 0
    recognized = []
    for number, (page, part) in enumerate(zip(pages, parts, strict=True), 1):
        if page.confidence is not None:
            recognized.append((number, offset, page))
        start, offset = offset, offset + len(part) + 1
        if page.covered:
            words = f"Page {number}: {page.covered:,} characters {_READ if covered else _BARS}"
            notes.append(_note("pdf.covered-read" if covered else "pdf.covered-text", words, start, offset))
        if page.pending:
            words = f"Page {number}: {page.pending:,} characters are marked for redaction, which was never applied."
            notes.append(_note("pdf.redaction-pending", words, start, offset))
    if recognized:
        from threadparse.readers.ocr import recognition_notes

        notes += recognition_notes(recognized)
    return notes


def _note(code: str, words: str, start: int, end: int) -> Note:
    return Note(code=code, severity="warning", text=words, span=(start, max(start, end - 1)))
