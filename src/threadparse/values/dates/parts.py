"""Follow a date through its tokens: numbers, names, a clock and a zone, with the glue between them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from threadparse.locales.calendar import calendar_words
from threadparse.values.dates.clock import Clock, read_clock, read_zone
from threadparse.values.dates.tokens import MARK, NUMBER, WORD, DateText

if TYPE_CHECKING:
    from threadparse.locales.calendar import CalendarWord
    from threadparse.values.dates.tokens import Token

__all__ = ["Part", "read_parts", "votes_of"]

_MAX_PARTS = 8  # weekday, three numbers, clock, zone, and one to spare
_YEAR_WIDTH = 4
_MAX_GLUE = 4  # marks, and words, between two parts
_GLUE = frozenset(",.-/'()|")
_LIKE_FIGURES = frozenset("BIOSZ")  # a scan takes them for figures, or figures for them


@dataclass(slots=True, eq=False, repr=False)
class Part:
    """One part of a date run.

    Attributes:
        kind: ``number``, ``name`` (of a month or weekday), ``clock`` or ``zone``.
        start: Index of its first token.
        end: Index behind its last token.
        marks: The marks between it and the part before.
        words: Words stand between it and the part before; with their locales.
        gap: White space stands before it.
        value: The number.
        width: Its digits.
        unit: ``y``, ``m`` or ``d`` if a unit word says so (年月日).
        word: The meanings of a name.
        clock: The time of day.
        offset: Minutes east of UTC of a zone.
    """

    kind: str
    start: int
    end: int
    marks: str = ""
    words: tuple[frozenset[str], ...] = ()
    gap: bool = False
    value: int = -1
    width: int = 0
    unit: str = ""
    word: CalendarWord | None = None
    clock: Clock | None = None
    offset: int | None = None

    @property
    def months(self) -> dict[int, frozenset[str]]:
        """Return the months that a name can mean, with their locales."""
        return self.word.months if self.word else {}

    @property
    def days(self) -> dict[int, frozenset[str]]:
        """Return the weekdays that a name can mean, with their locales."""
        return self.word.days if self.word else {}


def read_parts(text: DateText, at: int) -> list[Part]:
    """Read the parts of the date run that begins at a token, as far as it goes.

    Args:
        text: The tokens.
        at: Index of the first token.

    Returns:
        The parts in order; empty if no date can begin here.
    """
    tokens = text.tokens
    run = _Run(text)
    marks = ""
    words: list[frozenset[str]] = []
    while at < len(tokens) and len(run.parts) < _MAX_PARTS:
        token = tokens[at]
        found = text.phrase(at) if token.kind == WORD else None
        part = run.next_part(at, found, after_t=bool(words) and tokens[at - 1].key == "t")
        if part:
            part.end = _behind_closer(text, part, run.parts)
            part.marks, part.words, part.gap = marks, tuple(words), token.gap
            run.add(part)
            at = part.end
            marks = ""
            words = []
        elif not run.parts:
            break
        elif token.kind == MARK and token.key in _GLUE and len(marks) < _MAX_GLUE and not _is_misread_one(tokens, at):
            marks += token.key
            at += 1
        elif found and len(words) < _MAX_GLUE and (found[0].glue is not None or _leads_in(tokens, at, found)):
            words.append(found[0].glue or frozenset())
            at = found[1]
        elif found is None and not words and run.may_announce_time(at):
            words.append(frozenset())
            at += 1
        else:
            break
    return run.parts


def _leads_in(tokens: list[Token], at: int, found: tuple[CalendarWord, int]) -> bool:
    """Tell whether a word stands before dates in some language; a letter glued to a figure is a misread one ("Z0")."""
    token, behind = tokens[at], found[1]
    glued = behind < len(tokens) and tokens[behind].kind == NUMBER and not tokens[behind].gap
    return found[0].lead_in is not None and not (glued and token.end - token.start == 1)


def _is_misread_one(tokens: list[Token], at: int) -> bool:
    """Tell whether a bar is glued to a figure, as "|0:55" has it for "10:55" and "3| May" for "31 May"."""
    behind = at + 1
    if tokens[at].key != "|" or behind >= len(tokens):
        return False
    before = tokens[at - 1].kind == NUMBER and not tokens[at].gap
    return before or (tokens[behind].kind == NUMBER and not tokens[behind].gap)


class _Run:
    """The parts read so far, and what may still follow them."""

    def __init__(self, text: DateText) -> None:
        self.text = text
        self.parts: list[Part] = []
        self.names: list[CalendarWord] = []
        self.numbers = 0
        self.clock: Clock | None = None
        self.complete = False  # day, month and year are there: a further number can only be a time

    def add(self, part: Part) -> None:
        self.parts.append(part)
        self.clock = self.clock or part.clock
        self.numbers += part.kind == "number"
        if part.word is not None:
            self.names.append(part.word)
        # "mar, 23-04-2019": beside a number for the month the name is the weekday's (Spanish "martes").
        numbered = self.numbers == 2 and self.parts[-1].marks in ("-", "/", ".") and self.parts[-2].kind == "number"
        wanted = 2 if any(word.months for word in self.names) and not (numbered and self.names[0].days) else 3
        self.complete = self.numbers >= wanted or (part.kind == "number" and part.width > 4) or self.complete

    def next_part(self, at: int, found: tuple[CalendarWord, int] | None, *, after_t: bool) -> Part | None:
        """Read the part that begins at a token; None if none does."""
        token = self.text.tokens[at]
        part = self._clock_part(at, found, compact=after_t and not token.gap)
        if part is not None:
            return part
        if token.kind == NUMBER:
            return None if self.complete else _number(self.text, at)
        glued = at > 0 and not token.gap and self.text.tokens[at - 1].kind == NUMBER and token.key.isascii()
        if found and (found[0].months or (found[0].days and not glued)) and self._may_name(found[0]):
            return Part("name", at, found[1], word=found[0])
        return self._zone_part(at)

    def may_announce_time(self, at: int) -> bool:
        """Tell whether an unknown word in small letters stands between a year and a time: "4 nën 2024 në 9:07"."""
        if self.clock or not self.complete or self.parts[-1].width != _YEAR_WIDTH:
            return False
        token, behind = self.text.tokens[at], self.text.tokens[at + 1 : at + 4]
        kinds = [other.kind for other in behind]
        timed = kinds == [NUMBER, MARK, NUMBER] and behind[0].gap and behind[1].key == ":"
        return timed and token.kind == WORD and token.gap and self.text.text[token.start].islower()

    def _clock_part(self, at: int, found: tuple[CalendarWord, int] | None, *, compact: bool) -> Part | None:
        """Read a time of day; a second one only if it is the same (Geary's Persian date says it twice)."""
        if self.clock and not self.complete:
            return None
        if self.text.tokens[at].kind != NUMBER and not (found and found[0].periods):
            return None
        first, complete = not self.parts, self.complete
        time = read_clock(self.text, at, first=first, complete=complete, compact=compact, locales=self._locales)
        if time is None or (self.clock and not self.clock.same_time(time)):
            return None
        return Part("clock", at, time.end, clock=time)

    def _zone_part(self, at: int) -> Part | None:
        """Read a zone behind the date; behind a time with its own zone only an offset."""
        if not self.complete or self.text.tokens[at].key == "," or self.parts[-1].kind == "zone":
            return None
        if self._hyphenated(at):
            return None
        clock = self.parts[-1].clock
        zone = read_zone(self.text, at, after_minute=clock is not None and clock.second is None)
        return Part("zone", at, zone[1], offset=zone[0]) if zone and (not self.clock or zone[0] is not None) else None

    def _hyphenated(self, at: int) -> bool:
        """Tell whether a hyphen joins a word to the time behind it (Hebrew "ב-12:03"), and is no sign of an offset."""
        token = self.text.tokens[at]
        return token.key == "-" and not token.gap and not self.clock and self.text.tokens[at - 1].kind == WORD

    def _may_name(self, word: CalendarWord) -> bool:
        """Tell whether a word can name a month or weekday still: a month name behind a complete date is a person's."""
        if len(self.names) > 1:
            return False
        if word.days:
            if self.names and self.names[0].days and (self.numbers > 2 or (word.glue is not None and not word.months)):
                return False  # "lun, 22 de abr": the Irish weekday "De" is Spanish glue
            return not self.names or bool(self.names[0].months or word.months)
        return not self.complete and all(name.days for name in self.names)

    def _locales(self) -> frozenset[str]:
        return _name_locales(self.parts)


def _behind_closer(text: DateText, part: Part, parts: list[Part]) -> int:
    """Take in the word that closes a number or weekday ("2020 г.", "14 d."); a Latin one only in its own language."""
    tokens = text.tokens
    end = part.end
    if part.kind not in ("number", "name") or end >= len(tokens) or tokens[end].kind != WORD:
        return end
    found = text.phrase(end)
    if not found or found[0].after_date is None:
        return end
    own = found[0].after_date & _name_locales([*parts, part])
    named = frozenset[str]().union(*found[0].months.values(), *found[0].days.values())
    if own & named or (not own and (named or tokens[end].key.isascii())):
        return end
    end = found[1]
    return end + 1 if end < len(tokens) and tokens[end].key == "." and not tokens[end].gap else end


def votes_of(parts: list[Part]) -> Counter[str]:
    """Count the locales that the words of a run speak for.

    Args:
        parts: The parts of the run.

    Returns:
        Locale to the number of words (names, glue, day periods) and dots behind numbers that are its own.
    """
    votes: Counter[str] = Counter()
    table = calendar_words()
    for part, after in pairwise(parts):
        if part.kind == "number" and after.months:
            votes.update(table.dotted["d"] if after.marks.startswith(".") else table.undotted)
        elif part.width == 4 and after.marks.startswith("."):
            votes.update(table.dotted["y"])
    for part in parts:
        for words in part.words:
            votes.update(words)
        if part.clock:
            votes.update(part.clock.locales)
        if part.word:
            votes.update({code for where in (*part.months.values(), *part.days.values()) for code in where})
    return votes


def _name_locales(parts: list[Part]) -> frozenset[str]:
    """Return the locales of the names so far, which a day period must go with: those of all names if they share any.

    English "Thursday, September 10" has no "f.m.", though Swedish has a "September" as well.
    """
    named = [part for part in parts if part.word is not None]
    spoken = (frozenset[str]().union(*part.months.values(), *part.days.values()) for part in named)
    shared = frozenset.intersection(*spoken) if named else frozenset[str]()
    return shared or frozenset(votes_of(named))


def _number(text: DateText, at: int) -> Part | None:
    """Read a number of a date with the unit or ordinal letters glued to it."""
    tokens = text.tokens
    token = tokens[at]
    width = token.end - token.start
    if token.value < 0 or not (width < 5 or width == 8):
        return None
    part = Part("number", at, at + 1, value=token.value, width=width)
    after = at + 1
    bracket = _glued_bracket(tokens, after)
    after += len(bracket)
    if after >= len(tokens) or tokens[after].kind != WORD:
        return part
    found = text.phrase(after)
    unit = next((unit for unit in found[0].units if unit in "ymd"), "") if found else ""
    if found and unit and not bracket:
        part.unit, part.end = unit, found[1]
    elif not tokens[after].gap:
        written = text.text[tokens[after].start : tokens[after].end]
        if not bracket and (not found or written in _LIKE_FIGURES):  # "1S" is 15 misread
            return None
        if found and _makes_ordinal(found[0], bracket) and tokens[after].key != "t":
            part.end = found[1] if bracket != "(" else _behind_bracket(tokens, found[1], part.end)
    return part


def _glued_bracket(tokens: list[Token], at: int) -> str:
    """Return the bracket or apostrophe between a number and the letters of its ending ("3(e)an", "4'ün"), or ""."""
    glued = at < len(tokens) and not tokens[at].gap and tokens[at].key in ("(", "'")
    return tokens[at].key if glued else ""


def _makes_ordinal(word: CalendarWord, bracket: str) -> bool:
    """Tell whether a word ends the number before it; the one in "03(월)" is glue elsewhere and a weekday here."""
    return word.ordinal or (word.glue is not None and bracket != "(")


def _behind_bracket(tokens: list[Token], at: int, otherwise: int) -> int:
    """Return the index behind the bracket that closes at an index, or the one given if none does."""
    return at + 1 if at < len(tokens) and tokens[at].key == ")" else otherwise
