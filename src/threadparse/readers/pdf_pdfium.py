"""PDF pages read by PDFium (the library of Chrome): its words and where each stands."""

from __future__ import annotations

import ctypes
import math
import threading
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import accumulate, compress, count, repeat
from operator import add, ge, le, neg, sub
from typing import NamedTuple

import pypdfium2_raw as pdfium

from threadparse.readers.pdf_calls import argument, bare
from threadparse.readers.pdf_covers import Covers
from threadparse.readers.pdf_layout import WordLists, lay_out_lists, tidy
from threadparse.readers.pdf_page import LockedError, PageText, State
from threadparse.readers.pdf_picture import painted, tiff

__all__ = ["PdfiumFile"]

_LOCK = threading.RLock()  # PDFium keeps to one thread at a time
_PASSWORD = 4  # FPDF_GetLastError: a password is needed, or this is the wrong one
_ERRORS = {3: "not a PDF, or one that ends too early", 5: "a kind of encryption that is not known"}
_DPI = 200
_MAX_PAGE_CHARS = 2_000_000  # of one page; small print has 10,000
_ASKED = 50  # words, to tell which way a page is turned
_UPRIGHT = 0.1  # radians that a line of a scan may lean
_BROKEN = ("\ufffe", "\x02")  # behind a word that goes on in the next line
# What stands between words: these, the sign of no letter, and all white space.
_GAPS = (*_BROKEN, "\x00", *(chr(point) for point in range(0x3001) if chr(point).isspace()))
_BREAKS = frozenset(("\r", "\n", *_BROKEN))
_BAR = "█"
_UNKNOWN = ("\ufffd", "\x00")

_WRITE_BLOCK = dict(pdfium.FPDF_FILEWRITE._fields_)["WriteBlock"]

_Boxes = tuple[list[float], list[float], list[float], list[float]]  # left, bottom, right, top

_LIBRARY = pdfium.FPDF_LIBRARY_CONFIG(version=2)
pdfium.FPDF_InitLibraryWithConfig(_LIBRARY)

_box = bare(pdfium.FPDFText_GetLooseCharBox, None)
_angle = bare(pdfium.FPDFText_GetCharAngle, ctypes.c_float)
# Where the boxes of characters are written, so many at a time.
_BOXES, _EDGES = 1024, 4
_BUFFER = array("f", bytes(4 * _EDGES * _BOXES))
_PLACES = [argument(_BUFFER.buffer_info()[0] + 4 * _EDGES * number) for number in range(_BOXES)]


class PdfiumFile:
    """An open PDF.

    Args:
        data: The file.
        password: What opens it; empty for none.

    Attributes:
        count: How many pages it has.

    Raises:
        LockedError: It needs a password, or another one.
        ValueError: It is damaged; the words say how.
    """

    def __init__(self, data: bytes, password: str = "") -> None:
        self._data = data  # PDFium reads from it as long as the file is open
        with _LOCK:
            self._document = pdfium.FPDF_LoadMemDocument64(data, len(data), password.encode())
            if not self._document:
                error = pdfium.FPDF_GetLastError()
                raise LockedError if error == _PASSWORD else ValueError(_ERRORS.get(error, ""))
            self.count: int = pdfium.FPDF_GetPageCount(self._document)

    def close(self) -> None:
        """Give back what the file takes up."""
        with _LOCK:
            pdfium.FPDF_CloseDocument(self._document)

    def decrypted(self) -> bytes:
        """Return the file without its encryption, its streams as they are packed; empty if it has none."""
        parts: list[bytes] = []

        def write(_: object, data: int, size: int) -> int:
            parts.append(ctypes.string_at(data, size))
            return 1

        with _LOCK:
            if pdfium.FPDF_GetSecurityHandlerRevision(self._document) >= 0:
                file = pdfium.FPDF_FILEWRITE(version=1, WriteBlock=_WRITE_BLOCK(write))
                pdfium.FPDF_SaveAsCopy(self._document, file, pdfium.FPDF_REMOVE_SECURITY)
        return b"".join(parts)

    def page(self, index: int, *, covered: bool = False) -> PageText:
        """Read a page.

        Args:
            index: Its number, from 0.
            covered: Whether to read what lies under a bar, too.

        Raises:
            ValueError: It is damaged.
        """
        with _LOCK:
            page = pdfium.FPDF_LoadPage(self._document, index)
            if not page:
                raise ValueError
            try:
                text = pdfium.FPDFText_LoadPage(page)
                if not text:
                    raise ValueError
                try:
                    return _page_text(page, text, covered=covered)
                finally:
                    pdfium.FPDFText_ClosePage(text)
            finally:
                pdfium.FPDF_ClosePage(page)

    def picture(self, index: int) -> bytes:
        """Paint a page as it is shown, as a grey TIFF image.

        Args:
            index: Its number, from 0.

        Returns:
            The image; empty for a page that cannot be painted.
        """
        with _LOCK:
            page = pdfium.FPDF_LoadPage(self._document, index)
            if not page:
                return b""
            try:
                return tiff(painted(page, _DPI))
            finally:
                pdfium.FPDF_ClosePage(page)


