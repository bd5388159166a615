"""The partition: every character of the text in exactly one zone, by construction.

Zones are the stretches between sorted cut points, the first 0, the last the length of the text. Lines are only *named*
here; whatever name a line gets, joining all stretches gives the text again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from threadparse.lines.lines import Lines

__all__ = ["NO_MESSAGE", "Tag", "partition"]

#: Owner of what belongs to the document and to no message.
NO_MESSAGE = -1


class Tag(NamedTuple):
    """The name of a stretch: the message that owns it, its kind, and its quote depth."""

    owner: int
    kind: str
    depth: int


def partition(
    lines: Lines, names: Iterable[tuple[int, Tag]], inside: Iterable[tuple[int, int, int]]
) -> Iterator[tuple[int, int, Tag]]:
    """Cut the text into zones.

    Args:
        lines: The lines of the text.
        names: The lines whose name is another than that of the line above, in order, and their tags.
        inside: (line, start column, end column) of page furniture within a line.

    Returns:
        (start, end, tag) in order, without gap or overlap, none empty; neighbours differ in their tags.
    """
    begin, name = 0, None
    for (start, tag), (end, _) in pairwise(_cuts(lines, names, inside)):
        if start == end or tag == name:
            continue
        if name is not None:
            yield begin, start, name
        begin, name = start, tag
    if name is not None:
        yield begin, len(lines.text), name


def _cuts(
    lines: Lines, names: Iterable[tuple[int, Tag]], inside: Iterable[tuple[int, int, int]]
) -> Iterator[tuple[int, Tag]]:
    """Where a stretch begins, and what its name is, in order; the last begins where the text ends. Some are empty."""
    furniture = Tag(NO_MESSAGE, "furniture", 0)
    margins: dict[int, list[tuple[int, int]]] = {}
    for line, start, end in inside:
        margins.setdefault(line, []).append((start, end))
    current = Tag(NO_MESSAGE, "preamble", 0)
    yield 0, current
    inner: Iterable[tuple[int, Tag | None]] = ((line, None) for line in sorted(margins))
    for index, tag in merge(names, inner, key=itemgetter(0)):
        if tag is not None:
            current = tag
            yield lines.starts[index], current
            continue
        for start, end in sorted(margins[index]):
            yield lines.starts[index] + start, furniture
            yield lines.starts[index] + end, current
    yield len(lines.text), current
