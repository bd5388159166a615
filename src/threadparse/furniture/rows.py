"""Take rows out of a text and cut them into pages: at form feeds, converters' page marks, or numbers that count on."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, chain, compress, pairwise, repeat
from operator import ne
from typing import NamedTuple

from threadparse.furniture.prose import find_no_prose
from threadparse.furniture.row_cells import GAP, ends_in_number, is_bates, is_bates_row, last_cell, may_be_page
from threadparse.furniture.stamps import weigh_alike, with_like_serials
from threadparse.lines.caches import cached_if_short
from threadparse.locales.folding import compiled_for
from threadparse.locales.furniture import knowledge

__all__ = [
    "SILENT",
    "Page",
    "Rows",
    "Says",
    "bare_number",
    "cut_pages",
    "page_number",
    "without_emphasis",
]

_MARKUP = "*_# \t\xa0"  # markdown emphasis and headings around a line that was set in bold
_CONTROLS = "\t\v\x1c\x1d\x1e\x1f"  # white space of ASCII that is no blank
_MAX_MARKUP_CHARS = 8  # characters: "## **" before and "**" behind
# As texts: most mail has no page numbers.
_LAST_NUMBER = r"\d+(?=\D*$)"
_BARE = r"[-–—\[(]{0,2} ?(?P<n>\d{1,4}|0\d{4,7})(?: ?/ ?(?P<m>\d{1,4}))? ?[-–—\])]{0,2}"
_FEWEST_ROWS = 8  # a printed page has more rows than this; shorter runs of numbers are lists
_MAX_MARK_CHARS = 360
_MAX_PAGE_CHARS = 60
_MAX_KEPT_CHARS = 240  # of a row; a longer one is no stamp

Count = tuple[int, int | None]


class Says(NamedTuple):
    """What the words of a row say wherever they stand.

    Attributes:
        weight: How much they weigh as a stamp, see ``stamp_weight``.
        numbered: A page number in words, see ``page_number``.
        bare: A number that stands alone, see ``bare_number``.
        bates: They are a Bates number.
        bates_row: They are Bates numbers, one or several.
    """

    weight: int | None = None
    numbered: Count | None = None
    bare: Count | None = None
    bates: bool = False
    bates_row: bool = False


#: What most rows say: nothing that furniture does.
SILENT = Says()


class Rows:
    """Stretches of lines between form feeds that are not blank.

    They are kept in columns: as an object of its own a row would take several times what its words do. Few rows are
    asked where they stand.

    Args:
        lines: The lines of a text without line ends.

    Attributes:
        texts: What stands there, without outer white space.
        text: The same in one text, each behind a line end.
        plains: The same without markdown emphasis around it.
        says: What those words say.
        telling: The rows that say something, by their numbers.
        apart: For each row whether a blank line, a form feed or nothing at all stands above it, and so for the end.
        parted: The rows in which white space may set cells apart, by their numbers.
        turns: The rows before which a form feed stands, by their numbers; not the first row.
        paged: Whether a form feed stands anywhere.
    """

    __slots__ = (
        "_columns",
        "_lines",
        "_parts",
        "_places",
        "apart",
        "paged",
        "parted",
        "plains",
        "says",
        "telling",
        "text",
        "texts",
        "turns",
    )

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines, self._parts, self._columns = _split_at_form_feeds(lines)
        texts = list(map(str.strip, self._parts))
        self._places = list(compress(range(len(texts)), texts))
        self.texts = list(filter(None, texts))
        self.text = "\n".join(["", *self.texts])
        self.paged = bool(self._columns)
        feeds = {bisect_left(self._places, at) for at in self._columns}
        self.turns = sorted(feeds - {0, len(self.texts)})
        self.apart = bytearray(map(ne, self._places, chain((-1,), map((1).__add__, self._places)))) + b"\1"
        for number in feeds:
            self.apart[number] = True
        self.parted = _find_parted(self)
        self.plains = self.texts.copy()
        self.says = [SILENT] * len(self.texts)
        asked = find_no_prose(self.texts, self.text, self.parted)
        plains = [without_emphasis(self.texts[number]) for number in asked]
        for number, plain, alike in zip(asked, plains, with_like_serials("\n".join(plains)).split("\n"), strict=False):
            self.plains[number], self.says[number] = plain, _read(alike)
        self.telling = [number for number in asked if self.says[number] is not SILENT]

    def __len__(self) -> int:
        return len(self.texts)

    def line(self, number: int) -> int:
        """Index of a row's line."""
        return self._lines[self._places[number]]

    def indent(self, number: int) -> int:
        """White space before a row, in characters."""
        part = self._parts[self._places[number]]
        return len(part) - len(part.lstrip())

    def start(self, number: int) -> int:
        """Column at which a row begins, in characters."""
        return self._columns.get(self._places[number], 0) + self.indent(number)

    def end(self, number: int) -> int:
        """Column behind a row's last character."""
        return self.start(number) + len(self.texts[number])

    def find_from(self, column: int) -> list[int]:
        """Return the rows that begin at a column or further in."""
        parts, columns = self._parts, self._columns
        found = [n for n, at in enumerate(self._places) if parts[at][:column].isspace() or at in columns]
        return [number for number in found if self.start(number) >= column]


