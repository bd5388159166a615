"""Zones of a text: the lines are named message by message, and all cut at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import cast

from threadparse.headers.page import FURNITURE, Page
from threadparse.parsed import Zone, ZoneKind
from threadparse.segment import Segment
from threadparse.zoning.partition import NO_MESSAGE, Tag, partition

__all__ = ["LineNames"]


class LineNames:
    """What the lines of a page are, and whose.

    Args:
        page: The page.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._tags: list[Tag | None] = [None] * len(page)
        self._first_header = len(page)

    def add(
        self, owner: int, segment: Segment, own: Sequence[int], kinds: Sequence[str], repeated: Sequence[int]
    ) -> None:
        """Name the lines of a message.

        Args:
            owner: Its index.
            segment: Where it stands.
            own: Indices of the lines of its own words, blank ones among them.
            kinds: The zone kind of each of these.
            repeated: Indices of its lines that repeat older words.
        """
        header = segment.header
        if header is not None:
            count = header.last + 1 - header.first
            self._tags[header.first : header.last + 1] = [Tag(owner, "header", header.depth)] * count
            self._first_header = min(self._first_header, header.first)
        self._name(owner, own, kinds)
        if repeated:
            self._name(owner, repeated, repeat("quote-context"))

    def _name(self, owner: int, lines: Iterable[int], kinds: Iterable[str]) -> None:
        """Give each line the name of its kind; a blank one goes with what stands above it."""
        contents, depths = self._page.contents, self._page.lines.depths
        tag = Tag(owner, "", 0)
        for at, kind in zip(lines, kinds, strict=False):
            if contents[at].strip():
                if kind != tag.kind or depths[at] != tag.depth:  # else it shares that of the line above
                    tag = Tag(owner, kind, depths[at])
                self._tags[at] = tag

    def cut(self, margins: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, Zone]]:
        """Cut the text into zones, after all its messages were added.

        Args:
            margins: Page furniture within lines: (line, start column, end column).

        Returns:
            Each zone in order, and whose it is: the index of a message or ``NO_MESSAGE``.
        """
        page, tags = self._page, self._tags
        furniture = Tag(NO_MESSAGE, "furniture", 0)
        at = page.furniture.find(FURNITURE)
        while at >= 0:
            tags[at] = furniture
            at = page.furniture.find(FURNITURE, at + 1)
        above = range(self._first_header) if self._first_header < len(page) else ()
        self._name(NO_MESSAGE, [at for at in above if tags[at] is None], repeat("preamble"))
        for start, end, tag in partition(page.lines, tags, margins):
            yield tag.owner, Zone(kind=cast(ZoneKind, tag.kind), start=start, end=end, depth=tag.depth)
