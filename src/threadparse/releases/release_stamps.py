"""Read what a release stamps on its documents: how much was released, by which exemptions, its numbers."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from threadparse.document import DocumentNumbers, Release, ReleaseStatus, Zone
from threadparse.locales.exemption_signs import exemption_signs
from threadparse.locales.exemptions import exemptions
from threadparse.locales.furniture import knowledge

__all__ = ["Cell", "furniture_cells", "read_numbers", "read_release"]

_CELL = re.compile(r"\S\S*+(?>(?:[ \xa0]{1,2}\S++)*)")  # one character first: it is looked for faster than a run
_ALIGNED = 12  # columns by which the parts of a stamp under one another may differ
_BELOW_OPENING, _BELOW_CODES = 6, 2  # lines
_SECOND_HALF = r"(?:IN )?(?:PART|FULL)\b"


class Cell(NamedTuple):
    """What stands in one column of a row of page furniture.

    Attributes:
        start: Offset of its first character.
        text: The characters.
    """

    start: int
    text: str

    @property
    def end(self) -> int:
        """Offset behind its last character."""
        return self.start + len(self.text)


def furniture_cells(text: str, zones: Sequence[Zone]) -> list[Cell]:
    """Cut page furniture into the cells of its rows.

    Args:
        text: The text.
        zones: The zones of no message.
    """
    made = tuple.__new__  # a page has many cells, and the constructor takes longer than the search
    return [
        made(Cell, (match.start(), match[0]))
        for zone in zones
        if zone.kind == "furniture"
        for match in _CELL.finditer(text, zone.start, zone.end)
    ]


def read_release(cells: Sequence[Cell], starts: "array[int]") -> tuple[Release | None, frozenset[int]]:
    """Read the release stamps.

    Args:
        cells: The cells of the page furniture, in order.
        starts: Offset of the first character of each line.

    Returns:
        The stamp of the document, the first that says that something was taken out before all others; and where the
        cells begin that all the stamps take.
    """
    firsts = exemption_signs().stamp_words
    found: list[Release] = []
    taken: set[int] = set()
    for at in [at for at, cell in enumerate(cells) if cell[1].startswith(firsts)]:
        if cells[at].start in taken:
            continue
        release, parts = _read_stamp(cells, at, starts)
        if release is not None:
            found.append(release)
            taken.update(part.start for part in parts)
    return next((release for release in found if release.status != "full"), found[0] if found else None), frozenset(
        taken
    )


def _read_stamp(cells: Sequence[Cell], at: int, starts: "array[int]") -> tuple[Release | None, list[Cell]]:
    """Read the stamp that begins in a cell, which may go on in cells below."""
    parts, words = [cells[at]], cells[at].text
    status = _status(words)
    last = bisect_right(starts, parts[0].start) - 1
    column = parts[0].start - starts[last]
    for cell in islice(cells, at + 1, None):
        if status not in (None, "part"):
            break  # it is complete
        line = bisect_right(starts, cell.start) - 1
        if line - last > (_BELOW_CODES if status else _BELOW_OPENING):
            break
        if line == last or abs(cell.start - starts[line] - column) > _ALIGNED:
            continue
        if not (_goes_on(words, cell.text) if status else re.match(_SECOND_HALF, cell.text)):
            break
        parts.append(cell)
        last = line
        words = f"{words} {cell.text}"
        status = _status(words)
    if status is None:
        return None, []
    written = " ".join(words.split())
    named = list(dict.fromkeys(code.code for code in exemptions().find(written)))
    return Release(status, named, written, (parts[0].start, parts[-1].end)), parts


@lru_cache(maxsize=64)
def _status(words: str) -> ReleaseStatus | None:
    """Return what a stamp says; None if it is not complete."""
    folded = " ".join(words.split())
    return next((status for stamp, status in exemptions().stamps.items() if folded.startswith(stamp)), None)


def _goes_on(words: str, below: str) -> bool:
    """Tell whether a stamp goes on below: with its first code; behind a comma, or with the detail of its last code."""
    codes = exemptions().find(words)
    if not codes:
        return any(code.start == 0 for code in exemptions().find(below)[:1])
    joined = exemptions().find(f"{words} {below}")
    return words.endswith(",") or any(code.start == codes[-1].start and code.beyond > len(words) for code in joined)


def read_numbers(cells: Sequence[Cell]) -> tuple[DocumentNumbers | None, frozenset[str]]:
    """Read what numbers the document and its case.

    Args:
        cells: The cells of the page furniture, in order.

    Returns:
        The first number of each, None without any; and the words of the cells that have them: pages repeat these.
    """
    numbers = DocumentNumbers()
    taken: set[str] = set()
    for _, words in cells:
        if (match := knowledge().numbers.match(words)) is not None:
            taken.add(words)
            if match["document"] is not None:
                numbers.document = numbers.document or match["document"]
            else:
                numbers.case = numbers.case or match["case"]
            if numbers.document and numbers.case:
                break
    return numbers if taken else None, frozenset(taken)
