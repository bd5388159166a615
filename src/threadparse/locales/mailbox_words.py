"""Load the words of address fields (``mailboxes.json``) when needed: phrases, titles, schemes."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import Any

from threadparse.locales.folding import fold
from threadparse.locales.lexicon import load_table

__all__ = ["MailboxWords", "mailbox_words"]


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
        self._behalf = {fold(text) for texts in table["on_behalf_of"].values() for text in texts}
        self.telling = frozenset(max(phrase.split(), key=len) for phrase in self._behalf)
        self.titles = frozenset(table["titles"])
        self.particles = frozenset(table["particles"])
        self.domains = frozenset(table["domains"])
        self.schemes = frozenset(table["addressed"])

    @cached_property
    def on_behalf_of(self) -> re.Pattern[str]:
        """Matches a phrase between the sender and the one for whom was sent, with the blanks around it."""
        phrases = sorted(self._behalf, key=len, reverse=True)
        spelled = "|".join(r"\s+".join(re.escape(word) for word in phrase.split()) for phrase in phrases)
        first = "".join(sorted({phrase[0] for phrase in phrases}))  # one look passes most places over
        return re.compile(rf"(?<![^\s>\])(])(?=[{first}])(?:{spelled})(?=\s)", re.IGNORECASE)

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
