"""The phrases that letters and mails open and close with, in every language, compiled and looked up."""

import re
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from typing import Any, NamedTuple

from threadparse.locales.folding import compiled_for, fold, is_unspaced, letter_runs
from threadparse.locales.lexicon import load_table

__all__ = [
    "LEGAL_START",
    "LegalWords",
    "Openings",
    "Phrasebook",
    "Phrases",
    "compile_phrases",
    "find_words",
    "fold_lines",
    "leading_words",
    "line_starts",
    "phrasebook",
    "unspaced",
    "words",
]

_BETWEEN_WORDS = r"\s,;:!?…，。、；：！？،؛()\[\]<>|/"
_AROUND_WORDS = re.escape("\"'“”«»„‚‘’`*_~#=.-–—―·・•​")
#: From the first character of a word to its last, the marks around it left out; as text: most mail is in ASCII.
_WORD = f"[^{_BETWEEN_WORDS}{_AROUND_WORDS}](?:[^{_BETWEEN_WORDS}]*[^{_BETWEEN_WORDS}{_AROUND_WORDS}])?"
#: The same marks in ASCII, where a table and the methods of texts find the words in a fifth of the time.
_GAPS = bytes.maketrans(b",;:!?()[]<>|/", b" " * 13)
_ASCII_MARKS = "\"'`*_~#=.-"
#: Kinds looked up by whole words, those of them that a line may begin with, and kinds that open a folded line.
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
_LEADING = ("greeting", "addressees", "closing")
_PLAIN = ("disclaimer_start", "list_footer", "banner")
_MAX_PHRASE_WORDS = 6
#: White space in ASCII beside the blank and the line end.
_OTHER_BLANKS = "\t\v\f\r\x1c\x1d\x1e\x1f"
#: How many first characters of their words the stems of legal notices are found by.
LEGAL_START = 4
#: The first letters or figures of a line, up to four.
_LINE_START = re.compile(r"\n[^\w\n]*(?:_[^\w\n]*)*([^\W_]{0,4})")
_STARTS = rf"\W(\w{{{LEGAL_START}}})"


class Phrases(NamedTuple):
    """Phrases that a line may begin with: most lines are turned away by their first word.

    Attributes:
        known: The phrases.
        most: First word → how many words the longest phrase has that begins with it, if that is more than one.
        starts: How they start, see ``line_starts``.
    """

    known: frozenset[str]
    most: dict[str, int]
    starts: frozenset[str]


class LegalWords(NamedTuple):
    """Stems that legal notices use, each with the number of its language.

    Attributes:
        by_start: By the first ``LEGAL_START`` characters of a word of theirs.
        short: Those whose words all have fewer characters.
        unspaced: Those of scripts without blanks between words.
    """

    by_start: dict[str, list[tuple[int, str]]]
    short: list[tuple[int, str]]
    unspaced: list[tuple[int, str]]


