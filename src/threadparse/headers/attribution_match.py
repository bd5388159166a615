"""Match one line against the attribution patterns: what is left beside its date and its person must be fixed words.

The line's beginning and end are looked up in the table of all patterns; only where some pattern fits are dates looked
for. Its date is elastic: clock words and zones that the date scanner did not take in belong to it, and a preposition
that the scanner took in ("den 11/12/2025") can be a fixed word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from threadparse.headers.date_run import DateRun, date_runs
from threadparse.locales.attributions import Skeleton, attribution_table
from threadparse.locales.folding import INVISIBLE, LOOSE
from threadparse.values.dates import DateValue, parse_date, scan_dates
from threadparse.values.redactions import is_redacted

__all__ = ["ADDRESS", "Attribution", "match_attribution"]

ADDRESS = re.compile(r"[<(\[＜]?\s*(?:<?mailto:)?[^\s<>()\[\]＜＞]+@[^\s<>()\[\]＜＞]+(?:\s*[>\])＞]){0,3}")
_FULL_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+\.[^\W\d]{2,}")
# Outlook Express names the message behind the verb: "wrote in message news:abc@host...".
_MESSAGE_ID = re.compile(r"\s(?:news:)?<?[^\s<>@]{1,200}@[^\s<>@]{1,200}>?\s?\.{3}$")
# The Bat names the message behind the date: '[Quoting Jane, on 3 May, in "Tides"]'.
_SUBJECT = re.compile(r'"[^"]{1,200}"\]$')
_NAME_STOPS = re.compile(r"[!?;:]|\. [a-z]")
_TRIM = " \t,;:.،，、；：﹕∶៖՝·–—-−*_|~=/"
_RULE = "---"
_OPEN, _CLOSE = "([{", ")]}"
_PERSON_WORDS = 8
_SHORT = 80  # characters: room for a date and a name


class Attribution(NamedTuple):
    """An attribution line as read.

    Attributes:
        sender: Name and address as written; None where the pattern has none.
        date: The date run, or None.
        sure: It names a date or an address, and has words of its own; otherwise a quotation must follow.
        words: How many characters of it are fixed words of a pattern.
        ended: The pattern ends with a colon or a like mark.
    """

    sender: str | None
    date: DateValue | None
    sure: bool
    words: int
    ended: bool


class _Line(NamedTuple):
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


@lru_cache(maxsize=512)  # a chain repeats its attributions, and the lines of each are tried in several ways
def match_attribution(text: str) -> Attribution | None:
    """Read a line as an attribution.

    Args:
        text: The lines of a candidate, joined.

    Returns:
        What it says, or None if no pattern of any client fits.
    """
    line = _prepare(text)
    if line is None:
        return None
    digits = any(map(str.isdigit, line.text))
    fitting = sorted(_fitting(line, dated=digits), key=lambda row: -row.length)
    if not fitting:
        return None
    if digits and any("D" in row.order for row in fitting):
        runs = date_runs(line.text) or date_runs(_without_prefix(line, fitting[0]))
        for run in runs:
            for skeleton in fitting:
                found = _with_date(line, run, skeleton)
                if found is not None:
                    return found
        if runs:
            return None
    for skeleton in fitting:
        if skeleton.order == "P":
            found = _without_date(line, skeleton)
            if found is not None:
                return found
    return None


def _without_prefix(line: _Line, skeleton: Skeleton) -> str:
    """The line with blanks for its prefix, which may be glued to the date ("ב-1 בינו׳ 2020")."""
    opening, _ = line.inner(skeleton)
    rest = line.text[opening:].lstrip(LOOSE)
    return " " * (len(line.text) - len(rest)) + rest


def _prepare(text: str) -> _Line | None:
    if not text.isascii():
        text = text.translate(INVISIBLE)
    text = " ".join(text.split())
    if text.endswith("..."):
        text = _MESSAGE_ID.sub("", text)
    elif text.startswith("[") and text.endswith('"]'):
        text = _SUBJECT.sub("]", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    folded = _fold_each(text)
    end = len(folded.rstrip(LOOSE))
    begin = len(folded) - len(folded.lstrip(LOOSE))
    return _Line(text, folded, begin, end) if begin < end else None


def _fold_each(text: str) -> str:
    """Fold without changing the length; a character that would become several stays as its first one."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold()
    if len(folded) == len(text):
        return folded
    return "".join(unicodedata.normalize("NFKC", letter).casefold()[:1] or letter for letter in text)


