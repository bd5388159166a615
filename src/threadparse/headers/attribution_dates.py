"""Date runs: a date in an attribution with the words around it that belong to no person and to no pattern.

Where the client failed to fill the date in, what it printed instead stands for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from threadparse.locales.attribution_table import unfilled
from threadparse.locales.calendar import CalendarWord
from threadparse.locales.folding import LOOSE
from threadparse.locales.mailbox_words import mailbox_words
from threadparse.values.dates.clock import is_pair
from threadparse.values.dates.prefilter import near_dates, only_date
from threadparse.values.dates.read import DateValue, parse_date, scan_dates
from threadparse.values.dates.tokens import MARK, NUMBER, WORD, DateText, Token, read_tokens
from threadparse.values.redactions import is_redacted

__all__ = ["DateRun", "begins_with_particles", "date_runs", "partial_runs", "redacted_runs", "unfilled_runs"]

_CLOCK_MARKS = ":.,∶+-()[]"
_MARK_IN_FRAME = r"\[[^\[\]]{1,40}\]|\u2588+"
_MAX_WORDS = 4
_MAX_PARTIAL = 2
_MIN_WEEKDAY_CHARS = 4  # letters of a weekday that is hardly a name
_MAX_SURNAME_CHARS = 80
_MAX_CHARS_BETWEEN_VARIABLES = 14  # characters between the variables of one date, as in the patterns themselves


@dataclass(eq=False, repr=False)
class DateRun:
    """Hold a date, and where it can begin and end; the words around it are read when one of its places is asked for.

    Attributes:
        date: The date; None if the client failed to fill it in.
        start: Where it begins.
        end: Where it ends.
        clock_end: Where it ends before a name: only a time, a day period and a zone may follow the date.
        before: The line, if words before the date may belong to it; else empty.
        behind: The same for words behind it.
    """

    date: DateValue | None
    start: int
    end: int
    clock_end: int
    before: str = ""
    behind: str = ""

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Return where it can begin: earlier, where calendar words stand before it, or behind a preposition of it."""
        return _starts(self._read(self.before), self.start)

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """Return where it can end before fixed words, the latest first."""
        return _ends(self._read(self.behind), self.end)

    def _read(self, line: str) -> DateText:
        """Return the tokens near the dates of a line, or all where the date is not filled in."""
        return read_tokens(line if self.date is None else near_dates(line))

    @property
    def timed(self) -> bool:
        """Tell whether the date has a time of day."""
        return self.date is not None and self.date.hour is not None

    def opens_at(self, text: str, at: int) -> bool:
        """Tell whether the run begins right behind an offset, marks aside."""
        if at <= self.start and not text[at : self.start].strip(LOOSE):
            return True
        return any(start >= at and not text[at:start].strip(LOOSE) for start in self.starts)

    def closes_at(self, text: str, at: int) -> bool:
        """Tell whether the run ends right before an offset, marks aside."""
        if self.end <= at and not text[self.end : at].strip(LOOSE):
            return True
        return any(end <= at and not text[end:at].strip(LOOSE) for end in self.ends)


def date_runs(text: str) -> list[DateRun]:
    """Return the dates of a line that name a day, the first two of them.

    Args:
        text: A line without invisible characters.
    """
    dates = [date for date in scan_dates(text) if date.day is not None or date.month is not None][:2]
    if not dates:
        return []
    if dates[0] is only_date(text):  # nothing that may belong to its time stands behind it
        return [DateRun(dates[0], dates[0].start, dates[0].end, dates[0].end, text, text)]
    return [_run(text, date) for date in dates]


def _run(text: str, date: DateValue) -> DateRun:
    """Return a run; a day period of a rare language counts once it is known that the date ends with it ("1:00 PTG")."""
    end = _clock_end(read_tokens(near_dates(text)), date)
    whole = parse_date(text[date.start : end]) if end > date.end else None
    return DateRun(whole or date, date.start, date.end, end, text, text)


def unfilled_runs(text: str) -> list[DateRun]:
    """Find what stands for a date that a client failed to fill in: the first such values, with the marks between them.

    Args:
        text: A line without invisible characters.

    Returns:
        One run, which has no date; none for a line without such a value.
    """
    gaps = list(unfilled().finditer(text))
    if not gaps:
        return []
    start, end = gaps[0].span()
    for gap in gaps[1:]:
        if gap.start() - end > _MAX_CHARS_BETWEEN_VARIABLES:
            break
        end = gap.end()
    return [DateRun(None, start, end, end, before=text)]


