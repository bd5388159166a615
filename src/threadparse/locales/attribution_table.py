"""Attribution patterns as skeletons: the fixed words around a date and a person, looked up by a line's two ends.

``compile_attributions`` reduces the patterns of the locale files; ``attribution_table`` indexes what it made, so that
a line costs a few dictionary look-ups however many languages there are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from threadparse.locales.folding import ENDINGS, INVISIBLE, squeeze
from threadparse.locales.lexicon import load_table

__all__ = ["AttributionTable", "Skeleton", "attribution_table", "compile_attributions", "may_be_unfilled", "unfilled"]


@cache
def unfilled() -> re.Pattern[str]:
    """Return a pattern for a whole value or variable, with the brackets of an address; the same each time."""
    table = load_table("unfilled")
    values = "|".join(re.escape(value) for value in table["values"])
    return re.compile(rf"<?(?:(?<!\w)(?:{values})(?!\w)|{'|'.join(table['variables'])})>?", re.IGNORECASE)


def may_be_unfilled(folded: str) -> bool:
    """Whether a text may hold one of them; most texts hold none, and this is quick to say so.

    Args:
        folded: The text in small letters.
    """
    return any(map(folded.__contains__, _hints()))


@cache
def _hints() -> tuple[str, ...]:
    table = load_table("unfilled")
    return (*table["hints"], *(value.lower() for value in table["values"]))


_DATE = "\x01"
_PERSON = "\x02"
# A variable of a client's own is one of a date, or one that a translation broke and that is printed as it stands.
_DATE_NAMES = re.compile(r"\{ ?(?:date|time|weekday|[A-Z0-9][A-Za-z0-9 ]*)\}|\$\{[^{}]*\}")
_PERSON_NAMES = re.compile(r"\{(?:name|address|from|initials)\}")
# A letter of the pattern directly beside the name: a case ending ("{name}k idatzi du").
_GLUED = re.compile(rf"(?<=\w){_PERSON}|{_PERSON}(?=\w)")
#: Supercite's own marks, which are taken off with the quote marks.
_SUPERCITE = '>>>>> "{initials}" == '


Ends = dict[tuple[str, str], tuple["Skeleton", ...]]


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
        undated: The same for those of a person alone, which a line without digits may fit.
        inner: First word of the middle → the skeletons that have no more than a middle in ASCII; those that have no
            words at all, under "".
        inner_beyond: The same whose middle is not in ASCII.
        prefixes: All prefixes that are not empty.
        prefix_lengths: First character → lengths of the prefixes that begin with it, the longest first.
        suffixes: All suffixes that are not empty.
        suffix_lengths: Last character → lengths of the suffixes that end with it, the longest first.
    """

    by_ends: Ends
    undated: Ends
    inner: dict[str, list[Skeleton]]
    inner_beyond: list[Skeleton]
    prefixes: frozenset[str]
    prefix_lengths: dict[str, tuple[int, ...]]
    suffixes: frozenset[str]
    suffix_lengths: dict[str, tuple[int, ...]]


def _weight(words: str) -> int:
    """Letters, those of scripts without vowels or of syllables and ideographs counted twice."""
    return sum(2 if letter >= "\u0590" else 1 for letter in words)


def compile_attributions(records: list[dict[str, Any]]) -> list[list[Any]]:
    """Return the skeletons of all attribution patterns, without doubles."""
    found: set[Skeleton] = set()
    for record in records:
        for row in record.get("attributions", []):
            skeleton = _skeleton(row["pattern"])
            if skeleton is not None:
                found.add(skeleton)
                found.update(_other_orders(skeleton))
    return [list(skeleton) for skeleton in sorted(found)]


def _other_orders(skeleton: Skeleton) -> Iterator[Skeleton]:
    """Yield the orders in which old versions and other clients set a date round a name and its verb ("Ana wrote")."""
    if skeleton.order == "P" and skeleton.ended and skeleton.telling and not (skeleton.prefix or skeleton.glued):
        yield Skeleton("DP", "", "", skeleton.suffix, glued=False, ended=True)
        yield Skeleton("PD", "", skeleton.suffix, "", glued=False, ended=True)


def _skeleton(pattern: str) -> Skeleton | None:
    """Return a pattern's fixed words; None for what is a header block or has no fixed words to know it by."""
    if "{to}" in pattern:
        return None
    pattern = pattern.translate(INVISIBLE).removeprefix(_SUPERCITE)
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
    ended = pattern.rstrip().endswith(ENDINGS) or pattern.lstrip().startswith(":")
    return Skeleton(order, literals[0], middle, literals[-1], bool(_GLUED.search(text)), ended, clock)


@cache
def attribution_table() -> AttributionTable:
    """Return the table of ``built/attributions.json``, read and indexed once."""
    written = map(Skeleton._make, load_table("built/attributions"))
    rows = [row for row in written if row.order != "P" or row.length]  # a person alone, without a word, is no pattern
    prefixes = frozenset(row.prefix for row in rows if row.prefix)
    suffixes = frozenset(row.suffix for row in rows if row.suffix)
    endless = [row for row in rows if not (row.prefix or row.suffix)]
    return AttributionTable(
        _by_ends([row for row in rows if row.prefix or row.suffix]),
        _by_ends([row for row in rows if row.order == "P"]),
        _by_first_words([row for row in endless if row.middle.isascii()]),
        [row for row in endless if not row.middle.isascii()],
        prefixes,
        _lengths(prefixes, 0),
        suffixes,
        _lengths(suffixes, -1),
    )


def _by_first_words(rows: list[Skeleton]) -> dict[str, list[Skeleton]]:
    """Index rows by the first of the words in their middle."""
    index: dict[str, list[Skeleton]] = defaultdict(list)
    for row in rows:
        index[row.middle.partition(" ")[0]].append(row)
    return dict(index)


def _by_ends(rows: list[Skeleton]) -> Ends:
    groups: dict[tuple[str, str], list[Skeleton]] = defaultdict(list)
    for row in rows:
        groups[row.prefix, row.suffix].append(row)
    return {ends: tuple(sorted(group, key=lambda row: -len(row.middle))) for ends, group in groups.items()}


def _lengths(words: frozenset[str], end: int) -> dict[str, tuple[int, ...]]:
    """Character at an end of the words → lengths of those that have it there, the longest first."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for word in words:
        lengths[word[end]].add(len(word))
    return {letter: tuple(sorted(found, reverse=True)) for letter, found in lengths.items()}
