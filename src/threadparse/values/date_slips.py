"""Mend one wrong letter in the name of a month or weekday, as character recognition leaves it ("Octoher")."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from threadparse.locales.calendar import calendar_words
from threadparse.values.date_words import WORD, DateText

__all__ = ["mend_names", "nearest_name"]

_SHORTEST = 5  # letters: one wrong letter in four makes too many words a month
_EDGE = 2  # letters at one end of a name that a slip at the other leaves


def mend_names(text: DateText) -> bool:
    """Put the right name for every unknown word that is one letter away from names of one single month or weekday.

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
    """Return the name one letter away from a word; None if there is none, or names of different months.

    Args:
        key: A folded word.
    """
    table = calendar_words()
    # One wrong letter leaves the beginning or the end of the name whole.
    beginnings, ends = _by_edge()
    candidates = dict.fromkeys((*beginnings.get(key[:_EDGE], ()), *ends.get(key[-_EDGE:], ())))
    near = [name for name in candidates if _one_apart(name, key)]
    meanings = {(*sorted(word.months), None, *sorted(word.days)) for name in near if (word := table.get(name))}
    return min(near) if len(meanings) == 1 else None


@cache
def _by_edge() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The names by their first letters, and by their last ones."""
    beginnings: dict[str, list[str]] = defaultdict(list)
    ends: dict[str, list[str]] = defaultdict(list)
    for name in calendar_words().long_names(_SHORTEST):
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
