"""Load the words of address fields (``mailboxes.json``) when needed: phrases, titles, schemes."""

from __future__ import annotations

import re
from functools import cache, cached_property
from itertools import chain
from typing import Any

from threadparse.locales.folding import fold
from threadparse.locales.lexicon import load_table

__all__ = ["MailboxWords", "mailbox_words"]

_MAX_PREPOSITION_CHARS = 3  # of a phrase that stands in names too, and so counts behind an address only


class MailboxWords:
    """The words of ``mailboxes.json``; each pattern is compiled when first needed, as plain mailboxes need none.

    Args:
        table: The object of ``mailboxes.json``.

    Attributes:
        telling: Of each phrase of ``on_behalf_of`` the longest word, folded: where none stands, no phrase does.
        titles: Folded words, without dots, that follow a name behind a comma.
        particles: Words in small letters with which surnames begin ("de", "van", "ap").
        domains: Generic top-level domains.
        schemes: Folded words that stand with a colon before an address ("mailto").
    """

    def __init__(self, table: dict[str, Any]) -> None:
        self._table = table
        self._behalf: dict[str, list[str]] = {}
        for phrase in map(fold, chain.from_iterable(table["on_behalf_of"].values())):
            self._behalf.setdefault(max(phrase.split(), key=len), []).append(phrase)
        self.telling = frozenset(self._behalf)
        self.titles = frozenset(table["titles"])
        self.particles = frozenset(table["particles"])
        self.domains = frozenset(table["domains"])
        self.schemes = frozenset(table["addressed"])

    def find_behalf(self, text: str) -> re.Match[str] | None:
        """Find a phrase between the sender and the one for whom was sent, of those whose longest word is there.

        Args:
            text: A mailbox, or what stands between two.
        """
        folded = fold(text)
        phrases = [phrase for word, phrases in self._behalf.items() if word in folded for phrase in phrases]
        if not phrases:
            return None
        longest = sorted(phrases, key=len, reverse=True)
        spelled = "|".join(
            ("" if len(phrase) > _MAX_PREPOSITION_CHARS else r"(?<=[>\])] )")
            + r"\s+".join(map(re.escape, phrase.split()))
            for phrase in longest
        )
        return re.search(rf"(?<![^\s>\])(])(?:{spelled})(?=\s)", text, re.IGNORECASE)

    @cached_property
    def hidden(self) -> re.Pattern[str]:
        """Matches a whole entry that counts recipients not shown ("+3 more")."""
        words = "|".join(re.escape(text) for text in sorted(self._table["hidden"], key=len, reverse=True))
        return re.compile(rf"[(\[]?(?:and |\+)? ?\d{{1,5}} (?:{words})[)\]]?", re.IGNORECASE)

    @cached_property
    def addressed(self) -> re.Pattern[str]:
        """Matches one of the schemes or several, with their colons."""
        return re.compile(rf"(?:(?:{'|'.join(self._table['addressed'])})\s?:\s?)+", re.IGNORECASE)


@cache
def mailbox_words() -> MailboxWords:
    """Return the words; the same object each time."""
    return MailboxWords(load_table("mailboxes"))
