"""Find the rows that number pages and papers: page numbers, Bates numbers, and the words beside them."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from threadparse.furniture.margins import Part
from threadparse.furniture.row_cells import GAP, is_bates, last_cell
from threadparse.furniture.rows import Rows, bare_number, page_number
from threadparse.furniture.running_heads import is_field
from threadparse.locales.exemptions import exemptions

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "CENTRED",
    "PAGE_BEHIND_SERIAL",
    "ends_in_serial",
    "find_beside_serials",
    "find_closing_row",
    "find_counting_rows",
    "find_frame",
    "find_lone_numbers",
    "find_numbers_of_papers",
    "is_beside_page_end",
]

#: Columns; a number this far in is in mid page.
CENTRED = 24
PAGE_BEHIND_SERIAL = r"\d{5}-\d{5}$"  # the EPA's "ED_002061_00041877-00001"
_BAR = "\N{FULL BLOCK}"
_MIN_FRAMED = 3  # rows between the first and the last
_MIN_SERIAL_CHARS = 4  # of a number of fixed width
_MIN_FAR_RIGHT = 48  # columns before a number right below words, which is a page number if others count on from it
_FURTHER_IN = 16  # columns that separate it from the text around it: no column of numbers


def find_lone_numbers(rows: Rows) -> set[int]:
    """Page numbers between blank lines, "Page 3 of 7" or a number in mid page, with Bates numbers that touch them."""
    found: set[int] = set()
    group: list[int] = []
    proof = False
    for number in rows.telling:
        if group and group[-1] + 1 != number:
            group, proof = [], False
        says = rows.says[number]
        count = says.numbered
        centred = _is_centred(rows, number)
        counted = bool(count and count[1] and count[0] <= count[1])
        if counted and rows.plains[number][:1].isalpha() and last_cell(rows.plains[number]) == rows.plains[number]:
            found.add(number)  # "Page 3 of 7" alone on a line is nobody's, wherever it stands
        if not (count or centred or says.bates) or not (rows.apart[number] or group):
            group, proof = [], False
            continue
        group.append(number)
        proof |= centred or counted
        if rows.apart[number + 1]:
            found |= set(group) if proof else set()
            group, proof = [], False
    return found


def find_counting_rows(rows: Rows) -> set[int]:
    """Return the rows that say the same beside a page number which counts on, or are such a number.

    That stands far to the right, or alone above the header of each mail.
    """
    groups: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number in rows.telling:
        says = rows.says[number]
        if says.numbered and (cell := last_cell(text := rows.plains[number])) != text:
            groups[" ".join(text.removesuffix(cell).split())].append((number, says.numbered[0]))
        elif says.bare and rows.indent(number) >= _MIN_FAR_RIGHT and rows.apart[number + 1]:
            groups[f"{rows.end(number)}"].append((number, says.bare[0]))
        elif says.bare and rows.apart[number] and _is_above_header(rows, number):
            groups[""].append((number, says.bare[0]))
    counting = (group for group in groups.values() if len(group) > 1 and _counts_on(group))
    return {number for group in counting for number, _ in group}


def _is_above_header(rows: Rows, number: int) -> bool:
    """Tell whether a field of a header stands below a blank line below a row."""
    return bool(number + 1 < len(rows) and rows.apart[number + 1]) and is_field(rows, number + 1)


def _counts_on(group: list[tuple[int, int]]) -> bool:
    """Tell whether each number is one more than the one before."""
    return all(below == above + 1 for (_, above), (_, below) in pairwise(group))


def _is_centred(rows: Rows, number: int) -> bool:
    """Tell whether a lone number stands where no text stands: far in, its neighbours far out or stamps."""
    says = rows.says[number]
    if not (says.bare or says.bates) or (indent := rows.indent(number)) < CENTRED or not rows.apart[number + 1]:
        return False
    neighbours = [other for other in (number - 1, number + 1) if 0 <= other < len(rows)]
    return bool(neighbours) and all(
        rows.indent(other) + _FURTHER_IN <= indent or rows.says[other].bates for other in neighbours
    )


def find_numbers_of_papers(rows: Rows) -> set[int]:
    """Return the serial numbers between blank lines that rise from paper to paper, if the text ends in one of them.

    One alone is such a number only if it counts the paper's pages, too.
    """
    alone = [at for at in rows.telling if _is_serial(rows, at) and rows.apart[at + 1]]
    alone = [at for at in alone if rows.apart[at] or rows.indent(at) >= _MIN_FAR_RIGHT]
    texts = [rows.plains[at] for at in alone]
    of_one_form = len(set(map(len, texts))) == 1 and texts == sorted(set(texts))
    if not of_one_form or alone[-1] != len(rows) - 1:
        return set()
    return set(alone) if len(alone) > 1 or re.search(PAGE_BEHIND_SERIAL, texts[0]) else set()


def find_beside_serials(rows: Rows, parts: Sequence[Part]) -> set[int]:
    """Return the rows that say the same beside Bates numbers which rise, at the foot of pages."""
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, start, _ in sorted(parts):
        at = start - rows.start(number)
        before, cell = rows.texts[number][:at], rows.texts[number][at:]
        if (
            is_bates(cell)
            and (rows.apart[number] or rows.apart[number + 1])
            and any(map(str.isdigit, before))
            and not is_field(rows, number)
        ):
            groups[" ".join(before.split())].append((number, cell))
    rising = (group for group in groups.values() if len(group) > 1 and all(a < b for (_, a), (_, b) in pairwise(group)))
    return {number for group in rising for number, _ in group}


def find_frame(rows: Rows) -> set[int]:
    """Return the first and the last row of a text if they say the same, with a number: a paper's head and foot."""
    last = len(rows) - 1
    if last < _MIN_FRAMED or rows.plains[0] != rows.plains[last] or not (rows.apart[1] and rows.apart[last]):
        return set()
    return {0, last} if any(map(str.isdigit, rows.plains[0])) and not is_field(rows, 0) else set()


