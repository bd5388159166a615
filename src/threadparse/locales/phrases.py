"""The phrases that letters and mails open and close with, in every language, compiled and looked up."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from threadparse.locales.folding import fold
from threadparse.locales.tables import load_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Phrasebook", "compile_phrases", "leading_words", "phrasebook", "unspaced", "words"]

_BETWEEN_WORDS = re.compile(r"[\s,;:!?…，。、；：！？،؛()\[\]<>|/]+")
_AROUND_WORDS = "\"'“”«»„‚‘’`*_~#=.-–—―·・•​"
#: Scripts written without blanks between words: Thai, Lao, Tibetan, Myanmar, Khmer, kana, Han, Hangul (particles).
_UNSPACED = re.compile(r"[฀-࿿က-႟ក-៿぀-ヿ㐀-鿿가-힯]")
#: Kinds looked up by whole words, and kinds looked up as parts of a folded line.
_WORDED = (
    "greeting",
    "addressees",
    "honorific",
    "honorific_sign",
    "thanks_word",
    "closing",
    "closing_word",
    "contact",
    "attachment",
    "postscript",
)
_PLAIN = ("disclaimer_start", "list_footer", "banner")
_LONGEST = 6


class Phrasebook(NamedTuple):
    """All phrases of all languages, folded; a line seldom says which language it is in.

    Attributes:
        greeting: What a greeting begins with ("dear", "dobrý den").
        addressees: Whom a greeting names collectively ("all", "colleagues").
        honorific: What stands behind a name in a greeting ("様", "Bey").
        honorific_sign: Those of one sign that stand glued to a name and seldom end another word.
        thanks_word: Words that begin a greeting ("Thanks Bob,") as well as thanks for something.
        closing: What a closing line begins with ("kind regards", "敬具").
        closing_word: Words that make a closing of any short line ("regards", "Grüßen").
        contact: Labels of contact details ("tel", "fax").
        attachment: Words that announce an attached file.
        postscript: Marks of a postscript ("ps", "追伸").
        mobile: (words before, words behind) the name of a device or program in its advertisement.
        disclaimer_word: Stems that legal notices use, those of each language by themselves.
        disclaimer_start: How legal notices begin.
        list_footer: How the notes begin that mailing lists set under a mail.
        banner: How the warnings begin that gateways set above a mail.
    """

    greeting: frozenset[str]
    addressees: frozenset[str]
    honorific: frozenset[str]
    honorific_sign: frozenset[str]
    thanks_word: frozenset[str]
    closing: frozenset[str]
    closing_word: frozenset[str]
    contact: frozenset[str]
    attachment: frozenset[str]
    postscript: frozenset[str]
    mobile: tuple[tuple[str, str], ...]
    disclaimer_word: tuple[tuple[str, ...], ...]
    disclaimer_start: tuple[str, ...]
    list_footer: tuple[str, ...]
    banner: tuple[str, ...]


def words(text: str) -> list[str]:
    """The folded words of a line, punctuation around them taken off.

    Args:
        text: A line or a phrase.
    """
    parts = (part.strip(_AROUND_WORDS) for part in _BETWEEN_WORDS.split(fold(text)))
    return [part for part in parts if part]


def leading_words(line: Sequence[str], phrases: frozenset[str]) -> int:
    """How many words at the start of a line are the longest phrase that it begins with; 0 for none.

    Args:
        line: The words of the line, as ``words`` gives them.
        phrases: One of the sets of the phrase book.
    """
    for count in range(min(_LONGEST, len(line)), 0, -1):
        if " ".join(line[:count]) in phrases:
            return count
    return 0


def unspaced(phrases: Iterable[str]) -> tuple[str, ...]:
    """The phrases in scripts without blanks between words, which a line may begin with in the middle of a "word"."""
    return tuple(sorted(phrase for phrase in phrases if len(phrase) > 1 and _UNSPACED.match(phrase)))


def compile_phrases(records: Iterable[dict[str, Any]]) -> dict[str, list[Any]]:
    """The phrases of all languages by kind, without doubles.

    Args:
        records: The records of ``phrases/*.json``.
    """
    found: dict[str, set[Any]] = {kind: set() for kind in Phrasebook._fields}
    for record in records:
        for kind in _WORDED:
            found[kind].update(" ".join(words(text)) for text in record.get(kind, ()))
        for kind in _PLAIN:
            found[kind].update(fold(text) for text in record.get(kind, ()))
        if record.get("disclaimer_word"):
            found["disclaimer_word"].add(tuple(fold(text) for text in record["disclaimer_word"]))
        for text in record.get("mobile", ()):
            before, _, behind = fold(text).partition("{device}")
            found["mobile"].add((before.strip(), behind.strip()))
    return {kind: sorted(phrases) for kind, phrases in found.items()}


@cache
def phrasebook() -> Phrasebook:
    """The compiled phrases of all languages."""
    table = load_table("built/phrases")
    sets = {kind: frozenset(table[kind]) for kind in _WORDED}
    starts = {kind: tuple(table[kind]) for kind in _PLAIN}
    pairs = {kind: tuple(map(tuple, table[kind])) for kind in ("mobile", "disclaimer_word")}
    fields: dict[str, Any] = sets | starts | pairs
    return Phrasebook(**fields)
