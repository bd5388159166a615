"""Load what is known about stamps, redaction codes and page numbers (``furniture.json``) when first needed."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, cached_property, lru_cache
from typing import Any

from threadparse.locales.folding import compiled_for
from threadparse.locales.lexicon import load_table

__all__ = ["Knowledge", "Phrase", "fold", "fold_alike", "knowledge"]

Phrase = tuple[str, ...]

_WORD = r"[^\W_]+(?:['’./_-]+[^\W_]+)*"
_NOTATION = _WORD + "|[#§…]"
#: A page number, whatever the words; as text: it is asked for where a cell begins with one of them.
_PAGE = (
    r"[-–—\[(|*_# ]{0,8}(?P<page>[^\W\d_]+)\.?[ :#|*]{0,4}(?P<n>\d{1,7})[* ]{0,3}"
    r"(?:(?:(?P<of>[^\W\d_]+)|/|\|)[* ]{0,3}(?P<m>\d{1,7}))?[-–—\])|*_ ]{0,8}"
)
_MIN_LEGEND_WORDS = 5
_PRINTABLE = "".join(map(chr, range(33, 127)))  # of ASCII; the module that names its letters is slow to load
# What OCR takes for one another in print.
_ALIKE = (("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"), ("8", "b"), ("’", "'"))


class Knowledge:
    """The knowledge of ``furniture.json``; each part is made when first asked for, as most texts only need the hints.

    Args:
        table: The object of ``furniture.json``.
    """

    def __init__(self, table: dict[str, Any]) -> None:
        self._table = table

    def hinted(self, text: str) -> bool:
        """Tell whether a text may have a stamp: a text without form feeds and without any of the hints has none.

        Args:
            text: Any text, case-folded.
        """
        hints: dict[str, list[str]] = self._table["hints"]  # by a part of theirs that is looked for first
        return any(part in text and any(hint in text for hint in whole) for part, whole in hints.items())

    def marked(self, text: str) -> bool:
        """Tell whether a text may have a converter's mark between pages.

        Args:
            text: Any text.
        """
        return any(entry["sign"] in text and entry["part"] in text for entry in self._table["page_marks"])

    @cached_property
    def phrases(self) -> dict[str, dict[str, list[Phrase]]]:
        """For each strength ("strong", "medium", "weak", "rider", "margin", "opens", "continues") its phrases.

        They stand by their first word, folded, the longest first. A phrase is a tuple of words as written; ``#``, ``§``
        and ``…`` as the notation of the file says.
        """
        return {strength: _index(group) for strength, group in self._table["phrases"].items()}

    @cached_property
    def firsts(self) -> frozenset[str]:
        """The first words of all phrases and page numbers, folded."""
        return self.free_firsts.union(*self.phrases.values())

    @cached_property
    def free_firsts(self) -> frozenset[str]:
        """Those of them that need not stand in capitals."""
        return frozenset(
            self.page_words.union(
                first
                for index in self.phrases.values()
                for first, phrases in index.items()
                if not all(phrase[0].isupper() for phrase in phrases)
            )
        )

    @cached_property
    def page_words(self) -> frozenset[str]:
        """The words before page numbers, folded."""
        return frozenset(fold(word) for entry in self._table["page_words"].values() for word in entry["page"])

    @cached_property
    def words_before_numbers(self) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """The words before page numbers, those before the number of all pages, and their last letters, case-folded."""
        page, of = map(frozenset, self._around_numbers)
        return page, of, frozenset(word[-1:] for word in page | of)

    @cached_property
    def legends(self) -> list[frozenset[str]]:
        """The words of the long stamps, folded."""
        strong = (frozenset(map(fold, phrase)) for phrases in self.phrases["strong"].values() for phrase in phrases)
        return [words for words in strong if len(words) >= _MIN_LEGEND_WORDS]

    @cached_property
    def beginning(self) -> re.Pattern[str]:
        """Matches where a line begins that may be a stamp: with a capital (its group), a word of a phrase, or a code.

        It may match too much and never too little. A person's "I" and "A" are no capitals.
        """
        firsts = {phrase.split()[0] for kind in ("strong", "medium", "weak") for phrase in self._table["phrases"][kind]}
        words: dict[str, list[str]] = {}  # by their first letters: of most lines only these are looked at
        for first in sorted(first.lower() for first in firsts if not first.isupper()):
            initial, *rest = map(_spellings().__getitem__, fold_alike(first))
            words.setdefault(initial, []).append("".join(f"[{letters}]" for letters in rest))
        worded = "|".join(f"[{initial}](?:{'|'.join(rests)})" for initial, rests in words.items())
        return re.compile(
            r"\n(?!\n)(?>(?:[^\w\n]+|_+)*)(?:(?P<capital>[^\W\da-z_])(?![a-z]|['’ ][a-z])"
            rf"|(?=[{''.join(words)}])(?:{worded})(?![^\W_])|{self._table['code_beginning']}|\d+[^\W\da-z_])",
        )

    @property
    def classification(self) -> dict[str, Any]:
        """The words of the line that says who classified a page, why, and until when."""
        words: dict[str, Any] = self._table["classification"]
        return words

    @cached_property
    def numbers(self) -> re.Pattern[str]:
        """Matches a label of a number and the number: group ``document`` or ``case``."""
        labels = self._table["numbers"].items()
        return re.compile(
            "|".join(
                rf"(?:{'|'.join(map(re.escape, words))})\W{{0,3}}(?P<{name}>\w\S*\d\S*)" for name, words in labels
            ),
            re.IGNORECASE,
        )

    def words(self, cell: str) -> list[str]:
        """Return the words of a cell.

        Args:
            cell: The text.
        """
        return compiled_for(cell, _WORD).findall(cell)

    def token(self, cell: str, at: int) -> re.Match[str] | None:
        """Find the next word (group ``word``) or other character of a cell that is no space.

        Args:
            cell: The text.
            at: From where on.
        """
        return compiled_for(cell, rf"(?P<word>{_WORD})|\S").search(cell, at)

    def page_number(self, cell: str) -> tuple[int, int | None] | None:
        """Read a page number in words ("Page 3 of 7", "- Seite 2 -"): the number, and how many pages there are.

        Args:
            cell: One cell of a line.
        """
        match, (pages, of) = compiled_for(cell, _PAGE).fullmatch(cell), self._around_numbers
        if match is None or match["page"].casefold() not in pages:
            return None
        if match["of"] and match["of"].casefold() not in of:
            return None
        return int(match["n"]), int(match["m"]) if match["m"] else None

    @cached_property
    def _around_numbers(self) -> tuple[set[str], set[str]]:
        """The words before the number of a page, and those between it and how many there are."""
        entries = self._table["page_words"].values()
        pages, of = ({word.casefold() for entry in entries for word in entry[key]} for key in ("page", "of"))
        return pages, of

    @cached_property
    def mark(self) -> re.Pattern[str]:
        """Matches the line that a converter writes between pages."""
        return re.compile("|".join(entry["pattern"] for entry in self._table["page_marks"]))


@lru_cache(maxsize=256)
def fold(word: str) -> str:
    """Fold case and what OCR takes for one another.

    Args:
        word: A word as written, from a cell that is short enough for a stamp.

    Returns:
        The word for comparison only.
    """
    return fold_alike(word)


def fold_alike(text: str) -> str:
    """Fold case and what OCR takes for one another in a text of any length.

    Args:
        text: Words as written.
    """
    folded = text.casefold()
    for seen, meant in _ALIKE:
        folded = folded.replace(seen, meant)  # many times faster than a table for them
    return folded


@cache
def knowledge() -> Knowledge:
    """Return the knowledge; the same object each time."""
    return Knowledge(load_table("furniture"))


@cache
def _spellings() -> dict[str, str]:
    """Return the letters and figures that folding takes for one, by that."""
    spellings: dict[str, str] = defaultdict(str)
    for letter in filter(str.isalnum, _PRINTABLE):
        spellings[fold_alike(letter)] += letter
    return spellings


def _index(phrases: list[str]) -> dict[str, list[Phrase]]:
    """Phrases by their first word, the longest first."""
    index: dict[str, list[Phrase]] = {}
    words = (tuple(compiled_for(text, _NOTATION).findall(text)) for text in phrases)
    for phrase in sorted(words, key=len, reverse=True):
        index.setdefault(fold(phrase[0]), []).append(phrase)
    return index