def _fitting(line: _Line, *, dated: bool) -> Iterator[Skeleton]:
    """The skeletons whose prefix and suffix the line has; those without either must have their middle in it."""
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


def _inner(line: _Line) -> Iterator[Skeleton]:
    """The skeletons without words at their ends that the line has."""
    table = attribution_table()
    groups = [table.inner[word] for word in ("", *table.inner.keys() & set(line.folded.split(" ")))]
    if not line.folded.isascii():
        groups.append(table.inner_beyond)
    for skeleton in chain.from_iterable(groups):
        if skeleton.middle in line.folded and _alone(line, skeleton):
            yield skeleton


def _edges(line: _Line, skeleton: Skeleton) -> bool:
    """Whether the fixed words at both ends are whole words, and not "on" in "once"."""
    begin, end = line.begin + len(skeleton.prefix), line.end - len(skeleton.suffix)
    if begin > end:
        return False
    if skeleton.prefix and _inside_word(line.folded, begin):
        return False
    return skeleton.glued or not skeleton.suffix or not _inside_word(line.folded, end)


def _alone(line: _Line, skeleton: Skeleton) -> bool:
    """Whether a pattern without words at its ends is worth a try: its middle is a word, or the line is a short one."""
    if not skeleton.middle:
        return len(line.text) <= _SHORT or "@" in line.text
    return not skeleton.middle.isascii() or f" {skeleton.middle} " in line.folded


def _inside_word(folded: str, at: int) -> bool:
    """Whether a cut lies between two ASCII letters; other scripts join words without blanks."""
    around = folded[max(0, at - 1) : at + 1]
    return len(around) > 1 and around.isalpha() and around.isascii()


def _with_date(line: _Line, run: DateRun, skeleton: Skeleton) -> Attribution | None:
    """Try a pattern that holds a date: date then person, person then date, date alone."""
    opening, closing = line.inner(skeleton)
    if skeleton.clock:
        apart = _clock_apart(line, run, skeleton, closing)
        if apart is None:
            return None
        run, closing = apart
    if skeleton.order == "D":
        if run.opens_at(line.text, opening) and run.closes_at(line.text, closing):
            framed = bool(skeleton.prefix and skeleton.suffix)  # "23.04.2019 tarihinde:" opens a list as well
            return _dated(None, run, skeleton, sure=framed and skeleton.telling)
        return None
    if skeleton.order == "DP" and run.opens_at(line.text, opening):
        for end in run.ends if skeleton.middle else (run.clock_end,):
            person = _behind(line, end, closing, skeleton)
            if person is not None:
                return _person_and_date(person, run, skeleton)
    if skeleton.order == "PD" and run.closes_at(line.text, closing):
        for start in run.starts:
            person = _before(line, opening, start, skeleton)
            if person is not None:
                return _person_and_date(person, run, skeleton)
    return None


def _clock_apart(line: _Line, run: DateRun, skeleton: Skeleton, closing: int) -> tuple[DateRun, int] | None:
    """The run with the time that stands behind words of its own, and where those begin ("hett Jane Klock 16.48")."""
    at = line.folded.rfind(f" {skeleton.clock} ", run.date.end, closing)
    time = line.text[at + len(skeleton.clock) + 2 : closing]
    date = parse_date(f"{run.date.raw} {time}") if at >= 0 else None
    return (replace(run, date=date), at) if date is not None and date.hour is not None else None


