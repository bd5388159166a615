"""Offsets of a text as line and page numbers, and the stretches in which its messages stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from threadparse.document import Cite, Document, Span

__all__ = ["Places", "cite_words", "left_out", "message_stretches", "place_words", "split_lines"]

_LINE_END = re.compile(r"\r\n|\n|\r")
_MAX_STRETCHES = 6


def cite_words(cite: Cite, *, with_line: bool = False) -> str:
    """Cite in words: ``STATE-SCB0045790 p. 1``, without a Bates number ``p. 1``, without pages ``line 12``.

    Args:
        cite: Where something begins and ends.
        with_line: Whether the line stands behind the page, too.
    """
    page = " ".join(filter(None, (cite.bates, f"p. {cite.page}" if cite.page else "")))
    line = f"line {cite.line}" if cite.line and (with_line or not page) else ""
    return ", ".join(filter(None, (page, line)))


def place_words(page: int | None, line: int | None) -> str:
    """Write a place in words, such as ``line 12`` or ``page 3, line 140``.

    Args:
        page: The number of the page, None in a text without pages.
        line: The number of the line, None if it is not known.
    """
    return ", ".join(f"{unit} {number}" for unit, number in (("page", page), ("line", line)) if number)


class Places:
    """Line and page numbers of one text, both from 1.

    Args:
        text: The text that the offsets count in; lines end at CR LF, LF or CR. A form feed, which stands before the
            first words of a page, is part of that page.
    """

    def __init__(self, text: str) -> None:
        self._lines = [match.end() for match in _LINE_END.finditer(text)]
        self._pages = [match.start() for match in re.finditer("\f", text.rstrip())]

    def line(self, offset: int) -> int:
        """Return the number of the line that holds an offset.

        Args:
            offset: In characters.

        Returns:
            The number, the first line being 1.
        """
        return bisect_right(self._lines, offset) + 1

    def spans(self, length: int) -> Iterator[Span]:
        """Yield where each line begins and ends, its line end counted.

        Args:
            length: Characters of the text.
        """
        yield from pairwise([0, *self._lines, length])

    def words(self, offset: int) -> str:
        """Return the place of an offset in words, see ``place_words``.

        Args:
            offset: In characters.

        Returns:
            The words; lines count through the whole text, as an editor counts them.
        """
        return place_words(self.page(offset), self.line(offset))

    def page(self, offset: int) -> int | None:
        """Return the number of the page that holds an offset; None if the text has no pages."""
        return bisect_right(self._pages, offset) + 1 if self._pages else None

    def numbers(self, start: int, end: int, dash: str = "-") -> str:
        """Return the line numbers of a stretch, such as ``12-14``.

        Args:
            start: Offset of its first character.
            end: Offset behind its last character.
            dash: What to write between the two.

        Returns:
            The numbers; of a single line only that one.
        """
        first, last = self.line(start), self.line(max(start, end - 1))
        return f"{first}" if first == last else f"{first}{dash}{last}"

    def stretches(self, spans: Sequence[Span]) -> str:
        """Return some stretches in words, such as ``page 2, lines 3–9, 14–20``.

        Args:
            spans: The stretches in the order of the text, one at least.

        Returns:
            The page of the first one, if there are pages, and the line numbers of all; of many only the first.
        """
        numbers = [self.numbers(*span, "–") for span in spans]
        noun = "line" if len(numbers) == 1 and numbers[0].isdecimal() else "lines"
        more = f" and {len(numbers) - _MAX_STRETCHES} more" if len(numbers) > _MAX_STRETCHES else ""
        page = self.page(spans[0][0])
        return f"{'' if page is None else f'page {page}, '}{noun} {', '.join(numbers[:_MAX_STRETCHES])}{more}"


def message_stretches(document: Document, text: str) -> dict[int, list[Span]]:
    """Where each message stands: its zones, joined unless another message stands between them.

    Args:
        document: The document.
        text: The text that its zones are offsets into.

    Returns:
        The stretches, without the white space around them, by the message's ``source_index``.
    """
    zones = sorted(
        (zone.start, zone.end, message.source_index) for message in document.messages for zone in message.zones
    )
    stretches: dict[int, list[Span]] = {}
    above = None
    for start, end, owner in zones:
        own = stretches.setdefault(owner, [])
        if owner == above:
            start = own.pop()[0]
        own.append((start, end))
        above = owner
    return {owner: [stripped(text, *span) for span in spans] for owner, spans in stretches.items()}


def split_lines(text: str) -> list[str]:
    """Return the lines of a text without their line ends, as they are counted."""
    return _LINE_END.split(text)


def stripped(text: str, start: int, end: int) -> Span:
    """Return a stretch of a text without the white space around it.

    Args:
        text: The text.
        start: Offset of the first character.
        end: Offset behind the last character.
    """
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def left_out(document: Document, text: str) -> list[tuple[str, list[Span]]]:
    """Which stretches of a text stand in no message, so that nobody has to wonder.

    Args:
        document: The document.
        text: Its text.

    Returns:
        Pairs of words for a kind, such as ``Page furniture``, and where it stands; blank stretches are left out.
    """
    kinds = (("preamble", "Before the first message"), ("furniture", "Page furniture"))
    rows = []
    for kind, words in kinds:
        spans = [
            stripped(text, zone.start, zone.end)
            for zone in document.zones
            if zone.kind == kind and text[zone.start : zone.end].strip()
        ]
        if spans:
            rows.append((words, spans))
    return rows
