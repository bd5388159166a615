"""Cite for people: the page, line and Bates number at which something begins and ends."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from threadparse.document import Cite, Message, Note, PageEntry
from threadparse.furniture.row_cells import is_bates
from threadparse.releases.release_stamps import Cell

__all__ = ["Citations", "bates_notes"]


class Citations:
    """The lines, pages and Bates numbers of one text.

    Args:
        text: The text.
        starts: Offset of the first character of each of its lines.
        cells: The cells of its page furniture, which hold the Bates numbers.
        pages: How many pages its source has; None where it has no pages.
        given: The first and the last number of the whole text where a load file gives them: they go before what the
            text shows.

    Attributes:
        pages: The pages; empty where the source has none.
    """

    def __init__(
        self,
        text: str,
        starts: array[int],
        cells: Iterable[Cell],
        pages: int | None,
        given: tuple[str | None, str | None] | None = None,
    ) -> None:
        self._text = text
        self._starts = starts
        self._given = given
        cuts = [match.start() for match in re.finditer("\f", text)] if pages else []
        bounds = [0, *cuts[: (pages or 1) - 1], len(text)]
        self._firsts = bounds[:-1]
        self._bates: list[str | None] = [None] * len(self._firsts)
        for offset, number in _printed_numbers(cells):
            self._bates[bisect_right(self._firsts, offset) - 1] = number  # at the foot, where there are two
        self.pages = [
            PageEntry(page, span, bates)
            for page, (span, bates) in enumerate(zip(pairwise(bounds), self._bates, strict=True), 1)
            if pages
        ]

    def cite(self, start: int, end: int) -> Cite:
        """Cite a stretch of the text.

        Args:
            start: Offset of its first character.
            end: Offset behind its last character.

        Returns:
            The page is null where the source has no pages, a Bates number where the page shows none and no load file
            gives one.
        """
        first, last = self._page(start), self._page(max(start, end - 1))
        line = bisect_right(self._starts, start)
        if not self.pages:
            bates, end_bates = self._given or (self._bates[first], self._bates[last])
            return Cite(None, line, bates, None, end_bates)
        return Cite(first + 1, line, self._bates[first], last + 1, self._bates[last])

    def cite_message(self, message: Message) -> Cite:
        """Cite a message, from its first character that shows to its last.

        Args:
            message: The message; one that has no place in the text has no line either.
        """
        if not message.zones:
            return Cite()
        first, last = message.zones[0], message.zones[-1]
        words = self._text[first.start : first.end]
        start = first.start + len(words) - len(words.lstrip())
        end = last.start + len(self._text[last.start : last.end].rstrip())
        return self.cite(start if start < first.end else first.start, max(end, start))

    def _page(self, offset: int) -> int:
        """Return the page of an offset, from 0; a form feed belongs to the page that it begins."""
        return bisect_right(self._firsts, offset) - 1


def _printed_numbers(cells: Iterable[Cell]) -> Iterator[tuple[int, str]]:
    """Find the Bates numbers in cells of page furniture: the offset of the cell, and the number."""
    for start, words in cells:
        if words[-1].isdecimal() and (number := _bates_number(words)):
            yield start, number


@lru_cache(maxsize=64)
def _bates_number(words: str) -> str:
    """Return the Bates number at the end of a cell, "" if it has none; what is none stands on every page."""
    # a legend may stand before the number, one blank apart; "Doc No. C05739639" is no number of a page
    *legend, word = words.rsplit(None, 2)[-2:]
    return word if (not legend or legend[0].isupper()) and is_bates(word) else ""


def bates_notes(pages: Sequence[PageEntry]) -> list[Note]:
    """Return the notes on Bates numbers that do not count on from page to page.

    Args:
        pages: The pages of a text.
    """
    notes: list[Note] = []
    numbered = [page for page in pages if page.bates]
    for before, page in pairwise(numbered):
        one, two = _split_number(before.bates or ""), _split_number(page.bates or "")
        missing = int(two[1] or 0) - int(one[1] or 0) - (page.page - before.page)
        if one[0] != two[0] or len(one[1]) != len(two[1]) or missing < 0:
            text = f"{page.bates!r} does not follow {before.bates!r}, the number before it; it stands as printed."
            notes.append(Note("bates.odd", "info", text, page.span))
        elif missing:
            left_out = "1 number is" if missing == 1 else f"{missing} numbers are"
            text = f"Between {before.bates} and {page.bates} {left_out} left out."
            notes.append(Note("bates.gap", "warning", text, page.span))
    return notes


def _split_number(bates: str) -> tuple[str, str]:
    """Return a Bates number as its prefix and its figures."""
    prefix = bates.rstrip("0123456789")
    return prefix, bates[len(prefix) :]
