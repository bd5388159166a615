"""The words of redaction marks (``redactions.json``), compiled when first needed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from itertools import chain
from typing import Any

from threadparse.locales.folding import (
    beyond_ascii,
    compiled_for,
    fold,
    fold_letters,
    letter_runs,
    outline,
    rows_with,
)
from threadparse.locales.lexicon import load_table

__all__ = [
    "BESIDE",
    "FILLER",
    "GENERIC",
    "REDACTED",
    "TAKEN_OUT",
    "THING",
    "Vocabulary",
    "compile_redactions",
    "vocabulary",
]

#: What a part of a mark says.
REDACTED, TAKEN_OUT, BESIDE, GENERIC = "redacted", "taken out", "beside", "generic"
THING, FILLER = "thing", "filler"

#: What marks without words have: crosses, as an outline shows them; a number in a bracket ("[Official 1]"); bars.
_CROSSES = re.compile(r"x[ .]?x[ .]?x[ .]?x")
_NUMBERED = re.compile(r"\[(?:[^\W\d_]{2,24} ){0,2}[^\W\d_]{2,24} ?\d{1,3}\]")
_BLACK = frozenset([*map(chr, range(0x2580, 0x25A0)), *"■◼◾⬛"])
_BARS = r"([\u2580-\u259f■◼◾⬛])\1"  # as text: most mail is without
#: No letters that fold to those of a word, or whose words have no letter of ASCII: those of western Europe, and marks.
_USUAL = _BLACK - {"■"} | frozenset(
    map(chr, (*range(0xA0, 0x100), *range(0x2010, 0x2028), *range(0x2030, 0x203B), 0x20AC))
).difference("¨ª¯²³´µ¸¹º¼½¾ß")
_TOKEN = (
    r"(?P<x>(?<!\w)[xX](?:[ .]?[xX])+(?!\w))"
    r"|(?P<domain>@[\w.-]+)"
    r"|(?P<rule>(?P<mark>[-_.*?#/~=…])(?P=mark){2,})"
    r"|(?P<word>[^\W\d_]+)|(?P<number>\d+)|(?P<other>\S)"
)
#: Where a word may be a mark or in one: in a bracket, with a capital, or alone on its line or behind a colon.
_MAY_MARK = (
    r"[\[({][^\[\](){}\n]{3,160}"
    r"|[A-Z\xc0-\xde\u0391-\u03a9\u0410-\u042f][^\W\d_]{3,24}"
    r"|(?:\n[ \t>*/]{0,20}|: ?|<)(?:[^\W\d_]{2,12} ){0,2}[a-z\xdf-\xff]{5,24}(?=[ \t*]{0,4}(?:\r?\n|[|;>]))"
)
_AROUND_HEADING = " *#_|[(-–—"
_AROUND_CHARS = 200
_MAX_WORD_CHARS = 40  # longer is no word of a phrase
_MAX_UNUSUAL = 20  # letters whose rows alone are read: a name in other letters, a mark; of more the whole text is
_APART = {code: " " for code in range(128) if not chr(code).isalnum()} | dict.fromkeys(map(ord, "’‘“”–—…«»"), " ")


class Vocabulary:
    """The words of ``redactions.json``; each pattern is compiled when first needed.

    Args:
        table: What ``compile_redactions`` makes of the file.

    Attributes:
        blocks: Characters that black words out.
        phrases: For each first word the phrases that begin with it, and what they say, the longest first.
        telling: The first words of those that say that something was taken out, or do so as a whole mailbox.
        stamps: What stands before a mark in a margin.
        statuses: What a schedule of documents says of each.
        prose_before: Words before one for a redaction in a sentence that blacks nothing out.
        prose_after: The same behind it.
        mention_before: Words before a mark that is spoken of ("the word [Redacted]").
        mention_abbreviations: The same, with a full stop ("e.g. [Redacted]").
        mention_stems: Beginnings of words in a sentence that says what marks are to be put where.
        key_headings: What stands above a key to the codes, folded.
        schedule_heads: What the head of a table calls the column of the law, folded.
        schedule_items: What a list of withheld pages or documents numbers, folded.
        editorial: Words for what editors and programs take out, too, folded.
        programs: What programs take out of mail, and no censor.
    """

    def __init__(self, table: dict[str, Any]) -> None:
        self.blocks: str = table["blocks"]
        self._released: dict[str, list[str]] = table["released"]
        self.phrases: dict[str, list[tuple[Sequence[str], str]]] = table["phrases"]
        self.telling = self._firsts(REDACTED, TAKEN_OUT, GENERIC)
        self.stamps = frozenset(table["stamps"])
        self.statuses = tuple(table["statuses"])
        prose: dict[str, list[str]] = table["prose"]
        self.prose_before, self.prose_after = frozenset(prose["before"]), frozenset(prose["after"])
        self.mention_before, self.mention_stems = frozenset(prose["mention_before"]), tuple(prose["mention_stems"])
        self.mention_abbreviations = tuple(prose["mention_abbreviations"])
        self.key_headings = frozenset(table["key_headings"])
        self.schedule_heads = frozenset(table["schedule_heads"])
        self.schedule_items = frozenset(table["schedule_items"])
        self.editorial = frozenset(table["editorial"])
        self.programs = frozenset(table["programs"])
        self._marking: dict[str, list[str]] = table["marking"]
        self._outlined: dict[str, list[list[str]]] = table["outlined"]

    @cached_property
    def full_words(self) -> frozenset[str]:
        """The words that end the stamps that say that nothing was taken out."""
        return frozenset(stamp.split()[-1] for stamp in self._released["in_full"])

    @cached_property
    def released(self) -> re.Pattern[str]:
        """Matches a stamp about the whole document; the group ``full`` says that nothing was taken out of it."""
        full, part = ("|".join(s.replace(" ", r"\s+") for s in self._released[key]) for key in ("in_full", "in_part"))
        return re.compile(rf"\b(?:(?P<full>{full})|{part})\b")

    @cached_property
    def redacted(self) -> frozenset[str]:
        """The first words of the phrases that say that something was taken out."""
        return self._firsts(REDACTED, TAKEN_OUT)

    def heads_key(self, row: str) -> bool:
        """Tell whether a row names itself a key to the codes ("KEY: 9(2)(a) privacy; 9(2)(h) privilege").

        Args:
            row: A row.
        """
        return fold(row).partition(":")[0].strip(_AROUND_HEADING) in self.key_headings

    def _firsts(self, *senses: str) -> frozenset[str]:
        """Return the first words of all phrases with one of the senses."""
        return frozenset(first for first, rows in self.phrases.items() if any(sense in senses for _, sense in rows))

    def hints(self, text: str, lines: str, words: set[str]) -> Iterator[int]:
        """Find quickly where marks of words, crosses or bars may stand; too often, never too seldom.

        Args:
            text: Any text.
            lines: Its outline.
            words: Which of ``sign_words`` stand in that.

        Returns:
            An offset within each mark or beside its words, of a character that shows, in no order.
        """
        beyond = "" if text.isascii() else beyond_ascii(text)
        bars = () if _BLACK.isdisjoint(beyond) else re.finditer(_BARS, text)
        numbered = _NUMBERED.finditer(text) if "[" in text else ()
        for match in chain(bars, _CROSSES.finditer(lines), numbered):
            yield match.start()
        unusual = set(beyond) - _USUAL
        if len(unusual) <= _MAX_UNUSUAL:
            # the longest word of each phrase that says that something was taken out, if the text has all its words
            signs = self._outlined.keys() & words
            stretches = rows_with(lines, [sign for sign in signs if any(map(words.issuperset, self._outlined[sign]))])
            stretches += rows_with(text, unusual)
        else:
            stretches = [(0, len(text))]
        marking = self._marking
        for match in chain.from_iterable(self._may_mark.finditer(text, *stretch) for stretch in stretches):
            found = match[0]
            if found[0] in "[({":
                firsts = marking.keys() & fold_letters(found).translate(_APART).split()
            else:
                firsts = marking.keys() & {word.strip(":<>*") for word in found.lower().split()}
            if firsts:
                around = text[max(0, match.start() - _MAX_WORD_CHARS) : match.start() + _AROUND_CHARS]
                if any(re.search(phrase, around, re.IGNORECASE) for first in firsts for phrase in marking[first]):
                    # a line end may stand before a word, a blank at the end of a bracket
                    yield match.start() if found[0] in "[({" else match.end() - 1

    @cached_property
    def _may_mark(self) -> re.Pattern[str]:
        return re.compile(_MAY_MARK)

    @cached_property
    def sign_words(self) -> frozenset[str]:
        """All words of the phrases that say that something was taken out, as an outline has them."""
        return frozenset(word for phrases in self._outlined.values() for phrase in phrases for word in phrase)

    def tokens(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """Find the parts of a stretch without codes: words and marks.

        Args:
            text: The text.
            start: Where the stretch begins.
            end: Where it ends.
        """
        blocks = rf"(?P<block>[{self.blocks}\ue000-\uf8ff]+)|" if self.has_block(text) else ""
        return compiled_for(text, blocks + _TOKEN).finditer(text, start, end)

    def has_block(self, text: str) -> bool:
        """Tell whether a text has a character that blacks words out, or one that no font shows.

        Args:
            text: Any text.
        """
        beyond = "" if text.isascii() else beyond_ascii(text)
        return any(char in self.blocks or "\ue000" <= char <= "\uf8ff" for char in beyond)


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary; the same object each time."""
    return Vocabulary(load_table("built/redactions"))


