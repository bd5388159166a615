"""Statistics for a terminal: tables with bars."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from rich.console import Console, ConsoleOptions
from rich.text import Text

from threadparse.views.canvas import Canvas, ready
from threadparse.views.dates import date_words, length_words, read_iso_date, span_words
from threadparse.views.entries import counted
from threadparse.views.statistics import Correspondent, Statistics

__all__ = ["StatisticsTable"]

_MAX_PEOPLE = 20
_MAX_BARS = 24
_NAME = 26


class StatisticsTable:
    """Statistics that draw themselves on a rich console.

    Args:
        found: The statistics.
    """

    def __init__(self, found: Statistics) -> None:
        self._found = found

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """Draw: how much, who, when, how soon."""
        yield from ready(self._lines(Canvas(console, options.max_width, 1)))

    def _lines(self, canvas: Canvas) -> Iterator[Text]:
        """Return all lines."""
        found = self._found
        counts = ((found.documents, "document"), (found.threads, "thread"), (found.messages, "message"))
        facts = [counted(*count) for count in counts]
        first, last = read_iso_date(found.first), read_iso_date(found.last)
        if first is not None and last is not None:
            facts.append(span_words(first, last, canvas.glyphs.dash))
        facts += [f"{found.undated:,} undated"] if found.undated else []
        yield from canvas.wrap(canvas.text((f" {canvas.glyphs.between} ".join(facts), "bold")), canvas.width)
        yield from self._people(canvas)
        yield from self._months(canvas)
        yield from self._times(canvas)

    def _people(self, canvas: Canvas) -> Iterator[Text]:
        """Return who sent how much."""
        people = self._found.people
        most = max((person.sent for person in people), default=0)
        if not most:
            return
        yield Text()
        head = f"{'':{_NAME}} {'sent':>6} {'received':>8} {'words':>8}  answers in"
        yield canvas.text((head, "bold"))
        for person in people[:_MAX_PEOPLE]:
            name = canvas.fitted(_name(person, canvas), _NAME)
            answers = (
                length_words(timedelta(seconds=person.median_answer_seconds))
                if person.median_answer_seconds is not None
                else ""
            )
            line = name + canvas.text(f" {person.sent:>6,} {person.received:>8,} {person.words:>8,}  {answers:<12}")
            room = canvas.width - line.cell_len - 1
            bar = canvas.glyphs.bar * round(person.sent * room / most) if room > 4 else ""
            yield line + canvas.text(" " + bar)
        if len(people) > _MAX_PEOPLE:
            yield canvas.text(f"+{len(people) - _MAX_PEOPLE} more")

    def _months(self, canvas: Canvas) -> Iterator[Text]:
        """Return how many messages were sent in each month, or year if there are many months."""
        periods = self._found.months
        if len(periods) > _MAX_BARS:
            years: dict[str, int] = {}
            for month, count in periods.items():
                years[month[:4]] = years.get(month[:4], 0) + count
            periods = years
        most = max(periods.values(), default=0)
        if len(periods) < 2:
            return
        yield Text()
        room = max(canvas.width - 8 - 7, 4)
        for period, count in periods.items():
            bar = canvas.glyphs.bar * max(round(count * room / most), count > 0)
            yield canvas.text((f"{period:<7}", "bold"), f" {count:>6,} {bar}")

    def _times(self, canvas: Canvas) -> Iterator[Text]:
        """Return how soon answers came, and the longest silence."""
        found = self._found
        if found.median_answer_seconds is not None:
            median = length_words(timedelta(seconds=found.median_answer_seconds))
            yield Text()
            yield canvas.text(
                ("Half of the answers came within ", ""), (median, "bold"), f" ({counted(found.answers, 'answer')})"
            )
        silence = found.longest_silence
        if silence is not None:
            since, until = read_iso_date(silence.since), read_iso_date(silence.until)
            days = " and ".join(date_words(when) for when in (since, until) if when is not None)
            length = length_words(timedelta(seconds=silence.seconds))
            line = canvas.text(
                "Longest silence: ", (length, "bold"), f", between {days}, in ", silence.subject or "(no subject)"
            )
            yield from canvas.wrap(line, canvas.width, 2)


def _name(person: Correspondent, canvas: Canvas) -> Text:
    """Return what a person is called."""
    label = person.name or ", ".join(person.addresses)
    return canvas.text(label) if label else canvas.text(canvas.redacted if person.redacted else "(blank)")
