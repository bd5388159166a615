"""Attribution patterns as skeletons: the fixed words around a date and a person, looked up by a line's two ends.

``compile_attributions`` reduces the patterns of the locale files and indexes them, so that a line costs a few
dictionary look-ups however many languages there are; ``attribution_table`` reads what it made.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Any, NamedTuple

from threadparse.locales.folding import ENDINGS, INVISIBLE, squeeze, without_accents
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
_DATE_NAMES = r"\{ ?(?:date|time|weekday|[A-Z0-9][A-Za-z0-9 ]*)\}|\$\{[^{}]*\}"
_PERSON_NAMES = r"\{(?:name|address|from|initials)\}"
# A letter of the pattern directly beside the name: a case ending ("{name}k idatzi du").
_GLUED = rf"(?<=\w){_PERSON}|{_PERSON}(?=\w)"
_MIN_VERB_WEIGHT = 3  # that words have at least to be more than prepositions
_MIN_VERB_CHARS = 4  # the "du" of "idatzi du" is a word of names elsewhere
#: Supercite's own marks, which are taken off with the quote marks.
_SUPERCITE = '>>>>> "{initials}" == '


#: Order, middle, glued, ended and clock of a ``Skeleton``.
_Row = tuple[str, str, bool, bool, str]


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
        return (
            max(_weight(self.middle), _weight(self.suffix), _weight(self.prefix) - 3) > _MIN_VERB_WEIGHT
            or self.suffix == ">>>"
        )


class AttributionTable:
    """The skeletons, indexed; each becomes an object with the first line that may fit.

    Args:
        table: What ``compile_attributions`` made of the locale files.

    Attributes:
        by_ends: Prefix → suffix → skeletons, those with the longest middle first, as ``between`` reads them.
        prefix_lengths: First character → lengths of the prefixes that begin with it, the longest first.
        suffix_lengths: Last character → lengths of the suffixes that end with it, the longest first.
        suffixes: All suffixes that are not empty.
    """

    def __init__(self, table: dict[str, Any]) -> None:
        self._table = table
        self.by_ends: dict[str, dict[str, list[_Row]]] = table["by_ends"]
        self.prefix_lengths: dict[str, list[int]] = table["prefix_lengths"]
        self.suffix_lengths: dict[str, list[int]] = table["suffix_lengths"]
        self.suffixes = frozenset[str](table["suffixes"])
        self._read: dict[tuple[str, str], list[Skeleton]] = {}

    def between(self, prefix: str, suffix: str) -> list[Skeleton]:
        """Return the skeletons with these words at their ends, those with the longest middle first.

        Args:
            prefix: One of the keys of ``by_ends``.
            suffix: One of the keys there.
        """
        found = self._read.get((prefix, suffix))
        if found is None:
            found = self._read[prefix, suffix] = _skeletons(self.by_ends[prefix][suffix], prefix, suffix)
        return found

    @cached_property
    def inner(self) -> dict[str, list[Skeleton]]:
        """First word of the middle → skeletons of no more than that, in ASCII; under "" those without any words."""
        return {word: _skeletons(rows) for word, rows in self._table["inner"].items()}

    @cached_property
    def inner_beyond(self) -> list[Skeleton]:
        """The same whose middle is not in ASCII."""
        return _skeletons(self._table["inner_beyond"])

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of all patterns."""
        return frozenset(self._table["words"])

    @cached_property
    def verbs(self) -> frozenset[str]:
        """The last words of verbs of writing, which no name holds in small letters."""
        return frozenset(self._table["verbs"])

    @cached_property
    def unended_words(self) -> frozenset[str]:
        """A word of each pattern of a person alone that ends without a colon."""
        return frozenset(self._table["unended_words"])


def _skeletons(rows: list[_Row], prefix: str = "", suffix: str = "") -> list[Skeleton]:
    """Return the skeletons that have the same words at their ends."""
    return [Skeleton(order, prefix, middle, suffix, glued, ended, clock) for order, middle, glued, ended, clock in rows]


def _weight(words: str) -> int:
    """Letters, those of scripts without vowels or of syllables and ideographs counted twice."""
    return sum(2 if letter >= "\u0590" else 1 for letter in words)


