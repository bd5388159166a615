"""A stretch of text with the exemption codes and the words for redactions in it, and what stands around each."""

import re
from bisect import bisect_right
from collections.abc import Set
from typing import Literal, NamedTuple

from threadparse.document import RedactionForm
from threadparse.locales.exemption_signs import exemption_signs
from threadparse.locales.exemptions import Exemption, exemptions
from threadparse.locales.folding import compiled_for, fold
from threadparse.locales.phrases import leading_words, phrasebook, words
from threadparse.locales.redaction_words import BESIDE, GENERIC, REDACTED, TAKEN_OUT, THING
from threadparse.values.redactions import find_words

__all__ = ["BAR", "CROSSES", "DOUBLE_QUOTES", "LETTERS", "SENTENCE_ENDS", "TAKEN", "Mark", "MarkedText", "word_before"]

#: Not what a rating ("■■■□□") or a gauge ("[████    ] 60 %") draws.
BAR = r"([█■▇▆▓▒⬛◼◾▮▰])\1+(?!\1|[□▢▯☐░▱])(?![\s|\]]{0,40}\d{1,3}\s?%)"  # as text: in Latin-1 there is none
#: Not what stands for a number that is to be given ("case XX-XXXX").
CROSSES = re.compile(r"(?<![\w/])(?<!\w-)(?!\w\w-\w+(?![\w-]))[xX](?:[ .-]?[xX]){3,}(?![\w/])")
LETTERS = re.compile(r"[^\W\d_]+")
SENTENCE_ENDS = (".", "!", "?")
DOUBLE_QUOTES = '"“”„«»`'
#: Senses of words that say that something was taken out.
TAKEN = frozenset({REDACTED, TAKEN_OUT, BESIDE})
_LAW_NAME = re.compile(r"\s([^\W\d_a-z]{3,})(?![^\W\d_])")
_WORD_BEFORE = r"([^\W\d_]+)[\s\"'“”‘’(]{0,3}$"
_WORD_BEHIND = r"[\s\"'“”‘’)]{0,3}([^\W\d_]+)"
_MAX_LABEL_WORDS = 3
_MAX_LEAD_CHARS = 40  # of what stands before a code: a greeting, a label, the name of a law


class Mark(NamedTuple):
    """A mark in a text.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        form: What stands for the words.
        codes: The codes in or beside it.
        firm: It is a mark whatever stands elsewhere. Others count where a firm one proves that words were taken out.
        mentioned: The text speaks of it, as an example of marks; if ``certain``, nothing was taken out here.
    """

    start: int
    end: int
    form: RedactionForm
    codes: tuple[Exemption, ...] = ()
    firm: bool = True
    mentioned: Literal["", "perhaps", "certain"] = ""

    def moved(self, by: int) -> "Mark":
        """Return the mark further on, its codes with it.

        Args:
            by: By so many characters.
        """
        codes = tuple(code.moved(by) for code in self.codes)
        return self._replace(start=self.start + by, end=self.end + by, codes=codes)


