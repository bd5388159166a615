"""What is read of one PDF page, by whichever library, and the file of pages from which it comes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple, Protocol

from threadparse.readers.built_text import clean

__all__ = ["LockedError", "PageText", "PdfFile", "State", "tidy"]

State = Literal["read", "scanned", "turned", "font", "unreadable"]

# Fonts show these pairs and triples as one sign; people write them as letters (Unicode, Alphabetic Presentation Forms).
_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)
# The white of the page between text and foot is many blank lines; more than these say nothing.
_BLANK_LINES = 3
_GAP = re.compile(rf"\n{{{_BLANK_LINES + 2},}}")


class LockedError(Exception):
    """A file that opens with a password only, and not with the one that was given."""


class PageText(NamedTuple):
    """What a page says.

    Attributes:
        characters: Its text, no form feed in it; empty for a page without text.
        state: ``read`` if all text is there, ``scanned`` if it has only pictures; ``turned`` and ``font`` if words are
            missing because they are not upright, or because their font does not say which letters it shows;
            ``unreadable`` for a damaged page.
        covered: How many of its characters are hidden under something; unless they were asked for, the text has
            ``█`` for each.
        pending: How many of these lie under a redaction that was marked and not applied.
    """

    characters: str
    state: State
    covered: int = 0
    pending: int = 0


class PdfFile(Protocol):
    """An open PDF.

    Attributes:
        count: How many pages it has.
        sees_covers: Whether the library tells where something is drawn over words.
    """

    count: int
    sees_covers: bool

    def pages(self) -> Iterator[PageText]:
        """Read all pages, one by one; a damaged one is ``unreadable``."""

    def close(self) -> None:
        """Give back what the file takes up."""


def tidy(characters: str) -> str:
    """Make what a library gave plain text.

    Args:
        characters: The text of a page.

    Returns:
        Plain letters, no form feed, no white space at line ends, no blank lines around the page, few inside.
    """
    text = clean(characters.replace("\f", " ")).translate(_LIGATURES)
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    return _GAP.sub("\n" * (_BLANK_LINES + 1), text)
