"""Tell which texts may have stamps and blacked-out places: what reads them is loaded for no others."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from threadparse.locales.exemptions import exemptions
from threadparse.locales.folding import outline, words_among
from threadparse.locales.redaction_words import vocabulary

__all__ = ["FieldLine", "find_hints"]


class FieldLine(NamedTuple):
    """Where a header field begins.

    Attributes:
        start: Offset of its line.
        name: Its name.
    """

    start: int
    name: str


def find_hints(text: str) -> Iterator[int]:
    """Find quickly where stamps, marks and codes may stand; most texts have none, and are not looked at again.

    Args:
        text: The text.

    Returns:
        Offsets in or beside them, the stamps first, which are found at once.
    """
    marks, codes = vocabulary(), exemptions()
    yield from codes.stamp_hints(text)
    text = text.replace("\xa0", " ")  # word processors write "s. 40" so
    lines = outline(text)
    words = words_among(lines, _sign_words())
    yield from marks.hints(text, lines, words)
    yield from codes.hints(text, lines, words)


@cache
def _sign_words() -> frozenset[str]:
    """Return the words by which it is known that marks and codes may stand in a text."""
    return vocabulary().sign_words | exemptions().sign_words
