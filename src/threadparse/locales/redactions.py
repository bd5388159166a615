"""The words and codes of redaction marks (``redactions.json``), compiled when first needed."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import Any

from threadparse.locales.folding import fold
from threadparse.locales.lexicon import load_table

__all__ = ["BESIDE", "FILLER", "GENERIC", "REDACTED", "TAKEN_OUT", "THING", "Vocabulary", "vocabulary"]

#: What a part of a mark says.
REDACTED, TAKEN_OUT, BESIDE, GENERIC = "redacted", "taken out", "beside", "generic"
THING, FILLER = "thing", "filler"

_DIGIT = re.compile(r"\d")


class Vocabulary:
    """The words and codes of ``redactions.json``; each pattern is compiled when first needed.

    Args:
        table: The object of the file.

    Attributes:
        phrases: For each first word the phrases that begin with it, and what they say, the longest first.
        redacted: The first words of those that say that something was taken out.
        telling: Those, and words that do so as a whole mailbox.
        stamps: What stands before a mark in a margin.
    """

    def __init__(self, table: dict[str, Any]) -> None:
        self._codes: list[dict[str, Any]] = table["codes"]
        self._blocks = table["blocks"]
        self._released: dict[str, list[str]] = table["released"]
        forms: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for sense, texts in (
            (REDACTED, [text for words in table["redacted"].values() for text in words]),
            (TAKEN_OUT, [text for words in table["taken_out"].values() for text in words] + table["texts"]),
            (GENERIC, table["generic"]),
            (THING, [text for words in table["things"].values() for text in words]),
            (FILLER, table["fillers"]),
        ):
            for text in texts:
                words = tuple(re.findall(r"\w+", fold(text)))
                forms.setdefault(words[0], []).append((words, sense))
        # Of two senses the first one counts, of two phrases the longest.
        self.phrases = {first: sorted(rows, key=lambda row: -len(row[0])) for first, rows in forms.items()}
        self.redacted = self._firsts(REDACTED, TAKEN_OUT)
        self.telling = self._firsts(REDACTED, TAKEN_OUT, GENERIC)
        self.stamps = frozenset(table["stamps"])

    @cached_property
    def released(self) -> re.Pattern[str]:
        """Matches a stamp about the whole document; the group ``full`` says that nothing was taken out of it."""
        full, part = ("|".join(s.replace(" ", r"\s+") for s in self._released[key]) for key in ("in_full", "in_part"))
        return re.compile(rf"\b(?:(?P<full>{full})|{part})\b")

    def _firsts(self, *senses: str) -> frozenset[str]:
        """Return the first words of all phrases with one of the senses."""
        return frozenset(first for first, rows in self.phrases.items() if any(sense in senses for _, sense in rows))

    def token(self, text: str) -> re.Pattern[str]:
        """Matches a part of a text: a code, a word, a mark.

        Args:
            text: The text; if it has no digit, it has no code, and the codes take long to compile.
        """
        return self._coded_token if _DIGIT.search(text) else self._plain_token

    @cached_property
    def _plain_token(self) -> re.Pattern[str]:
        return re.compile(
            rf"(?-i:(?P<block>[{self._blocks}\ue000-\uf8ff]+))"
            r"|(?P<x>(?<!\w)x(?:[ .]?x)+(?![\w]))"
            r"|(?P<domain>@[\w.-]+)"
            r"|(?P<rule>(?P<mark>[-_.*?#/~=…])(?P=mark){2,})"
            r"|(?P<word>[^\W\d_]+)|(?P<number>\d+)|(?P<other>\S)",
            re.IGNORECASE,
        )

    @cached_property
    def _coded_token(self) -> re.Pattern[str]:
        return re.compile(rf"(?P<code>{self.code.pattern})|{self._plain_token.pattern}", re.IGNORECASE)

    @cached_property
    def code(self) -> re.Pattern[str]:
        """Matches a code."""
        codes = "|".join(code["pattern"] for code in self._codes)
        return re.compile(rf"(?<!\w)(?:{codes})(?!\w)", re.IGNORECASE)

    @cached_property
    def beside(self) -> re.Pattern[str]:
        """Matches a code that counts beside a legible value."""
        return self._marked_codes("beside")

    @cached_property
    def generic(self) -> re.Pattern[str]:
        """Matches a code that counts as a whole mailbox only."""
        return self._marked_codes("generic")

    def _marked_codes(self, mark: str) -> re.Pattern[str]:
        return re.compile("|".join(code["pattern"] for code in self._codes if code.get(mark)), re.IGNORECASE)

    @cached_property
    def hint(self) -> re.Pattern[str]:
        """Matches what a mark without words and codes has."""
        first = rf"[{self._blocks}\ue000-\uf8ffxX]"  # one set, which is looked for fast
        return re.compile(rf"{first}(?:(?<![xX])|[ .]?[xX][ .]?[xX])")


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary; the same object each time."""
    return Vocabulary(load_table("redactions"))
