"""Characters as a library or a file gave them, made plain text; processes of PDFium load it, and so it loads little."""

from __future__ import annotations

import re

__all__ = ["clean"]

_LINE_ENDS = re.compile(r"\r\n?|[\v\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# What no text has: controls that are neither white space nor escape.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def clean(characters: str) -> str:
    r"""Make decoded characters plain text.

    Args:
        characters: As a library or a file gave them.

    Returns:
        The text; lines end with ``\n``, surrogate pairs are joined, control characters are gone, and a lone surrogate
        is U+FFFD.
    """
    if characters.replace("\n", "").isprintable():  # so are most, which is seen much faster
        return characters
    if _SURROGATES.search(characters):
        characters = characters.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", characters))