def partial_runs(text: str) -> list[DateRun]:
    """Find what tells no day for certain: one without a year, a weekday, a time ("At 10.01 am Wednesday, Jane Roe").

    Args:
        text: A line without invisible characters.

    Returns:
        A run without a date for each of the first two; a weekday alone counts only before a comma.
    """
    line, found, at = read_tokens(text), list[DateRun](), 0
    while at < len(line.tokens) and len(found) < _MAX_PARTIAL:
        end = _partial_end(line, at)
        if end > at:
            last = line.tokens[end - 1].end
            figured = any(token.kind == NUMBER for token in line.tokens[at:end])
            if figured or text[last:].startswith(","):
                found.append(DateRun(None, line.tokens[at].start, last, last))
        at = max(end, at + 1)
    return found


def _partial_end(line: DateText, at: int) -> int:
    """Return the index behind the pairs of figures, day periods and weekdays that begin at a token; else its own."""
    tokens, first, end = line.tokens, at, at
    while at < len(tokens):
        found = line.phrase(at) if tokens[at].kind == WORD else None
        if is_pair(tokens, at, ":") or any(_is_day_and_month(tokens, at, mark) for mark in "./"):
            at += 3
            end = at = at + (at < len(tokens) and tokens[at].key == "." and not tokens[at].gap)
        elif found is not None and _tells_when(line, at, found, begun=end > first):
            end = at = found[1]
        elif tokens[at].key == "," or (end > first and found is not None and _joins(found[0])):
            at += 1
        else:
            break
    return end


def _is_day_and_month(tokens: list[Token], at: int, mark: str) -> bool:
    """Tell whether one or two figures, a mark and as many again begin at a token, without blanks."""
    parts = tokens[at : at + 3]
    if len(parts) < 3 or parts[1].key != mark or parts[1].gap or parts[2].gap:
        return False
    return all(part.kind == NUMBER and part.end - part.start <= 2 for part in (parts[0], parts[2]))


def _joins(word: CalendarWord) -> bool:
    """Tell whether a word stands between a day and its time ("at", "on")."""
    return word.glue is not None or word.lead_in is not None


def _tells_when(line: DateText, at: int, found: tuple[CalendarWord, int], *, begun: bool) -> bool:
    """Tell whether a word is of a time, or a weekday; a short one, which may be a name, before a mark or a figure."""
    word, behind = found
    if word.after_clock or word.periods:
        return begun and line.tokens[at - 1].kind == NUMBER
    long = line.tokens[behind - 1].end - line.tokens[at].start >= _MIN_WEEKDAY_CHARS
    return bool(word.days) and (long or (behind < len(line.tokens) and line.tokens[behind].kind != WORD))


def redacted_runs(text: str) -> list[DateRun]:
    """Find marks of a redaction that may stand for a date: "On [redacted], Jane Roe wrote:".

    Args:
        text: A line without invisible characters.

    Returns:
        A run without a date for each mark in square brackets, or of bars.
    """
    marks = (mark.span() for mark in re.finditer(_MARK_IN_FRAME, text) if is_redacted(mark[0]))
    return [DateRun(None, start, end, end) for start, end in marks]


def begins_with_particles(text: str, at: int) -> bool:
    """Tell whether a surname with particles begins at a place: "van den Berg", "ap Rhys, Gwen"; not "de Jane Roe".

    Args:
        text: A line without invisible characters.
        at: An offset in it.
    """
    words = text[at : at + _MAX_SURNAME_CHARS].split()
    particles = next((index for index, word in enumerate(words) if word.lower() not in mailbox_words().particles), 0)
    return bool(particles) and words[particles][0].isupper() and (particles > 1 or words[particles].endswith(","))


def _starts(text: DateText, start: int) -> tuple[int, ...]:
    """Return the token starts before the date that are calendar words, and those of the words that open it."""
    tokens = text.tokens
    first = next((at for at, token in enumerate(tokens) if token.start >= start), len(tokens))
    starts = [start]
    at = first
    while at < len(tokens) and tokens[at].kind != NUMBER and at - first < _MAX_WORDS:
        at += 1
        if at < len(tokens):
            starts.append(tokens[at].start)
    at, words = first - 1, 0
    while at >= 0 and words < _MAX_WORDS and _is_calendar_word(text, at) and not _ends_name(text, at):
        words += tokens[at].kind == WORD
        if tokens[at].kind != MARK:
            starts.append(tokens[at].start)
        at -= 1
    return tuple(sorted(starts))


