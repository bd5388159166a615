"""What is read of one PDF page, by whichever library, and the file of pages from which it comes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, Protocol

__all__ = ["LockedError", "PageText", "PdfFile", "State"]

State = Literal["read", "scanned", "turned", "font", "unreadable"]


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
        confidence: How sure recognition is of the text, in per cent; None for text that the file has.
        unsure: Start and end of each word of which it is less sure than it should be.
        pending: How many of these lie under a redaction that was marked and not applied.
    """

    characters: str
    state: State
    covered: int = 0
    pending: int = 0
    confidence: float | None = None
    unsure: tuple[tuple[int, int], ...] = ()


class PdfFile(Protocol):
    """An open PDF.

    Attributes:
        count: How many pages it has.
        sees_covers: Whether the library tells where something is drawn over words.
    """

    count: int
    sees_covers: bool

    def decrypted(self) -> bytes:
        """Return the file without its encryption; empty if it has none, or the library writes no files."""

    def pages(self) -> Iterator[PageText]:
        """Read all pages, one by one; a damaged one is ``unreadable``."""

    def picture(self, index: int) -> bytes:
        """Paint a page as a grey TIFF image of 200 dots an inch, for recognition; empty if that fails."""

    def close(self) -> None:
        """Give back what the file takes up."""