class MarkedText:
    """A stretch of text whose marks are looked for.

    Args:
        text: The text.
        value: It is a mailbox.
        people: Codes that stand for people elsewhere, and the words with which they begin.

    Attributes:
        text: The text.
        value: It is a mailbox.
        people: Codes that stand for people elsewhere, and the words with which they begin.
        codes: The exemption codes in it.
        begins: Where what is said of a code begins, by where the code does ("Personal privacy s.40(2)").
        words: The words for redactions in it, and for what is taken out.
    """

    def __init__(self, text: str, *, value: bool = False, people: Set[str] = frozenset()) -> None:
        self.text = text
        self.value = value
        self.people = people
        codes = exemptions().find(text)
        self.begins = {code.start: exemptions().detail_start(text, code) for code in codes}
        said = [range(begin, start) for start, begin in self.begins.items() if begin < start]
        self.codes = tuple(code for code in codes if not any(code.start in words for words in said))
        self._coded = [self.begins[code.start] for code in self.codes]
        self.words = [word for word in find_words(text) if not self.is_of_code(word.start)]
        self._worded = [word.start for word in self.words]

    def is_of_code(self, at: int) -> bool:
        """Tell whether a place is within a code or its detail."""
        before = bisect_right(self._coded, at)
        return before > 0 and at < self.codes[before - 1].beyond

    def _is_of_word(self, at: int) -> bool:
        """Tell whether a place is within a word for redactions."""
        before = bisect_right(self._worded, at)
        return before > 0 and at < self.words[before - 1].end

    def senses(self, start: int, end: int) -> set[str]:
        """Return what the words for redactions in a stretch say."""
        return {word.sense for word in self.words if start <= word.start < end}

    def count_legible(self, start: int, end: int) -> int:
        """Count the words of a stretch that belong neither to a code nor to a mark."""
        starts = [match.start() for match in LETTERS.finditer(self.text, start, end)]
        return sum(not self.is_of_code(at) and not self._is_of_word(at) for at in starts)

    def is_legible_behind(self, code: Exemption) -> bool:
        """Tell whether anything legible but codes follows a code."""
        behind = self.text[code.beyond :]
        return any(char.isalnum() and not self.is_of_code(at) for at, char in enumerate(behind, code.beyond))

    def word_before(self, at: int) -> str:
        """Return the word right before a place, folded; empty where another mark stands there."""
        return word_before(self.text, at)

    def word_behind(self, at: int) -> str:
        """Return the word right behind a place, folded; empty where another mark stands there."""
        match = self.next_word(at)
        return match[1].casefold() if match else ""

    def next_word(self, at: int) -> re.Match[str] | None:
        """Return the word right behind a place, its first group."""
        return compiled_for(self.text, _WORD_BEHIND).match(self.text, at)

    def words_beside(self) -> set[str]:
        """Return the words beside the codes and their details, folded."""
        return {fold(match[0]) for match in LETTERS.finditer(self.text) if not self.is_of_code(match.start())}

    def form(self, senses: Set[str]) -> RedactionForm:
        """Return the form of a mark by what its words say."""
        if BESIDE in senses and not senses & {REDACTED, TAKEN_OUT}:
            return "bar" if re.search(BAR, self.text) or not CROSSES.search(self.text) else "crosses"
        return "word" if senses & {REDACTED, TAKEN_OUT, GENERIC, THING} else "code"

    def lead(self, code: Exemption) -> str:
        """Return the last characters before a code."""
        return self.text[max(0, code.start - _MAX_LEAD_CHARS) : code.start].rstrip()

    def law_behind(self, end: int) -> re.Match[str] | None:
        """Return the word in capitals behind a code, which may be the short name of its law ("s.14(1) MFIPPA")."""
        return _LAW_NAME.match(self.text, end)

    def law_end(self, end: int) -> int:
        """Return the end of a code with the short name of its law."""
        name = self.law_behind(end)
        return name.end() if name is not None and fold(name[1]) in exemption_signs().law_words else end

    def is_addressed(self, code: Exemption) -> bool:
        """Tell whether a code stands for a name or a number in a greeting, a closing or behind a label ("Tel: s22")."""
        behind = self.text[code.beyond : code.beyond + 2]
        return not behind.strip(" ,.;|/\r\n") and self.has_lead(self.begins[code.start])

    def has_lead(self, at: int) -> bool:
        """Tell whether a greeting, a closing or a label, and nothing else, stands before a place in its line."""
        line = self.text[self.text.rfind("\n", 0, at) + 1 : at]
        if not line.strip() or len(line) > _MAX_LEAD_CHARS:
            return False
        lead, book = words(line), phrasebook()
        if line.rstrip()[-1] == ":":
            return 0 < len(lead) <= _MAX_LABEL_WORDS and lead[-1] in book.contact  # "My cell: Ex. 6"
        return 0 < len(lead) == max(leading_words(lead, book.greeting), leading_words(lead, book.closing))


def word_before(text: str, at: int) -> str:
    """Return the word right before a place in a text, folded; empty where another mark stands there."""
    match = compiled_for(text, _WORD_BEFORE).search(text, max(0, at - 40), at)
    return match[1].casefold() if match else ""
