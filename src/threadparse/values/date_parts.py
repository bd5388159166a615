"""Follow a date through its tokens: numbers, names, a clock and a zone, with the glue between them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from threadparse.values.date_clock import Clock, read_clock, read_zone
from threadparse.values.date_words import MARK, NUMBER, WORD, DateText

if TYPE_CHECKING:
    from threadparse.locales.calendar import CalendarWord

__all__ = ["Part", "read_parts", "votes_of"]

_MOST_PARTS = 8  # weekday, three numbers, clock, zone, and one to spare
_MOST_GLUE = 4  # marks, and words, between two parts
_GLUE = frozenset(",.-/'()|")


@dataclass(slots=True)
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


def read_parts(text: DateText, at: int) -> list[Part]:
    """Read the parts of the date run that begins at a token, as far as it goes.

    Args:
        text: The tokens.
        at: Index of the first token.

    Returns:
        The parts in order; empty if no date can begin here.
    """
    tokens = text.tokens
    parts: list[Part] = []
    marks = ""
    words: list[frozenset[str]] = []
    clock = False
    while at < len(tokens) and len(parts) < _MOST_PARTS:
        token = tokens[at]
        part: Part | None = None
        complete = _is_complete(parts)
        found = text.phrase(at) if token.kind == WORD else None
        if token.kind == NUMBER or (found and found[0].periods):
            if not clock:
                compact = bool(words) and at > 0 and tokens[at - 1].key == "t" and not token.gap
                time = read_clock(text, at, complete=complete, compact=compact, locales=_name_locales(parts))
                if time:
                    part = Part("clock", at, time.end, clock=time)
                    clock = True
            if part is None and token.kind == NUMBER and not complete:
                part = _number(text, at)
        if part is None and found and (found[0].months or found[0].days) and _name_may_follow(parts, found[0]):
            part = Part("name", at, found[1], word=found[0])
        if part is None and complete and token.key != "," and parts[-1].kind != "zone":
            zone = read_zone(text, at)
            if zone and (not clock or zone[0] is not None):
                part = Part("zone", at, zone[1], offset=zone[0])
        if part:
            part.marks, part.words, part.gap = marks, tuple(words), token.gap
            parts.append(part)
            at = part.end
            marks = ""
            words = []
        elif not parts:
            break
        elif token.kind == MARK and token.key in _GLUE and len(marks) < _MOST_GLUE:
            marks += token.key
            at += 1
        elif found and (found[0].glue is not None or found[0].lead_in is not None) and len(words) < _MOST_GLUE:
            words.append(found[0].glue or frozenset())
            at = found[1]
        else:
            break
    return parts


def _is_complete(parts: list[Part]) -> bool:
    """Tell whether day, month and year are there, so that a further number can only be a time."""
    numbers = sum(part.kind == "number" for part in parts)
    if numbers == 1:
        return any(part.kind == "number" and part.width == 8 for part in parts)
    return numbers > 2 or (numbers == 2 and any(part.word is not None and bool(part.word.months) for part in parts))


def votes_of(parts: list[Part]) -> Counter[str]:
    """Count the locales that the words of a run speak for.

    Args:
        parts: The parts of the run.

    Returns:
        Locale to the number of words (names, glue, day periods) that are its own.
    """
    votes: Counter[str] = Counter()
    for part in parts:
        for words in part.words:
            votes.update(words)
        if part.clock:
            votes.update(part.clock.locales)
        if part.word:
            votes.update({code for where in (*part.word.months.values(), *part.word.days.values()) for code in where})
    return votes


def _name_locales(parts: list[Part]) -> frozenset[str]:
    """Return the locales of the names so far, which a day period must go with."""
    return frozenset(votes_of([part for part in parts if part.word is not None]))


def _name_may_follow(parts: list[Part], word: CalendarWord) -> bool:
    """A date has one month name and one weekday; a name behind a complete date is a person's."""
    names = [part.word for part in parts if part.word is not None]
    if len(names) > 1:
        return False
    if word.days:
        return not names or bool(names[0].months or word.months)
    return not _is_complete(parts) and not any(not name.days for name in names)


def _number(text: DateText, at: int) -> Part | None:
    """Read a number of a date with the unit or ordinal letters glued to it."""
    tokens = text.tokens
    token = tokens[at]
    width = token.end - token.start
    if token.value < 0 or not (width < 5 or width == 8):
        return None
    part = Part("number", at, at + 1, value=token.value, width=width)
    after = at + 1
    bracket = after < len(tokens) and tokens[after].key in ("(", "'") and not tokens[after].gap
    if bracket:
        after += 1
    if after >= len(tokens) or tokens[after].kind != WORD:
        return part
    glued = not tokens[after].gap
    found = text.phrase(after)
    unit = "".join(u for u in found[0].units if u in "ymd") if found else ""
    if unit and not bracket:
        part.unit, part.end = unit[0], found[1] if found else after + 1
    elif glued and found and (found[0].ordinal or found[0].glue is not None) and tokens[after].key != "t":
        part.end = found[1]
        if bracket and tokens[after - 1].key == "(":
            if part.end < len(tokens) and tokens[part.end].key == ")":
                part.end += 1
            else:
                part.end = at + 1
    elif glued and not bracket and not found:
        return None
    return part
