"""Decide which part of a date run is the day, the month, the year and the weekday."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from threadparse.values.dates.numeric import COMPACT_DIGITS, is_year, read_numeric, read_year
from threadparse.values.dates.parts import Part, votes_of
from threadparse.values.dates.tokens import MARK, NUMBER, WORD, DateText, Token
from threadparse.values.dates.value import DateValue, is_day, swapped

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from threadparse.values.dates.clock import Clock


__all__ = ["resolve"]

_YEAR_DIGITS = 4
_MIN_WEEKDAY_CHARS = 4  # letters of a weekday that is hardly a name

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
    numbers, names, clock = _by_kind(run)
    stands_free = numbers and (clock or run[-1].kind != "zone") and _stands_free(text, run)
    shared = _share_names(names, numbers) if stands_free else None
    if shared is None:
        return None
    month_name, weekday_name = shared
    clocked, dayed = clock is not None, weekday_name is not None
    readings = list(
        _named(run, numbers, month_name, timed=clocked, whole=whole)
        if month_name
        else read_numeric(run, numbers, clocked=clocked, dayed=dayed, whole=whole)
    )
    if not readings or _takes_day_of_next(text, run, readings):
        return None
    value = _choose(run, readings, month_name, weekday_name)
    if weekday_name:
        days = weekday_name.days
        agrees = _agrees(value, days)
        if agrees is False and _is_other_word(text, weekday_name, whole=whole):
            return _run(text, [part for part in run if part is not weekday_name], whole=whole)
        if weekday_name is run[-1] and len(run) > 1 and not _closes(text, run, agrees=agrees is True):
            return None
        value = value._replace(weekday=_likeliest(value, days))
    if clock:
        value = _timed(value, clock, run, dayed=dayed)
    return value, run[0].start, _end(text, run)


def _by_kind(run: list[Part]) -> tuple[list[Part], list[Part], Clock | None]:
    """Return the numbers and the names of a run, and its time of day."""
    numbers = [part for part in run if part.kind == "number"]
    names = [part for part in run if part.kind == "name"]
    return numbers, names, next((part.clock for part in run if part.clock), None)


def _likeliest(value: DateValue, days: dict[int, frozenset[str]]) -> int:
    """Return the weekday that a name means: that of the date, else that of the most locales."""
    return max(days, key=lambda day: (_agrees(value, {day: days[day]}) is not False, len(days[day])))


def _choose(
    run: list[Part], readings: list[DateValue], month_name: Part | None, weekday_name: Part | None
) -> DateValue:
    """Return the reading that the weekday and the language of the run's other words speak for."""
    told = weekday_name is not None and not _is_of_another_language(weekday_name, month_name)
    days = weekday_name.days if weekday_name and told else {}
    value = readings[0]
    if len(readings) > 1:
        votes = votes_of(run)
        value = max(readings, key=lambda r: _plausibility(r, month_name, days, votes))
    if value.ambiguous and _agrees(value, days) is False and _agrees(swapped(value), days):
        return swapped(value)
    return value


def _timed(value: DateValue, clock: Clock, run: list[Part], *, dayed: bool) -> DateValue:
    """Put the time of day to a date; the habit of the clock tells day from month where no weekday does."""
    zone = next((part.offset for part in run if part.kind == "zone"), None)
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
    months: list[Part] = []
    if not (len(numbers) > 2 or any(part.unit == "m" or part.width == COMPACT_DIGITS for part in numbers)):
        # "mar. 3 mar. 2020": of two names that can be both, the weekday stands first.
        months += sorted((part for part in reversed(names) if part.months), key=lambda part: bool(part.days))
    candidates: list[Part | None] = [*months] or [None]
    shares = [(month, [part for part in names if part is not month]) for month in candidates]
    fitting = [(month, rest) for month, rest in shares if len(rest) < 2 and all(part.days for part in rest)]
    if not fitting:
        return None
    # "24 Şub 2019 Paz": both are a month and a weekday somewhere, but one way round they are of one language.
    month, rest = max(fitting, key=lambda share: _share_locale(*share))
    if month and _is_rather_weekday(month, rest, numbers):
        return None  # "Sun, 14 M r 2010": only Tsonga has "Sun" for a month
    return month, rest[0] if rest else None


def _is_of_another_language(name: Part, month: Part | None) -> bool:
    """Tell whether a weekday is also a word between a day and its time ("på"), and of no language of the month."""
    word = name.word
    return word is not None and bool(word.glue or word.lead_in) and bool(month) and not _share_locale(month, [name])


def _is_rather_weekday(name: Part, rest: list[Part], numbers: list[Part]) -> bool:
    """Tell whether a name that stands first is a weekday in more locales than a month, and in none of them both."""
    months, days = (frozenset[str]().union(*meanings.values()) for meanings in (name.months, name.days))
    first = all(name.start < part.start for part in (*rest, *numbers))
    return first and len(days) > len(months) and months.isdisjoint(days)


def _share_locale(month: Part | None, rest: list[Part]) -> bool:
    """Tell whether a locale has both names, one as a month and the other as a weekday."""
    if month is None or not rest:
        return False
    weekday = rest[0]
    where = frozenset[str]().union(*month.months.values())
    return not where.isdisjoint(frozenset[str]().union(*weekday.days.values()))