class Page(NamedTuple):
    """One page.

    Attributes:
        rows: Its rows, by their numbers in the list of rows.
        cut: The row that told where it ends, if a form feed did not; not among ``rows``.
    """

    rows: range
    cut: int | None = None


def _split_at_form_feeds(lines: Sequence[str]) -> tuple[Sequence[int], Sequence[str], dict[int, int]]:
    """Return the stretches of lines between form feeds: their lines, themselves, columns of those behind one."""
    numbers, parts, columns, done = list[int](), list[str](), dict[int, int](), 0
    for number in [number for number, line in enumerate(lines) if "\f" in line]:
        pieces = lines[number].split("\f")
        numbers += (*range(done, number), *repeat(number, len(pieces)))
        parts += lines[done:number]
        ends = accumulate([len(piece) + 1 for piece in pieces[:-1]])
        columns.update(enumerate(ends, len(parts) + 1))
        parts += pieces
        done = number + 1
    if not columns:
        return range(len(lines)), lines, columns
    return [*numbers, *range(done, len(lines))], [*parts, *lines[done:]], columns


def _find_parted(rows: Rows) -> list[int]:
    """Return the numbers of the rows in which white space may set cells apart: more than a blank or two, or other."""
    if rows.text.isascii() and not any(map(rows.text.__contains__, _CONTROLS)):
        return [number for number, text in enumerate(rows.texts) if GAP in text] if GAP in rows.text else []
    return [number for number, text in enumerate(rows.texts) if GAP in text or not text.isprintable()]


def without_emphasis(text: str) -> str:
    """Return a row without the markdown emphasis around it; a rule beside other words ("________   B6") is no emphasis.

    Args:
        text: A row's text.
    """
    plain = text.strip(_MARKUP)
    return plain if plain and len(text) - len(plain) <= _MAX_MARKUP_CHARS else text


@cached_if_short(maxsize=256, longest=_MAX_KEPT_CHARS)
def _read(text: str) -> Says:
    """Return what a row without markdown emphasis says, its serial numbers made alike; a release repeats its rows."""
    weight = weigh_alike(text)
    if not ends_in_number(text):
        return SILENT if weight is None else Says(weight)
    says = Says(weight, page_number(text), bare_number(text), is_bates(text), is_bates_row(text))
    return SILENT if says == SILENT else says


def page_number(text: str) -> Count | None:
    """Read a page number in words: "Page 3 of 7", perhaps behind a wide gap; with the total, behind a dash or bar, too.

    Args:
        text: A row's text.

    Returns:
        The number, and the number of pages if it is given; None if the row is no such thing.
    """
    if not ends_in_number(text) or not may_be_page(text):
        return None
    cell = text.rpartition(GAP)[2]
    count = _page_number(cell) if len(cell) <= _MAX_PAGE_CHARS else None
    if count is None and (last := last_cell(cell)) != cell and len(last) <= _MAX_PAGE_CHARS:
        count = _page_number(last)
        return count if count and count[1] else None
    return count


