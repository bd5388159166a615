"""Dates as mail writes them, in every language: find them in a line, read a header value.

Reading one date decides nothing that only the chain can decide: see ``order.py`` for ``03/04/2021``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from threadparse.locales.folding import compiled_for
from threadparse.values.dates.shapes import read_shape
from threadparse.values.dates.value import DateValue, iso, swapped

__all__ = ["DateValue", "iso", "parse_date", "scan_dates", "swapped"]

_MAX_CHARS = 2_000  # of a text that are looked at: an attribution line has some hundreds
_MAX_VALUE_CHARS = 200  # a longer header value is no date
_KEPT = 32  # texts whose dates are kept: a chain says them twice, and each line is asked more than once
# AM or PM behind something that is no blank, perhaps with one between, or with such within: the first class passes
# over most letters. Greek and Cyrillic ones take long to compile.
_ODD = r"(?:(?<=[^A-Za-z0-9 ].)|(?<=[^A-Za-z0-9 ]\s.))"
_ODD_PERIOD, _ODD_PERIOD_ABROAD = (
    rf"(?:[{begin}](?=\.?\s?[{end}]\b|\.\S{{1,9}}?\s?m\b)|[{unit}](?![a-z])){_ODD}"
    r"|[aApP](?=\.\S{1,9}?\s?[Mm]\b)(?<=\d\s.)"
    r"|(?<=:\d\d)(?:[^\s\x00-\x7f]|[&?%\\]|=[0-9A-F])"
    for begin, end, unit in (("AaPp", "Mm", "h"), ("AaPpπμ", "Mmμ", "hгрч"))
)
_ABROAD, _MAY_BE_CODED = frozenset("πμгрч"), ("=", "%", "\\u")
_CODED_PERIOD = r"(?:[=%][0-9A-F]{2}|\\u\w{4})\s?[AaPpπμhгрч]"
_ODD_BEHIND = r"[전후前後午](?=[^\s\d:,]\S{0,9}?\s?\d)"  # the same behind a period that stands before the time
_ENDS_OF_PERIODS = frozenset("전후前後午")
_DIGIT = re.compile(r"\d")
_COMPACT = r"\d{8}|(?:19|20)\d{3,4}:\d\d"  # 20140517; a year with the time glued to it


def scan_dates(text: str) -> tuple[DateValue, ...]:
    """Find all dates of a short text.

    A date has at least a day and a month; the weekday, the time, the zone and the words between them ("at",
    "um", "kl.") belong to it, a name behind it does not. A range ("3 May - 5 May") is no date.

    Args:
        text: A header value or an attribution line on one line; only its first 2,000 characters are looked at.

    Returns:
        The dates, left to right; offsets in characters of ``text``.
    """
    return _scan(text[:_MAX_CHARS]) if _DIGIT.search(text) else ()


@lru_cache(maxsize=_KEPT)
def _scan(text: str) -> tuple[DateValue, ...]:
    from threadparse.values.dates.prefilter import near_dates, only_date

    clean = _without_debris(text)
    if clean != text:
        return tuple(value._replace(raw=text[value.start : value.end]) for value in scan_dates(clean))
    only = only_date(text)
    if only is not None:
        return (only,)
    near = near_dates(text)
    if not near:
        return ()
    from threadparse.values.dates.scanner import find_dates

    return find_dates(near)


def parse_date(text: str) -> DateValue | None:
    """Read a header value that is a date and nothing else.

    Args:
        text: The value of a Date or Sent field; marks and brackets around the date do not count.

    Returns:
        The date, offsets in characters of ``text``; None if anything else stands there.
    """
    if len(text) > _MAX_VALUE_CHARS or not _DIGIT.search(text):
        return None
    return _parse(text)


@lru_cache(maxsize=_KEPT)
def _parse(text: str) -> DateValue | None:
    value = read_shape(text)
    if value:
        return value
    clean = _without_debris(text)
    if clean != text:
        value = parse_date(clean)
        return value and value._replace(raw=text[value.start : value.end])
    return _read_closely(text)


def _read_closely(text: str) -> DateValue | None:
    """Read a date of no common shape; what that takes is imported here, as most mail has none."""
    from threadparse.values.dates.prefilter import begins_with_no_date, has_no_date

    if begins_with_no_date(text) or (has_no_date(text) and not re.search(_COMPACT, text)):
        return None
    from threadparse.values.dates.scanner import read_value

    return read_value(text)


def _without_debris(text: str) -> str:
    """Blank out what became of a narrow space beside AM, PM, "h" or "г."; most texts hold no trace of one."""
    odd = re.search(_ODD_PERIOD if _ABROAD.isdisjoint(text) else _ODD_PERIOD_ABROAD, text) is not None
    if any(mark in text for mark in _MAY_BE_CODED):
        odd = odd or compiled_for(text, _CODED_PERIOD).search(text) is not None
    if not odd and (_ENDS_OF_PERIODS.isdisjoint(text) or not re.search(_ODD_BEHIND, text)):
        return text
    from threadparse.values.dates.repair import blank_debris

    return blank_debris(text)