def _named(run: list[Part], numbers: list[Part], name: Part, *, timed: bool, whole: bool) -> Iterator[DateValue]:
    """Read day, month name and year in whatever order they stand."""
    year: int | None
    day: int | None
    if len(numbers) > 2:
        return
    if len(numbers) == 1:
        only = numbers[0]
        if only.width <= 2:
            year, day = None, only.value
        else:
            year, day = read_year(only), None
            if not whole or year is None or timed:
                return
    else:
        first, second = numbers
        if first.unit == "y" or is_year(first) or (first.width == 2 and first.value > 31):
            first, second = second, first
        elif run.index(second) < run.index(name):
            return  # "24/06, June": a day and a month before a person
        year, day = read_year(second), first.value
        if year is None or first.width > 2:
            return
    for month in name.months:
        if is_day(year, month, 1 if day is None else day):
            yield DateValue(0, 0, year, month, day)


def _agrees(value: DateValue, days: dict[int, frozenset[str]]) -> bool | None:
    """Tell whether a reading, either way round, falls on one of the weekdays; None if it cannot be told."""
    if not days or value.year is None or value.month is None or value.day is None:
        return None
    return date(value.year, value.month, value.day).weekday() in days


def _plausibility(
    value: DateValue, name: Part | None, days: dict[int, frozenset[str]], votes: Counter[str]
) -> tuple[bool, bool, tuple[int, int]]:
    """Weigh a reading: by the language of the weekday, by the weekday, by the other words."""
    where = name.months.get(value.month or 0, frozenset()) if name else frozenset()
    spoken = days and name and not where.isdisjoint(frozenset[str]().union(*days.values()))
    return bool(spoken), _agrees(value, days) is not False, _support(name, value.month, votes)


def _support(name: Part | None, month: int | None, votes: Counter[str]) -> tuple[int, int]:
    """Weigh a meaning of a month name: by the other words of the run, then by how many locales share it."""
    if name is None or month is None:
        return 0, 0
    where = name.months.get(month, frozenset())
    return max((votes[code] for code in where), default=0), len(where)


def _takes_day_of_next(text: DateText, run: list[Part], readings: list[DateValue]) -> bool:
    """Tell whether the last number goes with a month name behind it ("we met on 3 May": not "met 3")."""
    if readings[0].year is not None:
        return False
    last = run[-1]
    if last.kind != "number" or last.end >= len(text.tokens):
        return False
    found = text.phrase(last.end) if text.tokens[last.end].kind == WORD else None
    return found is not None and bool(found[0].months)


def _is_short(text: DateText, part: Part) -> bool:
    first, last = text.tokens[part.start], text.tokens[part.end - 1]
    return last.end - first.start <= 2 and first.key.isascii()


def _is_other_word(text: DateText, name: Part, *, whole: bool) -> bool:
    """Tell whether a name of the wrong weekday is no weekday at all: two letters ("do", "so"), or a word such as "den".

    At the beginning of a header value, with a comma behind it, it is one that the date contradicts.
    """
    if name.word and (name.word.lead_in is not None or name.word.glue is not None):
        return True
    comma = name.end < len(text.tokens) and text.tokens[name.end].key == ","
    return _is_short(text, name) and not (whole and comma and name.start == 0)


def _closes(text: DateText, run: list[Part], *, agrees: bool) -> bool:
    """Tell whether a weekday may end the date: in brackets, at the end of the text, or behind a date it agrees with.

    A short one behind a comma, with one more capitalised word behind it, is a first name ("24/06/25, Mar Roe").
    """
    last, tokens = run[-1], text.tokens
    if "(" in last.marks or last.end >= len(tokens):
        return True
    brief = tokens[last.start].end - tokens[last.start].start < _MIN_WEEKDAY_CHARS
    named = brief and "," in last.marks and text.text[tokens[last.end].start].isupper()
    return agrees and run[-2].kind == "number" and not _is_short(text, last) and not named


def _stands_free(text: DateText, run: list[Part]) -> bool:
    """Tell whether no digit hangs on with a hyphen, slash or dot: that would be a range, a version or an address."""
    tokens = text.tokens
    if run[0].kind == "number" and run[0].start > 0 and _hangs_on_before(tokens, run[0].start):
        return False
    end = run[-1].end
    if end >= len(tokens) or tokens[end].gap or run[-1].kind not in ("number", "clock"):
        return True
    if run[-1].kind == "number" and tokens[end].key in "%@":
        return False
    ends = end + 1 >= len(tokens) or tokens[end + 1].kind != NUMBER or tokens[end + 1].gap
    return ends or tokens[end].key not in ("-", "/", ".", ":")


def _hangs_on_before(tokens: list[Token], first: int) -> bool:
    """Tell whether a number hangs on to what stands before it: a currency sign, another number, a word."""
    mark = tokens[first - 1]
    if tokens[first].gap:
        return False
    if mark.key in "$£€#+":
        return True
    if first < 2 or mark.kind != MARK or mark.gap:
        return False
    before = tokens[first - 2].kind
    return before == NUMBER if mark.key == ":" else mark.key in "-/." and before != MARK


def _end(text: DateText, run: list[Part]) -> int:
    """Find the end of the run, with the bracket that it opened."""
    tokens = text.tokens
    end = run[-1].end
    opened = sum(part.marks.count("(") - part.marks.count(")") for part in run[1:])
    if opened > 0 and end < len(tokens) and tokens[end].key == ")":
        end += 1
    return end
