"""Tell which texts may have stamps and blacked-out places: what reads them is loaded for no others."""

from __future__ import annotations

from typing import NamedTuple

from threadparse.locales.exemptions import exemptions
from threadparse.locales.folding import outline
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
    stamps = (at for word in exemptions().stamp_words if (at := text.find(word)) >= 0)
    lines = outline(text)
    return [*vocabulary().hints(text, lines), *exemptions().hints(text, lines), *stamps]
