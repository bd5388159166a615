"""Find redaction codes and release marks in the right margin of a released page."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from threadparse.furniture.row_cells import is_bates
from threadparse.furniture.stamp_words import is_code, is_first_half, is_margin, is_second_half

if TYPE_CHECKING:
    from threadparse.furniture.rows import Rows

__all__ = ["find_margins", "has_code", "may_have_cells", "may_have_margins"]

_COLUMN = 50  # no redaction code is set further left than this; a value after a label may be
_AFTER_LABEL = 60  # columns; a code this far behind a bare label is no value
_GAP = r"\S(?:[ \xa0]{3,}|\t\s*)(?=\S)"
# The last word of a row, or the figures glued to it, and a speck behind. As text: most mail has no codes.
_LAST_WORD = r"\s(?:[^\W\d_]{2,12}(?=\d))?(\S{1,20})(\s{2,}\S)?$"
# A short last cell that ends in a digit, a bracket or a capital, or is in capitals.
_SHORT_CELL = (
    r"(?:\S{0,30}[0-9)]|[A-Za-z.][\w.]{0,9} \S{0,20}[0-9)A-Z]|[A-Z][A-Z/, ]{1,40}(?:\S{0,8}[0-9)])?)[ \t]*(?:\n|\Z)"
)
# Two patterns that begin with a literal are found faster than one that begins with a choice; most mail asks for none.
_GAPS = ("    ", "\t")
_BELOW = 6  # rows between "RELEASE IN" and "FULL"
_MAX_CELL_CHARS = 60  # characters of a cell in the margin
_ALIGNED = 6  # columns by which codes under one another may differ
_SPECKS = frozenset(".,:;'`~*-_•·")  # what scanners make of dirt
_MAX_SPECKS = 12
_LONG_LINE = 80  # a code one blank behind the words stands at the end of a full line

Part = tuple[int, int, int]


def may_have_cells(text: str) -> bool:
    """Tell whether white space may set the end of any line apart.

    Args:
        text: Any number of lines.
    """
    return "   " in text or "\t" in text or "\xa0" in text


def may_have_margins(text: str) -> bool:
    """Tell whether any line may end in a margin code; too often yes, never too seldom.

    Args:
        text: Any number of lines.

    Returns:
        False if there is none.
    """
    return "    " in text and any(gap in text and re.search(gap + _SHORT_CELL, text) for gap in _GAPS)


def has_code(line: str) -> bool:
    """Tell whether a line ends in what stands in a margin, were it a margin.

    Args:
        line: A line without its line end.
    """
    if len(line) <= _COLUMN or not may_have_cells(line) or line.isspace():
        return False
    text = line.strip()
    last = _last_cell(text)
    return len(line) - len(line.lstrip()) + last >= _COLUMN and _is_code(text[last:])


def _is_code(cell: str) -> bool:
    return len(cell) <= _MAX_CELL_CHARS and _reads_as_code(cell)


@lru_cache(maxsize=64)
def _reads_as_code(cell: str) -> bool:
    return is_first_half(cell) or is_margin(cell) or is_bates(cell)


def find_margins(rows: Rows, found: set[int]) -> tuple[set[int], list[Part]]:
    """Find margin codes.

    Args:
        rows: The rows of the text.
        found: Rows that are furniture already.

    Returns:
        Rows that are nothing but stamps and margin codes; and ``(row, start, end)`` of the codes beside other text.
    """
    far = rows.find_from(_COLUMN)
    starts = _starts_in_column(rows, far, found)
    _add_aligned(rows, starts)
    _add_strayed(rows, found, starts)
    if starts or found:
        _add_dirt(rows, far, starts)
    whole = {at for at, start in starts.items() if start == rows.start(at) or rows.says[at].weight}
    return whole, [(number, starts[number], rows.end(number)) for number in starts.keys() - whole]


def _starts_in_column(rows: Rows, far: list[int], found: set[int]) -> dict[int, int]:
    """Return the rows that end in a code in the column of the margin, and where each code begins."""
    starts: dict[int, int] = {}
    for number in sorted({*far, *rows.parted} - found):
        text = rows.texts[number]
        last = _last_cell(text)
        cell, start = text[last:], rows.start(number) + last
        if start < _COLUMN or not (_is_code(cell) or (is_second_half(cell) and _is_opened(rows, found, number))):
            continue
        if not _is_value(text[:last]):
            starts[number] = start
    return starts


def _is_opened(rows: Rows, found: set[int], number: int) -> bool:
    """Tell whether a stamp may go on in a row: one that is furniture, or ends in the margin, opens it not far above."""
    for above in range(max(number - _BELOW, 0), number):
        text = rows.texts[above]
        last = _last_cell(text)
        if is_first_half(text[last:]) and (above in found or rows.start(above) + last >= _COLUMN):
            return True
    return False


def _add_strayed(rows: Rows, found: set[int], starts: dict[int, int]) -> None:
    """Add rows that are codes and nothing else, at any column, where a stamp or the margin has each of these codes."""
    texts = rows.texts
    strayed = [at for at in rows.telling if at not in found and not texts[at].isalnum() and is_code(texts[at])]
    if not strayed:  # codes weigh nothing, but do say something
        return
    cells = [texts[number][start - rows.start(number) :] for number, start in starts.items()]
    cells += [texts[number][_last_cell(texts[number]) :] for number in found]
    known = {code for cell in cells if _is_code(cell) for code in _codes(cell)}
    if not known:
        return
    last = -1  # code of those; a value stands right below its label, a code below a blank line or another code
    for number in rows.telling:
        text = texts[number]
        if (rows.apart[number] or last == number - 1) and known.issuperset(_codes(text)) and is_code(text):
            last = number
            if not text.isalnum() and number not in found:
                starts.setdefault(number, rows.start(number))


def _add_dirt(rows: Rows, far: list[int], starts: dict[int, int]) -> None:
    """Add rows that are a few marks in the margin and nothing else."""
    texts = rows.texts
    starts |= {
        number: rows.start(number)
        for number in far
        if len(texts[number]) <= _MAX_SPECKS and _SPECKS.issuperset(texts[number])
    }


def _codes(cell: str) -> list[str]:
    """Return the codes of a cell."""
    return cell.replace(",", " ").split()


def _last_cell(text: str) -> int:
    """Return where in a row its last cell begins."""
    if text.isprintable():  # white space is blanks alone
        return text.rfind("   ") + 3 if "   " in text else 0
    last = 0
    if "   " in text or "\t" in text:
        for match in re.finditer(_GAP, text):
            last = match.end()
    return last


def _is_value(before: str) -> bool:
    """Tell whether a code stands behind words where a field's value would: "To:     (b)(6)"."""
    return len(before) < _AFTER_LABEL and before.rstrip().endswith((":", "："))


def _add_aligned(rows: Rows, starts: dict[int, int]) -> None:
    """Add codes right behind the words of a full line, where one stands in the same column in a row next to it."""
    places = list(starts)
    for number in places:  # grows: the row found has neighbours, too
        for other in (number - 1, number + 1):
            if other in starts or not 0 <= other < len(rows) or rows.end(other) < _LONG_LINE:
                continue
            text = rows.texts[other]
            word = re.search(_LAST_WORD, text[-24:])
            column = rows.end(other) - len(text[-24:]) + word.start(1) if word else 0
            aligned = word and abs(column - starts[number]) <= _ALIGNED and is_code(word[1])
            if word and aligned and (word[2] or not word[1].isalnum()):
                starts[other] = column
                places.append(other)
