"""Find the rows that are pieces of a long stamp: torn over rows, with letters lost or added, or without an end."""

from __future__ import annotations

import re
from itertools import compress
from operator import and_

from threadparse.furniture.rows import Rows

__all__ = ["find_torn_stamps"]

_WORD = r"[^\W_]+"
_BLANKED = bytes(code if chr(code).isalnum() else 32 for code in range(128)) + bytes(128)
_MIN_LONG_STAMP = 3  # what a stamp weighs at least whose pieces are looked for
_MIN_SHARED_WORDS, _MIN_SHARED_BELOW = 6, 3  # words that a piece has in common with it; the same on its second row
_MAX_PIECE_CHARS = 160


def find_torn_stamps(rows: Rows, found: set[int]) -> set[int]:
    """Return rows that say what a long stamp of the text does, with letters lost or added, on one row or two."""
    stamps = {rows.plains[number] for number in found if (rows.says[number].weight or 0) >= _MIN_LONG_STAMP}
    worded = {stamp: words for stamp in stamps if len(words := _words(stamp)) >= _MIN_SHARED_WORDS}
    known = list(worded.values())
    if not known:
        return set()
    firsts = tuple({words[0] for words in known})
    together = "\n".join(["", *map(" ".join, known)])
    whole = {stamp for stamp, words in worded.items() if not _goes_on(together, words)}
    pieces: set[int] = set()
    for opening in [number for number, text in enumerate(rows.texts) if text.startswith(firsts)]:
        if opening in found and (rows.apart[opening + 1] or rows.plains[opening] in whole):
            continue
        number, least = opening, _MIN_SHARED_WORDS
        if rows.texts[number].split(None, 1)[0] not in firsts:
            continue
        while number not in found and number not in pieces and _is_piece(rows.texts[number], known, least):
            pieces.add(number)
            if rows.apart[number + 1]:
                break
            number, least = number + 1, _MIN_SHARED_BELOW
        pieces |= _rest_below(rows, opening, known, together)
    return pieces | _ends_alone(rows, found, worded)


def _ends_alone(rows: Rows, found: set[int], stamps: dict[str, list[str]]) -> set[int]:
    """Return the rows between blank ones that say the beginning or the end of a stamp, the rest lost or misread."""
    known = list(stamps.values())
    ends = tuple({stamp.split()[-1] for stamp in stamps}), tuple({stamp.split()[0] for stamp in stamps})
    alone: set[int] = set()
    for number in compress(range(len(rows)), map(and_, rows.apart, rows.apart[1:])):
        text = rows.texts[number]
        if number in found or not (text.endswith(ends[0]) or text.startswith(ends[1])):
            continue
        said = _words(text)
        ended = any(said in (stamp[: len(said)], stamp[-len(said) :]) for stamp in known)
        if len(said) >= _MIN_SHARED_BELOW and (ended or _is_piece(text, known, _MIN_SHARED_WORDS)):
            alone.add(number)
    return alone


def _rest_below(rows: Rows, opening: int, stamps: list[list[str]], together: str) -> set[int]:
    """Return the rows below that go on word for word with a stamp whose first words a row says; it belongs to them."""
    said = [] if rows.apart[opening + 1] else _words(rows.texts[opening])
    end = opening
    while not rows.apart[end + 1] and _goes_on(together, said):
        below, told = rows.texts[end + 1], len(said)
        longer = [stamp for stamp in stamps if len(stamp) > told and stamp[:told] == said and stamp[told] in below]
        words = _words(below) if longer else []
        said += words
        if not words or not any(stamp[: len(said)] == said for stamp in longer):
            break
        end += 1
    return {*range(opening, end + 1)} if end > opening else set()


def _goes_on(stamps: str, said: list[str]) -> bool:
    """Tell whether a stamp, each behind a line end, says more behind some words."""
    return f"\n{' '.join(said)} " in stamps


def _is_piece(text: str, stamps: list[list[str]], least: int) -> bool:
    """Tell whether most words of a row, and so many at least, are those of one stamp."""
    if len(text) > _MAX_PIECE_CHARS:
        return False
    words = _words(text)
    shared = max(sum(word in stamp for word in words) for stamp in stamps)
    return shared * 5 >= len(words) * 4 and shared >= least


def _words(text: str) -> list[str]:
    """Return the runs of letters and figures of a row, in order."""
    if text.isascii():  # a cut at blanks takes a third of the time of the pattern
        return text.encode("ascii").translate(_BLANKED).decode("ascii").split()
    return re.findall(_WORD, text)
