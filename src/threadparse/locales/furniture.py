"""What is known about stamps, redaction codes and page numbers (``furniture.json``), loaded when first needed."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from threadparse.locales.tables import load_table

__all__ = ["Knowledge", "Phrase", "fold", "knowledge"]

Phrase = tuple[str, ...]

_WORD = r"[^\W_]+(?:['’./_-]+[^\W_]+)*"
_NOTATION = re.compile(_WORD + "|[#§…]")
# What OCR takes for one another in print.
_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "8": "b", "’": "'"})


class Knowledge(NamedTuple):
    """The knowledge of ``furniture.json``, compiled.

    Attributes:
        phrases: For each strength ("strong", "medium", "weak", "rider", "margin", "opens", "continues") its phrases by
            their first word, folded, the longest first. A phrase is a tuple of words as written; ``#``, ``§`` and ``…``
            as the notation of the file says.
        firsts: The first words of all phrases and page numbers, folded.
        token: Matches a redaction code (group ``code``), a word (``word``) or any other character that is no space.
        page: Matches a line that is a page number in words: groups ``n`` and ``m`` ("Page 3 of 7").
        mark: Matches the line that a converter writes between pages.
        hints: Case-folded strings, by a part of theirs that is looked for first; a text without form feeds and without
            any of them has no stamp.
    """

    phrases: dict[str, dict[str, list[Phrase]]]
    firsts: frozenset[str]
    token: re.Pattern[str]
    page: re.Pattern[str]
    mark: re.Pattern[str]
    hints: dict[str, list[str]]

    def hinted(self, text: str) -> bool:
        """Whether a text may have a stamp: it has one of the hints.

        Args:
            text: Any text, case-folded.
        """
        return any(part in text and any(hint in text for hint in hints) for part, hints in self.hints.items())


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """Fold case and what OCR takes for one another.

    Args:
        word: A word as written, from a cell that is short enough for a stamp.

    Returns:
        The word for comparison only.
    """
    return word.casefold().translate(_ALIKE)


@cache
def knowledge() -> Knowledge:
    """Read and compile the knowledge.

    Returns:
        The knowledge; the same object each time.
    """
    data = load_table("furniture")
    code = "|".join(entry["pattern"] for entry in data["codes"])
    phrases = {strength: _index(group) for strength, group in data["phrases"].items()}
    pages = {fold(word) for entry in data["page_words"].values() for word in entry["page"]}
    return Knowledge(
        phrases=phrases,
        firsts=frozenset(pages.union(*phrases.values())),
        token=re.compile(rf"(?P<code>(?<![\w(])(?:{code})(?![\w(]))|(?P<word>{_WORD})|\S"),
        page=_page(list(data["page_words"].values())),
        mark=re.compile("|".join(entry["pattern"] for entry in data["page_marks"])),
        hints=data["hints"],
    )


def _index(phrases: list[str]) -> dict[str, list[Phrase]]:
    """Phrases by their first word, the longest first."""
    index: dict[str, list[Phrase]] = {}
    for phrase in sorted((tuple(_NOTATION.findall(text)) for text in phrases), key=len, reverse=True):
        index.setdefault(fold(phrase[0]), []).append(phrase)
    return index


def _page(words: list[dict[str, list[str]]]) -> re.Pattern[str]:
    """The pattern of a whole line such as "Page 3 of 7", "- Seite 2 -" or "Sivu 3/7"."""
    page, of = (_any({word for entry in words for word in entry[key]}) for key in ("page", "of"))
    return re.compile(
        rf"[-–—\[(|*_# ]{{0,8}}(?:{page})\.?[ :#|*]{{0,4}}(?P<n>\d{{1,5}})[* ]{{0,3}}"
        rf"(?:(?:{of}|/|\|)[* ]{{0,3}}(?P<m>\d{{1,5}}))?[-–—\])|*_ ]{{0,8}}",
        re.IGNORECASE,
    )


def _any(words: set[str]) -> str:
    """An alternation of literal words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
