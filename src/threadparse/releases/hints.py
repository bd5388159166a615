"""Tell which texts may have stamps and blacked-out places: what reads them is loaded for no others."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from threadparse.locales.exemptions import as_meant, exemptions
from threadparse.locales.folding import outline, words_among
from threadparse.locales.redaction_words import vocabulary

__all__ = ["find_hints", "may_have_places"]


def may_have_places(text: str) -> bool:
    """Tell quickly whether stamps, marks or codes may stand in a text; most have none, and are not looked at again.

    Args:
        text: The text.
    """
    return any(word in text for word in exemptions().stamp_words) or next(find_hints(text), None) is not None


def find_hints(text: str) -> Iterator[int]:
    """Find quickly where marks and codes may stand.

    Args:
        text: The text.

    Returns:
        Offsets in or beside them, in no order.
    """
    marks, codes = vocabulary(), exemptions()
    text = as_meant(text)
    lines = outline(text)
    words = words_among(lines, _sign_words())
    yield from marks.hints(text, lines, words)
    yield from codes.hints(text, lines, words)


@cache
def _sign_words() -> frozenset[str]:
    """Return the words by which it is known that marks and codes may stand in a text."""
    return vocabulary().sign_words | exemptions().sign_words
