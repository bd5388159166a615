"""Mend what encodings and character recognition did to a date; imported only for a text that shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from threadparse.lines.charsets import undo_misreading

__all__ = ["blank_debris", "mended_values"]

# A space before AM or PM that was no ASCII, as whatever became of it: an entity, an escape, bytes in quoted-printable,
# percent signs or the wrong encoding, marks.
_BEFORE_PERIOD = re.compile(
    r"(?<=\d)(?:\s|&#?\w{1,8};|[=%][0-9A-F]{2}|\\u\w{4}|<U\+\w{4}>|[-?_*~|^'`,.;(]|(?!\d)[^\x00-\x7f]){1,10}"
    r"(?=[AaPp]\.?\s?[Mm]\b(?![\w.-]*@))"
)
_CLOCK = re.compile(r"\d{4}.*\d[:.]\d\d|\d[:.]\d\d.*\d{4}")  # a year and a time
_QUOTED = re.compile(r"(?:=[0-9A-F]{2})+")  # RFC 2045 §6.7
_LOST_LETTER = re.compile(r"(?<=[^\W\d_])[?\ufffd]{1,2}(?=[^\W\d_])")
# What leaves one reading only.
_SPACED_TIME = re.compile(r"(?<![\d:;])(\d{1,2}) ?[:;] ?(\d\d)(?: ?([:;]) ?(\d\d))?(?!\d)")
_GLUED_TIME = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\d{1,2}:\d\d(?!\d))")
_GLUED_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z][a-z]{2})")
# What the weekday has to prove: letters read for figures, numbers in two pieces, and the end of "Oct 01 14:45:38 2010"
# with blanks lost or in the place of colons.
_MISREAD = re.compile(r"(?<![^\W\d_])(?=[OoIliSBZUDQ|]{0,3}\d)[\dOoIliSBZUDQ|]{1,4}(?!\w)")
_FIGURES = str.maketrans("OoUDQIli|SBZ", "000001111582")
_SPLIT_YEAR = re.compile(r"\b(19|20) (\d\d)(?=,? \d{1,2}:\d\d)")
_SPLIT_DAY = re.compile(r"(?<=[a-z][ .])([0-3]) (\d)(?=,| \d{4})")
_TORN_END = re.compile(r"(?<!\d)(\d{1,2}) ?(\d\d)[:;. ]?(\d\d)[:;. ]?(\d\d) ?((?:19|20)\d\d)\W*$")


def blank_debris(text: str) -> str:
    """Put blanks for what stands between a time and AM or PM; the text stays as long as it is."""
    return _BEFORE_PERIOD.sub(lambda match: " " * len(match[0]), text)


def mended_values(text: str) -> Iterator[tuple[str, bool]]:
    """Mend a header value that could be a date with year and time, in two steps.

    Args:
        text: The value.

    Yields:
        The value as mended, and whether only the named weekday can prove it. The first step parts and joins what has
        one reading only; it may leave the value as it is.
    """
    mended = _SPACED_TIME.sub(_joined_time, _decoded(text))
    mended = _GLUED_WORDS.sub(" ", _GLUED_TIME.sub(r"\1 ", mended))
    guessed = _MISREAD.sub(lambda match: match[0].translate(_FIGURES), mended)
    guessed = _SPACED_TIME.sub(_joined_time, guessed)
    guessed = _SPLIT_DAY.sub(r"\1\2", _SPLIT_YEAR.sub(r"\1\2", guessed))
    guessed = _TORN_END.sub(r"\1 \2:\3:\4 \5", guessed)
    if _CLOCK.search(mended):
        yield mended, False
    if guessed != mended and _CLOCK.search(guessed):
        yield guessed, True


def _decoded(text: str) -> str:
    """Decode what a carrier left encoded or decoded wrongly ("M=E4rz", "aoÃ»t"), and put "x" for lost letters."""
    if "&" in text:
        text = unescape(text)
    if "=" in text:
        text = _QUOTED.sub(_unquoted, text)
    return _LOST_LETTER.sub("x", text if text.isascii() else undo_misreading(text))


def _unquoted(match: re.Match[str]) -> str:
    data = bytes.fromhex(match[0].replace("=", ""))
    try:
        return data.decode()
    except UnicodeError:
        return data.decode("cp1252", "replace")


def _joined_time(match: re.Match[str]) -> str:
    second = f":{match[4]}" if match[3] else ""
    return f"{match[1]}:{match[2]}{second}"