def _page_text(page: pdfium.FPDF_PAGE, text: pdfium.FPDF_TEXTPAGE, *, covered: bool) -> PageText:
    """Read the words of a page that is open."""
    characters = _characters(text)
    words = _words(text, characters)
    hidden = _hidden(page, text, words)
    turns = _turns(text, words, pdfium.FPDFPage_GetRotation(page))
    upright = _upright(text, words, turns, frozenset() if covered else hidden.all)
    laid_out = tidy(lay_out_lists(upright))
    state: State = "read"
    if any(sign in characters for sign in _UNKNOWN):
        state = "font"
    elif len(upright.texts) < len(words.texts):
        state = "turned"
    elif not laid_out.strip() and pdfium.FPDFPage_CountObjects(page):
        state = "scanned"
    return PageText(laid_out, state, len(hidden.all), len(hidden.pending))


class _PageWords(NamedTuple):
    """The words of a page, a list of each property: lists are handled much faster than words one by one.

    Attributes:
        texts: Their characters.
        starts: The index of the first character of each.
        behind: The sign behind each.
        boxes: Left, bottom, right and top of each, on the page before it is turned for showing.
    """

    texts: list[str]
    starts: list[int]
    behind: list[str]
    boxes: _Boxes


class _Hidden(NamedTuple):
    """Indices of the characters that lie under something, and of those under a redaction that was not applied."""

    all: frozenset[int]
    pending: frozenset[int]


def _hidden(page: pdfium.FPDF_PAGE, text: pdfium.FPDF_TEXTPAGE, words: _PageWords) -> _Hidden:
    """Find the characters that the page does not show."""
    covers = Covers(page)
    if not covers:
        return _Hidden(frozenset(), frozenset())
    found = frozenset(
        index
        for characters, start, *place in zip(words.texts, words.starts, *words.boxes, strict=True)
        if covers.near(*place)
        for index in range(start, start + len(characters))
        if covers.hides(text, index)
    )
    return _Hidden(found, frozenset(index for index in found if covers.is_pending(text, index)))


def _characters(text: pdfium.FPDF_TEXTPAGE) -> str:
    """All characters of a page, in the order of the file; one for each index by which PDFium knows it."""
    length = min(pdfium.FPDFText_CountChars(text), _MAX_PAGE_CHARS)
    buffer = bytearray(2 * (length + 1))
    written = pdfium.FPDFText_GetText(text, 0, length, ctypes.c_ushort.from_buffer(buffer))
    if written == length + 1:
        characters = buffer[: 2 * length].decode("utf-16-le", "surrogatepass")
        if len(characters) == length:
            return characters
    # Some have no letter, or are beyond the basic plane: ask for each.
    points = (pdfium.FPDFText_GetUnicode(text, index) for index in range(length))
    return "".join(chr(point) if point <= 0x10FFFF else "\ufffd" for point in points)