class Openings(tuple[str, ...]):
    """Hundreds of beginnings of a line, found by their first two characters as fast as a few would be."""

    @cached_property
    def starts(self) -> frozenset[str]:
        """How they start, see ``line_starts``."""
        return frozenset(line_starts(self))

    @cached_property
    def _by_head(self) -> dict[str, list[str]]:
        by_head: dict[str, list[str]] = {}
        for opening in self:
            by_head.setdefault(opening[:2], []).append(opening)
        return by_head

    def open(self, text: str) -> bool:
        """Tell whether a text begins with one of them.

        Args:
            text: A folded text.
        """
        return text.startswith(tuple(self._by_head.get(text[:2], ())))


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
        disclaimer_word: Stems that legal notices use.
        disclaimer_start: How legal notices begin.
        list_footer: How the notes begin that mailing lists set under a mail.
        banner: How the warnings begin that gateways set above a mail.
        marked: How lines start that may be a postscript or an advertisement, see ``line_starts``.
        mobile_ends: What ends an advertisement that begins with the name.
        telling: Runs of letters, in ASCII, one of which each short line has that is known by a word at any place: a
            closing or such an advertisement.
    """

    greeting: Phrases
    addressees: Phrases
    honorific: frozenset[str]
    honorific_sign: frozenset[str]
    thanks_word: frozenset[str]
    closing: Phrases
    closing_word: frozenset[str]
    contact: frozenset[str]
    attachment: frozenset[str]
    postscript: frozenset[str]
    mobile: tuple[tuple[str, str], ...]
    disclaimer_word: LegalWords
    disclaimer_start: Openings
    list_footer: Openings
    banner: Openings
    marked: frozenset[str]
    mobile_ends: tuple[str, ...]
    telling: frozenset[str]


def words(text: str) -> list[str]:
    """Return the folded words of a line, punctuation around them taken off.

    Args:
        text: A line or a phrase.
    """
    return find_words(fold(text))


def find_words(folded: str) -> list[str]:
    """Return the words of a text that is folded already, see ``words``."""
    if not folded.isascii():
        return compiled_for(folded, _WORD).findall(folded)
    text = folded.strip(_ASCII_MARKS).encode()
    runs = text.translate(_GAPS).decode().split()
    if len(text.translate(None, _ASCII_MARKS.encode())) == len(text):
        return runs
    return [word for run in runs if (word := run.strip(_ASCII_MARKS))]


def fold_lines(lines: Sequence[str]) -> list[str]:
    """Fold many lines at once: those in ASCII, which most are, cost one call for all of them.

    Args:
        lines: Lines without line ends.
    """
    text = "\n".join(lines)
    if not lines or not text.isascii() or any(map(text.__contains__, _OTHER_BLANKS)):
        return [fold(line) for line in lines]
    text = text.lower()
    while "  " in text:
        text = text.replace("  ", " ")
    return list(map(str.strip, text.split("\n")))


def line_starts(folded: Iterable[str]) -> list[str]:
    """Return how lines start, in one look at all of them: most lines are no phrase, and their starts are no phrase's.

    Args:
        folded: Folded lines, or phrases.

    Returns:
        Of each line the first letters or figures, up to four; one where no blanks stand between words.
    """
    text = "\n".join(("", *folded))
    starts: list[str] = _LINE_START.findall(text)
    return starts if text.isascii() else [start[:1] if start and is_unspaced(start) else start for start in starts]


def leading_words(line: Sequence[str], phrases: Phrases) -> int:
    """Count how many words at the start of a line are the longest phrase that it begins with; 0 for none.

    Args:
        line: The words of the line, as ``words`` gives them; a line of marks alone has none.
        phrases: One of the sets of the phrase book.
    """
    if not line:
        return 0
    for count in range(min(phrases.most.get(line[0], 1), len(line)), 1, -1):
        if " ".join(line[:count]) in phrases.known:
            return count
    return int(line[0] in phrases.known)


def unspaced(phrases: Iterable[str]) -> tuple[str, ...]:
    """Return the phrases in scripts without blanks between words; a line may go on behind them within a "word"."""
    return tuple(sorted(phrase for phrase in phrases if len(phrase) > 1 and is_unspaced(phrase)))


def compile_phrases(records: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return the phrases of all languages by kind, without doubles, as ``Phrasebook`` has them.

    Args:
        records: The records of ``phrases/*.json``.
    """
    found: dict[str, set[Any]] = {kind: set() for kind in (*_WORDED, *_PLAIN, "disclaimer_word", "mobile")}
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
    table: dict[str, Any] = {kind: sorted(phrases) for kind, phrases in found.items()}
    for kind in _LEADING:
        table[kind] = [table[kind], _most_words(table[kind])]
    table["disclaimer_word"] = _compile_legal(table["disclaimer_word"])
    return table


def _most_words(phrases: Iterable[str]) -> dict[str, int]:
    """Return how many words the longest phrase has that begins with a word, if that is more than one."""
    most: dict[str, int] = {}
    for first, *others in (phrase.split(" ") for phrase in phrases):
        if others:
            most[first] = min(max(1 + len(others), most.get(first, 0)), _MAX_PHRASE_WORDS)
    return most


def _compile_legal(languages: Iterable[Sequence[str]]) -> LegalWords:
    """Return the stems of legal notices, those of a language by its number."""
    legal = LegalWords({}, [], [])
    for language, group in enumerate(languages):
        for word in group:
            if is_unspaced(word):
                legal.unspaced.append((language, word))
            elif start := re.search(_STARTS, f" {word}"):
                legal.by_start.setdefault(start[1], []).append((language, word))
            else:
                legal.short.append((language, word))
    return legal


@cache
def phrasebook() -> Phrasebook:
    """Return the compiled phrases of all languages."""
    table = load_table("built/phrases")
    fields: dict[str, Any] = {kind: frozenset(table[kind]) for kind in _WORDED if kind not in _LEADING}
    for kind in _LEADING:
        known, most = table[kind]
        fields[kind] = Phrases(frozenset(known), most, frozenset(line_starts(known)))
    fields |= {kind: Openings(table[kind]) for kind in _PLAIN}
    mobile = list(map(tuple, table["mobile"]))
    starts = line_starts([*table["postscript"], *(before for before, _ in mobile if before)])
    ends = tuple(behind for before, behind in mobile if not before)
    fields["telling"] = frozenset(letter_runs(" ".join(filter(str.isascii, (*fields["closing_word"], *ends)))))
    legal = LegalWords(*table["disclaimer_word"])
    return Phrasebook(**fields, mobile=tuple(mobile), disclaimer_word=legal, marked=frozenset(starts), mobile_ends=ends)
