"""Where the messages of a thread stand on its axis of time, in per cent of the width."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate, pairwise
from typing import NamedTuple

from threadparse.views.dates import MONTHS, MessageDate, gap_words

__all__ = ["Axis", "AxisLabel", "Cut", "time_axis"]

_LEFT, _ROOM = 8.0, 84.0
#: Up to so many messages, each has room of its own, and long gaps are cut.
_SPACED = 60
_MAX_STEP = 15.0
_CUT_FROM = 1.15
#: Labels of days stand so far apart: 74 of 400 pixels.
_LABEL_ROOM = 18.5
_DAYS_OF_MONTHS = 900
_STEPS_OF_BISECTION = 60


class Cut(NamedTuple):
    """A gap that is drawn shorter than it is: where, and how long it is in words."""

    start: float
    end: float
    words: str


class AxisLabel(NamedTuple):
    """A day below the axis; ``anchor`` is where its words stand beside ``x``: start, middle or end."""

    x: float
    words: str
    anchor: str


class Axis(NamedTuple):
    """Positions of the messages, cut gaps, days below."""

    positions: list[float]
    cuts: list[Cut]
    labels: list[AxisLabel]


def time_axis(whens: Sequence[MessageDate | None]) -> Axis:
    """Place messages.

    Time is linear wherever all have room for their marks; else short gaps are drawn longer and long ones cut.

    Args:
        whens: Their dates, in the order of the thread; an undated one stands a step behind the one above.
    """
    gaps = _gaps(_values(whens))
    positions, cap, scale = [_LEFT], 0.0, 0.0
    total = sum(gaps)
    if gaps:
        least = min(_MAX_STEP, _ROOM / len(gaps)) if len(gaps) < _SPACED else 0.0
        steps = [gap * _ROOM / total for gap in gaps] if total else [least or _ROOM / len(gaps)] * len(gaps)
        if min(steps) < least:
            cap = max(30.0, 1.5 * _ROOM / len(gaps))
            scale = _fitting_scale(gaps, least, cap)
            steps = [min(max(gap * scale, least), cap) for gap in gaps]
        positions = [min(x, _LEFT + _ROOM) for x in accumulate(steps, initial=_LEFT)]
    cuts = [
        Cut(start, end, gap_words(above, below).removesuffix(" later"))
        for (start, end), (above, below), gap in zip(pairwise(positions), pairwise(whens), gaps, strict=True)
        if cap and gap * scale > _CUT_FROM * cap
    ]
    return Axis(positions, cuts, _labels(positions, whens))


def _values(whens: Sequence[MessageDate | None]) -> list[float | None]:
    """Return seconds: of instants if all dates have an offset, else of the clocks as written."""
    known = [when.value for when in whens if when is not None]
    aware = all(value.tzinfo is not None for value in known)
    epoch = datetime(1970, 1, 1)
    return [
        None
        if when is None
        else when.value.timestamp()
        if aware
        else (when.value.replace(tzinfo=None) - epoch).total_seconds()
        for when in whens
    ]


def _gaps(values: Sequence[float | None]) -> list[float]:
    """Return the seconds between neighbours; 0 where one has no date or is dated before the one above."""
    gaps: list[float] = []
    latest = values[0] if values else None
    for value in values[1:]:
        gaps.append(max(0.0, value - latest) if value is not None and latest is not None else 0.0)
        latest = latest if value is None else value if latest is None else max(latest, value)
    return gaps


def _fitting_scale(gaps: Sequence[float], least: float, cap: float) -> float:
    """Return per cent a second, so that gaps between a least and a greatest width fill the room."""
    low, high = 0.0, cap / max(min((gap for gap in gaps if gap), default=1.0), 1e-3)
    for _ in range(_STEPS_OF_BISECTION):
        middle = (low + high) / 2
        if sum(min(max(gap * middle, least), cap) for gap in gaps) > _ROOM:
            high = middle
        else:
            low = middle
    return low


def _labels(positions: Sequence[float], whens: Sequence[MessageDate | None]) -> list[AxisLabel]:
    """Return the days to name: the first, the last, and those between that have room."""
    dated = [(x, when) for x, when in zip(positions, whens, strict=True) if when is not None]
    if not dated:
        return []
    last = dated[-1]
    chosen = [dated[0]]
    for x, when in dated[1:-1]:
        if min(x - chosen[-1][0], last[0] - x) >= _LABEL_ROOM and when.value.date() != chosen[-1][1].value.date():
            chosen.append((x, when))
    if last[0] - chosen[-1][0] >= _LABEL_ROOM and last[1].value.date() != chosen[-1][1].value.date():
        chosen.append(last)
    days = (last[1].value.replace(tzinfo=None) - dated[0][1].value.replace(tzinfo=None)).days
    labels, year = [], None
    for x, when in chosen:
        words = _day_words(when, year=when.value.year != year, months=days > _DAYS_OF_MONTHS)
        labels.append(AxisLabel(x, words, "start" if x < _LEFT + 2 else "end" if x > _LEFT + _ROOM - 4 else "middle"))
        year = when.value.year
    return labels


def _day_words(when: MessageDate, *, year: bool, months: bool) -> str:
    """Write a day, such as ``4 Feb`` or ``31 Jan 2025``; of long spans the month."""
    if when.precision == "year":
        return f"{when.value.year}"
    month = MONTHS[when.value.month - 1]
    if months or when.precision == "month":
        return f"{month} {when.value.year}"
    return f"{when.value.day} {month}" + (f" {when.value.year}" if year else "")
