"""Tell which texts may have stamps and blacked-out places: what reads them is loaded for no others."""

from collections.abc import Set
from functools import cache
from itertools import chain
from typing import NamedTuple

from threadparse.locales.exemption_signs import exemption_signs
from threadparse.locales.exemptions import as_meant
from threadparse.locales.folding import outline, words_among
from threadparse.locales.redaction_words import vocabulary

__all__ = ["Hints", "find_hints", "may_be_stamped", "may_have_pages", "may_have_places"]

#: One of which all words on withheld pages have; as text, in each case that these are in.
_PAGE_WORDS, _PAGE = frozenset({"page", "pages"}), ("page", "Page", "PAGE")


class Hints(NamedTuple):
    """What tells quickly where marks and codes may stand in a text.

    Attributes:
        offsets: Offsets in or beside them, in no order.
        words: The words by which marks, codes and withheld pages are known, as far as they stand in the text.
    """

    offsets: list[int]
    words: set[str]


def may_have_places(text: str) -> bool:
    """Tell quickly whether stamps, marks or codes may stand in a text; most have none, and are not looked at again.

    Args:
        text: The text.
    """
    return may_be_stamped(text) or bool(find_hints(text).offsets)


def may_be_stamped(text: str) -> bool:
    """Tell quickly whether a stamp of a whole document may stand in a text.

    Args:
        text: The text.
    """
    return any(word in text for word in exemption_signs().stamp_words)


def find_hints(text: str) -> Hints:
    """Find quickly where marks and codes may stand.

    Args:
        text: The text, without what needs no look.
    """
    meant = as_meant(text)
    lines = outline(meant)
    words = words_among(lines, _sign_words())
    found = chain(vocabulary().hints(meant, lines, words), exemption_signs().hints(meant, lines, words))
    return Hints(list(found), words)


def may_have_pages(text: str, words: Set[str], furniture: str) -> bool:
    """Tell quickly whether a text may say that pages of it were withheld.

    Args:
        text: The text.
        words: The hints' words of what stands in it beside page furniture.
        furniture: All cells of its page furniture.
    """
    if words.isdisjoint(_PAGE_WORDS) and not any(page in furniture for page in _PAGE):
        return False
    lines = outline(text)
    return any(sign in lines for sign in exemption_signs().page_signs)


@cache
def _sign_words() -> frozenset[str]:
    """Return the words by which it is known that marks, codes and withheld pages may stand in a text."""
    return vocabulary().sign_words | exemption_signs().words | _PAGE_WORDS