def _ends(text: DateText, end: int) -> tuple[int, ...]:
    """Return the token ends behind the date that are clock words, and those of the words that close it."""
    tokens = text.tokens
    last = next((at for at in range(len(tokens) - 1, -1, -1) if tokens[at].end <= end), 0)
    ends = [end]
    at = last
    while at > 0 and tokens[at].kind != NUMBER and last - at < _MAX_WORDS:
        at -= 1
        ends.append(tokens[at].end)
    at, words = last + 1, 0
    while at < len(tokens) and words < _MAX_WORDS and _is_calendar_word(text, at) and not _begins_name(text, at):
        words += tokens[at].kind == WORD
        if tokens[at].kind != MARK:
            ends.append(tokens[at].end)
        at += 1
    return tuple(sorted(ends, reverse=True))


def _clock_end(text: DateText, date: DateValue) -> int:
    """Return the end of the time, day period and zone that stand behind a date."""
    tokens = text.tokens
    end, at = date.end, next((at for at, token in enumerate(tokens) if token.start >= date.end), len(tokens))
    while at < len(tokens):
        token = tokens[at]
        found = text.phrase(at) if token.kind == WORD and not _begins_name(text, at) else None
        if (token.kind == MARK and token.key in _CLOCK_MARKS) or token.kind == NUMBER:
            behind = at + 1
        elif found is not None and _is_clock_word(text.text[token.start : tokens[found[1] - 1].end], found[0]):
            behind = found[1]
        else:
            break
        at = behind
        if tokens[at - 1].kind != MARK or tokens[at - 1].key == ")":
            end = tokens[at - 1].end
    return end


def _begins_name(text: DateText, at: int) -> bool:
    """Tell whether a word behind a comma is a first name that some language has in its clock ("10:00, Eve Blanc").

    So is, also without a comma, the initial in "10:00 Z. Pell", which is no zone, and a surname's particle.
    """
    tokens = text.tokens
    if tokens[at].key in mailbox_words().particles and begins_with_particles(text.text, tokens[at].start):
        return True
    if at + 1 < len(tokens) and text.text[tokens[at].start : tokens[at].end] == "Z" and tokens[at].gap:
        behind = tokens[at + 1]
        return behind.key == "." or (behind.kind == WORD and text.text[behind.start].isupper())
    if at < 1 or at + 1 >= len(tokens) or tokens[at].kind != WORD or tokens[at - 1].key != ",":
        return False
    first, second = (text.text[token.start : token.end] for token in tokens[at : at + 2])
    if first.lower() in mailbox_words().particles and tokens[at + 1].gap:
        return second.istitle() or second in mailbox_words().particles  # "10:00, de la Rosa, Eve"
    found = text.phrase(at)
    zoned = found is not None and found[0].zone and first.isupper()
    return not zoned and first.istitle() and tokens[at + 1].gap and second.istitle()


def _ends_name(text: DateText, at: int) -> bool:
    """Tell whether a word before a date is a surname that some language has in its clock ("Ana Pop, 7 May")."""
    tokens = text.tokens
    found = text.phrase(at) if tokens[at].kind == WORD else None
    if at < 1 or tokens[at - 1].kind != WORD or found is None or not (found[0].periods or found[0].after_clock):
        return False
    first, second = (text.text[token.start : token.end] for token in tokens[at - 1 : at + 1])
    return first.istitle() and second.istitle() and not (found[0].days or found[0].months)


def _is_clock_word(written: str, word: CalendarWord) -> bool:
    """Tell whether a word is a day period of two letters or more, closes a time, or is a zone in capitals."""
    if word.zone and written.isupper():
        return True
    return bool(word.periods or word.after_clock) and sum(letter.isalpha() for letter in written) > 1


def _is_calendar_word(text: DateText, at: int) -> bool:
    """Tell whether a token can belong to a date: a mark, a time, or a word of some calendar."""
    token = text.tokens[at]
    if token.kind == MARK:
        return token.key in ",.-+:()[]/'"
    found = text.phrase(at)
    if found is None or token.kind == NUMBER:
        return token.kind == NUMBER
    named = found[0].zone and not (found[0].months or found[0].days)
    return not (named and text.text[token.start : token.end].istitle())  # a surname ("Wit"), and no zone (WIT)
