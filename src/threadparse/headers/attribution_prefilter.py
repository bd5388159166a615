"""A quick test of lines that may be an attribution: whether none of them can be the end of one.

Most lines above a quotation are answers to the one before. A "no" is certain; for most texts that are not plain ASCII,
and for long ones, it is a "yes", and the patterns decide.
"""

from __future__ import annotations

import re

from threadparse.lines.caches import cached_if_short
from threadparse.locales.attribution_table import attribution_table, may_be_unfilled
from threadparse.values.dates.prefilter import has_more_than_date, has_no_date, has_no_time

__all__ = ["may_end_so", "may_stand_alone"]

_MAX_CHARS = 3_000  # characters: five lines of the longest attribution
_DIGIT = re.compile(r"\d")


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