def _behind(line: _Line, start: int, stop: int, skeleton: Skeleton) -> str | None:
    """The person behind the date and the middle words."""
    start = _skip(line.text, start, LOOSE if skeleton.middle else _TRIM + ")]")
    if start > stop or not line.folded.startswith(skeleton.middle, start):
        return None
    begin = start + len(skeleton.middle)
    if skeleton.middle and not skeleton.glued and _inside_word(line.folded, begin):
        return None
    return _person(line.text[begin:stop]) if begin <= stop else None


def _before(line: _Line, start: int, stop: int, skeleton: Skeleton) -> str | None:
    """The person before the middle words and the date."""
    stop = start + len(line.text[start:stop].rstrip(LOOSE))
    if not line.folded[start:stop].endswith(skeleton.middle):
        return None
    end = stop - len(skeleton.middle)
    if skeleton.middle and not skeleton.glued and _inside_word(line.folded, end):
        return None
    return _person(line.text[start:end])


def _skip(text: str, at: int, marks: str) -> int:
    return at + len(text[at:]) - len(text[at:].lstrip(marks))


def _person_and_date(person: str, run: DateRun, skeleton: Skeleton) -> Attribution | None:
    """An attribution of a date and a person; one without words of its own needs a time, and an address or a quote."""
    if skeleton.length:
        if not person and not (skeleton.suffix or skeleton.middle):
            return None
        return _dated(person, run, skeleton, sure="@" in person or skeleton.telling or not person)
    capitals = not any(word[0].islower() for word in person.split())
    addressed = bool(_FULL_ADDRESS.search(person))
    if not person or not (addressed or (capitals and run.date.hour is not None)):
        return None
    return _dated(person, run, skeleton, sure=addressed and run.date.hour is not None)


def _dated(person: str | None, run: DateRun, skeleton: Skeleton, *, sure: bool) -> Attribution | None:
    if not skeleton.length and not person and run.date.hour is None:
        return None
    return Attribution(person, run.date, sure, skeleton.length, skeleton.ended)


def _without_date(line: _Line, skeleton: Skeleton) -> Attribution | None:
    """Try a pattern that holds only a person; a verb must be there, and an address or a quotation."""
    if not skeleton.length:
        return None
    opening, closing = line.inner(skeleton)
    person = _person(line.text[opening:closing])
    if not person or ("@" not in person and scan_dates(person)):
        return None
    ruled = line.text.startswith(_RULE) and line.text.endswith(_RULE)  # "-----Jane Roe wrote: -----"
    return Attribution(person, None, ruled or bool(ADDRESS.search(person)), skeleton.length, skeleton.ended)


def _person(text: str) -> str | None:
    """The name and address between fixed words; empty where they were taken out, None if it can be no person."""
    text = text.strip(_TRIM).rstrip("([{").lstrip(")]}").strip(_TRIM)
    if text[:1] in _OPEN and text[-1:] in _CLOSE and not is_redacted(text):
        text = text[1:-1]
    elif text[:1] in _OPEN and not any(close in text for close in _CLOSE):
        text = text[1:]
    elif text[-1:] in _CLOSE and not any(mark in text for mark in _OPEN):
        text = text[:-1]
    if not text.strip(LOOSE):
        return ""
    return text if _is_person(text) else None


def _is_person(text: str) -> bool:
    """Whether a text between the words of an attribution can be a name, an address, or a redaction."""
    if len(text) > 200:
        return False
    addresses = list(ADDRESS.finditer(text))
    if addresses:
        behind = text[addresses[-1].end() :].strip(LOOSE + "<>＞")
        return not behind and len(text[: addresses[-1].start()].split()) <= _PERSON_WORDS + 2
    if is_redacted(text):
        return True
    return (
        len(text.split()) <= _PERSON_WORDS and not _NAME_STOPS.search(text) and any(letter.isalpha() for letter in text)
    )