def compile_redactions(table: dict[str, Any]) -> dict[str, Any]:
    """Compile the table: its phrases by their words, and what shows quickly where one may stand.

    Args:
        table: The object of ``redactions.json``.

    Returns:
        The table with its words folded; for ``phrases`` see ``Vocabulary``. ``marking`` has the phrases that say that
        something was taken out as patterns, by words of each that are looked for first; ``outlined``, of each of them
        by its longest word, what an outline has of its words.
    """
    forms: dict[str, list[tuple[list[str], str]]] = {}
    for sense, texts in (
        (REDACTED, [text for words in table["redacted"].values() for text in words]),
        (TAKEN_OUT, [text for words in table["taken_out"].values() for text in words] + table["texts"]),
        (GENERIC, table["generic"]),
        (THING, [text for words in table["things"].values() for text in words]),
        (FILLER, table["fillers"]),
    ):
        for text in texts:
            words = re.findall(r"\w+", fold(text))
            forms.setdefault(words[0], []).append((words, sense))
    # Of two senses the first one counts, of two phrases the longest.
    phrases = {first: sorted(rows, key=lambda row: -len(row[0])) for first, rows in forms.items()}
    outlined: dict[str, list[list[str]]] = {}
    marking: dict[str, list[str]] = {}
    for words, sense in chain.from_iterable(phrases.values()):
        if sense in (REDACTED, TAKEN_OUT):
            for word in {words[0], max(words, key=len)}:
                marking.setdefault(word, []).append(r"\W{1,3}".join(map(re.escape, words)))
            left = [max(letter_runs(outline(word)), key=len, default="") for word in words]
            if all(left):  # a word without a letter of ASCII makes its text an unusual one
                outlined.setdefault(max(left, key=len), []).append(left)
    return {
        **{key: table[key] for key in ("blocks", "released", "stamps", "statuses", "programs")},
        "prose": {side: list(map(fold, words)) for side, words in table["prose"].items()},
        **{
            key: list(map(fold, table[key]))
            for key in ("key_headings", "schedule_heads", "schedule_items", "editorial")
        },
        "phrases": phrases,
        "marking": marking,
        "outlined": outlined,
    }
