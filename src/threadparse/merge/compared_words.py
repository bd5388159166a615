"""Cut a body into the words that two copies of a message are compared by, each with its place."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from threadparse.locales.copying import copying_table
from threadparse.locales.redaction_words import REDACTED, vocabulary
from threadparse.releases.hints import may_have_places
from threadparse.values.redactions import find_words, is_redacted

__all__ = ["MASK", "Words", "cut_words", "is_negation", "is_slip", "likeness", "skeleton"]

#: The key of every redaction mark, whatever it looks like.
MASK = "\u2588"

_ALONE = "\u3040-\u30ff\u3400-\u9fff\u0e01-\u0e4e"  # letters of scripts that put no space between words
_MAX_RULE_CHARS = 12  # a longer one divides a page, or is a place for a signature
_CODE_OR_CROSSES = re.compile(r"\(|\b[xX][ .]?[xX]")
_MAX_BARE_CODE_CHARS = 3  # "a5", "B6": in running text rather misread letters
_RULES = "-_.*?#/~=\u2026 "  # signs of lines that divide
_LONG_WORD = 5  # letters of a word that one other letter does not make another word
_APOSTROPHES = dict.fromkeys(map(ord, "\u2019`\u00b4"), "'")
_INVISIBLE = re.compile("[\u00ad\u200b]")


class Words(NamedTuple):
    """The words of a text.

    Attributes:
        keys: What each is compared by: no case, no typography; ``MASK`` for a redaction mark.
        spans: Where each stands, in characters of the text.
    """

    keys: list[str]
    spans: list[tuple[int, int]]


def cut_words(text: str, start: int = 0) -> Words:
    """Return the words of a text; punctuation, quote marks and the targets of links are none.

    Args:
        text: The text.
        start: Where to begin, in characters.
    """
    keys: list[str] = []
    spans: list[tuple[int, int]] = []
    marks = _find_marks(text) if _CODE_OR_CROSSES.search(text) and may_have_places(text) else []
    position, mark = start, bisect_left(marks, (start, start))
    while match := _pattern().search(text, position):
        begin, position = match.span()
        kind = match.lastgroup
        if mark < len(marks) and marks[mark][0] <= begin:
            begin, position = marks[mark]
            mark += 1
            key = MASK
        elif kind == "link":
            continue
        elif kind == "bracket" and not _is_mark(match[0]):
            position = begin + 1
            continue
        else:
            key = MASK if kind in ("bar", "rule", "bracket") else _key(match[0])
        if key == MASK and keys and keys[-1] == MASK and not text[spans[-1][1] : begin].strip(" \t<>@.,"):
            spans[-1] = spans[-1][0], position
            continue
        keys.append(key)
        spans.append((begin, position))
    return Words(keys, spans)


@cache
def _pattern() -> re.Pattern[str]:
    """Return what matches a word, a link, or what may stand for words that were taken out."""
    bars = re.escape(vocabulary().blocks)  # one of most of them is a bullet
    rules = "|".join(f"{re.escape(sign)}{{3,{_MAX_RULE_CHARS}}}" for sign in "*_#")
    return re.compile(
        "|".join(
            (
                r"(?P<link><\w{3,8}:(?://[^<>\s]*|[^<>\s@]+@[^<>\s]*)>)",  # of any scheme: letters may be misread
                r"(?P<url>[^\W\d_]{3,6}://[^\s<>]+)",
                rf"(?P<bar>[█■]|[{bars}]{{2,}})",
                rf"(?<![^\s(<\"'])(?P<rule>{rules})(?![^\s.,;:!?)>\"'@])",
                r"(?P<bracket>[\[{<][^\[\]{}<>\n]{1,80}[\]}>])",
                r"(?P<number>\d+(?:[.,:/]\d+)+)",
                rf"[{_ALONE}]",
                rf"[^\W_{_ALONE}]+(?:['\u2019`\u00b4\u00ad\u200b][^\W_]+)*",
            )
        )
    )


def _find_marks(text: str) -> list[tuple[int, int]]:
    """Return where marks stand, as a document tells of them; bars and single brackets are found with the words."""
    from threadparse.releases.marks import find_marks

    found = []
    for line in re.finditer(r"[^\n]+", text):
        for mark in find_marks(line[0]) if _CODE_OR_CROSSES.search(line[0]) else ():
            words = line[0][mark.start : mark.end].strip(_RULES)
            if words and (mark.firm or len(words) > _MAX_BARE_CODE_CHARS):
                found.append((line.start() + mark.start, line.start() + mark.end))
    return found


@lru_cache(maxsize=65536)
def _key(word: str) -> str:
    """Return what a word is compared by."""
    if word.isascii() and word.isalpha():
        bare = word[0].isupper() and any(found.sense == REDACTED for found in find_words(word))
        return MASK if bare else word.lower()
    if "://" in word:
        return _target(word)
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", word.translate(_APOSTROPHES))).casefold()


@lru_cache(maxsize=16384)
def _is_mark(text: str) -> bool:
    """Tell whether a bracket stands for words that were taken out."""
    return is_redacted(text)


def _target(url: str) -> str:
    """Return where a link leads, whoever rewrote it."""
    url = url.rstrip(".,;:)\u2019'\"")
    try:
        parts = urlsplit(url)
        if parts.netloc.endswith(copying_table().rewriting_hosts):
            query = parse_qs(parts.query)
            url = next((query[name][0] for name in ("url", "u") if name in query), url)
    except ValueError:
        return url.casefold()
    return unquote(url).rstrip("/").casefold()


def is_negation(key: str) -> bool:
    """Tell whether a word turns a statement round."""
    return key in copying_table().negations or key.endswith("n't")


def is_slip(one: str, other: str) -> bool:
    """Tell whether one word is another with a letter misread.

    Args:
        one: The key of a word.
        other: Another one.
    """
    if skeleton(one) == skeleton(other):
        return True
    same = sum(left == right for left, right in zip(one, other, strict=False))
    return len(one) == len(other) >= _LONG_WORD and same == len(one) - 1 and one.isalpha() and other.isalpha()


def skeleton(word: str) -> str:
    """Return a word without the differences that text recognition overlooks.

    Args:
        word: The key of a word.
    """
    table = copying_table()
    word = word.replace("'", "")
    for read, meant in table.confused:
        word = word.replace(read, meant)
    return word.translate(table.one_shape)


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1 (Ratcliff and Obershelp)."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