def _words(text: pdfium.FPDF_TEXTPAGE, characters: str) -> _PageWords:
    """Cut the characters of a page into words, and ask where each stands."""
    blank = characters
    for sign in _GAPS:
        blank = blank.replace(sign, " ")
    parts = blank.split(" ")  # empty ones between two blanks
    texts = list(filter(None, parts))
    ends = list(compress(map(add, accumulate(map(len, parts)), count()), parts))
    starts = list(map(sub, ends, map(len, texts)))
    behind = list(map(f"{characters} ".__getitem__, ends))
    half = len(texts)
    edges = _edges(text, [*starts, *map((-1).__add__, ends)])
    left, top, right, bottom = (edges[edge::_EDGES] for edge in range(_EDGES))
    boxes = (
        _chosen(min, le, left[:half], left[half:]),
        _chosen(min, le, bottom[:half], bottom[half:]),
        _chosen(max, ge, right[half:], right[:half]),
        _chosen(max, ge, top[half:], top[:half]),
    )
    return _PageWords(texts, starts, behind, boxes)


def _chosen(
    choose: Callable[[float, float], float],
    is_chosen: Callable[[float, float], bool],
    one: list[float],
    other: list[float],
) -> list[float]:
    """Return the lesser or greater of each two numbers, most often those of the first list."""
    return one if all(map(is_chosen, one, other)) else list(map(choose, one, other))


def _edges(text: pdfium.FPDF_TEXTPAGE, indexes: Sequence[int]) -> list[float]:
    """Return left, top, right and bottom of each of some characters, one behind the other."""
    edges: list[float] = []
    handle = argument(text)
    for start in range(0, len(indexes), _BOXES):
        some = indexes[start : start + _BOXES]
        for _ in map(_box, repeat(handle), some, _PLACES):
            pass
        edges += _BUFFER[: _EDGES * len(some)]
    return edges


def _upright(text: pdfium.FPDF_TEXTPAGE, words: _PageWords, turns: int, hidden: frozenset[int]) -> WordLists:
    """Return the words that are upright on the page as it is shown, with bars in the place of what is hidden."""
    texts, boxes = words.texts, _as_shown(words.boxes, turns)
    if hidden:
        texts = [
            "".join(_BAR if start + at in hidden else character for at, character in enumerate(characters))
            for characters, start in zip(texts, words.starts, strict=True)
        ]
    signs = set(words.behind)
    if not signs.isdisjoint(_BROKEN):
        texts = [f"{word}-" if sign in _BROKEN else word for word, sign in zip(texts, words.behind, strict=True)]
    begin_lines = [False, *map(_BREAKS.__contains__, words.behind)][: len(texts)]
    upright = WordLists(texts, *boxes, begin_lines)
    turned = _turned(text, words.starts, boxes, turns * math.pi / 2)
    if not turned:
        return upright
    kept = [at not in turned for at in range(len(texts))]
    return WordLists._make(list(compress(column, kept)) for column in upright)


def _turns(text: pdfium.FPDF_TEXTPAGE, words: _PageWords, turns: int) -> int:
    """Return by how many quarters a page is turned so that most of its words are upright; as it is shown, if it can."""
    some = words.starts[:: max(1, len(words.starts) // _ASKED)]
    handle = argument(text)
    quarters = Counter(round(-_angle(handle, start) / (math.pi / 2)) % 4 for start in some)
    best = max(quarters, key=lambda quarter: (quarters[quarter], quarter == turns), default=turns)
    return best if quarters[best] > len(some) / 2 else turns


def _turned(text: pdfium.FPDF_TEXTPAGE, starts: Sequence[int], boxes: _Boxes, turn: float) -> set[int]:
    """Return which words are not upright; those as high as the last one that is, and in its line, are."""
    found: set[int] = set()
    _, bottoms, _, tops = boxes
    handle = argument(text)
    line_bottom = line_top = None
    for number, bottom, top in zip(count(), bottoms, tops, strict=False):
        if bottom == line_bottom and top == line_top:
            continue
        lean = _angle(handle, starts[number]) + turn
        if lean > _UPRIGHT and abs((lean + math.pi) % (2 * math.pi) - math.pi) > _UPRIGHT:
            found.add(number)
        else:
            line_bottom, line_top = bottom, top
    return found


def _as_shown(boxes: _Boxes, turns: int) -> _Boxes:
    """Left, bottom, right and top of boxes on the page as it is turned for showing, clockwise by quarters."""
    for _ in range(turns):
        left, bottom, right, top = boxes
        boxes = (bottom, list(map(neg, right)), top, list(map(neg, left)))
    return boxes
