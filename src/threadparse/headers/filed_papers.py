"""Tell rows that say whose papers follow, and under which numbers these are filed, from what somebody writes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from threadparse.locales.folding import compiled_for, fold
from threadparse.locales.letterheads import letterhead_words
from threadparse.locales.phrases import phrasebook
from threadparse.locales.redaction_words import vocabulary

__all__ = ["are_filed", "ends_with_name", "is_plain", "names_body"]

_PARTS = r" [-–—|/] | \(|, |: |\t| {2,}"  # as text: few rows are asked
_BETWEEN_NAMES = r" [/–—|-] "  # of a body in two languages
_LETTERS = r"[^\W\d_]+"
_YEAR = r"(?<!\d)(?:19|20)\d\d(?!\d)"
_AROUND_WORD = ".,:;#*_()[]"
_ELSEWHERE = ("@", "://")  # an address is no number
_MAX_SMALL_CHARS = 3  # of a word that has no capital in a title, too
_MAX_SIGN_CHARS = 2  # of what stands between a word and its number ("No.", "n°", "nr")
_ROMAN = frozenset("IVXLC")
_MIN_FIGURES, _MAX_FIGURES = 3, 16  # of a number: fewer in one run beside its year, more in all
_PADDING, _MIN_PADDED = "00", 5
_MAX_BODY_WORDS = 8
_MIN_ENDING_CHARS = 6
_MIN_EVIDENCE = 2
_SENTENCE_ENDS = (".", "!", "?", ",")


def are_filed(rows: Sequence[str]) -> bool:
    """Tell whether rows are names and numbers alone, and say twice whose papers follow, or which.

    The name of a public body or capitals say whose, unless somebody's name may stand above it; a number by which papers
    are filed says which. An answer goes on behind its number ("PO44718 OK"), and ends with the name of who gives it.

    Args:
        rows: Rows above a header that show something.
    """
    if not any(map(_has_figure, rows)):
        return False
    parted = [list(filter(None, map(_words, compiled_for(row, _PARTS).split(row)))) for row in rows]
    bodies = [[_is_body(words) or _is_in_capitals(words) for words in parts] for parts in parted]
    whose = headed = any(map(any, bodies))
    numbers = 0
    for row, parts, named in zip(rows, parted, bodies, strict=True):
        count = _count_numbers(parts, named, headed=headed)
        if count is None:
            return False
        numbers += count
        plain = not (count or any(named) or _has_figure(row) or _is_known(row))
        if plain and row is rows[-1]:
            return False
        whose = whose and not plain
    return numbers > 0 and numbers + whose >= _MIN_EVIDENCE


def ends_with_name(rows: Sequence[str]) -> bool:
    """Tell whether all that is at the end is one word that may be somebody's name ("Item 4" above "Jo", "Doc 12, Jo").

    Args:
        rows: Rows above a header that show something.
    """
    numbered, _, last = (rows[-1] if len(rows) == 1 else f"{rows[0]}, {rows[-1]}").rpartition(", ")
    name = last.strip(_AROUND_WORD + " ")
    return _has_figure(numbered) and name.isalpha() and name.istitle() and not _is_known(name) and not names_body(name)


def names_body(row: str) -> bool:
    """Tell whether a row is the name of a public body ("Fjellvik kommune", "Préfecture du Val-Noir").

    Args:
        row: A row that shows something.
    """
    if row.rstrip()[-1] in _SENTENCE_ENDS or not is_plain(row):
        return False
    return any(_is_body(re.findall(_LETTERS, name)) for name in compiled_for(row, _BETWEEN_NAMES).split(row))


def _is_body(named: Sequence[str]) -> bool:
    """Tell whether words are a public body's name: one of the first two or the last says so, or ends in what does."""
    if not 1 <= len(named) <= _MAX_BODY_WORDS or named[0][0].islower() or any(map(_has_figure, named)):
        return False
    telling, bodies = {*map(fold, (*named[:2], named[-1]))}, letterhead_words().bodies
    if len(named) > 1 and not bodies.isdisjoint(telling):
        return True
    return any(word[1:].endswith(_endings()) for word in telling)  # "Kystdirektoratet"


def is_plain(row: str) -> bool:
    """Tell whether a row has neither figures nor what sets its parts apart.

    Args:
        row: A row that shows something.
    """
    return "," not in row and ":" not in row and not any(map(str.isdigit, row))


def _is_in_capitals(words: Sequence[str]) -> bool:
    """Tell whether words are two or more in capitals, and no number."""
    return len(words) > 1 and all(word.isupper() and not _has_figure(word) for word in words)


def _words(part: str) -> list[str]:
    """Return the words of a part of a row, without what stands around them."""
    return [word for piece in part.split() if (word := piece.strip(_AROUND_WORD))]


