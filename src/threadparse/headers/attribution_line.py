"""The line of a candidate as patterns are compared with it, and the skeletons whose fixed words its ends have.

The line's beginning and end are looked up in the table of all patterns, so few skeletons are left to be tried.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from threadparse.locales.attributions import Skeleton, attribution_table
from threadparse.locales.folding import INVISIBLE, LOOSE
from threadparse.locales.letterheads import letterhead_words

__all__ = ["FoldedLine", "fitting", "fold_line", "inside_word", "is_citation"]

# Outlook Express names the message behind the verb: "wrote in message news:abc@host...".
_MESSAGE_ID = re.compile(r"\s(?:news:)?<?[^\s<>@]{1,200}@[^\s<>@]{1,200}>?\s?\.{3}$")
# The Bat names the message behind the date: '[Quoting Jane, on 3 May, in "Tides"]'.
_SUBJECT = re.compile(r'"[^"]{1,200}"\]$')
_SHORT = 80  # characters: room for a date and a name


class FoldedLine(NamedTuple):
    """A line and its folded form, of equal length character by character.

    Attributes:
        text: The line in NFC, blanks single, nothing invisible.
        folded: The same, folded.
        begin: Where the first word begins.
        end: Where the last word ends.
    """

    text: str
    folded: str
    begin: int
    end: int

    def inner(self, skeleton: Skeleton) -> tuple[int, int]:
        """What stands between the prefix and the suffix; marks at an end without fixed words belong to it."""
        return (
            self.begin + len(skeleton.prefix) if skeleton.prefix else 0,
            self.end - len(skeleton.suffix) if skeleton.suffix else len(self.text),
        )


def fold_line(text: str) -> FoldedLine | None:
    """A candidate made ready.

    Args:
        text: Its lines, joined.

    Returns:
        The line; None if it has no word.
    """
    if not text.isascii():
        text = text.translate(INVISIBLE)
    text = " ".join(text.split())
    if "<" in text and _may_cite(text):
        text = _uncited(text)
    if text.endswith("..."):
        text = _MESSAGE_ID.sub("", text)
    elif text.startswith("[") and text.endswith('"]'):
        text = _SUBJECT.sub("]", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    folded = _fold_each(text)
    end = len(folded.rstrip(LOOSE))
    begin = len(folded) - len(folded.lstrip(LOOSE))
    return FoldedLine(text, folded, begin, end) if begin < end else None


def is_citation(text: str) -> bool:
    """Whether a line only cites the message that is answered: "In article <…>,", with the person on the next.

    Args:
        text: The line.
    """
    return _may_cite(text) and re.fullmatch(letterhead_words().cited, text.strip()) is not None


def _may_cite(text: str) -> bool:
    """Whether a word that goes with an id stands before a bracket; before most of them stands a name."""
    last = letterhead_words().cited_last
    words = (part[-_SHORT:].split() for part in text.split("<")[:-1])
    return any(before[-1].lower() in last for before in words if before)


def _uncited(text: str) -> str:
    """A line without the id of the message that it cites: "In message <…>, Jane Roe writes:"."""
    cited = re.search(letterhead_words().cited, text)
    if cited is None or not any(map(str.isalpha, text[cited.end() :])):
        return text  # Outlook Express cites at the end, which is a pattern of its own
    return f"{text[: cited.start()]} {text[cited.end() :]}".strip("> ")


def _fold_each(text: str) -> str:
    """Fold without changing the length; a character that would become several stays as its first one."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold()
    if len(folded) == len(text):
        return folded
    return "".join(unicodedata.normalize("NFKC", letter).casefold()[:1] or letter for letter in text)


def fitting(line: FoldedLine, *, dated: bool) -> Iterator[Skeleton]:
    """The skeletons whose prefix and suffix the line has; those without either must have their middle in it.

    Args:
        line: The line.
        dated: Whether it may hold a date; else only skeletons of a person alone are looked for.
    """
    table = attribution_table()
    folded, begin, end = line.folded, line.begin, line.end
    room = end - begin
    openings = (folded[begin : begin + size] for size in table.prefix_lengths.get(folded[begin], ()))
    prefixes = [part for part in openings if part in table.prefixes]
    endings = (folded[end - size : end] for size in table.suffix_lengths.get(folded[end - 1], ()) if size <= room)
    suffixes = [part for part in endings if part in table.suffixes]
    by_ends = table.by_ends if dated else table.undated
    for prefix in (*prefixes, ""):
        for suffix in (*suffixes, ""):
            for skeleton in by_ends.get((prefix, suffix), ()):
                if skeleton.middle in folded and _edges(line, skeleton):
                    yield skeleton
    if dated:
        yield from sorted(_inner(line), key=lambda row: (-len(row.middle), row))


def _inner(line: FoldedLine) -> Iterator[Skeleton]:
    """The skeletons without words at their ends that the line has."""
    table = attribution_table()
    groups = [table.inner[word] for word in ("", *table.inner.keys() & set(line.folded.split(" ")))]
    if not line.folded.isascii():
        groups.append(table.inner_beyond)
    for skeleton in chain.from_iterable(groups):
        if skeleton.middle in line.folded and _alone(line, skeleton):
            yield skeleton


def _edges(line: FoldedLine, skeleton: Skeleton) -> bool:
    """Whether the fixed words at both ends are whole words, and not "on" in "once"."""
    begin, end = line.begin + len(skeleton.prefix), line.end - len(skeleton.suffix)
    if begin > end:
        return False
    if skeleton.prefix and inside_word(line.folded, begin):
        return False
    return skeleton.glued or not skeleton.suffix or not inside_word(line.folded, end)


def _alone(line: FoldedLine, skeleton: Skeleton) -> bool:
    """Whether a pattern without words at its ends is worth a try: its middle is a word, or the line is a short one."""
    if not skeleton.middle:
        return len(line.text) <= _SHORT or "@" in line.text
    return not skeleton.middle.isascii() or f" {skeleton.middle} " in line.folded


def inside_word(folded: str, at: int) -> bool:
    """Whether a cut lies between two ASCII letters; other scripts join words without blanks.

    Args:
        folded: The folded text.
        at: Where it is cut.
    """
    around = folded[max(0, at - 1) : at + 1]
    return len(around) > 1 and around.isalpha() and around.isascii()
