"""The words of address fields (``mailboxes.json``): phrases, titles, schemes; loaded when needed."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from threadparse.locales.folding import fold
from threadparse.locales.tables import load_table

__all__ = ["MailboxWords", "mailbox_words"]


class MailboxWords(NamedTuple):
    """The words of ``mailboxes.json``, compiled.

    Attributes:
        on_behalf_of: Matches a phrase between the sender and the one for whom was sent, with the blanks around it.
        telling: Of each such phrase the longest word, folded: where none stands, no phrase does.
        hidden: Matches a whole entry that counts recipients not shown ("+3 more").
        titles: Folded words, without dots, that follow a name behind a comma.
        domains: Generic top-level domains.
        schemes: Folded words that stand with a colon before an address ("mailto").
        addressed: Matches them, with the colon.
    """

    on_behalf_of: re.Pattern[str]
    telling: frozenset[str]
    hidden: re.Pattern[str]
    titles: frozenset[str]
    domains: frozenset[str]
    schemes: frozenset[str]
    addressed: re.Pattern[str]


@cache
def mailbox_words() -> MailboxWords:
    """Read and compile the words; the same object each time."""
    data = load_table("mailboxes")
    phrases = sorted({fold(text) for texts in data["on_behalf_of"].values() for text in texts}, key=len, reverse=True)
    spelled = "|".join(r"\s+".join(re.escape(word) for word in phrase.split()) for phrase in phrases)
    hidden = "|".join(re.escape(text) for text in sorted(data["hidden"], key=len, reverse=True))
    return MailboxWords(
        on_behalf_of=re.compile(rf"(?:(?<=[\s>\])])|^)(?:{spelled})(?=\s)", re.IGNORECASE),
        telling=frozenset(max(phrase.split(), key=len) for phrase in phrases),
        hidden=re.compile(rf"[(\[]?(?:and |\+)? ?\d{{1,5}} (?:{hidden})[)\]]?", re.IGNORECASE),
        titles=frozenset(data["titles"]),
        domains=frozenset(data["domains"]),
        schemes=frozenset(data["addressed"]),
        addressed=re.compile(rf"(?:(?:{'|'.join(data['addressed'])})\s?:\s?)+", re.IGNORECASE),
    )
