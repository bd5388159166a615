"""Read a time of day, with its day period and zone, from the tokens of a date."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from threadparse.locales.calendar import CalendarWord, calendar_words
from threadparse.values.dates.tokens import MARK, NUMBER, WORD, DateText, Token
from threadparse.values.dates.value import FARTHEST_ZONE

__all__ = ["Clock", "is_pair", "read_bare_zone", "read_clock", "read_zone"]

_MAX_COMMENT_TOKENS = 12  # tokens of a zone comment in brackets


def read_zone(text: DateText, at: int, *, after_minute: bool = False) -> tuple[int | None, int] | None:
    """Read the zone behind a time: ``+0100``, ``GMT+3``, ``UTC-05:00``, ``Z``, ``CEST``, ``Eastern Standard Time``.

    Args:
        text: The tokens.
        at: Index behind the time; a comma may stand there.
        after_minute: The time has no seconds: ``10:00-11:00`` is a range then, no zone.

    Returns:
        The offset in minutes east of UTC (None where only a name is given) and the index behind; None without a zone.
    """
    tokens = text.tokens
    if at < len(tokens) and tokens[at].key == ",":
        at += 1
    if at >= len(tokens):
        return None
    if after_minute and tokens[at].key == "-" and not tokens[at].gap and is_pair(tokens, at + 1, ":"):
        return None
    zone = read_bare_zone(text, at)
    if zone is None:
        return _comment(text, at)
    offset, end = zone
    comment = _comment(text, end)
    return (offset if offset is not None or not comment else comment[0], comment[1]) if comment else zone


def read_bare_zone(text: DateText, at: int) -> tuple[int | None, int] | None:
    """Read a zone that stands in no brackets; arguments and result as for ``read_zone``."""
    tokens = text.tokens
    token = tokens[at]
    if token.kind == MARK:
        return _signed(tokens, at, named=False)
    if token.kind != WORD:
        return None
    long_name = _long_name(tokens, at)
    if long_name:
        return None, long_name
    found = text.phrase(at)
    if not found or not found[0].zone or text.text[token.start].islower():
        return None
    if token.key == "z":
        return None if token.gap and not _ends_at(tokens, at + 1) else (0, at + 1)
    if token.key in ("gmt", "utc", "ut"):
        return _signed(tokens, found[1], named=True) or (0, found[1])
    return None, _behind_rule(text, found[1])


def _behind_rule(text: DateText, at: int) -> int:
    """Return the index behind the hours and the summer name glued to the name of a zone ("EST5EDT", POSIX TZ)."""
    tokens = text.tokens
    if at + 1 >= len(tokens) or tokens[at].kind != NUMBER or tokens[at].gap or tokens[at + 1].gap:
        return at
    found = text.phrase(at + 1)
    return found[1] if found and found[0].zone else at


def _ends_at(tokens: list[Token], at: int) -> bool:
    """Tell whether a text ends at a token, or goes on behind a comma or bracket (a name goes on behind "Z.")."""
    return at >= len(tokens) or tokens[at].key in (",", "(", ")", ":", "<")


def _signed(tokens: list[Token], at: int, *, named: bool) -> tuple[int | None, int] | None:
    """Read ``+0100``, ``-05:00``; after GMT or UTC also ``+3``."""
    if at + 1 >= len(tokens) or tokens[at].key not in ("+", "-"):
        return None
    number = tokens[at + 1]
    width = number.end - number.start
    if number.kind != NUMBER or number.gap or not number.value >= 0:
        return None
    end = at + 2
    if is_pair(tokens, at + 1, ":") and width <= 2 and (named or width == 2):
        minutes = number.value * 60 + tokens[at + 3].value
        end = at + 4
    elif width == 4:
        minutes = number.value // 100 * 60 + number.value % 100
    elif named and width <= 2:
        minutes = number.value * 60
    else:
        return None
    if minutes > FARTHEST_ZONE:
        return (None, end) if width == 4 else None
    return (minutes if tokens[at].key == "+" else -minutes), end


def _long_name(tokens: list[Token], at: int) -> int | None:
    """Find the end of the full name of a zone, such as ``Eastern Standard Time``: up to five words and the last one."""
    ends = calendar_words().zone_ends
    for i in range(at, min(len(tokens), at + 6)):
        if tokens[i].kind != WORD:
            return None
        if tokens[i].key in ends:
            return i + 1 if i > at else None
    return None


def _comment(text: DateText, at: int) -> tuple[int | None, int] | None:
    """Read a bracketed zone (RFC 5322 §3.2.2 comment): a name, an offset, or words that end as a full name does."""
    tokens = text.tokens
    if at >= len(tokens) or tokens[at].key != "(":
        return None
    for end in range(at + 1, min(len(tokens), at + _MAX_COMMENT_TOKENS)):
        if tokens[end].key == ")":
            if end == at + 1:
                return None
            inner = read_bare_zone(text, at + 1)
            if inner and inner[1] == end:
                return inner[0], end + 1
            if tokens[end - 1].key in calendar_words().zone_ends:
                return None, end + 1
            return None
    return None


def is_pair(tokens: list[Token], at: int, mark: str) -> bool:
    """Tell whether a mark and two digits follow a token, without blanks (``:39`` behind ``10``)."""
    if at + 2 >= len(tokens):
        return False
    sign, number = tokens[at + 1], tokens[at + 2]
    return (
        sign.key == mark
        and number.kind == NUMBER
        and number.end - number.start == 2
        and not sign.gap
        and not number.gap
    )


Locales = Callable[[], frozenset[str]]
_ENGLISH = frozenset(("am", "pm"))
_MAX_SHORT_CHARS = 4  # characters of a day period that may be another word ("TO", "de.", "v.")


@dataclass(slots=True, eq=False, repr=False)
class Clock:
    """A time of day.

    Attributes:
        hour: 0 to 23, the day period reckoned in; 24 for 24:00, the end of the day (ISO 8601-1 §5.3.2).
        minute: 0 to 59.
        second: 0 to 60 (a leap second), None if not written.
        twelve_hour: A day period stands with it.
        offset: Minutes east of UTC if the text states a number, else None.
        start: Index of its first token.
        end: Index behind its last token.
        period_first: The day period stands before the time.
        locales: Locales of its day period, for telling the language.
    """

    hour: int
    minute: int
    second: int | None
    twelve_hour: bool
    offset: int | None
    start: int
    end: int
    period_first: bool = False
    locales: frozenset[str] = frozenset()

    def same_time(self, other: "Clock") -> bool:
        """Tell whether another one says the same time of day."""
        return (self.hour, self.minute, self.second) == (other.hour, other.minute, other.second)


def read_clock(
    text: DateText, at: int, *, first: bool, complete: bool, compact: bool, locales: Locales
) -> Clock | None:
    """Read a time that begins at a token: ``10:39``, ``9:26:50 AM``, ``923 AM``, ``16h18``, ``下午4:20``, ``9.26``.

    Args:
        text: The tokens.
        at: Index of the first token, a number or a day period.
        complete: The date before it is complete, so that ``9.26`` and ``923 AM`` can only be times.
        first: Nothing stands before it, so that ``5 PM`` is no day number.
        compact: ``101530`` may be a time here (ISO 8601 basic format, after ``T``).
        locales: Gives the locales that the names before it speak for: a short day period ("de", "to") must be of one.
    """
    tokens = text.tokens
    start = at
    before = _period(text, at, locales, leading=True)
    if before:
        at = before[1]
    if not _is_number(tokens, at):
        return None
    read = _digits(text, at, complete=complete, compact=compact, locales=locales)
    if read is None or not read.exists():
        return None
    period = before or _period(text, read.end, locales, leading=False)
    at = period[1] if period and not before else read.end
    end = _behind_closers(text, at)
    closed = end > at
    if read.bare:
        if before or not (complete or first) or not (period or (closed and read.bare == "hhmm")):
            return None
        if _is_number(tokens, end):
            return None  # "2020 am 13:00": the word belongs to the time that follows
    clock = Clock(read.hour, read.minute, read.second, period is not None, None, start, end, period_first=bool(before))
    if period:
        clock.hour, clock.locales = _reckon(read.hour % 24, period[0])
    zone = read_zone(text, end, after_minute=read.second is None and not closed and not compact)
    if zone:
        clock.offset, clock.end = zone
    return clock


def _is_number(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].kind == NUMBER


class _Digits(NamedTuple):
    """The digits of a time, the index behind them, and of which shape they are if they want a day period."""

    hour: int
    minute: int
    second: int | None
    end: int
    bare: str = ""  # "hh", "hhmm"

    def exists(self) -> bool:
        """Tell whether there is such a time of day."""
        late = self.hour == 24 and (self.minute or self.second)
        return self.hour <= 24 and self.minute <= 59 and (self.second or 0) <= 60 and not late


def _behind_closers(text: DateText, at: int) -> int:
    """Return the index behind the words that close a time ("Uhr", "น."); without such words the one given."""
    tokens = text.tokens
    while at < len(tokens) and tokens[at].kind == WORD:
        found = text.phrase(at)
        if not found or not found[0].after_clock or (found[0].zone and not found[0].units):
            break
        at = found[1]
        if at < len(tokens) and tokens[at].key == "." and not tokens[at].gap:
            at += 1
    return at


def _digits(text: DateText, at: int, *, complete: bool, compact: bool, locales: Locales) -> _Digits | None:
    """Read the digits of a time that begins with a number."""
    tokens = text.tokens
    first = tokens[at]
    width = first.end - first.start
    if compact and width in (4, 6):
        hour, minute, second = _pairs(first.key)
        return _Digits(hour, minute, second if width == 6 else None, at + 1)
    if width > 2:
        return _Digits(*_pairs(first.key.zfill(4))[:2], None, at + 1, "hhmm") if width < 5 else None
    if is_pair(tokens, at, ":"):
        return _marked(tokens, at, ":")
    if is_pair(tokens, at, ".") and (complete or _period(text, at + 3, locales, leading=False)):
        return _marked(tokens, at, ".")
    ending = _ending(text, at + 1, locales) if complete else None
    if ending is not None:
        return _Digits(first.value, tokens[ending + 1].value, None, ending + 2)
    return _with_units(text, at) or _Digits(first.value, 0, None, at + 1, "hh")


def _marked(tokens: list[Token], at: int, mark: str) -> _Digits | None:
    """Read ``10:39``, ``9.26``, ``10:39:26.5``."""
    hour, minute = tokens[at].value, tokens[at + 2].value
    at += 3
    if is_pair(tokens, at - 1, ":") or is_pair(tokens, at - 1, "."):
        second = tokens[at + 1].value
        at += 2
        if at + 1 < len(tokens) and tokens[at].key in ".," and _is_glued_number(tokens, at):
            at += 2  # fractions of a second, ISO 8601 §4.2.2.4
        return _Digits(hour, minute, second, at)
    if mark == "." and at + 1 < len(tokens) and tokens[at].key == "." and tokens[at + 1].kind == NUMBER:
        return None  # 9.26.2011 is a date
    return _Digits(hour, minute, None, at)


def _ending(text: DateText, at: int, locales: Locales) -> int | None:
    """Find the colon behind a case ending of the hour ("16 ಗೆ :48"), a word of the date's own language."""
    tokens = text.tokens
    found = text.phrase(at) if at < len(tokens) and tokens[at].kind == WORD else None
    if found and tokens[at].key.isascii() and not tokens[at].gap:
        return None  # "1U:27": a figure misread
    if not found or not found[0].glue or found[1] + 1 >= len(tokens):
        return None
    word, end = found
    glued = tokens[end].key == ":" and _is_glued_pair(tokens[end + 1])
    return end if glued and word.glue and word.glue & locales() else None


