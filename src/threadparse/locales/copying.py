"""What happens to words when a message is copied (``copying.json``): misread letters, rewritten links, words put in."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from threadparse.locales.lexicon import load_table

__all__ = ["CopyingTable", "copying_table"]


class CopyingTable(NamedTuple):
    """The table, ready for use.

    Attributes:
        negations: Words that turn a statement round, of all languages, in small letters.
        confused: Pairs of what text recognition reads and what stands there.
        one_shape: For ``str.translate``: characters of one shape to one of them.
        rewriting_hosts: Ends of the host names of gateways that rewrite links.
    """

    negations: frozenset[str]
    confused: tuple[tuple[str, str], ...]
    one_shape: dict[int, str]
    rewriting_hosts: tuple[str, ...]


@cache
def copying_table() -> CopyingTable:
    """Read the table; the same object each time."""
    data = load_table("copying")
    return CopyingTable(
        negations=frozenset(word for words in data["negations"].values() for word in words),
        confused=tuple((read, meant) for read, meant in data["confused"]),
        one_shape={ord(sign): letter for letter, signs in data["one_shape"].items() for sign in signs},
        rewriting_hosts=tuple(data["rewriting_hosts"]),
    )
