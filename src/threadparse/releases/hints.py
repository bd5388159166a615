"""Tell which texts may have stamps and blacked-out places: what reads them is loaded for no others."""

from __future__ import annotations

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


def find_hints(text: str) -> list[int]:
    """Find quickly where marks, codes and stamps may stand; most texts have none, and are not looked at again.

    Args:
        text: The text.

    Returns:
        Offsets in or beside them, in no order.
    """
    text = text.replace("\xa0", " ")  # word processors write "s. 40" so
    marks, codes, lines = vocabulary(), exemptions(), outline(text)
    words = words_among(lines, _sign_words())
    return [*marks.hints(text, lines, words), *codes.hints(text, lines, words), *codes.stamp_hints(text, words)]


@cache
def _sign_words() -> frozenset[str]:
    """Return the words of one text in which marks, codes and stamps are looked for."""
    return vocabulary().sign_words | exemptions().sign_words