def _with_units(text: DateText, at: int) -> _Digits | None:
    """Read ``16h18``, ``10 h 39``, ``4시 20분``, ``10時39分30秒``, ``10h36m28s``."""
    values: dict[str, int] = {}
    tokens = text.tokens
    for unit in "hns":
        if not _is_number(tokens, at) or tokens[at].end - tokens[at].start > 2:
            break
        found = text.phrase(at + 1) if at + 1 < len(tokens) and tokens[at + 1].kind == WORD else None
        minutes = unit == "n" and values and found and not tokens[at + 1].gap and tokens[at + 1].key == "m"
        if found and (unit in found[0].units or minutes):
            values[unit] = tokens[at].value
            at = found[1]
            continue
        if unit == "n" and "h" in values and tokens[at].end - tokens[at].start == 2:
            values[unit] = tokens[at].value
            at += 1
        break
    if "h" not in values:
        return None
    return _Digits(values["h"], values.get("n", 0), values.get("s"), at)


def _is_glued_pair(token: Token) -> bool:
    """Tell whether two digits stand without a blank before them."""
    return token.kind == NUMBER and token.end - token.start == 2 and not token.gap


def _is_glued_number(tokens: list[Token], at: int) -> bool:
    """Tell whether a mark and a number stand without blanks."""
    return tokens[at + 1].kind == NUMBER and not tokens[at].gap and not tokens[at + 1].gap