@lru_cache(maxsize=64)
def _page_number(text: str) -> Count | None:
    """``page_number`` for a short text that ends in a number; each is asked about several times."""
    return knowledge().page_number(text)


def bare_number(text: str) -> Count | None:
    """Read a number that stands alone: "3", "- 3 -", "[3]", "3 / 7", or a serial one of fixed width ("000213").

    Args:
        text: A row's text.

    Returns:
        The number, and the number of pages if it is given; None if the row is no such thing.
    """
    if len(text) > 16 or (match := compiled_for(text, _BARE).fullmatch(text)) is None:
        return None
    return int(match["n"]), int(match["m"]) if match["m"] else None


def cut_pages(rows: Rows) -> list[Page]:
    """Cut the rows into pages.

    Args:
        rows: The rows of a text, see ``Rows``.

    Returns:
        The pages; one page if nothing tells where pages end.
    """
    if rows.turns:
        return [Page(range(begin, end)) for begin, end in pairwise([0, *rows.turns, len(rows)])]
    pages: list[Page] = []
    begin = 0
    for cut in _marks(rows) or _counted(rows):
        pages.append(Page(range(begin, cut), cut))
        begin = cut + 1
    return [*pages, Page(range(begin, len(rows)))]


def _marks(rows: Rows) -> list[int]:
    """Return the rows that a converter wrote between pages."""
    mark = knowledge().mark
    return [
        number
        for number, text in enumerate(rows.texts)
        if text[0] in "<-{" and len(text) < _MAX_MARK_CHARS and mark.fullmatch(text)
    ]


def _counted(rows: Rows) -> list[int]:
    """Return the rows of a text without form feeds that are page or serial numbers because they count on."""
    words = [(number, count) for number in rows.telling if (count := rows.says[number].numbered)]
    with_total = [(number, count) for number, count in words if count[1]]
    serials = [
        (number, (_serial(rows.plains[number]), None))
        for number in rows.telling
        if rows.says[number].bates and rows.apart[number]
    ]
    for found in (with_total, words, serials):
        if _counts_on(found, restarts=found is not serials):
            return [number for number, _ in found]
    return _lone_numbers(rows)


def _serial(text: str) -> int:
    """Return what a Bates number counts: its last number."""
    match = re.search(_LAST_NUMBER, text[-48:])
    return int(match.group()) if match else 0


def _counts_on(found: Sequence[tuple[int, Count]], *, restarts: bool) -> bool:
    """Tell whether numbers are one more than the one before, a page apart; a bundle's next document may begin at 1."""
    steps = [(two[0] - one[0], two[1], one[1]) for one, two in pairwise(found)]
    goes_on = [new[0] == old[0] + 1 and new[1] == old[1] for _, new, old in steps]
    starts_anew = [restarts and new[0] == 1 for _, new, _ in steps]
    fits = all(on or anew for on, anew in zip(goes_on, starts_anew, strict=True))
    return any(goes_on) and fits and all(rows >= _FEWEST_ROWS for rows, _, _ in steps)


def _lone_numbers(rows: Rows) -> list[int]:
    """Bare numbers with blank lines around them, at least three that count on from page to page of like length."""
    found = [
        (number, count)
        for number in rows.telling
        if (count := rows.says[number].bare) and rows.apart[number] and rows.apart[number + 1]
    ]
    if len(found) < 3 or not _counts_on(found, restarts=False):
        return []
    lengths = [two[0] - one[0] for one, two in pairwise(found)]
    like = max(lengths) <= 2 * min(lengths) and min(lengths) >= 2 * _FEWEST_ROWS
    return [number for number, _ in found] if like else []
