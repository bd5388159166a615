"""A quick test of lines that may be an attribution: whether none of them can be the end of one.

Most lines above a quotation are answers to the one before. A "no" is certain; for most texts that are not plain ASCII,
and for long ones, it is a "yes", and the patterns decide.
"""

from __future__ import annotations

import re
import unicodedata

from threadparse.lines.caches import cached_if_short
from threadparse.lines.charsets import undo_misreading
from threadparse.locales.attribution_table import attribution_table, may_be_unfilled
from threadparse.locales.calendar import calendar_words
from threadparse.locales.folding import beyond_ascii, fold_word
from threadparse.values.dates.prefilter import JOINT, has_no_date, may_be_date, not_in_calendar

__all__ = ["may_end_so", "may_stand_alone"]

_MAX_CHARS = 3_000  # characters: five lines of the longest attribution
_DIGIT = re.compile(r"\d")
# What can hide a time, a name or an address: marks that stand for others, letters glued to a zone, other scripts.
_VEILING = re.compile(r"[&%=\\<(\[@]")
_GLUED_ZONE = re.compile(r"[0-9]\s*[A-Z]{3}")
_LAST_LATIN, _NO_LETTERS = "\u017e", frozenset(map(chr, (*range(0x80, 0xC0), 0xD7, 0xF7)))
# Numbers of a time without a word behind them, also as a scan leaves them; AM or PM in what was a blank.
_TIME = re.compile(
    r"[0-9](?:\w{0,3}\s?[:;]\s?\w{0,3}[0-9]|\.[0-9]{2}(?![0-9]|\.[0-9]{4})"
    r"|[0-9][. ]?[0-9]{2} ?(?:19|20)[0-9]{2}|[^A-Za-z0-9:]{1,10}[AaPp]\.?\s?[Mm]\b)"
)
_GLUED_TIME = re.compile(r":[0-9]{2}|(?<![^\W\d_])[Tt][0-9]")
_BEHIND_NUMBER = re.compile(r"[0-9]\s*([^\W\d_]+[0-9]?)")
_LATIN_PIECE = re.compile(r"[^\W\d_]+(?:[.'`-]+[^\W\d_]+)*|[0-9]+")


@cached_if_short(maxsize=32, longest=_MAX_CHARS)  # a text that repeats its lines asks the same again
def may_stand_alone(text: str) -> bool:
    """Tell whether an attribution can be among lines that end with a colon and have no quotation below.

    It has an address, or stands between dashes, or has a date; a date without a time only if it names nobody.

    Args:
        text: The line and those above it that may belong to it.
    """
    if "@" in text or "--" in text or "＠" in text:
        return True
    if has_more_than_date(text[text.rfind("\n") + 1 :], attribution_table().words) and has_no_time(text):
        return may_be_unfilled(text.lower())
    return _may_be_dated(text)


def may_end_so(text: str) -> bool:
    """Tell whether an attribution can be among lines that end without a colon, above a quotation.

    It has a date, or the words of a client that prints no colon.

    Args:
        text: The line and those above it that may belong to it.
    """
    if _may_be_dated(text):
        return True
    folded = text.lower()
    return any(word in folded for word in attribution_table().unended_words) or may_be_unfilled(folded)


def _may_be_dated(text: str) -> bool:
    if not text.isascii() or len(text) > _MAX_CHARS or "&" in text:  # what "&#49;" stands for is seen later
        return True
    return _DIGIT.search(text) is not None and not has_no_date(text)


def has_no_time(text: str) -> bool:
    """Tell whether a text is sure to hold no time of day.

    Args:
        text: An attribution line, or lines that may be one.
    """
    if _TIME.search(text) or _GLUED_TIME.search(text) or _is_veiled(text):
        return False
    return not any(map(calendar_words().may_time, map(fold_word, _BEHIND_NUMBER.findall(text))))


def has_more_than_date(text: str, words: frozenset[str]) -> bool:
    """Tell whether a text is sure to hold more than a date and some words: another word, or a number of no date.

    Args:
        text: The last line of what may be an attribution: the numbers it begins with may end a date of the line above.
        words: The words that may stand beside the date, in small letters.
    """
    if _is_veiled(text):
        return False
    numbers: list[str] = []
    named: list[str] = []
    begun = False
    for piece in _LATIN_PIECE.findall(text.lower()):
        if piece.isdecimal():
            numbers.append(piece)
        elif not not_in_calendar(folded := fold_word(piece)):
            named.append(folded)
        elif words.isdisjoint(JOINT.split(piece)) or (begun and numbers and not may_be_date(numbers, named)):
            return True
        else:
            begun, numbers, named = True, [], []
    return begun and bool(numbers) and not may_be_date(numbers, named)


def _is_veiled(text: str) -> bool:
    """Tell whether a text may hold what it does not show as it stands."""
    if _VEILING.search(text) or _GLUED_ZONE.search(text):
        return True
    if text.isascii():
        return False
    if any(char > _LAST_LATIN or char in _NO_LETTERS for char in beyond_ascii(text)) or not unicodedata.is_normalized(
        "NFKC", text
    ):
        return True
    return undo_misreading(text) != text
