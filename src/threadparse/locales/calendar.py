"""The calendar words of all locales as one look-up table: what a month, weekday or clock word can mean, and where.

The table is ``built/calendar.json``, which ``calendar_table`` makes of the locale files; it is read on first use.
A word keeps all its meanings (Welsh *Maw* is March and Tuesday); the date scanner picks by place and weekday.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from threadparse.locales.lexicon import load_table

__all__ = ["PERIODS", "CalendarWord", "CalendarWords", "calendar_words", "is_name", "is_of_clock"]

PERIODS = ("am", "pm", "noon", "evening", "night", "midnight")
_IN_LOCALES = {"F": "glue", "C": "after_date", "L": "lead_in"}  # packed senses that count in some locales
_EVERYWHERE = {"A": "after_clock", "O": "ordinal", "Z": "zone"}  # and those that count in all


@dataclass(slots=True, eq=False, repr=False)
class CalendarWord:
    """All that one folded word can mean in a date.

    Attributes:
        months: Month number (1 to 12) to the locales that say so; an empty set stands for every language.
        days: Weekday (0 = Monday) to locales.
        periods: Day period (``am``, ``pm``, ``noon``, ``evening``, ``night``, ``midnight``) to locales.
        units: Letters of ``ymdhns``: what the number before the word counts.
        glue: Locales where the word only joins parts of a date ("at", "de", "kl."); None if it nowhere does.
        after_clock: The word closes a clock time ("Uhr").
        after_date: Locales where it closes a day, year or weekday ("2020 г."); None if it nowhere does.
        ordinal: The word makes the number it is glued to an ordinal.
        zone: The word names a time zone.
        lead_in: Locales where it stands before the date of an attribution line ("On", "Am"); None if it nowhere does.
    """

    months: dict[int, frozenset[str]] = field(default_factory=dict)
    days: dict[int, frozenset[str]] = field(default_factory=dict)
    periods: dict[str, frozenset[str]] = field(default_factory=dict)
    units: str = ""
    glue: frozenset[str] | None = None
    after_clock: bool = False
    after_date: frozenset[str] | None = None
    ordinal: bool = False
    zone: bool = False
    lead_in: frozenset[str] | None = None


class CalendarWords:
    """The look-up table; words are unpacked when first asked for.

    Args:
        table: The object of ``built/calendar.json``.
    """

    def __init__(self, table: dict[str, Any]) -> None:
        self._packed: dict[str, str] = table["words"]
        self._locales: list[str] = table["locales"]
        self._known: dict[str, CalendarWord] = {}
        self._parts_of_names = frozenset[str](table["name_parts"])
        self._parts = self._parts_of_names.union(table["other_parts"])
        self._times: list[str] = table["times"]
        self.heads: dict[str, int] = table["heads"]
        """First word of a phrase to the number of parts of the longest phrase that begins so."""
        self.dotted: dict[str, frozenset[str]] = {letter: frozenset(where) for letter, where in table["dotted"].items()}
        """``d`` and ``y`` to the locales that write a dot behind the day or the year of a date with a month name."""
        self.undotted = frozenset(self._locales) - self.dotted["d"]
        """The locales that write no dot behind the day."""
        self.zone_ends = frozenset[str](table["zone_ends"])
        """Words that end the full name of a zone ("Eastern Standard Time")."""
        self.look_alikes: list[tuple[str, str]] = table["look_alikes"]
        """Letters that a scan takes for others, and the letter that stands for both, in the order to replace them."""

    def __contains__(self, key: str) -> bool:
        return key in self._packed

    def may_hold(self, word: str) -> bool:
        """Tell whether a folded word is one of the table, or a part of a phrase in it."""
        return word in self._packed or word in self._parts

    def may_name(self, word: str) -> bool:
        """Tell whether a folded word names a month or a day, or is a part of a phrase that could."""
        found = self.get(word)
        return word in self._parts_of_names or (found is not None and bool(found.months or found.days))

    def may_time(self, word: str) -> bool:
        """Tell whether a folded word behind a number, with the figure glued to it, can make it a time of day."""
        times = self._times
        at = bisect_left(times, word)
        begins = at < len(times) and times[at].startswith(word)
        return begins or (word[-1].isdecimal() and is_of_clock(self._packed.get(word[:-1], "")))

    def get(self, key: str) -> CalendarWord | None:
        """Return what a folded word or phrase can mean, or None."""
        word = self._known.get(key)
        if word is None:
            packed = self._packed.get(key)
            if packed is None:
                return None
            word = self._known[key] = self._unpack(packed)
        return word

    def long_names(self, shortest: int) -> list[str]:
        """Return the names of months and weekdays of at least so many letters, phrases left out."""
        named = [key for key, packed in self._packed.items() if is_name(packed)]
        return [key for key in named if len(key) >= shortest and " " not in key]

    def _unpack(self, packed: str) -> CalendarWord:
        word = CalendarWord()
        for sense in packed.split("|"):
            kind, value = sense[0], sense[1:3].strip()
            ids = sense[3:]
            where = frozenset(self._locales[int(ids[i : i + 2], 36)] for i in range(0, len(ids), 2))
            if kind == "M":
                word.months[int(value)] = where
            elif kind == "D":
                word.days[int(value)] = where
            elif kind == "P":
                word.periods[PERIODS[int(value)]] = where
            elif kind == "U":
                word.units += value
            elif kind in _IN_LOCALES:
                setattr(word, _IN_LOCALES[kind], where)
            else:
                setattr(word, _EVERYWHERE[kind], True)
        return word


# A capital letter of packed senses is a kind.
def is_name(packed: str) -> bool:
    """Tell whether a word can mean a month or a day."""
    return "M" in packed or "D" in packed


def is_of_clock(packed: str) -> bool:
    """Tell whether a word can mean a day period, close a time, or count hours."""
    return "P" in packed or "A" in packed or "Uh" in packed


@lru_cache(maxsize=1)
def calendar_words() -> CalendarWords:
    """Return the table of ``built/calendar.json``, read once."""
    return CalendarWords(load_table("built/calendar"))
