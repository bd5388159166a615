"""Tell cheaply that no date stands in a text, that it begins with none, or where the only one stands.

Most lines and values are settled here without a token being cut. Each answer is certain: where the words beside a
number could be of any calendar the token scanner decides. Plain ASCII texts, some also with the accents of Latin
letters; the others are the scanner's.
"""

from __future__ import annotations

import re
from functools import lru_cache

from threadparse.lines.caches import cached_if_short
from threadparse.locales.calendar import calendar_words
from threadparse.locales.folding import LOOSE
from threadparse.values.dates.shapes import match_shape
from threadparse.values.dates.tokens import nearest_name
from threadparse.values.dates.value import DateValue

__all__ = [
    "JOINT",
    "begins_with_no_date",
    "has_no_date",
    "has_no_date_at_ends",
    "may_be_date",
    "near_dates",
    "not_in_calendar",
    "only_date",
]

_KEPT = 512  # words of which it is kept whether a calendar knows them: those of running text come again
_MAX_KEPT_CHARS = 40

_FEWEST = 3  # numbers of a date without a name: day and month, and a year or a time
_LAST_DAY = 31
_COMPACT = 8  # digits of 20140517
# Words that the marks inside a phrase join ("a.m.", "mid-March") are looked up together.
_PIECE = re.compile(r"[a-z]+(?:[.'`-]+[a-z]+)*|[0-9]+")
_LAST_PIECE = re.compile(r"[a-z]+(?:[.'`-]+[a-z]+)*\Z")
JOINT = re.compile(r"[.'`-]+")
_MOST_JOINED = 5  # words that marks join to one of a phrase
# Where a word or a number begins can be hidden: in what a carrier left encoded, in a zone with a word glued to it, in a
# day with the time glued to it; and any word may announce a time ("2024 w 9:07").
_ANNOUNCED_TIME = r"[,.]? [a-z]+ [0-9]{1,2}:[0-9]{2}"
_HIDDEN = re.compile(
    rf"=[0-9A-F]{{2}}|&#?\w{{2,8}};|[0-9]\s*[A-Z]{{4}}|/[0-9]{{3,4}}:|(?<=[0-9]{{4}}){_ANNOUNCED_TIME}"
)
_FIRST_WORD = re.compile(r"[\W_]*([A-Za-z]+)(?![\w.'`-])")
_NUMBER = re.compile(r"[0-9]")
# What may follow a date that is over: the end, an address or a quotation, a word.
_BEHIND = r"[,:;]?(?:\s*\Z|\s+[<\"]|\s+([A-Za-z][a-z]+|[A-Z]{2,})(?![\w.'`-]))"
_BREAKS = '>:"*'  # no date reaches over one of these marks
_LEAD = "on"  # a Danish weekday too, but no English date is taken for Danish


def has_no_date(text: str) -> bool:
    """Tell whether a text is sure to hold no date: no numbers stand with the name of a month or day, or are enough.

    Args:
        text: A text; a header value may still be a bare ``20140517``.
    """
    if not text.isascii() or _HIDDEN.search(text):
        return False
    if _NUMBER.search(text) is None:
        return True
    numbers: list[str] = []
    words: list[str] = []
    for piece in _PIECE.findall(text.lower()):
        if piece.isdecimal():
            numbers.append(piece)
        elif not not_in_calendar(piece):
            words.append(piece)
        else:
            if numbers and may_be_date(numbers, words):
                return False
            numbers, words = [], []
    return not numbers or not may_be_date(numbers, words)


def may_be_date(numbers: list[str], words: list[str]) -> bool:
    """Tell whether numbers can be those of a date, with the words of calendars among them.

    Args:
        numbers: The numbers, as figures.
        words: Words that ``not_in_calendar`` does not turn away.
    """
    widths = set(map(len, numbers))
    if _COMPACT in widths or any(map(_may_name, words)):
        return True
    if len(numbers) < _FEWEST or not (words or widths != {1}):  # neither a year nor a time has single figures only
        return False
    return sum(len(number) <= 4 and int(number) <= _LAST_DAY for number in numbers) > 1


