"""Dates as mail writes them, in every language: find them in a line, read a header value.

Reading one date decides nothing that only the chain can decide: see ``date_order`` for ``03/04/2021``.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from threadparse.values.date_fallback import read_with_dateutil
from threadparse.values.date_parts import read_parts, votes_of
from threadparse.values.date_resolve import resolve
from threadparse.values.date_shapes import read_shape
from threadparse.values.date_slips import mend_names
from threadparse.values.date_value import DateValue, iso, swapped, weekday_fits
from threadparse.values.date_words import MARK, WORD, DateText, Token, read_tokens
from threadparse.values.redactions import is_redacted

if TYPE_CHECKING:
    from threadparse.locales.calendar import CalendarWord
    from threadparse.values.date_parts import Part

__all__ = ["DateValue", "iso", "parse_date", "scan_dates", "swapped"]

_LONGEST = 2_000  # characters of a text that are looked at: an attribution line has some hundreds
_LONGEST_VALUE = 200  # a longer header value is no date
_ZULU = ("GMT", "UT")  # an offset in the RFC 5322 shape only
_SHORT = 2  # letters of a weekday that may be another word
_DIGIT = re.compile(r"\d")
_GLUED_TIME = re.compile(r"\b((?:19|20)\d\d)(?=\d{1,2}:\d\d ?[AaPp]\.?[Mm])")
_CLOCK = re.compile(r"\d{4}.*\d:\d\d|\d:\d\d.*\d{4}")  # a year and a time
_MARKS = re.compile(r"[\W_]*")
_BRACKETED = re.compile(r"\s*(?:\([^()\d]{1,60}\)|\[[^\[\]\d]{1,60}\])[\s.,;]*")
_RANGE = re.compile(r"\s*[-–—]\s*")


def scan_dates(text: str) -> list[DateValue]:
    """Find all dates of a short text.

    A date has at least a day and a month; the weekday, the time, the zone and the words between them ("at",
    "um", "kl.") belong to it, a name behind it does not. A range ("3 May - 5 May") is no date.

    Args:
        text: A header value or an attribution line on one line; only its first 2,000 characters are looked at.

    Returns:
        The dates, left to right; offsets in characters of ``text``.
    """
    text = text[:_LONGEST]
    if not _DIGIT.search(text):
        return []
    tokens = read_tokens(text)
    values: list[DateValue] = []
    at = 0
    while at < len(tokens.tokens):
        found = _read_at(tokens, at, whole=False)
        if found is None:
            at += 1
            continue
        value, start, at = found
        values.append(_placed(tokens, value, start, at, text))
    ranges = {i for i, (a, b) in enumerate(pairwise(values)) if _RANGE.fullmatch(text, a.end, b.start)}
    return [value for i, value in enumerate(values) if i not in ranges and i - 1 not in ranges]


def parse_date(text: str) -> DateValue | None:
    """Read a header value that is a date and nothing else.

    Args:
        text: The value of a Date or Sent field; marks and brackets around the date do not count.

    Returns:
        The date, offsets in characters of ``text``; None if anything else stands there.
    """
    if len(text) > _LONGEST_VALUE or not _DIGIT.search(text):
        return None
    value = read_shape(text)
    if value:
        return value
    glued = _GLUED_TIME.search(text)
    if glued:  # a scan lost the blank: "May 6, 20111:53 AM"; nobody writes a year of five digits
        return _shifted(parse_date(f"{text[: glued.end(1)]} {text[glued.end(1) :]}"), glued.end(1), text)
    tokens = read_tokens(text)
    value = _read_whole(tokens, text)
    if value is None and _CLOCK.search(text) and mend_names(tokens):
        value = _read_whole(tokens, text)
        if value and (value.year is None or value.hour is None):
            return None
    return value or read_with_dateutil(text.strip())


def _shifted(value: DateValue | None, at: int, text: str) -> DateValue | None:
    """Take the blank that was put in at an offset out of the spans again."""
    if value is None:
        return None
    end = value.end - (value.end > at)
    return value._replace(end=end, raw=text[value.start : end])


def _read_whole(tokens: DateText, text: str) -> DateValue | None:
    at = 0
    while at < len(tokens.tokens):
        found = _read_at(tokens, at, whole=True)
        if found:
            value = _placed(tokens, *found, text)
            return value if _ends(text[value.end :], timed=value.hour is not None) else None
        lead = _lead_in(tokens, at)
        if lead is None:
            return None
        at = lead
    return None


def _lead_in(tokens: DateText, at: int) -> int | None:
    """Pass over a mark, or a word that only leads to a date ("le", "den", "tanggal")."""
    if tokens.tokens[at].kind == MARK:
        return at + 1
    found = tokens.phrase(at) if tokens.tokens[at].kind == WORD else None
    return found[1] if found and (found[0].lead_in is not None or found[0].glue is not None) else None


def _ends(rest: str, *, timed: bool) -> bool:
    """Tell whether only marks, a redaction, or the comment on a time (RFC 5322 §3.2.2) stand behind the date."""
    if _MARKS.fullmatch(rest):
        return True
    return is_redacted(rest) or (timed and _BRACKETED.fullmatch(rest) is not None)


def _read_at(tokens: DateText, at: int, *, whole: bool) -> tuple[DateValue, int, int] | None:
    first = tokens.tokens[at]
    if first.kind == MARK:
        return None
    if first.kind == WORD:
        found = tokens.phrase(at)
        if not found or not (found[0].months or found[0].days or found[0].periods) or _may_lead(first, found[0]):
            return None
    parts = read_parts(tokens, at)
    read = resolve(tokens, parts, whole=whole) if parts else None
    return _with_weekday_before(tokens, *read, parts) if read else None


def _may_lead(token: Token, word: CalendarWord) -> bool:
    """Tell a short weekday that is also a preposition ("On", "Le", "Di"): it counts only if the date bears it out."""
    return token.end - token.start <= _SHORT and not word.months and (word.lead_in is not None or word.glue is not None)


def _with_weekday_before(
    tokens: DateText, value: DateValue, start: int, end: int, parts: list[Part]
) -> tuple[DateValue, int, int]:
    """Take in a weekday like "Di." before the date if it is the right one, in the language of the month."""
    at = start - 1
    while at > 0 and tokens.tokens[at].key in (".", ",") and start - at < 3:
        at -= 1
    token = tokens.tokens[max(at, 0)]
    word = tokens.phrase(at) if at >= 0 and token.kind == WORD else None
    if value.weekday is None and word and _may_lead(token, word[0]):
        leads = (word[0].lead_in or frozenset()) | (word[0].glue or frozenset())
        votes = votes_of(parts)
        doubt = max((votes[code] for code in leads), default=0)
        for day, where in word[0].days.items():
            named = max((votes[code] for code in where), default=0) > doubt
            dated = value._replace(weekday=day)
            if named and weekday_fits(dated):
                return dated, at, end
    return value, start, end


def _placed(tokens: DateText, value: DateValue, start: int, end: int, text: str) -> DateValue:
    """Set the span of a date from the indexes of its tokens."""
    first, last = tokens.place(tokens.tokens[start].start, tokens.tokens[end - 1].end)
    raw = text[first:last]
    offset = value.offset
    if offset is None and raw.endswith(_ZULU):
        shape = read_shape(raw)
        offset = shape.offset if shape else None
    return value._replace(start=first, end=last, offset=offset, raw=raw)