def find_closing_row(rows: Rows, *, marked: bool) -> set[int]:
    """Return the last row of a text, below a blank line, if nobody would end a message with it.

    It is a page number in mid page, ends in a number far to the right of words, or is a Bates number with an
    underscore, or any serial number, a page's or a stamp in a text with other furniture or codes.
    """
    last = len(rows) - 1
    if last < 0 or not rows.apart[last]:
        return set()
    says = rows.says[last]
    alone = says.numbered is not None and rows.indent(last) >= CENTRED
    alone = alone or (says.bates and "_" in rows.plains[last])
    printed = _is_serial(rows, last) or bool(says.bare or says.numbered or says.weight)
    alone = alone or (printed and (marked or _shows_codes(rows.texts)))
    return {last} if alone or _closes(rows.texts[last]) else set()


def _shows_codes(texts: Sequence[str]) -> bool:
    """Tell whether rows have a bar, an exemption code that needs no company, or several."""
    if any(_BAR in text for text in texts):
        return True
    codes = [code for text in texts for code in exemptions().find(text)]
    return len(codes) > 1 or any(not code.how for code in codes)


def ends_in_serial(text: str) -> bool:
    """Tell whether a row that is the last of its text is a number, or ends in a serial one that is set apart.

    Args:
        text: A line without outer white space.
    """
    return text[-1:].isdecimal() and (
        is_bates(text) or (bare_number(text) or page_number(text)) is not None or _closes(text)
    )


def _is_serial(rows: Rows, number: int) -> bool:
    """Tell whether a row is a Bates number, or one of fixed width that begins with a nought."""
    return rows.says[number].bates or _is_padded(rows.plains[number])


def _is_padded(text: str) -> bool:
    """Tell whether a text is a number of fixed width that begins with a nought."""
    return len(text) >= _MIN_SERIAL_CHARS and text[0] == "0" and bare_number(text) is not None


def _closes(text: str) -> bool:
    """Tell whether a row ends in a page number, or a serial one, behind a wide gap."""
    before, gap, cell = text.rpartition(GAP)
    count = gap and len(before) >= _MIN_FAR_RIGHT and (is_bates(cell) or _is_padded(cell) or page_number(cell))
    return bool(count)


def is_beside_page_end(rows: Rows, number: int) -> bool:
    """Tell whether a row is a number in mid page with a blank line on one side at least."""
    if rows.says[number].bare is None or rows.indent(number) < CENTRED:
        return False
    return bool(rows.apart[number] or rows.apart[number + 1])
