"""Mend the figures that character recognition misread; imported only for a value that cannot be read as it stands."""

from __future__ import annotations

import re

__all__ = ["has_clock", "mend_numbers"]

_CLOCK = re.compile(r"\d{4}.*\d[:.]\d\d|\d[:.]\d\d.*\d{4}")  # a year and a time
# A number in which letters were read for figures, and the semicolon that a colon became.
_MISREAD = re.compile(r"(?<![^\W\d_])(?=[OoIliSBZ|]{0,3}\d)[\dOoIliSBZ|]{1,4}(?!\w)")
_FIGURES = str.maketrans("OoIli|SBZ", "001111582")
_SEMICOLON = re.compile(r"(?<=\d);(?=\d\d\b)")


def has_clock(text: str) -> bool:
    """Tell whether a year and a time stand in a text."""
    return _CLOCK.search(text) is not None


def mend_numbers(text: str) -> str:
    """Put figures for the letters that were read for them, and the colon of a time for a semicolon.

    Args:
        text: A header value.

    Returns:
        The value, as long as before.
    """
    mended = _MISREAD.sub(lambda match: match[0].translate(_FIGURES), text)
    return _SEMICOLON.sub(":", mended)
