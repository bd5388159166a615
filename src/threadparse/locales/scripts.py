"""Scripts that do without blanks between words or names."""

from __future__ import annotations

import re
from functools import cache

__all__ = ["has_ideographs", "is_unspaced"]

# Thai, Lao, Tibetan, Myanmar; Khmer, Mongolian; kana; Han; Hangul for its particles.
_UNSPACED = (
    ("\u0e00", "\u109f"),
    ("\u1780", "\u17ff"),
    ("\u3040", "\u30ff"),
    ("\u3400", "\u9fff"),
    ("\uac00", "\ud7af"),
)


def is_unspaced(text: str) -> bool:
    """Whether a text begins in a script that is written without blanks between words.

    Args:
        text: One character or more; the first tells.
    """
    first = text[0]
    return first > "\u0e00" and any(low <= first <= high for low, high in _UNSPACED)


def has_ideographs(text: str) -> bool:
    """Whether a text has Chinese, Japanese or Korean characters.

    Args:
        text: Any text.
    """
    return not text.isascii() and _ideographs().search(text) is not None


@cache
def _ideographs() -> re.Pattern[str]:
    return re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
