"""Tell whether words that differ in two copies were misread in one of them, or are other words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from threadparse.locales.calendar import calendar_words
from threadparse.merge.compared_words import is_negation, is_slip, likeness, skeleton

__all__ = [
    "MAX_JOINED_WORDS",
    "MIN_PASSAGE_WORDS",
    "are_alike",
    "are_misread",
    "is_likely_slip",
    "is_misread_link",
    "is_telling",
]

_MIN_RARE_RATIO = 0.6  # how alike a word that stands nowhere else is to the one that it is a misreading of
MAX_JOINED_WORDS = 2  # words that text recognition joins or divides
_MIN_TIMES_RARER = 8  # times that a word is more frequent than a misreading of it
_MIN_MISREAD_RATIO = 0.5  # how alike two words are of which one is a misreading
_MAX_OTHER_RATIO = 0.4  # how alike two words are at most of which neither is a misreading, where letters are misread
_MIN_MORE_LETTERS = 4
_MIN_MISSING_PER_UNKNOWN = 3  # words that are left out, for each that stands in few other places
_MIN_LETTERS_PER_SHARED = 2.5, 4  # of a word in the place of another, of one that stands in few other places
_LONG_WORD = 7  # letters
_MIN_LETTERS_PER_SHARED_OF_LONG = 2.2  # of a long word in the place of one that begins with another letter
_MIN_CHANGED_OF_WORD = 0.75  # of the letters of a word, to make another one of it that stands elsewhere, too
_FEW_LETTERS = 4
_MIN_TELLING_LETTERS = 3  # letters of a word that can be told from noise
MIN_PASSAGE_WORDS = 12  # words that no noise leaves out
_MAX_COMPARED = 40_000  # letters of the one times letters of the other
_NUMBER = re.compile(r"\d[\d.,:/]*")
_NO_DIGIT = re.compile(r"\D")
_DIGIT = re.compile(r"\d")
_LINK = re.compile(r"\w\+\w+\+\w")  # a part of one: words with blanks written as "+"
_LINK_NUMBER = re.compile(r"\d{2,}")


def are_misread(one: Sequence[str], other: Sequence[str], *, unknown: bool = False) -> bool:
    """Tell whether words differ in letters only as text recognition makes them, in no digit and no negation.

    A long word that is ``unknown`` elsewhere takes the place of a negation as one that was misread.
    """
    left, right = "".join(one), "".join(other)
    if skeleton(left) == skeleton(right):
        return not (left.isdigit() and right.isdigit())
    if _is_other_word(one, other, rare=True):
        return False
    spelled = unknown and min(len(left), len(right)) > _FEW_LETTERS
    if not spelled and list(filter(is_negation, one)) != list(filter(is_negation, other)):
        return False
    if _DIGIT.findall(left) and _DIGIT.findall(right) and _DIGIT.findall(left) != _DIGIT.findall(right):
        return False
    return _ratio(left, right) >= _MIN_MISREAD_RATIO


def is_likely_slip(one: Sequence[str], other: Sequence[str], seen: Callable[[str], int]) -> bool:
    """Tell whether words that stand nowhere else, or a stray letter, are a misreading of what is in their place."""
    words = [*one, *other]
    if len(words) <= 2 and all(word.isalpha() for word in words) and not any(map(is_negation, words)):
        left, right = "".join(one), "".join(other)
        letters = sum(mine != theirs for mine, theirs in zip(left, right, strict=False))
        if len(left) + len(right) < _MIN_TELLING_LETTERS or (
            len(left) == len(right) <= _MIN_TELLING_LETTERS and letters == 1
        ):
            return True
    if not one or not other or max(len(one), len(other)) > MAX_JOINED_WORDS:
        return False
    if skeleton("".join(one)) == skeleton("".join(other)):
        return are_misread(one, other)
    counts = sorted(map(seen, words))
    times = _MIN_TIMES_RARER // (2 if is_slip("".join(one), "".join(other)) else 1)
    rare = counts[0] <= 1 or counts[0] * times <= counts[-1]
    misread = are_misread(one, other, unknown=counts[0] <= 1)
    return rare and misread and _ratio(one, other) >= _MIN_RARE_RATIO


def is_telling(one: Sequence[str], other: Sequence[str], knows: Callable[[str], bool]) -> bool:
    """Tell whether a difference of scans is more than noise: digits, a negation, words that stand elsewhere too."""
    words = [*one, *other]
    if len(one) == len(other) == 1 and all(map(_NUMBER.fullmatch, words)):
        left, right = (_NO_DIGIT.sub("", word) for word in words)
        return left != right and len(left) == len(right)
    unknown = sum(not knows(word) and not _names_day(word) for word in words)
    if abs(len(one) - len(other)) >= MIN_PASSAGE_WORDS:
        return min(len(one), len(other)) <= MAX_JOINED_WORDS and unknown * 3 <= len(words)
    if _is_other_word(one, other, rare=bool(unknown)) or _is_turned_round(one, other, rare=bool(unknown)):
        return True
    plain = sum(len(word) >= _MIN_TELLING_LETTERS and word.isalpha() for word in words)
    if one and other:
        return not unknown and plain == len(words) and _ratio(one, other) <= _MAX_OTHER_RATIO
    return plain > 1 and unknown * _MIN_MISSING_PER_UNKNOWN <= len(words)


def _names_day(word: str) -> bool:
    """Tell whether a word is the name of a day or a month: one word that is known however few copies have it."""
    return len(word) > _FEW_LETTERS and calendar_words().may_name(word)


def _is_turned_round(one: Sequence[str], other: Sequence[str], *, rare: bool) -> bool:
    """Tell whether a negation was put in or taken out; a short word that stands nowhere else may be misread."""
    mine, theirs = ([word for word in words if is_negation(word)] for words in (one, other))
    if mine == theirs:
        return False
    long = all(len(word) > _MIN_TELLING_LETTERS for word in (*mine, *theirs))
    return not rare or (long and _ratio(one, other) < _MAX_OTHER_RATIO)


def _is_other_word(one: Sequence[str], other: Sequence[str], *, rare: bool) -> bool:
    """Tell whether a word is so unlike the one in its place that it was not misread.

    Misread words mostly keep their first letter; one that does may only be much longer.
    """
    if not len(one) == len(other) == 1 or not (one[0].isalpha() and other[0].isalpha()):
        return False
    short, long = sorted((one[0], other[0]), key=len)
    if not rare and len(short) >= _FEW_LETTERS < len(long) and _is_rewritten(skeleton(short), skeleton(long)):
        return True
    shared = _ratio(short, long) * (len(short) + len(long)) / 2
    if len(long) >= _LONG_WORD and skeleton(short)[:1] != skeleton(long)[:1]:
        return shared * _MIN_LETTERS_PER_SHARED_OF_LONG < len(long)
    return len(long) - len(short) >= _MIN_MORE_LETTERS and shared * _MIN_LETTERS_PER_SHARED[rare] < len(long)


def _is_rewritten(one: str, other: str) -> bool:
    """Tell whether nearly all letters must be changed to make one word of another, the first and the last, too."""
    if one[0] == other[0] or one[-1] == other[-1]:
        return False
    steps = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    changed = sum(max(b - a, d - c) for kind, a, b, c, d in steps if kind != "equal")
    return changed >= _MIN_CHANGED_OF_WORD * max(len(one), len(other))


def is_misread_link(one: str, other: str) -> bool:
    """Tell whether words belong to a link, which recognition tears, and have the same numbers."""
    linked = _LINK.search(one) or _LINK.search(other)
    return linked is not None and _LINK_NUMBER.findall(one) == _LINK_NUMBER.findall(other)


def are_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether half of the letters of some words are those of others, in their order."""
    return _ratio(one, other) >= _MIN_MISREAD_RATIO


def _ratio(one: Sequence[str], other: Sequence[str]) -> float:
    """Return how alike the letters of words are."""
    left, right = "".join(one), "".join(other)
    if len(left) * len(right) > _MAX_COMPARED:
        return 0.0
    return likeness(left, right)