def compile_attributions(records: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the skeletons of all attribution patterns, without doubles, as ``AttributionTable`` has them."""
    found: set[Skeleton] = set()
    verbs: set[str] = set()
    for record in records:
        own, said = _patterns_of(record)
        found |= own
        verbs |= said.union(*map(without_accents, said))
    rows = [row for row in sorted(found) if row.order != "P" or row.length]  # a person alone is no pattern
    prefixes, suffixes = ({row.prefix for row in rows} - {""}, {row.suffix for row in rows} - {""})
    texts = {" ".join((row.prefix, row.middle, row.suffix, row.clock)) for row in rows}
    unended = [row for row in rows if row.order == "P" and not row.ended]
    last = {verb.split()[-1] for verb in verbs}
    return {
        **_index(rows),
        "prefix_lengths": _lengths(prefixes, 0),
        "suffix_lengths": _lengths(suffixes, -1),
        "suffixes": sorted(suffixes),
        "words": sorted({word for text in texts for word in re.findall(r"[^\W\d_]+", text)}),
        "unended_words": sorted({max((row.suffix or row.prefix).split(), key=len) for row in unended}),
        "verbs": sorted(word for word in last if len(word) >= _MIN_VERB_CHARS and word.isalpha()),
    }


def _patterns_of(record: dict[str, Any]) -> tuple[set[Skeleton], set[str]]:
    """Return the patterns of a locale with all that follow from them, and the verbs that they end with."""
    patterns = (_skeleton(row["pattern"]) for row in record.get("attributions", []))
    own = {skeleton for skeleton in patterns if skeleton is not None}
    verbs = {skeleton.suffix for skeleton in own if _ends_with_verb(skeleton)}
    own.update(order for verb in verbs for order in _other_orders(verb))
    following = [squeeze(row["text"]) for row in record.get("following", ())]
    own.update([other for row in own for words in following for other in _with_following(row, verbs, words)])
    own.update([worn for row in own if row.telling for worn in _without_accents(row)])
    return own, verbs


def _index(rows: list[Skeleton]) -> dict[str, Any]:
    """Return skeletons by the words at their ends, and those without such words by the first word of their middle."""
    by_ends: dict[str, dict[str, list[_Row]]] = defaultdict(lambda: defaultdict(list))
    inner: dict[str, list[_Row]] = defaultdict(list)
    inner_beyond: list[_Row] = []
    for row in sorted(rows, key=lambda row: -len(row.middle)):
        if row.prefix or row.suffix:
            group = by_ends[row.prefix][row.suffix]
        else:
            group = inner[row.middle.partition(" ")[0]] if row.middle.isascii() else inner_beyond
        group.append((row.order, row.middle, row.glued, row.ended, row.clock))
    return {"by_ends": by_ends, "inner": inner, "inner_beyond": inner_beyond}


def _ends_with_verb(skeleton: Skeleton) -> bool:
    """Tell whether a pattern ends with a person and a verb: "Ana wrote", "on Monday, Ana wrote"."""
    plain = skeleton.ended and not (skeleton.middle or skeleton.glued or skeleton.clock)
    if skeleton.order == "P":
        return plain and not skeleton.prefix and skeleton.telling
    return plain and skeleton.order == "DP" and _weight(skeleton.suffix) > _MIN_VERB_WEIGHT


def _other_orders(verb: str) -> Iterator[Skeleton]:
    """Yield the orders in which old versions and other clients set a date round a name and its verb ("Ana wrote")."""
    yield Skeleton("DP", "", "", verb, glued=False, ended=True)
    yield Skeleton("DP", "", verb, "", glued=False, ended=True)
    yield Skeleton("PD", "", verb, "", glued=False, ended=True)


def _without_accents(skeleton: Skeleton) -> Iterator[Skeleton]:
    """Yield a pattern with a verb as it stands where the accents of its words were left out or lost."""
    words = " \n".join((skeleton.prefix, skeleton.middle, skeleton.suffix, skeleton.clock))
    if any(len(word) >= _MIN_VERB_CHARS and not word.isascii() for word in words.split()):
        for worn in without_accents(words):
            prefix, middle, suffix, clock = worn.split(" \n")
            yield skeleton._replace(prefix=prefix, middle=middle, suffix=suffix, clock=clock)


def _with_following(skeleton: Skeleton, verbs: set[str], words: str) -> Iterator[Skeleton]:
    """Yield a pattern with the words that announce a quotation ("the following"), behind its verb and at its end."""
    if not skeleton.ended or skeleton.clock:
        return
    if skeleton.suffix in verbs:
        yield skeleton._replace(suffix=f"{skeleton.suffix} {words}")
    verb = max((verb for verb in verbs if f"{skeleton.middle} ".startswith(f"{verb} ")), key=len, default=None)
    if verb is None or skeleton.suffix:
        return
    yield skeleton._replace(suffix=words)
    if skeleton.order == "PD":
        yield skeleton._replace(middle=f"{verb} {words}{skeleton.middle[len(verb) :]}")


def _skeleton(pattern: str) -> Skeleton | None:
    """Return a pattern's fixed words; None for what is a header block or has no fixed words to know it by."""
    if "{to}" in pattern:
        return None
    pattern = pattern.translate(INVISIBLE).removeprefix(_SUPERCITE)
    text = re.sub(_PERSON_NAMES, _PERSON, re.sub(_DATE_NAMES, _DATE, pattern))
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
    return Skeleton(order, literals[0], middle, literals[-1], bool(re.search(_GLUED, text)), ended, clock)


@cache
def attribution_table() -> AttributionTable:
    """Return the table of ``built/attributions.json``, read once."""
    return AttributionTable(load_table("built/attributions"))


def _lengths(words: set[str], end: int) -> dict[str, list[int]]:
    """Character at an end of the words → lengths of those that have it there, the longest first."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for word in words:
        lengths[word[end]].add(len(word))
    return {letter: sorted(found, reverse=True) for letter, found in lengths.items()}
