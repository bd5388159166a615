"""Read the zone of a time of day: an offset in numbers, or a name that is passed over."""

from __future__ import annotations

from threadparse.locales.calendar import calendar_words
from threadparse.values.date_value import FARTHEST_ZONE
from threadparse.values.date_words import MARK, NUMBER, WORD, DateText, Token

__all__ = ["is_pair", "read_bare_zone", "read_zone"]

_LONGEST_COMMENT = 12  # tokens of a zone comment in brackets


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
        return None if token.gap else (0, at + 1)
    if token.key in ("gmt", "utc", "ut") and found[1] < len(tokens):
        return _signed(tokens, found[1], named=True) or (None, found[1])
    return None, found[1]


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
    for end in range(at + 1, min(len(tokens), at + _LONGEST_COMMENT)):
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
