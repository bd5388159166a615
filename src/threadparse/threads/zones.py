"""Zones of a text: the lines are named message by message, and all cut at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
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
        self._last = Tag(NO_MESSAGE, "preamble", 0)

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
        tags, header = self._tags, segment.header
        if header is not None:
            count = header.last + 1 - header.first
            tags[header.first : header.last + 1] = [self._tag(owner, "header", header.depth)] * count
            self._first_header = min(self._first_header, header.first)
        for kind, first, last in self._runs(own, kinds):
            tags[first : last + 1] = [self._tag(owner, kind, self._page.lines.depths[first])] * (last + 1 - first)
        for at in repeated:
            if self._page.contents[at].strip():
                tags[at] = self._tag(owner, "quote-context", self._page.lines.depths[at])

    def _tag(self, owner: int, kind: str, depth: int) -> Tag:
        """A tag; the last one, if it says the same, as it does for most lines."""
        tag = Tag(owner, kind, depth)
        if tag != self._last:
            self._last = tag
        return self._last

    def _runs(self, own: Sequence[int], kinds: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """The stretches of a message's own lines of one kind at one quote depth: (kind, first line, last line).

        Blank lines belong to the stretch above them; those above the first word are left to what stands there.
        """
        contents = self._page.contents
        whole = not self._page.lines.quoted and bool(own) and own[-1] - own[0] == len(own) - 1
        place = 0
        for kind, group in groupby(kinds):
            end = place + len(list(group))
            if whole:
                first, last = own[place], own[end - 1]
                while first <= last and not contents[first].strip():
                    first += 1
                if first <= last:
                    yield kind, first, last
            else:
                for at in own[place:end]:
                    if contents[at].strip():
                        yield kind, at, at
            place = end

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
        for at in range(self._first_header if self._first_header < len(page) else 0):
            if tags[at] is None and page.contents[at].strip():
                tags[at] = self._tag(NO_MESSAGE, "preamble", page.lines.depths[at])
        for start, end, tag in partition(page.lines, tags, margins):
            yield tag.owner, Zone(kind=cast(ZoneKind, tag.kind), start=start, end=end, depth=tag.depth)
