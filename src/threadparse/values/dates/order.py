"""Decide for a whole chain which way round its ambiguous dates are: day first or month first.

Evidence, strongest first: the named weekday; the chain runs one way in time; sure dates of the same shape; the option.
Only what is left is guessed, and says so.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

from threadparse.options import DateOrder
from threadparse.values.dates.value import DateValue, swapped, weekday_fits

__all__ = ["CLOCK_SKEW", "Decision", "Reason", "decide_order"]

Reason = Literal["sure", "weekday", "chain", "shape", "option", "guess"]

#: Minutes by which local times without an offset may differ from the order in which things happened: as far apart as
#: the clocks of people who write to each other mostly are (California to India: 13 h; to New Zealand: 21 h).
CLOCK_SKEW = 15 * 60
_FAR = 30  # days; a wider gap between two messages says no more
_HABIT = 10  # days of gap that the habit of the shape outweighs

Shape = tuple[str, bool]


class Decision(NamedTuple):
    """How one date of a chain is read.

    Attributes:
        value: The date as decided; None for an undated message.
        reason: What decided it: ``sure`` (one reading), ``weekday``, ``chain``, ``shape``, ``option`` or ``guess``.
    """

    value: DateValue | None
    reason: Reason


def decide_order(dates: Sequence[DateValue | None], prefer: DateOrder = "auto") -> Iterator[Decision]:
    """Decide every ambiguous date of a chain, in linear time.

    Args:
        dates: One for each message in source order (normally newest first); None for an undated one.
        prefer: The option ``date_order``: decides what the chain itself leaves open.

    Returns:
        One decision for each date, in the same order.
    """
    if not any(value is not None and value.ambiguous for value in dates):
        return (Decision(value, "sure") for value in dates)
    readings = [_readings(value) for value in dates]
    reasons: list[Reason] = ["sure"] * len(dates)
    for i, value in enumerate(dates):
        if value is not None and value.ambiguous:
            fitting = [reading for reading in readings[i] if weekday_fits(reading)]
            reasons[i] = "weekday" if len(fitting) == 1 else "guess"
            readings[i] = fitting if len(fitting) == 1 else readings[i]
    if "guess" in reasons:
        _decide_by_chain(readings, reasons)
        _decide_by_shape(readings, reasons)
        if prefer != "auto":
            _decide_by_option(readings, reasons, day_first=prefer == "day-first")
        _guess(readings, reasons)
    return (Decision(found[0] if found else None, reason) for found, reason in zip(readings, reasons, strict=True))


def _readings(value: DateValue | None) -> list[DateValue]:
    if value is None:
        return []
    return [value, swapped(value)] if value.ambiguous else [value]


def _minutes(value: DateValue) -> int | None:
    """Return a place on the line of time, in minutes; the offset counts where it is stated."""
    if value.year is None or value.month is None or value.day is None:
        return None
    days = date(value.year, value.month, value.day).toordinal()
    return (days * 24 + (value.hour or 0)) * 60 + (value.minute or 0) - (value.offset or 0)


def _dated(readings: list[list[DateValue]]) -> list[int]:
    return [
        i for i, found in enumerate(readings) if found and None not in (found[0].year, found[0].month, found[0].day)
    ]


def _decide_by_chain(readings: list[list[DateValue]], reasons: list[Reason]) -> None:
    """Keep the readings that a chain with the fewest steps against its direction can have."""
    places = _dated(readings)
    if len(places) < 2:
        return  # one date has no direction
    lines = [[(_minutes(reading) or 0) for reading in readings[i]] for i in places]
    sign = -1 if _runs_forward(lines) else 1
    lines = [[sign * minute for minute in line] for line in lines]
    ahead = _fewest_steps_back(lines)
    behind = _fewest_steps_back([[-minute for minute in line] for line in reversed(lines)])[::-1]
    for i, before, after in zip(places, ahead, behind, strict=True):
        costs = [a + b for a, b in zip(before, after, strict=True)]
        if len(costs) == 2 and costs[0] != costs[1]:
            readings[i] = [readings[i][costs.index(min(costs))]]
            reasons[i] = "chain"


def _runs_forward(lines: list[list[int]]) -> bool:
    """Tell whether the sure dates get later in source order (a chain printed oldest first)."""
    sure = [line[0] for line in lines if len(line) == 1]
    steps = Counter((later > earlier) - (later < earlier) for earlier, later in pairwise(sure))
    return steps[1] > steps[-1]


def _fewest_steps_back(lines: list[list[int]]) -> list[list[int]]:
    """Return for each reading the fewest wrong steps of a chain that ends there (Viterbi over two readings)."""
    costs: list[list[int]] = []
    for at, line in enumerate(lines):
        if at == 0:
            costs.append([0] * len(line))
            continue
        before = list(zip(lines[at - 1], costs[-1], strict=True))
        costs.append([min(cost + (minute > earlier + CLOCK_SKEW) for earlier, cost in before) for minute in line])
    return costs


def _shape(value: DateValue) -> Shape:
    """Return the separator, and whether AM or PM stands with the time; other day periods are not American."""
    return value.separator, value.twelve_hour and all(map(str.isascii, filter(str.isalpha, value.raw)))


def _decide_by_shape(readings: list[list[DateValue]], reasons: list[Reason]) -> None:
    """Read an open date like the decided ones of its shape: separator and kind of clock, else separator alone."""
    votes: Counter[tuple[Shape | str, bool]] = Counter()
    for found in readings:
        if len(found) == 1 and found[0].day_first is not None:
            votes[_shape(found[0]), found[0].day_first] += 1
            votes[found[0].separator, found[0].day_first] += 1
    if not votes:
        return
    for i, found in enumerate(readings):
        if len(found) == 2:
            for key in (_shape(found[0]), found[0].separator):
                lead = votes[key, True] - votes[key, False]
                if lead:
                    readings[i], reasons[i] = [_as(found, day_first=lead > 0)], "shape"
                    break


def _decide_by_option(readings: list[list[DateValue]], reasons: list[Reason], *, day_first: bool) -> None:
    for i, found in enumerate(readings):
        if len(found) == 2:
            readings[i], reasons[i] = [_as(found, day_first=day_first)], "option"


def _guess(readings: list[list[DateValue]], reasons: list[Reason]) -> None:
    """Guess for each shape at once: messages of a chain stand close in time, and AM or PM goes with month first."""
    groups: dict[Shape, list[int]] = defaultdict(list)
    for i, found in enumerate(readings):
        if len(found) == 2:
            groups[_shape(found[0])].append(i)
    places = _dated(readings)
    neighbours = {i: [j for j in (before, after) if j is not None] for before, i, after in _triples(places)}
    minutes = {i: [_minutes(reading) or 0 for reading in readings[i]] for i in places}
    for shape, members in groups.items():
        gap = {True: 0.0, False: 0.0}
        for i in members:
            for j in neighbours.get(i, []):
                for day_first in gap:
                    steps = minutes[i][_at(readings[i], day_first)] - minutes[j][_at(readings[j], day_first)]
                    gap[day_first] += min(_FAR, abs(steps) / (24 * 60))
        habit = -_HABIT if shape[1] else _HABIT
        chosen = gap[False] - gap[True] + habit > 0
        for i in members:
            place = _at(readings[i], chosen)
            readings[i], reasons[i] = [readings[i][place]], "guess"
            if i in minutes:
                minutes[i] = [minutes[i][place]]


def _triples(places: list[int]) -> list[tuple[int | None, int, int | None]]:
    padded: list[int | None] = [None, *places, None]
    return list(zip(padded, places, padded[2:], strict=False))


def _at(found: list[DateValue], day_first: bool) -> int:
    """Return the place of a reading among those of a date; a date that is decided has one."""
    return 0 if len(found) == 1 or found[0].day_first is day_first else 1


def _as(found: list[DateValue], *, day_first: bool) -> DateValue:
    return found[_at(found, day_first)]