@lru_cache(maxsize=64)  # a line is asked for its dates, and then for the words around them
def near_dates(text: str) -> str:
    """Return the text without what is sure to be no part of a date and to stand beside no date.

    Args:
        text: An attribution line or a header value.

    Returns:
        The text with blanks for what was taken out, so that offsets stay; empty if it is sure to hold no date.
    """
    if (only := only_date(text)) is not None and "  " not in text and text[: only.start].rstrip()[-1:] != ":":
        return _beside(text, only)
    if has_no_date(text):
        return ""
    lowered = text.lower()
    if not text.isascii() or _HIDDEN.search(text) or any(end in lowered for end in calendar_words().zone_ends):
        return text
    near: list[str] = []
    numbers: list[str] = []
    words: list[str] = []
    start = kept = 0  # where the group begins, with the word before it; how far the text is told
    for piece in _PIECE.finditer(lowered):
        if (written := piece[0]).isdecimal():
            numbers.append(written)
        elif not not_in_calendar(written):
            words.append(written)
        else:
            if numbers and may_be_date(numbers, words):
                end = text.find(" ", piece.end())
                near += (" " * (start - kept), text[max(start, kept) : end if end >= 0 else None])
                kept = end if end >= 0 else len(text)
            if numbers or words:
                numbers, words = [], []
            start = text.rfind(" ", 0, piece.start()) + 1
    if numbers and may_be_date(numbers, words):
        near += (" " * (start - kept), text[max(start, kept) :])
    return "".join(near)


def _beside(text: str, only: DateValue) -> str:
    """Return the only date with the words on either side, which no calendar has, and "on" before it."""
    before = text[: only.start].split(" ")
    start = only.start - len(" ".join(before[-3:]))
    behind = text[only.end :].split(" ", 2)
    return f"{' ' * start}{text[start : only.end]}{' '.join(behind[:2])}"


def begins_with_no_date(text: str) -> bool:
    """Tell whether a text is sure to begin with no date: with a word that no calendar has.

    Args:
        text: A header value.
    """
    first = _FIRST_WORD.match(text) if text.isascii() else None
    if first is None or not (first[1][1:].islower() or first[1].isupper()):  # "MondayDecember 13"
        return False
    return not_in_calendar(word := first[1].lower()) and nearest_name(word) is None


def has_no_date_at_ends(text: str) -> bool:
    """Tell whether a text is sure neither to begin nor to end with a date: with words that no calendar has.

    Args:
        text: An attribution line.
    """
    first = _FIRST_WORD.match(text) if text.isascii() else None
    if first is None or not not_in_calendar(first[1].lower()):
        return False
    last = _last_piece(text.rstrip(LOOSE).lower())
    return last is not None and not_in_calendar(last)


@lru_cache(maxsize=64)
def only_date(text: str) -> DateValue | None:
    """Return the date in a common shape that is the only one of a text, between words that no calendar has.

    Args:
        text: A header value or an attribution line.

    Returns:
        The date, offsets in characters of ``text``; None if the token scanner has to decide.
    """
    number = _NUMBER.search(text) if text.isascii() else None
    value = match_shape(text, number.start()) if number else None
    if value is None:
        return None
    if value.end < len(text) and not _is_over(text[value.end :]):
        return None
    return value if _is_apart(text[: value.start]) else None


def _is_over(behind: str) -> bool:
    """Tell whether a date is sure to be over before a text, and to be no part of a range."""
    follows = re.match(_BEHIND, behind)
    if follows is None or (follows[1] and not not_in_calendar(follows[1].lower())):
        return False
    if follows[1] and re.match(_ANNOUNCED_TIME, behind):
        return False
    beyond = behind.lower()
    if any(end in beyond for end in calendar_words().zone_ends):  # "Eastern Standard Time"
        return False
    return has_no_date(behind)


def _is_apart(before: str) -> bool:
    """Tell whether no date that begins in a text without numbers can reach over its end."""
    before = before.rstrip().lower()
    piece = _last_piece(before)
    if piece == _LEAD:
        before = before[: -len(piece)].rstrip()
        piece = _last_piece(before)
    return not before or before[-1] in _BREAKS or (piece is not None and not_in_calendar(piece))


def _last_piece(text: str) -> str | None:
    found = _LAST_PIECE.search(text[text.rfind(" ") + 1 :])
    return found[0] if found else None


@cached_if_short(maxsize=_KEPT, longest=_MAX_KEPT_CHARS)
def not_in_calendar(piece: str) -> bool:
    """Tell whether no word of a piece, and no words of it together, are of a calendar.

    Args:
        piece: Letters, with the marks among them that join words of a calendar, folded.
    """
    known = calendar_words().may_hold
    if piece.isalpha():
        return not known(piece)
    return not any(map(known, _joined(piece)))


def _may_name(piece: str) -> bool:
    """Tell whether a piece can be, or be a part of, the name of a month or a day."""
    return any(map(calendar_words().may_name, _joined(piece)))


def _joined(piece: str) -> list[str]:
    """Return the words of a piece, and those that neighbours of them make together."""
    words = JOINT.split(piece)
    return [
        "".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + _MOST_JOINED, len(words)) + 1)
    ]
