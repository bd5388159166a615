"""Zones of a text: the lines are named message by message, and all cut at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, compress, pairwise
from typing import cast, get_args

from threadparse.document import Message, Zone, ZoneKind
from threadparse.headers.header import Header
from threadparse.lines.lines import FURNITURE, Lines, compact
from threadparse.segments import Segment, as_slice

__all__ = ["NO_MESSAGE", "LineNames", "ZoneName"]

#: Owner of what belongs to the document and to no message.
NO_MESSAGE = -1


#: The name of a stretch: the message that owns it, its kind, and its quote depth.
ZoneName = tuple[int, str, int]
_PREAMBLE, _FURNITURE = (NO_MESSAGE, "preamble", 0), (NO_MESSAGE, "furniture", 0)


def _tiles(cuts: Iterable[tuple[int, ZoneName]]) -> Iterator[tuple[int, int, ZoneName]]:
    """Give (start, end, name) in order, without gap or overlap, none empty; neighbours differ in their names.

    Args:
        cuts: Where each stretch begins, and its name, in order; the last begins where the text ends. Some are empty.
    """
    begin, end, name = 0, 0, None
    for (start, tag), (end, _) in pairwise(cuts):
        if start == end or tag == name:
            continue
        if name is not None:
            yield begin, start, name
        begin, name = start, tag
    if name is not None:
        yield begin, end, name


_KINDS = ("", *get_args(ZoneKind))


class LineNames:
    """What the lines of a text are, and whose.

    Args:
        lines: The lines of the text.
        messages: How many messages there are.
    """

    def __init__(self, lines: Lines, messages: int) -> None:
        self._lines = lines
        #: The kind of the first line of each stretch, as a place in ``_KINDS``; 0 for the lines below, which share it.
        self._kinds = bytearray(len(lines))
        #: Its message, one more than the index, and its depth: in columns, for a chain has thousands.
        self._owners = compact((0,), messages) * len(lines)
        self._depths = lines.depths[:]
        self._named = bytearray(len(lines))
        self._first_header = len(lines)

    def add(
        self, owner: int, segment: Segment, own: Sequence[int], kinds: Mapping[int, str], repeated: Sequence[int]
    ) -> None:
        """Name the lines of a message.

        Args:
            owner: Its index.
            segment: Where it stands.
            own: Indices of the lines of its own words, blank ones among them.
            kinds: The zone kinds of those that are not body, by their places in ``own``.
            repeated: Indices of its lines that repeat older words.
        """
        header = segment.header
        if header is not None:
            self._name_header(owner, header)
        self._name(owner, "body", own)
        self._name(owner, "quote-context", repeated)
        for place, kind in kinds.items():
            if self._kinds[own[place]] or kinds.get(place - 1) != kind:
                self._begin(own[place], owner, kind)
            if place + 1 not in kinds:
                below = self._shown(own, place + 1, len(own))
                if below < len(own) and below not in kinds:
                    self._begin(own[below], owner, "body")

    def _begin(self, at: int, owner: int, kind: str) -> None:
        """Begin a stretch with a line."""
        self._kinds[at] = _KINDS.index(kind)
        self._owners[at] = owner + 1

    def _name_header(self, owner: int, header: Header) -> None:
        """Give the lines of a header its name, blank ones too; page furniture among them has its own."""
        furniture = self._lines.furniture
        self._first_header = min(self._first_header, header.first)
        self._named[header.first : header.last + 1] = b"\1" * (header.last + 1 - header.first)
        at = header.first - 1
        while True:
            self._begin(at + 1, owner, "header")
            self._depths[at + 1] = header.depth
            at = furniture.find(FURNITURE, at + 1, header.last)
            if at < 0:
                break

    def _name(self, owner: int, kind: str, lines: Sequence[int]) -> None:
        """Give lines the name of their kind; a blank one goes with what stands above it."""
        if not lines:
            return
        for begin, end in self._stretches(lines):
            first = self._shown(lines, begin, end)
            if first < end:
                self._begin(lines[first], owner, kind)
                self._named[lines[first] : lines[end - 1] + 1] = b"\1" * (end - first)

    def _stretches(self, lines: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Return where the lines stand below one another, at one quote depth: places in ``lines``."""
        depths, begin = self._lines.depths, 0
        whole = as_slice(lines)
        if whole is not None and (not self._lines.quoted or depths[whole].count(depths[lines[0]]) == len(lines)):
            yield 0, len(lines)
            return
        for place, (above, below) in enumerate(pairwise(lines), 1):
            if below != above + 1 or depths[below] != depths[above]:
                yield begin, place
                begin = place
        yield begin, len(lines)

    def _shown(self, lines: Sequence[int], begin: int, end: int) -> int:
        """Return the place of the first of some lines that shows something."""
        contents = self._lines.contents
        while begin < end and not contents[lines[begin]].strip():
            begin += 1
        return begin

    def give_zones(self, messages: Sequence[Message], margins: Sequence[tuple[int, int, int]]) -> list[Zone]:
        """Cut the text into zones, after all its messages were added, and give each message its own.

        Args:
            messages: The messages; each zone of theirs is added to their ``zones``.
            margins: Page furniture within lines: (line, start column, end column).

        Returns:
            The zones of no message, in order.
        """
        rest: list[Zone] = []
        lines = self._lines
        at = lines.furniture.find(FURNITURE)
        while at >= 0:
            self._begin(at, NO_MESSAGE, "furniture")
            self._depths[at] = 0
            self._named[at] = 1
            at = lines.furniture.find(FURNITURE, at + 1)
        above = range(self._first_header) if self._first_header < len(lines) else ()
        self._name(NO_MESSAGE, "preamble", [at for at in above if not self._named[at]])
        for start, end, (owner, kind, depth) in _tiles(self._cuts(margins)):
            zone = Zone(cast(ZoneKind, kind), start, end, depth)
            (rest if owner == NO_MESSAGE else messages[owner].zones).append(zone)
        return rest

    def _cuts(self, margins: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, ZoneName]]:
        """Give where each stretch begins and its name, as ``_tiles`` takes them."""
        starts, kinds = self._lines.starts, self._kinds
        inner = sorted(margins, reverse=True)
        name = _PREAMBLE
        yield 0, name
        for at in chain(compress(range(len(kinds)), kinds), (len(kinds),)):
            while inner and inner[-1][0] < at:
                line, start, end = inner.pop()
                yield starts[line] + start, _FURNITURE
                yield starts[line] + end, name
            if at < len(kinds):
                name = self._owners[at] - 1, _KINDS[kinds[at]], self._depths[at]
                yield starts[at], name
        yield len(self._lines.text), name
