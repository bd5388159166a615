"""Attribution patterns as skeletons: the fixed words around a date and a person, looked up by a line's two ends.

``compile_attributions`` reduces the patterns of the locale files; ``attribution_table`` indexes what it made, so that
a line costs a few dictionary look-ups however many languages there are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Any, NamedTuple

from threadparse.locales.folding import INVISIBLE, squeeze
from threadparse.locales.tables import load_table

__all__ = ["AttributionTable", "Skeleton", "attribution_table", "compile_attributions"]

_DATE = "\x01"
_PERSON = "\x02"
_DATE_NAMES = re.compile(r"\$?\{ ?(?:date|time|weekday|[A-Z0-9][A-Za-z0-9 ]*)\}")
_PERSON_NAMES = re.compile(r"\{(?:name|address|from|initials)\}")
# A letter of the pattern directly beside the name: a case ending ("{name}k idatzi du").
_GLUED = re.compile(rf"(?<=\w){_PERSON}|{_PERSON}(?=\w)")
_COLONS = (":", "：", "﹕", "៖", "՝", "---", ">>>", "]")


class Skeleton(NamedTuple):
    """The fixed words of an attribution line, folded, around its date and its person.

    Attributes:
        order: ``DP`` (date, then person), ``PD``, ``P`` or ``D``.
        prefix: Words before the first part.
        middle: Words between the parts.
        suffix: Words behind the last part, the colon not counted.
        glued: Words stand directly at the name, without a blank.
        ended: The line ends with a colon or a like mark.
        clock: Words before a time of day that stands apart from its date, behind the last part; empty if none does.
    """

    order: str
    prefix: str
    middle: str
    suffix: str
    glued: bool
    ended: bool
    clock: str = ""

    @property
    def length(self) -> int:
        """How many characters are fixed words."""
        return len(self.prefix) + len(self.middle) + len(self.clock) + len(self.suffix)

    @property
    def telling(self) -> bool:
        """Whether the fixed words are more than prepositions: a verb, or marks of their own at both ends."""
        return max(_weight(self.middle), _weight(self.suffix), _weight(self.prefix) - 3) > 3 or self.suffix == ">>>"


class AttributionTable(NamedTuple):
    """The skeletons, indexed.

    Attributes:
        by_ends: (prefix, suffix) → skeletons, those with the longest middle first.
        prefixes: All prefixes that are not empty.
        prefix_lengths: Their lengths, the longest first.
        suffixes: All suffixes that are not empty.
        suffix_lengths: Their lengths, the longest first.
    """

    by_ends: dict[tuple[str, str], tuple[Skeleton, ...]]
    prefixes: frozenset[str]
    prefix_lengths: tuple[int, ...]
    suffixes: frozenset[str]
    suffix_lengths: tuple[int, ...]


def _weight(words: str) -> int:
    """Letters, those of scripts without vowels or of syllables and ideographs counted twice."""
    return sum(2 if letter >= "\u0590" else 1 for letter in words)


def compile_attributions(records: list[dict[str, Any]]) -> list[list[Any]]:
    """The skeletons of all attribution patterns, without doubles."""
    found: set[Skeleton] = set()
    for record in records:
        for row in record.get("attributions", []):
            skeleton = _skeleton(row["pattern"])
            if skeleton is not None:
                found.add(skeleton)
    return [list(skeleton) for skeleton in sorted(found)]


def _skeleton(pattern: str) -> Skeleton | None:
    """A pattern reduced to its fixed words; None for what is a header block or has no fixed words to know it by."""
    if "{to}" in pattern:
        return None
    pattern = pattern.translate(INVISIBLE)
    text = _PERSON_NAMES.sub(_PERSON, _DATE_NAMES.sub(_DATE, pattern))
    text = re.sub(r"\{[a-z]+\}.*", "", text, flags=re.DOTALL) if "{id}" in text else re.sub(r"\{[a-z]+\}", "", text)
    text = re.sub(rf"{_DATE}[^{_DATE}{_PERSON}]{{0,14}}(?={_DATE})", "", text)
    text = re.sub(rf"{_PERSON}[\s\"'“”«»„<>()]*(?={_PERSON})", "", text)
    parts = re.split(f"([{_DATE}{_PERSON}])", text)
    order = "".join("D" if part == _DATE else "P" for part in parts[1::2])
    literals = [squeeze(part.replace("<", " ").replace(">", " ") if ">>>" not in part else part) for part in parts[::2]]
    clock = literals.pop(-2) if order in ("DD", "DPD") else ""
    order = order[:-1] if clock else order
    if order not in ("DP", "PD", "D", "P"):
        return None
    middle = literals[1] if len(order) == 2 else ""
    ended = pattern.rstrip().endswith(_COLONS) or pattern.lstrip().startswith(":")
    return Skeleton(order, literals[0], middle, literals[-1], bool(_GLUED.search(text)), ended, clock)


@cache
def attribution_table() -> AttributionTable:
    """The table of ``built/attributions.json``, read and indexed once."""
    groups: dict[tuple[str, str], list[Skeleton]] = defaultdict(list)
    for row in load_table("built/attributions"):
        skeleton = Skeleton(*row)
        groups[skeleton.prefix, skeleton.suffix].append(skeleton)
    prefixes = frozenset(prefix for prefix, _ in groups if prefix)
    suffixes = frozenset(suffix for _, suffix in groups if suffix)
    return AttributionTable(
        {ends: tuple(sorted(rows, key=lambda row: -len(row.middle))) for ends, rows in groups.items()},
        prefixes,
        tuple(sorted({len(prefix) for prefix in prefixes}, reverse=True)),
        suffixes,
        tuple(sorted({len(suffix) for suffix in suffixes}, reverse=True)),
    )
