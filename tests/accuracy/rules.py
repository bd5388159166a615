"""What each rule is for: ``python -m tests.accuracy.rules [PATH…]`` switches each off and prints what changes.

Without a PATH it reads the chains of the test data, and each rule must change one of them (``test_rules.py``). With
files or folders it tells how many of their texts need the rule.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import threadparse
from tests.fixtures import FIXTURES
from threadparse.headers import finder
from threadparse.headers.rule import Rule

__all__ = ["SWITCHES", "chains", "changed", "parsed"]

SUFFIXES = (".txt", ".md")

#: Rules outside the table of headers, by the function that applies them, and what it returns where it finds nothing.
ELSEWHERE: dict[str, tuple[str, Callable[..., Any]]] = {
    "values below their labels": ("threadparse.headers.completion.fill_stacked", lambda *_: False),
    "name and date above": ("threadparse.headers.completion.read_lead", lambda *_: None),
    "separators above": ("threadparse.headers.completion.separators_above", lambda *_: iter(())),
    "attribution above a block": ("threadparse.headers.finder.join_attributions", lambda _, headers: headers),
    "captions": ("threadparse.headers.finder.set_captions_aside", lambda *_: None),
}


def _without(rule: type[Rule]) -> Any:
    """Return a patch that takes a rule off the table."""
    return patch.object(finder, "RULES", tuple(other for other in finder.RULES if other is not rule))


#: Name of a rule → what switches it off.
SWITCHES: dict[str, Callable[[], Any]] = {
    **{rule.name: partial(_without, rule) for rule in finder.RULES},
    **{name: partial(patch, *found) for name, found in ELSEWHERE.items()},
}


def chains(paths: list[Path]) -> dict[str, str]:
    """Return the texts of files and folders by their paths; without any, the chains of the test data."""
    folders = paths or [FIXTURES / "chains"]
    files = [file for path in folders for file in ([path] if path.is_file() else sorted(path.rglob("*")))]
    return {str(file): file.read_text(encoding="utf-8", errors="replace") for file in files if file.suffix in SUFFIXES}


def parsed(texts: dict[str, str]) -> dict[str, str]:
    """Return what a user gets of each text."""
    return {name: threadparse.parse(text).model_dump_json() for name, text in texts.items()}


def changed(name: str, texts: dict[str, str], whole: dict[str, str]) -> list[str]:
    """Return the texts of which a user gets something else without a rule.

    Args:
        name: The rule.
        texts: The texts by their names.
        whole: What all rules give of them.
    """
    with SWITCHES[name]():
        return [text for text, document in parsed(texts).items() if document != whole[text]]


def main() -> None:
    """Print a row a rule: how many texts change without it, and the first few."""
    texts = chains([Path(path) for path in sys.argv[1:]])
    whole = parsed(texts)
    print(f"{len(texts)} texts")
    for name in SWITCHES:
        found = changed(name, texts, whole)
        some = ", ".join(Path(text).name for text in found[:4])
        print(f"{name:28} {len(found):6}  {some}")


if __name__ == "__main__":
    main()
