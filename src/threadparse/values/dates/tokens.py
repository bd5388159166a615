"""Cut a short text into the numbers, words and marks of a date, and look words up in the calendar of all locales."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from threadparse.locales.calendar import CalendarWord, CalendarWords, calendar_words
from threadparse.locales.folding import INVISIBLE, fold_word, is_unspaced
from threadparse.values.dates.shapes import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["MARK", "NUMBER", "WORD", "DateText", "Token", "look", "mend_names", "nearest_name", "read_tokens"]

NUMBER, WORD, MARK = 1, 2, 3
# What a carrier made of a blank: "日?下午4:20", "2022?17:25"; between two figures a mark could have been a third.
# Between blanks, before a time, it was a word of one letter: "14 mars 2017 ? 09:41".
_BLANK = (
    r"=20|=09|(?<=\w|[.,)）])[?\ufffd](?=[^\W\d]|[(（]|\d{1,2}:\d\d|(?<=\D.)\d)|(?<=\d )[?\ufffd](?= \d{1,2}[:h]\d\d)"
)
_BRACKETS = str.maketrans("", "", "()")
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("：∶꞉", ":"),
        **dict.fromkeys("，、،；·፣", ","),
        **dict.fromkeys("（［", "("),
        **dict.fromkeys("）］", ")"),
        **dict.fromkeys("−–‐‑—―", "-"),
        **dict.fromkeys("．。․", "."),
        **dict.fromkeys("’ʼ‘´", "'"),
        "／": "/",
        "＋": "+",
    }
)
#: ASCII marks that stand for another; QUOTED-PRINTABLE left-overs (RFC 2045 §6.7) are what they encode.
_SAME = {"=2C": ",", ";": ",", "[": "(", "]": ")", "`": "'"}
# Yahoo glues the next label to the zone, "09:26:50 CETBetreff:", Zimbra a Hindi postposition to the day period.
_GLUED = re.compile(r"[A-Z]{3,4}(?=[^\W\d_a-z][^\W\d_A-Z])|[A-Za-z]{2,4}(?=[\u0900-\u0dff])")
_MAX_UNSPACED_CHARS = 24
_MAX_PHRASE_TOKENS, _MAX_PHRASE_CHARS = 10, 40
_MAX_DIGITS = 14  # more digits are no part of a date; int() of a huge run would be slow or refuse


@dataclass(slots=True, eq=False, repr=False)
class Token:
    """One number, word or mark.

    Attributes:
        kind: ``NUMBER``, ``WORD`` or ``MARK``.
        start: Offset in the cleaned text.
        end: Offset behind the last character.
        key: The folded word, the mark, or the digits.
        gap: White space stands before it.
        value: The number; -1 for a word, a mark, or a number too long for a date.
    """

    kind: int
    start: int
    end: int
    key: str
    gap: bool
    value: int


@dataclass(slots=True, eq=False, repr=False)
class DateText:
    """The tokens of a text and the way back to its offsets.

    Attributes:
        text: The text without invisible characters.
        tokens: In order.
        origin: Offset of each character in the given text; None if nothing was left out.
        phrases: What ``phrase`` has found so far.
    """

    text: str
    tokens: list[Token]
    origin: list[int] | None
    phrases: dict[int, tuple[CalendarWord, int] | None] = field(default_factory=dict)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Turn a span of the cleaned text into one of the given text."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1

    def phrase(self, at: int) -> tuple[CalendarWord, int] | None:
        """Look up the longest phrase that begins at a token.

        Parts that a dot, hyphen or apostrophe joins without blank count as one word ("a.m.", "terça-feira").

        Returns:
            What it can mean and the index behind it, or None.
        """
        if at not in self.phrases:
            self.phrases[at] = _phrase(self, at, calendar_words())
        return self.phrases[at]


@lru_cache(maxsize=2)  # a line is asked for its dates, and then for the words around them
def read_tokens(text: str) -> DateText:
    """Cut a text into tokens.

    Args:
        text: A header value or an attribution line; invisible characters (bidi controls) do not count.
    """
    origin = None
    if not text.isascii():
        clean = text.translate(INVISIBLE)
        if len(clean) != len(text):
            origin = [i for i, c in enumerate(text) if ord(c) not in INVISIBLE]
        text = clean
    plain = text if text.isascii() else text.translate(_PLAIN)
    tokens: list[Token] = []
    last = 0
    table = calendar_words()
    for match in _token(_has_signs(plain)).finditer(plain, 0, len(plain.rstrip())):
        kind = match.lastindex
        if kind is None:
            continue
        start, end = match.span(kind)
        word = match[kind]
        if kind == NUMBER:
            value = int(word) if end - start <= _MAX_DIGITS else -1
            tokens.append(Token(kind, start, end, word, start > last, value))
        elif kind == MARK:
            tokens.append(Token(kind, start, end, _SAME.get(word, word), start > last, -1))
        else:
            _add_word(tokens, Token(kind, start, end, word, start > last, -1), table)
            if start == last and not word.isascii():
                _join_numbered(tokens, table)
        last = end
    return DateText(text, tokens, origin)


def _add_word(tokens: list[Token], token: Token, table: CalendarWords) -> None:
    """Add a word as its parts, folded: without the word glued behind a zone, in a script without blanks by words."""
    word, start = token.key, token.start
    if tokens and tokens[-1].kind == NUMBER and (glued := _GLUED.match(word)) and glued[0].lower() in table:
        middle = glued.end()
        tokens.append(Token(WORD, start, start + middle, glued[0].lower(), token.gap, -1))
        tokens.append(Token(WORD, start + middle, token.end, fold_word(word[middle:]), False, -1))
    elif not word.isascii() and is_unspaced(word):
        tokens.extend(_split_unspaced(word, start, token.gap, table))
    else:
        token.key = fold_word(word if word.isalpha() else word.translate(_BRACKETS))
        tokens.append(token)


@cache
def _token(signed: bool) -> re.Pattern[str]:
    """Return the pattern of a token, in a text with signs in its words or without: it takes long to compile those."""
    # Combining marks and the signs of Hebrew and Indic scripts are no \w, but part of the word.
    signs = r"\u0300-\u036f\u0590-\u05ff\u0610-\u06d3\u06d5-\u06ef\u0900-\u1fff\ua640-\uabff"
    word = rf"(?:(?![\d_])[\w{signs}])+" if signed else r"[^\W\d_]+"
    return re.compile(
        # Zimbra glues the time to the date in Japanese: "2019/04/2316:48".
        r"\s*+(?:((?<=\d{4}/\d\d/)\d\d(?=\d{1,2}:\d\d)|\d+)"
        # Basque brackets the letters that a case ending may lose: "-(e)(a)n".
        rf"|({word}|(?<=-)(?:\([^\W\d_]\))+[^\W\d_]*)"
        rf"|{_BLANK}|(=2C|\S))"
    )


def _has_signs(text: str) -> bool:
    """Tell whether a text may have a sign of a script whose words have such."""
    ranges = (("\u0300", "\u036f"), ("\u0590", "\u1fff"), ("\ua640", "\uabff"))
    return not text.isascii() and any(low <= char <= high for char in text for low, high in ranges)


def _join_numbered(tokens: list[Token], table: CalendarWords) -> None:
    """Make one word of a number and the letters glued to it where the calendar knows both: the Persian weekday ۳ش."""
    *_, number, letters = (None, *tokens[-2:])
    if number and number.kind == NUMBER and (key := number.key + letters.key) in table:
        tokens[-2:] = [Token(WORD, number.start, letters.end, key, number.gap, -1)]


def _split_unspaced(word: str, start: int, gap: bool, table: CalendarWords) -> list[Token]:
    """Split a run of a script without blanks into known words; what is unknown stays whole between them."""
    pieces: list[Token] = []
    at = unknown = 0
    while at < len(word):
        for end in range(min(len(word), at + _MAX_UNSPACED_CHARS), at, -1):
            if fold_word(word[at:end]) in table:
                if unknown < at:
                    pieces.append(_word_token(word, unknown, at, start, gap))
                pieces.append(_word_token(word, at, end, start, gap))
                at = unknown = end
                break
        else:
            at += 1
    if unknown < len(word):
        pieces.append(_word_token(word, unknown, len(word), start, gap))
    return pieces


def _word_token(word: str, start: int, end: int, offset: int, gap: bool) -> Token:
    return Token(WORD, offset + start, offset + end, fold_word(word[start:end]), gap and start == 0, -1)


def _phrase(text: DateText, at: int, table: CalendarWords) -> tuple[CalendarWord, int] | None:
    tokens = text.tokens
    found = table.get(tokens[at].key)
    best = (found, at + 1) if found else None
    for key, end in _longer_keys(tokens, at, table):
        found = table.get(key)
        if found and not (tokens[end - 1].kind == NUMBER and best and best[0].days and _is_day_number(text, at, end)):
            best = found, end
    if best and best[1] < len(tokens) and best[1] > at + 1 and tokens[best[1] - 2].key == ".":
        dot = tokens[best[1]]
        if dot.key == "." and not dot.gap:
            return best[0], best[1] + 1  # "a.m." keeps its last dot
    return best


def _is_day_number(text: DateText, at: int, end: int) -> bool:
    """Tell the day in English "Thu 5 May" from the end of Vietnamese "Thứ 5" and "Th 5," (both Thursday)."""
    followed = end < len(text.tokens) and text.tokens[end].key == ","
    return not followed and text.text[text.tokens[at].start : text.tokens[at].end].isascii()


def _longer_keys(tokens: list[Token], at: int, table: CalendarWords) -> Iterator[tuple[str, int]]:
    """Yield what a word makes with one, two, … of the words behind it, and the index behind each."""
    key = tokens[at].key
    blanks = table.heads.get(key, 1)
    glued = True
    for i in range(at + 1, min(len(tokens), at + _MAX_PHRASE_TOKENS)):
        token = tokens[i]
        if token.kind == MARK:
            if token.gap or token.key not in ".-'":
                return
            continue
        if token.gap:
            blanks -= 1
            key += " " + token.key
            glued = False
        elif tokens[i - 1].kind == NUMBER or (token.kind == NUMBER and tokens[i - 1].kind == MARK):
            return
        else:
            key += token.key
            blanks = max(blanks, table.heads.get(key, 1)) if glued else blanks
        if blanks < 1 or len(key) > _MAX_PHRASE_CHARS:
            return
        yield key, i + 1


_BRIEF_NAME_CHARS = 3  # of these only an English month is guessed ("Thu Ocl 08"): other languages have too many
_SHORT_NAME_CHARS = 4  # such a name counts by its look alone ("lune"): a wrong letter makes too many words a month
_EDGE = 2  # letters at one end of a name that a slip at the other leaves


def mend_names(text: DateText, *, guess: bool = False) -> DateText | None:
    """Put the right name for every unknown word that is one letter away from those of one month, weekday or zone.

    A weekday between two numbers ("3. luni 2014") is no weekday.

    Args:
        text: The tokens of a header value.
        guess: Mend names of three and four letters by a letter too: the weekday has to prove what comes of it.

    Returns:
        The tokens with those names; None if there is no such word.
    """
    tokens = text.tokens.copy()
    for at, token in enumerate(tokens):
        if token.kind != WORD or len(token.key) < (_BRIEF_NAME_CHARS if guess else _SHORT_NAME_CHARS):
            continue
        known = text.phrase(at)
        if known is None or (known[0].days and not known[0].months and _is_between_numbers(tokens, at)):
            name = nearest_name(token.key, guess=guess)
            if name is not None:
                tokens[at] = replace(token, key=name)
    return DateText(text.text, tokens, text.origin) if tokens != text.tokens else None


def _is_between_numbers(tokens: list[Token], at: int) -> bool:
    """Tell whether numbers stand before and behind a word, at most a mark between."""
    before = [token.kind for token in tokens[max(0, at - 2) : at]]
    behind = [token.kind for token in tokens[at + 1 : at + 2]]
    return behind == [NUMBER] and (before[-1:] == [NUMBER] or before == [NUMBER, MARK])


def nearest_name(key: str, *, guess: bool = False) -> str | None:
    """Return the month, weekday or end of a zone that a misread word is meant for; None if none is, or several are.

    Args:
        key: A folded word: one letter away from the name, or of the same look ("febmary").
        guess: One of three or four letters need not have the look of the name.
    """
    near = _near_names(key, guess=guess)
    near = [name for name in near if key in name] or near  # "Monda": a letter lost at an end is likeliest
    words = [calendar_words().get(name) for name in near]
    meanings = {(*sorted(word.months), None, *sorted(word.days)) if word else () for word in words}
    return min(near) if len(meanings) == 1 else None


def _near_names(key: str, *, guess: bool) -> list[str]:
    """Return the names that a misread word may be: a short one by its look, a long one by its letters or its look."""
    if guess and len(key) == _BRIEF_NAME_CHARS:
        return _one_letter_off(map(str.lower, MONTHS), key)
    # One wrong letter leaves the beginning or the end of the name whole.
    beginnings, ends = _by_edge()
    looked = look(key)
    candidates = beginnings.get(looked[:_EDGE], {}) | ends.get(looked[-_EDGE:], {})
    short = {name for name in candidates if len(name) == _SHORT_NAME_CHARS} - calendar_words().zone_ends
    near: list[str] = []
    if len(key) == _SHORT_NAME_CHARS:
        near = [name for name in short if candidates[name] == looked]
        near = _one_letter_off(near if near or not guess else short, key) or near  # "jnni": "juni" rather than "luni"
    long = candidates.keys() - short
    return near or _one_letter_off(long, key) or [name for name in long if candidates[name] == looked]


def _one_letter_off(names: Iterable[str], key: str) -> list[str]:
    """Return the names of which a word has one letter wrong, too few or too many."""
    return [name for name in names if _one_apart(name, key)]


def look(key: str) -> str:
    """Return a word with one letter for each group of letters that a scan takes for one another.

    Args:
        key: A folded word.
    """
    for letters, letter in calendar_words().look_alikes:
        key = key.replace(letters, letter)
    return key


@cache
def _by_edge() -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """Return the names and the last words of zones with their looks, by the look of their first and last letters."""
    beginnings: dict[str, dict[str, str]] = defaultdict(dict)
    ends: dict[str, dict[str, str]] = defaultdict(dict)
    names = [*calendar_words().long_names(_SHORT_NAME_CHARS), *calendar_words().zone_ends]
    for name, looked in zip(names, look("\n".join(names)).split("\n"), strict=True):  # all at once
        beginnings[looked[:_EDGE]][name] = looked
        ends[looked[-_EDGE:]][name] = looked
    return dict(beginnings), dict(ends)


def _one_apart(name: str, key: str) -> bool:
    """Tell whether one letter changed, lost or added makes one word the other, which is as long but for one letter."""
    if name == key:
        return False
    start = 0
    shortest = min(len(name), len(key))
    while start < shortest and name[start] == key[start]:
        start += 1
    if len(name) == len(key):
        return name[start + 1 :] == key[start + 1 :]
    longer, shorter = (name, key) if len(name) > len(key) else (key, name)
    return longer[start + 1 :] == shorter[start:]
