"""Read a date that is all numbers: by its units, its separator, and the place of the year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadparse.values.dates.value import FIRST_YEAR, LAST_YEAR, DateValue, full_year, is_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from threadparse.values.dates.parts import Part

__all__ = ["COMPACT_DIGITS", "is_year", "read_numeric", "read_year"]

COMPACT_DIGITS = 8  #: of YYYYMMDD
_BUDDHIST = 543  # the Thai year is 543 ahead (CLDR calendar "buddhist")
_CENTURY = 50  # years of three digits that programs of the turn of the century wrote: 101 is 2001; 201 is a scan's


def read_numeric(
    run: list[Part], numbers: list[Part], *, clocked: bool, dayed: bool, whole: bool
) -> Iterator[DateValue]:
    """Read an all-numeric date; one that can be read both ways is given once, marked ambiguous.

    Args:
        run: The parts of the date.
        numbers: Those that are numbers.
        clocked: A time of day is among the parts.
        dayed: The name of a weekday is among them.
        whole: The text is a header value, so that a bare ``20140517`` is meant as a date.

    Yields:
        The date, if it is one.
    """
    units = {part.unit: part for part in numbers if part.unit}
    if numbers[0].width == COMPACT_DIGITS:
        if len(numbers) == 1 and (whole or clocked or dayed):
            yield from _compact(numbers[0].value)
    elif {"m", "d"} <= units.keys():
        yield from _with_units(units)
    elif len(numbers) in (2, 3) and all(part.width <= 4 for part in numbers):
        yield from _separated(run, numbers, clocked=clocked, dayed=dayed)


def _separated(run: list[Part], numbers: list[Part], *, clocked: bool, dayed: bool) -> Iterator[DateValue]:
    """Read two or three numbers that one separator parts."""
    separator = _separator(run, numbers, sure=clocked and dayed)
    if separator is not None:
        if len(numbers) == 2:
            if (separator == "/" and clocked) or (separator in ("/", ".") and dayed):
                yield from _both_ways(None, numbers[0], numbers[1], separator)
        elif separator or (clocked and dayed):
            yield from _three(run, numbers, separator)
        elif (clocked or dayed) and _leads_with_year(run, numbers, separator):
            yield from _year_first(numbers, separator)


def _compact(number: int) -> Iterator[DateValue]:
    """Read ``20140517``."""
    year, month, day = number // 10_000, number // 100 % 100, number % 100
    if FIRST_YEAR <= year <= LAST_YEAR and is_day(year, month, day):
        yield DateValue(0, 0, year, month, day)


def _with_units(units: dict[str, Part]) -> Iterator[DateValue]:
    """Read ``2020年5月3日`` and ``5月3日``."""
    year = read_year(units["y"]) if "y" in units else None
    if ("y" in units) == (year is not None) and is_day(year, units["m"].value, units["d"].value):
        yield DateValue(0, 0, year, units["m"].value, units["d"].value)


def _leads_with_year(run: list[Part], numbers: list[Part], separator: str) -> bool:
    """Tell whether the first of three numbers is the year: by the digits, or as in Korean and Chinese ("AM 12:57")."""
    first, _, last = numbers
    if is_year(first) or (first.width == 2 and first.value > 31):
        return True
    clock = next((part.clock for part in run if part.clock is not None), None)
    if first.width != 2 or last.width > 2 or clock is None:
        return False
    no_year = last.width == 1 and separator != ""  # "22/6/8 22:08", as CLDR has it for Basque and Korean
    return no_year or (separator == "." and clock.period_first)


def _three(run: list[Part], numbers: list[Part], separator: str) -> Iterator[DateValue]:
    """Read three numbers that a separator, or a weekday and a time, prove to be a date.

    A weekday in brackets may tell that the first is the year, as in Korean "22.10.03 (월)".
    """
    first, second, last = numbers
    if _leads_with_year(run, numbers, separator):
        yield from _year_first(numbers, separator)
    elif last.width == 4 or (separator and last.width == 2):
        year = read_year(last)
        if year is not None:
            yield from _both_ways(year, first, second, separator)
        if first.width == last.width and any(part.word and "(" in part.marks for part in run):
            yield from _year_first(numbers, separator)


def _year_first(numbers: list[Part], separator: str) -> Iterator[DateValue]:
    year, (_, month, day) = read_year(numbers[0]), numbers
    if year is not None and day.width <= 2 and is_day(year, month.value, day.value):
        yield DateValue(0, 0, year, month.value, day.value, separator=separator)


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


def is_year(part: Part) -> bool:
    """Tell whether a number can only be a year: by its unit, its digits or an apostrophe."""
    return part.unit == "y" or part.width == 4 or part.marks.endswith("'")


def read_year(part: Part) -> int | None:
    """Read a year: RFC 5322 §4.3 for two and three digits, the Buddhist era for those 543 ahead."""
    if part.width == 2:
        return full_year(part.value)
    year = part.value if part.width == 4 else -1
    if part.width == 3 and 100 <= part.value < 100 + _CENTURY:
        year = part.value + 1900
    if FIRST_YEAR + _BUDDHIST <= year <= LAST_YEAR + _BUDDHIST and year > LAST_YEAR:
        year -= _BUDDHIST
    return year if FIRST_YEAR <= year <= LAST_YEAR else None
