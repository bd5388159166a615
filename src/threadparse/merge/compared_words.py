"""Cut a body into the words that two copies of a message are compared by, each with its place."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from threadparse.locales.copying import copying_table
from threadparse.values.redactions import is_redacted

__all__ = ["MASK", "Words", "cut_words", "is_negation", "is_slip", "skeleton"]

#: The key of every redaction mark, whatever it looks like.
MASK = "\u2588"

_BARS = "\u2588\u2589\u258a\u258b\u2590\u2591\u2592\u2593\u2584\u2580\u25a0\u25ae\u25ac\u2b1b"
_ALONE = "\u3040-\u30ff\u3400-\u9fff\u0e01-\u0e4e"  # letters of scripts that put no space between words
_WORD = re.compile(
    "|".join(
        (
            r"(?P<link><(?:mailto:|https?://)[^<>\s]*>)",
            r"(?P<url>https?://[^\s<>]+)",
            rf"(?P<bar>[{_BARS}]+)",
            r"(?P<bracket>\[[^\[\]\n]{1,80}\])",
            r"(?P<code>\((?:[A-Za-z]|\d{1,2})\)(?:\([A-Za-z0-9]{1,4}\))*)",
            r"(?P<number>\d+(?:[.,:/]\d+)+)",
            rf"[{_ALONE}]",
            rf"[^\W_{_ALONE}]+(?:['\u2019\u00ad\u200b][^\W_]+)*",
        )
    )
)
_CROSSES = re.compile(r"[xX]{3,}")
_LONG_WORD = 5  # letters of a word that one other letter does not make another word
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
    position = start
    while match := _WORD.search(text, position):
        start, position = match.span()
        kind = match.lastgroup
        if kind == "link":
            continue
        if kind in ("bracket", "code") and not _is_mark(match[0]):
            position = start + 1
            continue
        key = MASK if kind in ("bar", "bracket", "code") else _key(match[0])
        if key == MASK and keys and keys[-1] == MASK and not text[spans[-1][1] : start].strip(" \t<>@.,"):
            spans[-1] = spans[-1][0], position
            continue
        keys.append(key)
        spans.append((start, position))
    return Words(keys, spans)


@lru_cache(maxsize=65536)
def _key(word: str) -> str:
    """Return what a word is compared by."""
    if word.isascii() and word.isalpha() and not _CROSSES.fullmatch(word):
        return MASK if _is_mark(word) else word.lower()
    if _CROSSES.fullmatch(word):
        return MASK
    if word.startswith(("http://", "https://")):
        return _target(word)
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", word)).replace("\u2019", "'").casefold()


@lru_cache(maxsize=16384)
def _is_mark(text: str) -> bool:
    """Tell whether a word or a bracket stands for words that were taken out."""
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
