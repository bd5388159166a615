"""Blank out what became of a narrow space between a time and AM or PM; imported only where such debris may stand."""

from __future__ import annotations

import re

__all__ = ["blank_debris"]

# U+202F as "?" or U+FFFD, read as Windows-1252, as an HTML entity or in quoted-printable; U+00A0 read the same ways.
_DEBRIS = re.compile(
    r"(?<=\d)\s?(?:[?\ufffd]{1,3}|\u00e2\u20ac\u00af"
    r"|\u00c2[ \u00a0]?|&#(?:8239|160|x202[Ff]);|&nbsp;|=E2=80=AF|=C2=A0)\s?"
    r"(?=[AaPp]\.?[Mm]\b)"
)


def blank_debris(text: str) -> str:
    """Put blanks for the debris of a space before AM or PM; the text stays as long as it is."""
    return _DEBRIS.sub(lambda match: " " * len(match[0]), text)
