"""Mend what scans leave of dates: one wrong letter in a name ("Octoher"), letters in numbers ("2O1l")."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from threadparse.locales.calendar import calendar_words
from threadparse.values.date_words import WORD, DateText

__all__ = ["mend_names", "mend_numbers", "nearest_name"]

_SHORTEST = 5  # letters: one wrong letter in four makes too many words a month
_EDGE = 2  # letters at one end of a name that a slip at the other leaves
# A number in which letters were read for figures, and the semicolon that a colon became.
_MISREAD = re.compile(r"(?<![^\W\d_])(?=[OoIliSBZ|]{0,3}\d)[\dOoIliSBZ|]{1,4}(?!\w)")
_FIGURES = str.maketrans("OoIli|SBZ", "001111582")
_SEMICOLON = re.compile(r"(?<=\d);(?=\d\d\b)")


def mend_numbers(text: str) -> str:
    """Put figures for the letters that were read for them, and the colon of a time for a semicolon.

    Args:
        text: A header value.

    Returns:
        The value, as long as before.
    """
    mended = _MISREAD.sub(lambda match: match[0].translate(_FIGURES), text)
    return _SEMICOLON.sub(":", mended)


def mend_names(text: DateText) -> bool:
    """Put the right name for every unknown word that is one letter away from those of one month, weekday or zone.

    Args:
        text: The tokens of a header value; their keys are changed in place.

    Returns:
        True if a word was mended.
    """
    mended = False
    for at, token in enumerate(text.tokens):
        if token.kind == WORD and len(token.key) >= _SHORTEST - 1 and text.phrase(at) is None:
            name = nearest_name(token.key)
            if name is not None:
                token.key = name
                mended = True
    text.phrases.clear()
    return mended


def nearest_name(key: str) -> str | None:
    """Return the month, weekday or end of a zone one letter away from a word; None if none is, or several are.

    Args:
        key: A folded word.
    """
    table = calendar_words()
    # One wrong letter leaves the beginning or the end of the name whole.
    beginnings, ends = _by_edge()
    candidates = dict.fromkeys((*beginnings.get(key[:_EDGE], ()), *ends.get(key[-_EDGE:], ())))
    near = [name for name in candidates if _one_apart(name, key)]
    named = {name: table.get(name) for name in near}
    meanings = {(*sorted(word.months), None, *sorted(word.days)) if word else () for word in named.values()}
    return min(near) if len(meanings) == 1 else None


@cache
def _by_edge() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The names, and the last words of zones, by their first letters, and by their last ones."""
    beginnings: dict[str, list[str]] = defaultdict(list)
    ends: dict[str, list[str]] = defaultdict(list)
    for name in (*calendar_words().long_names(_SHORTEST), *calendar_words().zone_ends):
        beginnings[name[:_EDGE]].append(name)
        ends[name[-_EDGE:]].append(name)
    return dict(beginnings), dict(ends)


def _one_apart(name: str, key: str) -> bool:
    """Tell whether one letter changed, lost or added makes one word the other."""
    if abs(len(name) - len(key)) > 1 or name == key:
        return False
    start = 0
    shortest = min(len(name), len(key))
    while start < shortest and name[start] == key[start]:
        start += 1
    if len(name) == len(key):
        return name[start + 1 :] == key[start + 1 :]
    longer, shorter = (name, key) if len(name) > len(key) else (key, name)
    return longer[start + 1 :] == shorter[start:]
