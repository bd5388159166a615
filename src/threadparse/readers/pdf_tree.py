"""The tree of pages of a PDF, cut to some of them, since PDFium keeps 2 kB of each page that it passes on its way.

The tree is found in the bytes of the file. One that is packed in a stream, as newer files may have it, stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["cut_tree"]

_KIDS = re.compile(rb"/Kids\s*\[([\s\dR]*)\]")
_KID = re.compile(rb"(\d{1,9})\s+\d{1,5}\s+R")
_NUMBER = re.compile(rb"(\d{1,9})\s+\d{1,5}\s+$")
_COUNT = re.compile(rb"/Count\s+\d+")
_MAX_NODE_BYTES = 4096  # of what stands in a node before and behind its kids

_Span = tuple[int, int]


def cut_tree(data: bytes, kept: range, count: int) -> bytes:
    """Return a file whose tree leads to some pages only; as it is if its tree cannot be told.

    Args:
        data: The file.
        kept: The indexes of these pages.
        count: How many pages it has.
    """
    nodes: dict[bytes, list[tuple[bytes, _Span]]] = {}
    counts: list[_Span] = []
    for found in _KIDS.finditer(data):
        begin = data.rfind(b"obj", max(0, found.start() - _MAX_NODE_BYTES), found.start())
        end = data.find(b"endobj", found.end(), found.end() + _MAX_NODE_BYTES)
        number = _NUMBER.search(data, max(0, begin - 20), max(0, begin))
        if not number or end < 0 or number[1] in nodes:  # of two versions nobody knows which one counts
            return data
        nodes[number[1]] = [(kid[1], kid.span()) for kid in _KID.finditer(data, *found.span(1))]
        counts += (said.span() for said in _COUNT.finditer(data, begin, end))
    inner = {number for kids in nodes.values() for number, _ in kids if number in nodes}
    trees = (list(_leaves(nodes, root)) for root in nodes.keys() - inner)
    pages = next((leaves for leaves in trees if len(leaves) == count), [])
    cut = [span for index, span in enumerate(pages) if index not in kept]
    # Without its count PDFium counts what is there.
    return _blanked(data, sorted([*cut, *counts])) if cut else data


def _leaves(nodes: dict[bytes, list[tuple[bytes, _Span]]], root: bytes) -> Iterator[_Span]:
    """Yield where the references to the leaves of a tree stand, in the order of the tree."""
    seen = {root}
    waiting = nodes[root][::-1]
    while waiting:
        number, span = waiting.pop()
        if number not in nodes:
            yield span
        elif number not in seen:
            seen.add(number)
            waiting += nodes[number][::-1]


def _blanked(data: bytes, spans: list[_Span]) -> bytes:
    """Return a file of the same length with blanks in some places, so that what it says of places stays true."""
    parts: list[bytes] = []
    at = 0
    for begin, end in spans:
        parts += [data[at:begin], b" " * (end - begin)]
        at = end
    return b"".join([*parts, data[at:]])
