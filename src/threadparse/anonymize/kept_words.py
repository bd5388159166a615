"""Tell which words a disguise keeps: those of the tables by which chains are taken apart, and of mark-up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from threadparse.locales.folding import fold, fold_word

__all__ = ["is_kept", "kept_words", "known_elements", "mark_up"]

_WORD = re.compile(r"[^\W\d_]+")
_TABLES = ("furniture", "redactions", "letterheads", "mailboxes", "unfilled", "clock")
#: What tables say about their rows, and prose.
_ABOUT = frozenset(
    {
        "provenance",
        "notation",
        "clients",
        "client",
        "evidence",
        "note",
        "notes",
        "moment",
        "source",
        "checked",
        "seen",
        "laws",
    }
)


@cache
def kept_words() -> frozenset[str]:
    """Return the words of labels, separators, months, weekdays, marks, greetings, closings, case folded."""
    root = files("threadparse.locales")
    read = [root / f"{name}.json" for name in _TABLES]
    built = (path for path in (root / "built").iterdir() if path.name.endswith(".json"))
    read += [path for path in built if path.name != "exemptions.json"]
    words = {word for path in read for word in _words(json.loads(path.read_text(encoding="utf-8")))}
    return frozenset(words | mark_up()["words"] | known_elements())


def is_kept(word: str) -> bool:
    """Tell whether a word stays.

    Args:
        word: The word, as it is written.
    """
    kept = kept_words()
    return word.casefold() in kept or fold(word) in kept or fold_word(word) in kept


def _words(value: Any) -> Iterator[str]:
    """Return the words of all strings of a table, names of members too."""
    if isinstance(value, str):
        yield from map(str.casefold, _WORD.findall(value))
    elif isinstance(value, dict):
        for name, member in value.items():
            if name not in _ABOUT:
                yield from map(str.casefold, _WORD.findall(name))
                yield from _words(member)
    elif isinstance(value, list):
        for item in value:
            yield from _words(item)


@cache
def mark_up() -> dict[str, frozenset[str]]:
    """Return the words of HTML, by what they are (``mark_up.json``), in lower case."""
    table = json.loads((files("threadparse.anonymize") / "mark_up.json").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in table.items() if name != "provenance"}


@cache
def known_elements() -> frozenset[str]:
    """Return the names of elements of HTML."""
    from threadparse.readers.hypertext.tags import BLOCKS, UNSHOWN, VOID

    return BLOCKS | UNSHOWN | VOID | mark_up()["inline_elements"]
