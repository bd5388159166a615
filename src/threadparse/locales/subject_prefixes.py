"""Reply and forward prefixes of subjects in every locale, compiled and looked up."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Any

from threadparse.locales.folding import fold
from threadparse.locales.lexicon import load_table

__all__ = ["compile_subjects", "prefix_stem", "subject_prefixes"]

_ACTIONS = ("reply", "forward")
#: What a row proves, by its evidence: a word may be a reply in one language and a forward in another (Finnish and
#: Danish "VS").
_WEIGHT = {"l10n": 3, "sample": 3, "peer-table": 2, "recalled": 1}
_COUNT = re.compile(r"[\[(^*]\d{1,4}[\])]?$")


def prefix_stem(text: str) -> str:
    r"""Fold what stands before the colon of a prefix.

    Args:
        text: "Re", "RE[2]", "Re (3)", "Antw.", "TR\u00a0"; at most a few dozen characters.

    Returns:
        The prefix folded, without its count ("[2]", "(3)", "^4", "*5") and its dots.
    """
    return _COUNT.sub("", fold(text)).strip(" .")


def compile_subjects(records: list[dict[str, Any]]) -> dict[str, Any]:
    """Make the look-up table from the section ``subjects`` of the locale files.

    Args:
        records: The objects of ``data/<locale>.json``. Rows of the group ``other`` ("Automatic reply:", "[EXTERNAL]")
            say nothing about replies and forwards and are left out.

    Returns:
        ``prefixes``: the stem of each prefix to its action; ``trailers``: folded words in brackets behind a subject.
    """
    weights: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(_ACTIONS, 0))
    trailers: set[str] = set()
    for record in records:
        groups = record.get("subjects", {})
        for action in _ACTIONS:
            for row in groups.get(action, []):
                text = fold(row["text"]).rstrip(" .")
                if text.startswith("("):
                    trailers.add(text.strip("()"))
                    continue
                stem = prefix_stem(text.lstrip("[").rstrip(" :]…."))
                if stem and ":" not in stem and any(letter.isalpha() for letter in stem):
                    weights[stem][action] += _WEIGHT[row["evidence"]]
    prefixes = {stem: max(_ACTIONS, key=lambda action: weight[action]) for stem, weight in weights.items()}
    return {"prefixes": prefixes, "trailers": sorted(trailers)}


@cache
def subject_prefixes() -> dict[str, Any]:
    """Return the table of ``built/subjects.json``, read once."""
    table: dict[str, Any] = load_table("built/subjects")
    return table
