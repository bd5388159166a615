"""Decide which part of a date run is the day, the month, the year and the weekday."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from threadparse.values.dates.parts import Part, votes_of
from threadparse.values.dates.tokens import MARK, NUMBER, WORD, DateText
from threadparse.values.dates.value import FIRST_YEAR, LAST_YEAR, DateValue, full_year, is_day, swapped

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from threadparse.values.dates.clock import Clock


__all__ = ["resolve"]

_BUDDHIST = 543  # the Thai year is 543 ahead (CLDR calendar "buddhist")
_YEAR_DIGITS = 4
_CENTURY = 50  # years of three digits that programs of the turn of the century wrote: 101 is 2001; 201 is a scan's
_COMPACT = 8  # digits of YYYYMMDD

Found = tuple[DateValue, int, int]


def resolve(text: DateText, parts: list[Part], *, whole: bool) -> Found | None:
    """Read the longest beginning of a run that is a date.

    Args:
        text: The tokens.
        parts: The parts of the run.
        whole: The text is a header value, so that a bare ``March 2024`` or ``20140517`` is meant as a date.

    Returns:
        The date (its span not yet set), the index of its first token and that behind its last; None if there is none.
    """
    for count in range(len(parts), 0, -1):
        if count < len(parts) and parts[count].width == _YEAR_DIGITS:
            return None  # "29 Feb 2021" is no date, not 29 February of some year
        found = _run(text, parts[:count], whole=whole)
        if found:
            return found
    return None


def _run(text: DateText, run: list[Part], *, whole: bool) -> Found | None:
    numbers = [part for part in run if part.kind == "number"]
    names = [part for part in run if part.kind == "name"]
    clock = next((part.clock for part in run if part.clock), None)
    if not numbers or (run[-1].kind == "zone" and not clock) or not _stands_free(text, run):
        return None
    shared = _share_names(names, numbers)
    if shared is None:
        return None
    month_name, weekday_name = shared
    if month_name:
        readings = list(_named(run, numbers, month_name, timed=clock is not None, whole=whole))
    else:
        readings = list(_numeric(run, numbers, clocked=clock is not None, dayed=weekday_name is not None, whole=whole))
    if not readings:
        return None
    if readings[0].year is None and _takes_day_of_next(text, run):
        return None
    days = weekday_name.word.days if weekday_name and weekday_name.word else {}
    value = readings[0]
    if len(readings) > 1:
        votes = votes_of(run)
        value = max(readings, key=lambda r: (_agrees(r, days) is not False, _support(month_name, r.month, votes)))
    if value.ambiguous and _agrees(value, days) is False and _agrees(swapped(value), days):
        value = swapped(value)
    if weekday_name:
        agrees = _agrees(value, days)
        if agrees is False and _is_short(text, weekday_name):
            # Two letters that name the wrong weekday are another word ("do", "so").
            return _run(text, [part for part in run if part is not weekday_name], whole=whole)
        if weekday_name is run[-1] and len(run) > 1 and not _closes(text, run, agrees=agrees is True):
            return None
        value = value._replace(
            weekday=max(days, key=lambda day: (_agrees(value, {day: days[day]}) is not False, len(days[day])))
        )
    if clock:
        zone = next((part.offset for part in run if part.kind == "zone"), None)
        value = _timed(value, clock, zone, dayed=weekday_name is not None)
    return value, run[0].start, _end(text, run)


def _timed(value: DateValue, clock: Clock, zone: int | None, *, dayed: bool) -> DateValue:
    """Put the time of day to a date; the habit of the clock tells day from month where no weekday does."""
    value = value._replace(
        hour=clock.hour,
        minute=clock.minute,
        second=clock.second,
        offset=clock.offset if clock.offset is not None else zone,
        twelve_hour=clock.twelve_hour,
    )
    if value.ambiguous and not dayed and clock.twelve_hour == value.day_first:
        value = swapped(value)
    return value


def _share_names(names: list[Part], numbers: list[Part]) -> tuple[Part | None, Part | None] | None:
    """Say which name is the month and which the weekday; None if they do not share out."""
    if len(names) > 2:
        return None
    months = [part for part in names if part.word and part.word.months]
    only_months = [part for part in months if part.word and not part.word.days]
    full = len(numbers) > 2 or any(part.unit == "m" or part.width == _COMPACT for part in numbers)
    month = None
    if not full:
        # "mar. 3 mar. 2020": of two names that can be both, the weekday stands first.
        month = only_months[0] if only_months else months[-1] if months else None
    rest = [part for part in names if part is not month]
    if len(rest) > 1 or (rest and rest[0].word and not rest[0].word.days):
        return None
    return month, rest[0] if rest else None


def _named(run: list[Part], numbers: list[Part], name: Part, *, timed: bool, whole: bool) -> Iterator[DateValue]:
    """Read day, month name and year in whatever order they stand."""
    months = name.word.months if name.word else {}
    year: int | None
    day: int | None
    if len(numbers) > 2:
        return
    if len(numbers) == 1:
        only = numbers[0]
        if only.width <= 2:
            year, day = None, only.value
        else:
            year, day = _year(only), None
            if not whole or year is None or timed:
                return
    else:
        first, second = numbers
        before = run.index(first) < run.index(name)
        if first.unit == "y" or _is_year(first) or (first.width == 2 and first.value > 31):
            first, second = second, first
        elif not before and run.index(second) < run.index(name):
            return
        year, day = _year(second), first.value
        if year is None or first.width > 2:
            return
    for month in months:
        if is_day(year, month, 1 if day is None else day):
            yield DateValue(0, 0, year, month, day)


def _numeric(run: list[Part], numbers: list[Part], *, clocked: bool, dayed: bool, whole: bool) -> Iterator[DateValue]:
    """Read an all-numeric date; one that can be read both ways is given once, marked ambiguous."""
    first = numbers[0]
    year: int | None
    if first.width == _COMPACT:
        if len(numbers) == 1 and (whole or clocked or dayed):
            year, month, day = first.value // 10_000, first.value // 100 % 100, first.value % 100
            if FIRST_YEAR <= year <= LAST_YEAR and is_day(year, month, day):
                yield DateValue(0, 0, year, month, day)
        return
    units = {part.unit: part for part in numbers if part.unit}
    if {"m", "d"} <= units.keys():
        year = _year(units["y"]) if "y" in units else None
        if ("y" in units) == (year is not None) and is_day(year, units["m"].value, units["d"].value):
            yield DateValue(0, 0, year, units["m"].value, units["d"].value)
        return
    separator = _separator(run, numbers, sure=clocked and dayed)
    if separator is None or len(numbers) not in (2, 3) or any(part.width > 4 for part in numbers):
        return
    if len(numbers) == 2:
        if (separator == "/" and clocked) or (separator in ("/", ".") and dayed):
            yield from _both_ways(None, numbers[0], numbers[1], separator)
        return
    a, b, c = numbers
    asian = a.width == 2 and c.width <= 2 and separator == "." and _period_leads(run)
    if _is_year(a) or asian or (a.width == 2 and a.value > 31):
        year = _year(a)
        if year is not None and (separator or clocked or dayed) and c.width <= 2 and is_day(year, b.value, c.value):
            yield DateValue(0, 0, year, b.value, c.value, separator=separator)
    elif (separator and c.width in (2, 4)) or (clocked and dayed and c.width == 4):
        year = _year(c)
        if year is not None:
            yield from _both_ways(year, a, b, separator)


def _both_ways(year: int | None, a: Part, b: Part, separator: str) -> Iterator[DateValue]:
    if a.width > 2 or b.width > 2:
        return
    day_first, month_first = is_day(year, b.value, a.value), is_day(year, a.value, b.value)
    if day_first and (separator == "." or not month_first or a.value == b.value):
        settled = a.value != b.value and separator != "."
        yield DateValue(0, 0, year, b.value, a.value, separator=separator, day_first=True if settled else None)
    elif day_first:
        yield DateValue(0, 0, year, b.value, a.value, ambiguous=True, separator=separator, day_first=True)
    elif month_first:
        yield DateValue(0, 0, year, a.value, b.value, separator=separator, day_first=False)


def _separator(run: list[Part], numbers: list[Part], *, sure: bool) -> str | None:
    """Return what parts the numbers: "/", "-" or "." (also words) throughout, "" for blanks; None for anything else.

    With a weekday and a time the run is ``sure`` to be a date, and dots, blanks and commas may be mixed: Evolution
    writes "uto, 23. 04 2019. u 16:48" in Serbian, "23, 04 năm 2019" in Vietnamese.
    """
    kinds = set()
    for part in numbers[1:]:
        if run[run.index(part) - 1].kind != "number":
            # A weekday may stand between the day and the year, a clock may not part numbers.
            return None
        marks = part.marks.replace(",", "") if part.words else part.marks
        if part.words:
            kinds.add("." if marks == "." else " ")
        elif marks in ("/", "-", ".") or (marks == "" and part.gap):
            kinds.add(marks)
        elif marks == "," and part.gap and sure:
            kinds.add(" ")
        else:
            return None
    if len(kinds) > 1:
        return "." if sure and kinds <= {"", " ", "."} else None
    kind = kinds.pop() if kinds else ""
    return "." if kind == " " else kind


def _is_year(part: Part) -> bool:
    return part.unit == "y" or part.width == 4 or part.marks.endswith("'")


def _year(part: Part) -> int | None:
    """Read a year: RFC 5322 §4.3 for two and three digits, the Buddhist era for those 543 ahead."""
    if part.width == 2:
        return full_year(part.value)
    year = part.value if part.width == 4 else -1
    if part.width == 3 and 100 <= part.value < 100 + _CENTURY:
        year = part.value + 1900
    if FIRST_YEAR + _BUDDHIST <= year <= LAST_YEAR + _BUDDHIST and year > LAST_YEAR:
        year -= _BUDDHIST
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def _period_leads(run: list[Part]) -> bool:
    """The day period stands before the time ("AM 12:57"), as in Korean and Chinese, where the year comes first."""
    return any(part.clock is not None and part.clock.period_first for part in run)


def _agrees(value: DateValue, days: dict[int, frozenset[str]]) -> bool | None:
    """Tell whether a reading, either way round, falls on one of the weekdays; None if it cannot be told."""
    if not days or value.year is None or value.month is None or value.day is None:
        return None
    return date(value.year, value.month, value.day).weekday() in days


def _support(name: Part | None, month: int | None, votes: Counter[str]) -> tuple[int, int]:
    """Weigh a meaning of a month name: by the other words of the run, then by how many locales share it."""
    if name is None or name.word is None or month is None:
        return 0, 0
    where = name.word.months.get(month, frozenset())
    return max((votes[code] for code in where), default=0), len(where)


def _takes_day_of_next(text: DateText, run: list[Part]) -> bool:
    """Tell whether the last number goes with a month name behind it ("we met on 3 May": not "met 3")."""
    last = run[-1]
    if last.kind != "number" or last.end >= len(text.tokens):
        return False
    found = text.phrase(last.end) if text.tokens[last.end].kind == WORD else None
    return found is not None and bool(found[0].months)


def _is_short(text: DateText, part: Part) -> bool:
    first, last = text.tokens[part.start], text.tokens[part.end - 1]
    return last.end - first.start <= 2 and first.key.isascii()


def _closes(text: DateText, run: list[Part], *, agrees: bool) -> bool:
    """A weekday may end the date: in brackets, at the end of the text, or right behind the date it agrees with."""
    last = run[-1]
    if "(" in last.marks or last.end >= len(text.tokens):
        return True
    return agrees and run[-2].kind == "number" and not _is_short(text, last)


def _stands_free(text: DateText, run: list[Part]) -> bool:
    """No digit hangs on with a hyphen, slash or dot: that would be a range, a version or an address."""
    tokens = text.tokens
    first, last = run[0].start, run[-1].end
    if first > 1 and run[0].kind == "number":
        mark, before = tokens[first - 1], tokens[first - 2]
        glued = mark.kind == MARK and not tokens[first].gap and not mark.gap
        if glued and (before.kind == NUMBER if mark.key == ":" else mark.key in "-/." and before.kind != MARK):
            return False
    if first > 0 and run[0].kind == "number" and not tokens[first].gap and tokens[first - 1].key in "$£€#+":
        return False
    if last + 1 < len(tokens) and run[-1].kind in ("number", "clock"):
        mark, after = tokens[last], tokens[last + 1]
        if after.kind == NUMBER and not mark.gap and not after.gap and mark.key in ("-", "/", ".", ":"):
            return False
    return not (last < len(tokens) and run[-1].kind == "number" and not tokens[last].gap and tokens[last].key in "%@")


def _end(text: DateText, run: list[Part]) -> int:
    """Find the end of the run, with the bracket that it opened."""
    tokens = text.tokens
    end = run[-1].end
    opened = sum(part.marks.count("(") - part.marks.count(")") for part in run[1:])
    if opened > 0 and end < len(tokens) and tokens[end].key == ")":
        end += 1
    return end