def _count_numbers(parts: Sequence[Sequence[str]], bodies: Sequence[bool], *, headed: bool) -> int | None:
    """Count the numbers in a row by which papers are filed; None if it is no row of names and numbers.

    Args:
        parts: The parts of the row, by their words.
        bodies: Which of them are names of bodies.
        headed: A body's name stands in some row; otherwise this one has to begin as a number does.
    """
    if not parts or not (headed or _begins_number(parts[0])):
        return None
    count = 0
    for words, body in zip(parts, bodies, strict=True):
        if count and fold(words[0]) in letterhead_words().papers:
            break  # "Doc 11 - email chain 4 May"
        figured = [_is_figure(words, at) for at in range(len(words))]
        if not body and not _is_printed(words, figured, behind=count > 0):
            return None
        count += sum(_is_number(words, at) for at, figure in enumerate(figured) if figure)
    return count


def _has_figure(word: str) -> bool:
    return any(map(str.isdigit, word))


def _is_figure(words: Sequence[str], at: int) -> bool:
    """Tell whether a word has a figure, or is a letter or a Roman number behind what papers are called ("Annex C")."""
    word = words[at]
    lettered = word.isupper() and (len(word) == 1 or _ROMAN.issuperset(word))
    return _has_figure(word) or (lettered and at > 0 and _is_known(words[at - 1]))


def _begins_number(words: Sequence[str]) -> bool:
    """Tell whether a row begins with a number, a known word, an acronym or a body, or is a name."""
    first = words[0]
    if _has_figure(first) or any(map(str.isupper, first[1:])) or _is_known(first) or fold(first) in _beginnings():
        return True
    if len(first) <= _MAX_SIGN_CHARS:
        return any(map(_has_figure, words[1:2]))  # "p. 000212"
    return not any(map(_has_figure, words))


def _is_printed(words: Sequence[str], figured: Sequence[bool], *, behind: bool) -> bool:
    """Tell whether a part of a row may be printed: words with capitals, and known ones, with a number at their end.

    Args:
        words: Its words.
        figured: Which of them are numbers.
        behind: A number stands in a part before it, which a name alone follows in an answer ("Item 4, Jo").
    """
    if any(_is_small(word) for word, figure in zip(words, figured, strict=True) if not figure):
        return False
    if any(figured):
        return figured[-1] or _is_known(words[-1])  # not "PO44718 OK"
    return not behind or len(words) > 1 or _is_known(words[0])


def _is_small(word: str) -> bool:
    """Tell whether a word has a small letter where titles have a capital; what papers are called may have one."""
    return word[0].islower() and len(word) > _MAX_SMALL_CHARS and not _is_known(word)


def _is_number(words: Sequence[str], at: int) -> bool:
    """Tell whether papers are filed by a number: its form says so, or the word before it, or an acronym."""
    number = words[at]
    before = next((word for word in reversed(words[:at]) if len(word) > _MAX_SIGN_CHARS), "")
    if _is_known(before) or fold(re.split(r"\d", number, maxsplit=1)[0]) in _called():
        return True
    figures = re.findall(r"\d+", re.sub(_YEAR, "", number))
    if max(map(len, figures), default=0) < _MIN_FIGURES or len("".join(figures)) > _MAX_FIGURES:
        return False
    if any(sign in number for sign in _ELSEWHERE):
        return False
    if "/" in number or "_" in number or any(map(str.isupper, number)):
        return True
    if number.startswith(_PADDING) and len(number) >= _MIN_PADDED:
        return True
    return "-" in number and before.isupper() and fold(before) not in phrasebook().contact


def _is_known(words: str) -> bool:
    """Tell whether papers are called so, or whether this is said of them ("part release")."""
    folded = fold(words).strip(_AROUND_WORD)
    return folded in _called() or folded.partition(" ")[0] in letterhead_words().papers or _says_status(folded)


def _says_status(folded: str) -> bool:
    """Tell whether words end with what a release says of a paper."""
    return folded.endswith(vocabulary().statuses)


@cache
def _called() -> frozenset[str]:
    """Return what papers and their numbers are called."""
    return letterhead_words().captions | letterhead_words().front_numbered | letterhead_words().papers


@cache
def _endings() -> tuple[str, ...]:
    """Return the words with which longer names of bodies end; short ones end names of places, too."""
    return tuple(body for body in letterhead_words().bodies if len(body) >= _MIN_ENDING_CHARS or not body.isascii())


@cache
def _beginnings() -> frozenset[str]:
    """Return words with which the numbers of papers begin, and the names of bodies."""
    return letterhead_words().bodies.union(words.partition(" ")[0] for words in letterhead_words().front_numbered)
