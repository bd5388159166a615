"""Find the classification line of a released page, which is set over one line or several, often beside other words.

"Classified by … on 12/31/2015 — Class: SECRET — Reason: 1.4(B), 1.4(D) — Declassify on: 04/04/2026"
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from threadparse.locales.exemptions import exemptions
from threadparse.locales.furniture import knowledge

if TYPE_CHECKING:
    from threadparse.furniture.rows import Rows

__all__ = ["find_classification", "may_have_classification"]

_MAX_ROWS_BELOW = 6  # on which it goes on; words of the text may stand between
_MAX_SHIFT = 3  # columns by which its lines may begin further left or right than the first
_MAX_CELL_CHARS = 160
_CELL = r"\S+(?:[ \xa0]\S+)*"
_WHO = r"(?:[A-Z][\w/.&-]{0,20},?|on)(?!\S)"  # a word of it: the line may go on below behind each
_DATE = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}"
_DASHES = "—–-~_"  # a tilde or an underscore is what a scan makes of one
_BEFORE_PART = f"{_DASHES} "
_BEHIND_PART = f" \t\xa0,;{_DASHES}"
_CODE = 5  # the place of codes in the line
#: What the line must have got to: a class is named.
_ENOUGH, _LAST = 3, 8


def may_have_classification(text: str) -> bool:
    """Tell quickly whether a text may have a classification line; too often yes, never too seldom.

    Args:
        text: Any number of lines.
    """
    return any(opening in text for opening in knowledge().classification["opens"])


def find_classification(rows: Rows) -> list[tuple[int, int, int]]:
    """Find the classification lines.

    Args:
        rows: The rows of the text.

    Returns:
        (row, start, end) of each stretch of a line that they take, in columns of the line.
    """
    found: list[tuple[int, int, int]] = []
    if not may_have_classification(rows.text):
        return found
    for opening in knowledge().classification["opens"]:
        for number in [number for number, text in enumerate(rows.texts) if opening in text]:
            for match in re.finditer(_CELL, rows.texts[number]):
                before, opens, behind = match[0].partition(opening)
                apart = not before.strip(_BEFORE_PART)
                # Behind words of the text, one blank between, only a line that is whole is sure.
                if opens and (apart or (before[-1] == " " and _advance(opens + behind, 0) == _LAST)):
                    found += _read(rows, number, match.start() + (0 if apart else len(before)), match.end())
    return found


def _read(rows: Rows, number: int, start: int, end: int) -> list[tuple[int, int, int]]:
    """Return what a classification line takes that begins in a cell, given by its place in its row; nothing if none."""
    column = rows.start(number) + start
    stage = _advance(rows.texts[number][start:end], 0)
    taken = [(number, column, column + end - start)]
    below = number
    while stage is not None and stage < _LAST and below + 1 < min(len(rows), number + _MAX_ROWS_BELOW):
        below += 1
        for cell in re.finditer(_CELL, rows.texts[below]):
            start = rows.start(below) + cell.start()
            if abs(start - column) > _MAX_SHIFT or (further := _advance(cell[0], stage)) is None:
                continue
            stage = further
            taken.append((below, start, start + len(cell[0])))
            break
    return taken if stage is not None and stage >= _ENOUGH else []


def _advance(cell: str, stage: int) -> int | None:
    """Return how far a cell takes the line; None if any part of it does not come next."""
    if len(cell) > _MAX_CELL_CHARS:
        return None
    at = len(cell) - len(cell.lstrip(_BEFORE_PART))
    while at < len(cell):
        match = _parts().match(cell, at)
        if match and match.lastgroup:
            place, end = int(match.lastgroup[1:]), match.end()
        elif not stage and (who := re.compile(_WHO).match(cell, at)):
            place, end = 0, who.end()
        elif code_end := exemptions().margin_code_end(cell, at):
            place, end = _CODE, code_end
        else:
            return None
        if place == 1 and stage == _LAST - 1:
            place = _LAST  # the second date
        if place < stage:
            return None
        stage, at = place, len(cell) - len(cell[end:].lstrip(_BEHIND_PART))
    return stage


@cache
def _parts() -> re.Pattern[str]:
    """Return what matches the parts of the line in their order, the codes left out."""
    known = knowledge().classification
    opens, level, until = ("|".join(map(re.escape, known[key])) for key in ("opens", "levels", "until"))
    parts = {
        0: opens,
        1: _DATE,
        2: re.escape(known["class"]),
        3: rf"(?:{level})(?:/[A-Z]+)*",
        4: re.escape(known["reason"]),
        6: "|".join(re.escape(words.split()[0]) for words in known["until"]),
        7: f"{until}|{'|'.join(re.escape(words.split()[-1]) for words in known['until'])}",
    }
    order = (0, 1, 2, 3, 4, 7, 6)
    return re.compile("(?:" + "|".join(f"(?P<p{place}>{parts[place]})" for place in order) + ")")
