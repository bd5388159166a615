"""Folding: one spelling for words that clients write with other case, blanks, or invisible marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

__all__ = [
    "COLONS",
    "ENDINGS",
    "END_COLONS",
    "INVISIBLE",
    "LOOSE",
    "beyond_ascii",
    "compiled_for",
    "fold",
    "fold_blanks",
    "fold_letters",
    "fold_word",
    "has_ideographs",
    "is_unspaced",
    "letter_runs",
    "outline",
    "rows_with",
    "squeeze",
    "without_accents",
    "words_among",
]

_IDEOGRAPHS = (("\u3040", "\u30ff"), ("\u3400", "\u9fff"), ("\uac00", "\ud7af"))  # kana; Han; Hangul
# Thai, Lao, Tibetan, Myanmar; Khmer, Mongolian; Hangul is one of them for its particles.
_UNSPACED = (("\u0e00", "\u109f"), ("\u1780", "\u17ff"), *_IDEOGRAPHS)


def is_unspaced(text: str) -> bool:
    """Whether a text begins in a script that is written without blanks between words.

    Args:
        text: One character or more; the first tells.
    """
    first = text[0]
    return first > "\u0e00" and any(low <= first <= high for low, high in _UNSPACED)


def has_ideographs(text: str) -> bool:
    """Whether a text has Chinese, Japanese or Korean characters.

    Args:
        text: A name; a pattern would take longer to compile than all names of a long chain to look at.
    """
    return not text.isascii() and any(low <= char <= high for char in text for low, high in _IDEOGRAPHS)


#: Characters that show nothing: bidi controls (Unicode UAX #9), zero-width blanks, byte order marks, soft hyphens.
INVISIBLE = dict.fromkeys(
    [
        0x00AD,
        0x061C,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2065),
        *range(0x2066, 0x206A),
        0xFEFF,
    ]
)
_MARKS = frozenset(map(chr, INVISIBLE))
_ASCII = bytes(range(128))
_OUTLINE = bytes(48 if chr(code).isdigit() else ord(chr(code).lower()) for code in range(128)) + bytes(128)
_LETTERS = bytes(code if chr(code).isalpha() else 32 for code in range(128)) + bytes(128)  # of an outline
_LAST_LATIN = "\u024f"
_STROKES = str.maketrans("łđø", "ldo")  # letters that Unicode does not take apart
_PIECE_CHARS, _MAX_WORD_CHARS = 1 << 14, 40
#: What ends a label: the colon, its full-width and small forms, and the ratio sign that some write for it.
COLONS = ":：﹕∶"
#: The colons that end an attribution: also the Khmer one (U+17D6) and the Armenian mark that stands for one (U+055D).
END_COLONS = COLONS + "៖՝"
#: All that ends an attribution, by which it is known to be whole.
ENDINGS = (*END_COLONS, "---", ">>>", "]")
#: Punctuation that may stand between the parts of an attribution line without changing what it says.
LOOSE = " \t,;.:，、；،：·•–—-−―\"'“”«»„‚‘’()[]{}（）՝։៖*_|~=/"


def fold(text: str) -> str:
    """Fold case, blanks (NBSP and U+202F too) and invisible marks.

    Args:
        text: A label, a literal of a pattern, or a line.

    Returns:
        NFKC, case-folded text with single blanks; U+FF1A and its like become their ASCII forms by NFKC.
    """
    if text.isascii():
        return fold_blanks(text.lower())
    return fold_blanks(fold_letters(text))


def fold_blanks(text: str) -> str:
    """Fold white space to single blanks, and take it off both ends.

    Args:
        text: A text of any length. Most have single blanks already; then no word becomes an object of its own.
    """
    return " ".join(text.split()) if "  " in text or not text.isprintable() else text.strip(" ")


def fold_letters(text: str) -> str:
    """Fold case and invisible marks, but leave the white space as it is.

    Args:
        text: A text of any length.

    Returns:
        NFKC, case-folded text; what NFKC makes a blank is one.
    """
    if text.isascii():
        return text.lower()
    for mark in () if text.isprintable() else _MARKS.intersection(beyond_ascii(text)):
        text = text.replace(mark, "")  # far faster than each letter is translated
    return unicodedata.normalize("NFKC", text).casefold()


def fold_word(word: str) -> str:
    """Fold a word for look-up: case, accents, the dotless i and invisible characters do not count."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.translate(INVISIBLE).casefold().replace("ı", "i"))
    return unicodedata.normalize("NFC", "".join(c for c in plain if not "\u0300" <= c <= "\u036f"))


