"""PDF pages read by PDFium (the library of Chrome): its words and where each stands."""

from __future__ import annotations

import ctypes
import math
import threading
from collections.abc import Iterable, Iterator, Sequence
from re import compile as _compile
from typing import NamedTuple

import pypdfium2_raw as pdfium

from threadparse.readers.pdf_covers import Covers
from threadparse.readers.pdf_layout import PrintedWord, lay_out, tidy
from threadparse.readers.pdf_page import LockedError, PageText, State

__all__ = ["PdfiumFile"]

_LOCK = threading.RLock()  # PDFium keeps to one thread at a time
_PASSWORD = 4  # FPDF_GetLastError: a password is needed, or this is the wrong one
_ERRORS = {3: "not a PDF, or one that ends too early", 5: "a kind of encryption that is not known"}
_DPI = 200
_MAX_PIXELS = 40_000_000
_MAX_PAGE_CHARS = 2_000_000  # of one page; small print has 10,000
_UPRIGHT = 0.1  # radians that a line of a scan may lean
# A word, or a part of one before a hyphen at the end of a line (U+FFFE); what begins a line stands behind a line break.
_WORD = _compile(r"([\r\n]*)\s*([^\s\ufffe\x02\x00]+)([\ufffe\x02]?)")
_BAR = "█"
_UNKNOWN = ("\ufffd", "\x00")

_LIBRARY = pdfium.FPDF_LIBRARY_CONFIG(version=2)
pdfium.FPDF_InitLibraryWithConfig(_LIBRARY)

# The two that are called for each word, without the conversions that the bindings make each time.
_box = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(pdfium.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)
_angle = ctypes.CFUNCTYPE(ctypes.c_float, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium.FPDFText_GetCharAngle, ctypes.c_void_p).value or 0
)


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
        """Paint a page as it is shown, as a grey PNM image.

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
                return _painted(page)
            finally:
                pdfium.FPDF_ClosePage(page)


def _painted(page: pdfium.FPDF_PAGE) -> bytes:
    """Paint a page that is open."""
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    scale = min(_DPI / 72, math.sqrt(_MAX_PIXELS / max(width * height, 1)))
    across, down = max(1, int(width * scale)), max(1, int(height * scale))
    bitmap = pdfium.FPDFBitmap_CreateEx(across, down, pdfium.FPDFBitmap_Gray, None, 0)
    if not bitmap:
        return b""
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, across, down, 0xFFFFFFFF)
        flags = pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, across, down, 0, flags)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * down)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    rows = (pixels[start : start + across] for start in range(0, stride * down, stride))
    return b"P5 %d %d 255\n" % (across, down) + b"".join(rows)


def _page_text(page: pdfium.FPDF_PAGE, text: pdfium.FPDF_TEXTPAGE, *, covered: bool) -> PageText:
    """Read the words of a page that is open."""
    characters = _characters(text)
    hidden = _hidden(page, text, characters)
    turns = pdfium.FPDFPage_GetRotation(page)
    turned: list[str] = []
    shown = characters if covered or not hidden.all else _with_bars(characters, hidden.all)
    laid_out = tidy(lay_out(_words(text, shown, turns, turned)))
    state: State = "read"
    if any(sign in characters for sign in _UNKNOWN):
        state = "font"
    elif turned:
        state = "turned"
    elif not laid_out.strip() and pdfium.FPDFPage_CountObjects(page):
        state = "scanned"
    return PageText(laid_out, state, len(hidden.all), len(hidden.pending))


class _Hidden(NamedTuple):
    """Indices of the characters that lie under something, and of those under a redaction that was not applied."""

    all: frozenset[int]
    pending: frozenset[int]


def _hidden(page: pdfium.FPDF_PAGE, text: pdfium.FPDF_TEXTPAGE, characters: str) -> _Hidden:
    """Find the characters that the page does not show."""
    covers = Covers(page)
    if not covers:
        return _Hidden(frozenset(), frozenset())
    matches = list(_WORD.finditer(characters))
    corners = _corners(text, (at for match in matches for at in (match.start(2), match.end(2) - 1)))
    indexes = [
        index
        for number, match in enumerate(matches)
        if covers.near(*_as_shown(corners[8 * number : 8 * number + 8], 0))
        for index in range(*match.span(2))
    ]
    found = frozenset(index for index in indexes if covers.hides(text, index))
    return _Hidden(found, frozenset(index for index in found if covers.is_pending(text, index)))


def _with_bars(characters: str, hidden: frozenset[int]) -> str:
    """Put a bar in the place of each character that is hidden."""
    return "".join(_BAR if index in hidden else character for index, character in enumerate(characters))


def _characters(text: pdfium.FPDF_TEXTPAGE) -> str:
    """All characters of a page, in the order of the file; one for each index by which PDFium knows it."""
    count = min(pdfium.FPDFText_CountChars(text), _MAX_PAGE_CHARS)
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text, 0, count, buffer)
    if written == count + 1:
        characters = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
        if len(characters) == count:
            return characters
    # Some have no letter, or are beyond the basic plane: ask for each.
    points = (pdfium.FPDFText_GetUnicode(text, index) for index in range(count))
    return "".join(chr(point) if point <= 0x10FFFF else "\ufffd" for point in points)


def _words(text: pdfium.FPDF_TEXTPAGE, characters: str, turns: int, turned: list[str]) -> Iterator[PrintedWord]:
    """Return the upright words of a page with their boxes; those that are not are put into ``turned``."""
    matches = list(_WORD.finditer(characters))
    corners = _corners(text, (at for match in matches for at in (match.start(2), match.end(2) - 1)))
    upright = turns * math.pi / 2
    broken = False
    for number, match in enumerate(matches):
        lean = _angle(text, match.start(2)) + upright
        if lean > _UPRIGHT and abs((lean + math.pi) % (2 * math.pi) - math.pi) > _UPRIGHT:
            turned.append(match[2])
            continue
        begins, broken = broken or bool(match[1]), bool(match[3])
        place = _as_shown(corners[8 * number : 8 * number + 8], turns)
        yield PrintedWord(match[2] + "-" if broken else match[2], *place, begins)


def _corners(text: pdfium.FPDF_TEXTPAGE, indexes: Iterable[int]) -> Sequence[float]:
    """Left, top, right and bottom of the boxes of some characters, one behind the other."""
    wanted = list(indexes)
    corners = (ctypes.c_float * (4 * len(wanted)))()
    address, size = ctypes.addressof(corners), ctypes.sizeof(pdfium.FS_RECTF)
    for number, index in enumerate(wanted):
        _box(text, index, address + size * number)
    return corners[:]


def _as_shown(corners: Sequence[float], turns: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of two boxes together, on the page as it is turned for showing."""
    left, top, right, bottom, other_left, other_top, other_right, other_bottom = corners
    # Without min and max: this runs for each word.
    left = left if left <= other_left else other_left
    right = right if right >= other_right else other_right
    bottom = bottom if bottom <= other_bottom else other_bottom
    top = top if top >= other_top else other_top
    if turns == 1:
        return bottom, -right, top, -left
    if turns == 2:
        return -right, -top, -left, -bottom
    if turns == 3:
        return -top, left, -bottom, right
    return left, bottom, right, top
