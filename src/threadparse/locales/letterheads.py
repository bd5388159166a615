"""Load the words of letterheads and memo heads (``letterheads.json``) when needed."""

import re
from functools import cache
from typing import NamedTuple

from threadparse.locales.folding import fold, squeeze
from threadparse.locales.lexicon import load_table

__all__ = ["LetterheadWords", "letterhead_words"]


class LetterheadWords(NamedTuple):
    """The words of ``letterheads.json``, squeezed, of all languages.

    Attributes:
        memo_labels: Labels that letters and memos have and mail clients do not.
        memo_headings: What heads a memo, a minute or a fax.
        captions: What a bundle calls the papers in it, before a number or letter.
        front_titles: How a row begins that heads a bundle of released papers, folded.
        front_numbered: What stands before the number of a request or a case, folded.
        properties: What a records system prints of a paper, before a colon, folded.
        papers: What a bundle calls the papers below a caption, folded.
        bodies: Words in the names of public bodies, folded.
        column_subjects: The label of a subject that stands between two columns, with the blanks around it.
        counted: What a printed conversation counts.
        hidden: What a printed conversation shows in the place of a quotation, between brackets.
        converted: The headings that a converter writes above a message and, as the value, above its words.
        cited: What stands before the id of a cited message, in a pattern that takes in the id and what frames it.
        cited_last: The word of each that stands right before the id, in small letters.
        separated_labels: Labels believed only below a separator, or beside people, a subject, and an address or a time.
        reply_markers: What a help desk asks for, in a line below which its own words stand ("reply above this line").
        pronouns: Words for a person that name nobody ("he"), folded.
        comparing: The conjunction before a name whose saying is cited ("As Aristotle wrote").
        place_endings: How a place ends before the day of a letter, where neither comma nor word stands between.
        archive_links: How the links on a page of a list archive begin.
        file_suffixes: Endings of files that people attach to mail.
        desk_sign: What a help desk puts into each text in which names stand above dates.
        unread: What stands between such a name and its date, in small letters.
        before_date: What stands between a name and a date; a wide gap does as well.
    """

    memo_labels: frozenset[str]
    memo_headings: frozenset[str]
    captions: frozenset[str]
    front_titles: tuple[str, ...]
    front_numbered: frozenset[str]
    properties: frozenset[str]
    papers: frozenset[str]
    bodies: frozenset[str]
    column_subjects: tuple[str, ...]
    counted: frozenset[str]
    hidden: frozenset[str]
    converted: dict[str, str]
    cited: str
    cited_last: frozenset[str]
    separated_labels: frozenset[str]
    reply_markers: frozenset[str]
    pronouns: frozenset[str]
    comparing: frozenset[str]
    place_endings: tuple[str, ...]
    archive_links: tuple[str, ...]
    file_suffixes: frozenset[str]
    desk_sign: str
    unread: frozenset[str]
    before_date: frozenset[str]


@cache
def letterhead_words() -> LetterheadWords:
    """Read the words; the same object each time."""
    data = load_table("letterheads")
    cited = _texts(data["cited"])
    return LetterheadWords(
        memo_labels=frozenset(data["memo_labels"]),
        memo_headings=frozenset(map(squeeze, _texts(data["memo_headings"]))),
        captions=frozenset(map(squeeze, _texts(data["captions"]))),
        front_titles=tuple(map(fold, _texts(data["front_titles"]))),
        front_numbered=frozenset(map(fold, _texts(data["front_numbered"]))),
        properties=frozenset(map(fold, _texts(data["properties"]))),
        papers=frozenset(map(fold, _texts(data["papers"]))),
        bodies=frozenset(map(fold, _texts(data["bodies"]))),
        column_subjects=tuple(f"  {text}  " for text in _texts(data["column_subjects"])),
        counted=frozenset(map(squeeze, _texts(data["counted"]))),
        hidden=frozenset(data["hidden"].values()),
        converted=data["converted"],
        cited=_cited(cited),
        cited_last=frozenset(text.lower().split()[-1] for text in cited),
        separated_labels=frozenset(data["separated_labels"]),
        reply_markers=frozenset(map(fold, _texts(data["reply_markers"]))),
        pronouns=frozenset(map(fold, _texts(data["pronouns"]))),
        comparing=frozenset(data["comparing"].values()),
        place_endings=tuple(_texts(data["place_endings"])),
        archive_links=tuple(map(fold, _texts(data["archive_links"]))),
        file_suffixes=frozenset(data["file_suffixes"]),
        desk_sign=data["desk_sign"],
        unread=frozenset(data["unread"].values()),
        before_date=frozenset(map(squeeze, data["before_date"].values())),
    )


def _texts(lists: dict[str, list[str]]) -> list[str]:
    """Return the texts of all languages."""
    return [text for texts in lists.values() for text in texts]


def _cited(phrases: list[str]) -> str:
    """Return a pattern for one of the phrases with the id behind it: RFC 5322 §3.6.4, or GroupWise's own."""
    spelled = "|".join(re.escape(text) for text in sorted(phrases, key=len, reverse=True))
    return rf"(?i:,? ?\b(?:{spelled})\s+<[^<>\s]{{3,160}}>,?)"