def compiled_for(text: str, pattern: str) -> re.Pattern[str]:
    """Compile a pattern once for each kind of text: for one with none of its characters beyond Latin-1 without these.

    Compiling a set with such takes ten times as long as one without.

    Args:
        text: The text that is looked through.
        pattern: A regular expression; each character beyond Latin-1 in it is one of several of a set.
    """
    return _compiled(pattern, not text.isascii() and any(char in text for char in _beyond_latin(pattern)))


@cache
def _beyond_latin(pattern: str) -> frozenset[str]:
    return frozenset(char for char in pattern if char > "\xff")


@cache
def _compiled(pattern: str, whole: bool) -> re.Pattern[str]:
    return re.compile(pattern if whole else pattern.encode("latin-1", "ignore").decode("latin-1"))


def without_accents(words: str) -> list[str]:
    """Return Latin words as they stand where their accents were left out, or lost: "a ecrit" and "a ?crit".

    Args:
        words: Folded words.

    Returns:
        Those of the two that are as long as the words; none for ASCII and for other scripts.
    """
    if words.isascii() or any(letter > _LAST_LATIN for letter in words):
        return []
    bare = fold_word(words).translate(_STROKES)
    return [worn for worn in (bare, words.encode("ascii", "replace").decode("ascii")) if len(worn) == len(words)]


def outline(text: str) -> str:
    """Return what a text looks like: its ASCII letters in lower case, 0 for a figure, ? for what is beyond ASCII.

    It is made and searched many times as fast as the text is folded; an offset in it is one in the text.
    """
    return text.encode("ascii", "replace").translate(_OUTLINE).decode("ascii")


def beyond_ascii(text: str) -> str:
    """Return the characters of a text beyond ASCII, in order."""
    return text.encode("utf-8", "replace").translate(None, _ASCII).decode("utf-8")


def words_among(lines: str, known: frozenset[str]) -> set[str]:
    """Return which of some words stand in a text.

    Args:
        lines: The outline of the text. It is read in pieces that overlap: its words are never in memory all at once.
        known: The words, as an outline has them: runs of letters between other characters, of 40 letters at most.
    """
    found: set[str] = set()
    for start in range(0, len(lines), _PIECE_CHARS):
        found |= known.intersection(letter_runs(lines[start : start + _PIECE_CHARS + _MAX_WORD_CHARS]))
    return found


def letter_runs(lines: str) -> list[str]:
    """Return the runs of letters of an outline, in order."""
    return lines.encode("ascii").translate(_LETTERS).decode("ascii").split()


def rows_with(text: str, signs: Iterable[str]) -> list[tuple[int, int]]:
    """Find the rows of a text in which a sign stands, each with the row above it.

    Args:
        text: Any text, or its outline.
        signs: What to look for.

    Returns:
        Where they begin and end, in order; rows that touch are one stretch.
    """
    rows: set[tuple[int, int]] = set()
    for sign in signs:
        at = text.find(sign)
        while at >= 0:
            above = text.rfind("\n", 0, max(text.rfind("\n", 0, at), 0))
            end = text.find("\n", at) + 1 or len(text)
            rows.add((max(above, 0), end))
            at = text.find(sign, end)
    merged: list[tuple[int, int]] = []
    for start, end in sorted(rows):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def squeeze(text: str) -> str:
    """Fold, then take loose punctuation and blanks off both ends."""
    return fold(text).strip(LOOSE)
