"""One pattern for hundreds of words: those that begin alike share their beginning, so that it is tried once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["alternation"]


def alternation(words: Iterable[str]) -> str:
    """A pattern that matches the longest of the words that stands at a place.

    Args:
        words: Literal words, none of them empty.

    Returns:
        The pattern, a single unit; for no words one that never matches.
    """
    tree: dict[str, Any] = {}
    for word in words:
        branch = tree
        for character in word:
            branch = branch.setdefault(character, {})
        branch[""] = {}
    return _pattern(tree) if tree else r"(?!)"


def _pattern(tree: dict[str, Any]) -> str:
    """The pattern of what may follow; the empty string in a tree says that a word may end there."""
    branches = [re.escape(character) + _pattern(below) for character, below in tree.items() if character]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)})" + ("?" if "" in tree else "")
