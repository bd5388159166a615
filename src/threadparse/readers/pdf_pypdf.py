"""PDF pages read by pypdf, laid out as they are printed, and what it says of them in its log."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pypdf import PdfReader

from threadparse.readers.pdf_content import make_plain
from threadparse.readers.pdf_layout import tidy
from threadparse.readers.pdf_page import LockedError, PageText, State

if TYPE_CHECKING:
    from pypdf import PageObject

__all__ = ["PypdfFile"]

_MAX_LOG_LINES = 100  # a damaged file can say the same a million times


class _Collector(logging.Handler):
    """Keeps what is said."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.words: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the words of a record."""
        if len(self.words) < _MAX_LOG_LINES:
            self.words.append(record.getMessage())


@contextmanager
def _caught() -> Iterator[list[str]]:
    """Catch what pypdf says.

    Returns:
        A context; it gives the list that fills with warnings.
    """
    logger = logging.getLogger("pypdf")
    collector, propagate = _Collector(), logger.propagate
    logger.addHandler(collector)
    logger.propagate = False
    try:
        yield collector.words
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate


# Layout mode pads each gap with up to 10,000 blanks: with more strings than this, or a longer text, a page of nothing
# would fill the memory. A page of small print has 10,000 letters.
_MAX_STRINGS = 50_000
_MAX_PAGE_CHARS = 2_000_000
# Pictures, shadings, lines and fills, forms; a page without any of them is empty (ISO 32000-1 §8.2).
_PAINTING = re.compile(rb"(?<![^\s\]>)])(?:Do|BI|sh|[fFSsBb]\*?|T[jJ]|['\"])(?=\s|$)")


class PypdfFile:
    """An open PDF.

    Args:
        data: The file.
        password: What opens it; empty for none.

    Attributes:
        count: How many pages it has.

    Raises:
        LockedError: It needs a password, or another one.
        DependencyError: It is encrypted, and what decrypts it is not installed.
        Exception: Whatever pypdf raises on a damaged file.
    """

    sees_covers = False

    def __init__(self, data: bytes, password: str = "") -> None:
        with _caught():
            self._reader = PdfReader(io.BytesIO(data))
            if self._reader.is_encrypted and not self._reader.decrypt(password):
                raise LockedError
            self.count = len(self._reader.pages)

    def decrypted(self) -> bytes:
        """Return nothing: pypdf limits what it unpacks, in encrypted files, too."""
        return b""

    def picture(self, index: int) -> bytes:  # noqa: ARG002 - pypdf paints nothing
        """Return nothing."""
        return b""

    def close(self) -> None:
        """Give back what the file takes up."""
        self._reader.close()

    def pages(self) -> Iterator[PageText]:
        """Read all pages, one by one; a damaged one is ``unreadable``."""
        for index in range(self.count):
            try:
                with _caught():
                    page = self._reader.pages[index]
                text = _page_text(page)
            except Exception:  # pypdf meets damage in many ways
                text = PageText("", "unreadable")
            yield text


def _page_text(page: PageObject) -> PageText:
    """Read a page in layout mode, which keeps label and value of a header on one line, and blank lines.

    A page on which that finds nothing is read in the order in which it was drawn.
    """
    with _caught() as said:
        painted = _PAINTING.search(_drawn(page)) is not None
        characters = _laid_out(page) if make_plain(page) else ""
        if not characters.strip():
            said.clear()
            characters = page.extract_text()
    characters = tidy(characters)
    return PageText(characters, _state(characters, said) if painted else "read")


def _laid_out(page: PageObject) -> str:
    """Return the text in layout mode; empty where that mode cannot cope with the page."""
    drawn = _drawn(page)
    if drawn.count(b")") + drawn.count(b">") > _MAX_STRINGS:
        return ""
    try:
        characters = page.extract_text(extraction_mode="layout")
        return characters if len(characters) <= _MAX_PAGE_CHARS else ""
    except Exception:  # the other mode reads some pages on which this one fails
        return ""


def _drawn(page: PageObject) -> bytes:
    """Return the operators of a page."""
    contents = page.get_contents()
    return b"" if contents is None else contents.get_data()


def _state(characters: str, said: list[str]) -> State:
    """Tell whether words are missing, by what pypdf said."""
    if any("uninterpretable font" in words for words in said):
        return "font"
    if not characters:
        return "scanned"
    return "turned" if any("Rotated text" in words for words in said) else "read"
