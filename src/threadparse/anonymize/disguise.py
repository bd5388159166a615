"""The disguise of a text: each word and number replaced by another of the same shape, the same one everywhere."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache

from threadparse.anonymize.kept_words import is_kept
from threadparse.locales.calendar import calendar_words
from threadparse.locales.folding import fold, fold_word, is_unspaced

__all__ = ["Disguise"]

_WORD = re.compile(r"[^\W\d_]+")
#: Entities, escaped bytes and literal line ends stay; they are found first.
_RUN = re.compile(r"&#?\w{1,31};|=[0-9A-F]{2}(?!\w)|\\[nrt]|[^\W\d_]+|\d+")
_VOWELS, _CONSONANTS = "aeiou", "bcdfghjklmnprstvwz"
_TRIES = 60
#: Dates, times and numbers of lists and pages ("3/12" at the end of a line): what a chain is taken apart by.
_KEPT_NUMBERS = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?!\d)|\d{1,2}[:.h]\d{2}(?::\d{2})?(?!\d)|[+-]\d{2}:?\d{2}(?!\d)|(?<=[A-Z])[+-]\d{1,2}(?!\d)"
    r"|\d{1,4}/\d{1,4}(?=[ \t]*$)"
    r"|^[ \t>*]*\(?\d{1,3}[.)](?=\s)|^[ \t>]*\d{1,4}[ \t]*$",
    re.MULTILINE,
)
_NEAR = 24  # characters; a number so near a month's name belongs to a date
_YEAR_DIGITS = 4
_SHORT_LABEL = 3
# What stays of a stretch.
_NUMBERS, _ALL = 1, 2


class Disguise:
    """Replaces words and numbers, the same ones in the same way as long as it lives.

    Args:
        key: What the replacements depend on. Whoever has it can test a guess, so it is thrown away.
        texts: All texts that are to be disguised: none of their words is made up.
    """

    def __init__(self, key: bytes, texts: Iterable[str]) -> None:
        self._key = key
        self._originals = {word.casefold() for text in texts for word in _WORD.findall(text)}
        self._made: dict[str, str] = {}
        self._taken: set[str] = set()

    def text(self, text: str, keep: Iterable[tuple[int, int]] = ()) -> str:
        """Disguise a text, letter by letter, so that all offsets stay.

        Args:
            text: The text.
            keep: Stretches that stay as they are, such as dates.
        """
        kept = bytearray(len(text))
        near = bytearray(len(text))
        for match in _KEPT_NUMBERS.finditer(text):
            kept[match.start() : match.end()] = bytes([_NUMBERS]) * (match.end() - match.start())
        for start, end in _dates(text):
            near[start:end] = b"\1" * (end - start)
        for start, end in keep:
            kept[start:end] = bytes([_ALL]) * (end - start)
        return _RUN.sub(lambda match: self._replaced(match, kept, near), text)

    def _replaced(self, match: re.Match[str], kept: bytearray, near: bytearray) -> str:
        """Return what stands for a word or a number."""
        run, start = match[0], match.start()
        if run[0] in "&=\\" or kept[start] == _ALL:
            return run
        if run[0].isdecimal() or run.isdigit():
            return (
                run if kept[start] or _is_code(match) or (near[start] and _is_of_a_date(match)) else self._number(run)
            )
        if is_kept(run) or not run.casefold().strip("x") or _is_domain_end(match):
            return run
        return self._word(run)

    def _number(self, digits: str) -> str:
        """Return a number of as many digits; zeros at its beginning stay."""
        bare = digits.lstrip("0")
        made = self._find(bare, lambda source: "".join(str(1 + next(source) % 9) for _ in bare)) if bare else ""
        return "0" * (len(digits) - len(bare)) + made

    def _word(self, word: str) -> str:
        """Return a word of the same letters in kind and case."""
        plain = next((form for form in (fold(word), word.lower()) if len(form) == len(word)), word)
        made = self._find(plain, lambda source: "".join(_letter(letter, next(source)) for letter in plain))
        return "".join(
            new.upper() if old.isupper() and len(new.upper()) == 1 else new for old, new in zip(word, made, strict=True)
        )

    def _find(self, run: str, make: Callable[[_Numbers], str]) -> str:
        """Return the replacement of a run: one that stands for no other, and is no word that was there or is kept."""
        if run not in self._made:
            made = run
            for count in range(_TRIES):
                made = make(_Numbers(self._key, run, count))
                folded = made.casefold()
                if made not in self._taken and folded not in self._originals and not is_kept(made):
                    break
            self._taken.add(made)
            self._made[run] = made
        return self._made[run]


class _Numbers:
    """Numbers that depend on a key, a word and a count, without end."""

    def __init__(self, key: bytes, run: str, count: int) -> None:
        self._seed = key + count.to_bytes(2, "big") + run.encode("utf-8", "surrogatepass")
        self._block = 0
        self._bytes = b""

    def __next__(self) -> int:
        """Return the next number, from 0 to 255."""
        if not self._bytes:
            self._bytes = hashlib.blake2b(self._seed + self._block.to_bytes(4, "big")).digest()
            self._block += 1
        number, self._bytes = self._bytes[0], self._bytes[1:]
        return number


def _letter(letter: str, number: int) -> str:
    """Return a letter of the same kind: a vowel for a vowel, else one of the same script and case."""
    for kind in (_VOWELS, _CONSONANTS + "qxy"):
        if letter in kind:
            choice = kind if kind == _VOWELS else _CONSONANTS
            return choice[number % len(choice)]
    choice = _block(ord(letter) & ~0x7F, unicodedata.category(letter))
    return choice[number % len(choice)] if choice else letter


@cache
def _block(start: int, category: str) -> str:
    """Return the letters of one category among 128 neighbours, which are of one script."""
    letters = (chr(code) for code in range(start, start + 128))
    found = [letter for letter in letters if unicodedata.category(letter) == category and letter.isalpha()]
    same = (letter for letter in found if unicodedata.normalize("NFKC", letter) == letter)
    return "".join(letter for letter in same if len(letter.upper()) == 1)


def _dates(text: str) -> Iterable[tuple[int, int]]:
    """Return where numbers belong to dates: near the names of months and days, and before units such as 年."""
    calendar = calendar_words()
    for match in _WORD.finditer(text):
        word = fold_word(match[0])
        if calendar.may_name(word):
            yield max(0, match.start() - _NEAR), min(len(text), match.end() + _NEAR)
        elif is_unspaced(word) and (found := calendar.get(word)) is not None and found.units:
            yield max(0, match.start() - _YEAR_DIGITS), match.start()


def _is_of_a_date(match: re.Match[str]) -> bool:
    """Tell whether a number can be a day, an hour or a year: it stands alone, and is short or begins as years do."""
    text, start, end = match.string, match.start(), match.end()
    before = text[start - 1 : start]
    glued = (before.isalpha() and not is_unspaced(before)) or text[end : end + 1] == "@"
    return not glued and (end - start < 3 or (end - start == _YEAR_DIGITS and text[start : start + 2] in ("19", "20")))


def _is_code(match: re.Match[str]) -> bool:
    """Tell whether a number stands behind one letter, as in the code of an exemption ("B6")."""
    text, start = match.string, match.start()
    return len(match[0]) < 3 and text[start - 1 : start].isalpha() and not text[max(0, start - 2) : start - 1].isalnum()


def _is_domain_end(match: re.Match[str]) -> bool:
    """Tell whether a word is the short end of a domain, such as ``org``."""
    text, start, end = match.string, match.start(), match.end()
    if end - start > _SHORT_LABEL or start < 2 or text[start - 1] != ".":
        return False
    begin = max(text.rfind(" ", 0, start), text.rfind("\n", 0, start), start - 80)
    return "@" in text[begin + 1 : start] or "://" in text[begin + 1 : start]
