"""Gather the exemption codes in the margins of a release into places."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from threadparse.document import MAILBOX_FIELDS, RedactionField
from threadparse.furniture.row_cells import is_bates
from threadparse.lines.caches import cached_if_short
from threadparse.locales.exemptions import Exemption, exemptions
from threadparse.releases.release_stamps import Cell

__all__ = ["MarginRow", "code_cells", "group_rows"]

_LETTERS = re.compile(r"[^\W_]")
_DIGIT = re.compile(r"\d")
_MAX_CELL_CHARS = 60
_ALIGNED_COLUMNS = 50  # a scan moves what stands in a margin, but not to the other one
_CLOSE_LINES = 2  # from one code of a place to the next: at most one row between, be it a blank one


@dataclass(slots=True, eq=False, repr=False)
class MarginRow:
    """A row beside which codes stand.

    Attributes:
        line: Index of its line.
        column: The column of the first of its codes.
        page: Its page.
        codes: The codes, with offsets in the text.
        names_people: One of them is of personal data.
        message: Index of the message around it; None outside any.
        words: The row has words.
        field: The header field that it shows a part of; None for any other row, one without words among them.
        within: The header field around a row without words.
    """

    line: int
    column: int
    page: int
    codes: tuple[Exemption, ...]
    names_people: bool
    message: int | None
    words: bool
    field: RedactionField | None = None
    within: RedactionField | None = None

    @property
    def personal(self) -> bool:
        """Tell whether a code of personal data stands beside an address field."""
        return self.field in MAILBOX_FIELDS and self.names_people


def code_cells(cells: Collection[Cell]) -> Iterator[tuple[Cell, tuple[Exemption, ...]]]:
    """Find the cells that hold codes and nothing else.

    Args:
        cells: Cells of rows, in order; pages repeat them.

    Returns:
        Each cell with its codes, their offsets those in the text. Half a detail may stand with one.
    """
    coded = {words: codes for words in {cell.text for cell in cells} if (codes := _codes_alone(words))}
    for cell in cells if coded else ():
        if cell.text in coded:
            yield cell, tuple(code.moved(cell.start) for code in coded[cell.text])


@cached_if_short(maxsize=256, longest=_MAX_CELL_CHARS)
def _codes_alone(words: str) -> tuple[Exemption, ...]:
    """Return the codes of a cell that holds nothing else; pages repeat their cells."""
    if len(words) > _MAX_CELL_CHARS or not _DIGIT.search(words) or is_bates(words):
        return ()
    codes = exemptions().find(words)
    return () if codes and _has_words(words, codes) else codes


def _has_words(text: str, codes: Sequence[Exemption]) -> bool:
    """Tell whether a cell has words or figures beside its codes; half a detail is none."""
    at, rest = 0, ""
    for code in codes:
        rest += text[at : code.start]
        at = code.beyond
    rest += text[at:]
    return _LETTERS.search(rest) is not None and rest.strip(" ,") not in exemptions().detail_openings


def group_rows(rows: Sequence[MarginRow]) -> Iterator[list[MarginRow]]:
    """Group the rows whose codes stand for one place.

    Codes under one another that are all different, with at most one row between, belong together; the same code again
    begins the next place. A code of personal data beside an address field is that field's place, and takes along only
    codes right above and below it, beside rows that are no header rows.

    Args:
        rows: The rows in order.
    """
    group: list[MarginRow] = []
    for row in rows:
        if group and not _goes_on(group, row):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _goes_on(group: Sequence[MarginRow], row: MarginRow) -> bool:
    """Tell whether a row belongs to the place of the rows above it."""
    last = group[-1]
    named = any(above.personal for above in group)
    if row.page != last.page or row.line - last.line > (1 if named or row.personal else _CLOSE_LINES):
        return False
    if abs(row.column - last.column) > _ALIGNED_COLUMNS or (row.words and last.words and row.message != last.message):
        return False
    if {code.code for code in row.codes} & {code.code for above in group for code in above.codes}:
        return False
    if row.personal:
        return all(above.field is None for above in group)
    return row.field is None or not named