def _pairs(digits: str) -> tuple[int, int, int]:
    two = [int(digits[i : i + 2] or 0) for i in (0, 2, 4)]
    return two[0], two[1], two[2]


def _period(text: DateText, at: int, locales: Locales, *, leading: bool) -> tuple[CalendarWord, int] | None:
    """Find the day period behind a time, or the one leading to it."""
    if at >= len(text.tokens) or text.tokens[at].kind != WORD:
        return None
    found = text.phrase(at)
    return found if found and _is_period(text, at, found, locales, leading=leading) else None


def _is_period(text: DateText, at: int, found: tuple[CalendarWord, int], locales: Locales, *, leading: bool) -> bool:
    """Tell a day period from another word: AM and PM go with any date, short ones with their own language only."""
    word, end = found
    first, last = text.tokens[at], text.tokens[end - 1]
    if not word.periods:
        return False
    if (
        last.end - first.start > _MAX_SHORT_CHARS
        or not first.key.isascii()
        or any("en" in where for where in word.periods.values())
    ):
        return True
    if leading and (word.glue is not None or word.days):
        return False
    spoken = locales()
    if spoken and not any(where & spoken for where in word.periods.values()):
        return False
    if spoken and "en" not in spoken:
        return True
    # Nothing says that the date is not English: then no name may follow.
    return not leading and (end >= len(text.tokens) or read_bare_zone(text, end) is not None)


def _reckon(hour: int, word: CalendarWord) -> tuple[int, frozenset[str]]:
    """Turn an hour and its day period into 0 to 23; an hour above 12 stays (``17:32 PM``)."""
    name, locales = max(word.periods.items(), key=lambda item: (item[0] in _ENGLISH, len(item[1]), item[0]))
    if hour > 12:
        return hour, locales
    if name == "night":
        name = "am" if hour % 12 < 6 else "pm"
    elif name == "noon":
        name = "am" if hour == 11 else "pm"
    if name in ("am", "midnight") or (name == "evening" and hour == 12):
        return hour % 12, locales
    return hour % 12 + 12, locales
