"""The text of one PDF page, laid out as it is printed, and what pypdf says of it in its log."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, NamedTuple

from threadparse.readers.built_text import clean
from threadparse.readers.pdf_content import make_plain

if TYPE_CHECKING:
    from pypdf import PageObject

__all__ = ["PageText", "State", "caught", "page_text"]

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
def caught() -> Iterator[list[str]]:
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


State = Literal["read", "scanned", "turned", "font", "unreadable"]

# Fonts show these pairs and triples as one sign; people write them as letters (Unicode, Alphabetic Presentation Forms).
_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)
# The white of the page between text and foot is many blank lines; more than these say nothing.
_BLANK_LINES = 3
_GAP = re.compile(rf"\n{{{_BLANK_LINES + 2},}}")
# Layout mode pads each gap with up to 10,000 blanks: with more strings than this, or a longer text, a page of nothing
# would fill the memory. A page of small print has 10,000 letters.
_MAX_STRINGS = 50_000
_MAX_PAGE_CHARS = 2_000_000
# Pictures, shadings, lines and fills, forms; a page without any of them is empty (ISO 32000-1 §8.2).
_PAINTING = re.compile(rb"(?<![^\s\]>)])(?:Do|BI|sh|[fFSsBb]\*?|T[jJ]|['\"])(?=\s|$)")


class PageText(NamedTuple):
    """What a page says.

    Attributes:
        characters: Its text, no form feed in it; empty for a page without text.
        state: ``read`` if all text is there, ``scanned`` if it has only pictures; ``turned`` and ``font`` if words are
            missing because they are not upright, or because their font does not say which letters it shows;
            ``unreadable`` for a damaged page.
    """

    characters: str
    state: State


def page_text(page: PageObject) -> PageText:
    """Read a page.

    Layout mode keeps label and value of a header on one line, and blank lines between paragraphs. A page on which it
    finds nothing is read in the order in which it was drawn.

    Args:
        page: The page; it may be changed.

    Returns:
        The text.

    Raises:
        Exception: Whatever pypdf raises on a damaged page.
    """
    with caught() as said:
        painted = _PAINTING.search(_drawn(page)) is not None
        characters = _laid_out(page) if make_plain(page) else ""
        if not characters.strip():
            said.clear()
            characters = page.extract_text()
    characters = _tidy(characters)
    return PageText(characters, _state(characters, said) if painted else "read")


def _laid_out(page: PageObject) -> str:
    """The text in layout mode; empty where that mode cannot cope with the page."""
    drawn = _drawn(page)
    if drawn.count(b")") + drawn.count(b">") > _MAX_STRINGS:
        return ""
    try:
        characters = page.extract_text(extraction_mode="layout")
        return characters if len(characters) <= _MAX_PAGE_CHARS else ""
    except Exception:  # the other mode reads some pages on which this one fails
        return ""


def _drawn(page: PageObject) -> bytes:
    """The operators of a page."""
    contents = page.get_contents()
    return b"" if contents is None else contents.get_data()


def _state(characters: str, said: list[str]) -> State:
    """Whether words are missing, by what pypdf said."""
    if any("uninterpretable font" in words for words in said):
        return "font"
    if not characters:
        return "scanned"
    return "turned" if any("Rotated text" in words for words in said) else "read"


def _tidy(characters: str) -> str:
    """Plain letters, no form feed, no white space at line ends, no blank lines around the page, few inside."""
    text = clean(characters.replace("\f", " ")).translate(_LIGATURES)
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    return _GAP.sub("\n" * (_BLANK_LINES + 1), text)
