"""Find dates among the tokens of a text: the thorough way, in the words of every locale."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from threadparse.values.dates.parts import read_parts, votes_of
from threadparse.values.dates.resolve import resolve
from threadparse.values.dates.shapes import read_shape
from threadparse.values.dates.tokens import MARK, WORD, DateText, Token, mend_names, read_tokens
from threadparse.values.dates.value import DateValue, weekday_fits
from threadparse.values.redactions import is_redacted

if TYPE_CHECKING:
    from threadparse.locales.calendar import CalendarWord
    from threadparse.values.dates.parts import Part

__all__ = ["find_dates", "read_value"]

_ZULU = ("GMT", "UT")  # an offset in the RFC 5322 shape only
_MAX_NICKNAME_CHARS = 3  # of a weekday that may be a name ("Lu", "Sun")
_SHORT = 2  # letters of a weekday that may be another word
_MARKS = re.compile(r"[\W_]*")
_BRACKETED = r"\s*(?:\([^()\d]{1,60}\)|\[[^\[\]\d]{1,60}\])[\s.,;]*"
_RANGE = re.compile(r"\s*[-–—]\s*")


def find_dates(text: str) -> tuple[DateValue, ...]:
    """Find all dates of a short text; a range ("3 May - 5 May") is not a date.

    Args:
        text: The text.

    Returns:
        The dates, left to right; offsets in characters of ``text``.
    """
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
    return tuple(value for i, value in enumerate(values) if i not in ranges and i - 1 not in ranges)


def read_value(text: str) -> DateValue | None:
    """Read a header value that is a date and nothing else, slips of character recognition mended.

    Args:
        text: The value.

    Returns:
        The date, offsets in characters of ``text``; None if anything else stands there.
    """
    tokens = read_tokens(text)
    value = _read_whole(tokens, text)
    if value is not None and weekday_fits(value) is not False:
        return value
    from threadparse.values.dates.repair import mended_values

    for mended, unproved in mended_values(text):
        better = _read_mended(mended, guess=unproved)
        if better is not None and weekday_fits(better) in ((True,) if unproved or value else (True, None)):
            stripped = text.strip()
            start = text.index(stripped)
            return better._replace(start=start, end=start + len(stripped), raw=stripped)
    return value


def _read_mended(text: str, *, guess: bool) -> DateValue | None:
    """Read a value with year and time, if need be with misread names mended or guessed."""
    tokens = read_tokens(text)
    value = _read_whole(tokens, text)
    mended = mend_names(tokens, guess=guess) if value is None else None
    if mended is not None:
        value = _read_whole(mended, text)
    return value if value is not None and value.year is not None and value.hour is not None else None


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
    return is_redacted(rest) or (timed and re.fullmatch(_BRACKETED, rest) is not None)


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
    if read and not whole and first.kind == WORD and _is_surname(tokens, at, read[0], parts):
        return None
    return _with_weekday_before(tokens, *read, parts) if read else None


def _may_lead(token: Token, word: CalendarWord) -> bool:
    """Tell a short weekday that is also a preposition ("On", "Le", "Di"): it counts only if the date confirms it."""
    return token.end - token.start <= _SHORT and not word.months and (word.lead_in is not None or word.glue is not None)


def _is_surname(tokens: DateText, at: int, value: DateValue, parts: list[Part]) -> bool:
    """Tell whether a short weekday before a date that is whole without it is a name ("Mei Lu 03/04/2002").

    The date is not sure to fall on that weekday, and a capitalised word that leads to no date stands before it, or
    behind it a word of another language.
    """
    token, before = tokens.tokens[at], tokens.tokens[at - 1]
    if value.weekday is None or token.end - token.start > _MAX_NICKNAME_CHARS:
        return False
    word = tokens.phrase(at)
    if word is None or value.weekday not in word[0].days or (weekday_fits(value) and not value.ambiguous):
        return False
    if any(where.isdisjoint(word[0].days[value.weekday]) for part in parts[1:2] for where in part.words):
        return True
    known = tokens.phrase(at - 1) if at and before.kind == WORD else None
    leads = known is not None and (known[0].lead_in is not None or known[0].glue is not None)
    return at > 0 and not leads and tokens.text[token.start].isupper() and tokens.text[before.start].isupper()


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
