"""Boxes that hide words of a PDF page: drawn over them, of their colour, or annotations that are shown over them."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from itertools import repeat
from typing import Any, NamedTuple

import pypdfium2_raw as pdfium

from threadparse.readers.pdf_calls import address, argument, bare
from threadparse.readers.pdf_picture import Picture, painted

__all__ = ["Covers"]

_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5  # FPDF_PAGEOBJ_…
_SQUARE, _REDACT = 5, 28  # FPDF_ANNOT_…
_INTERIOR = 1  # FPDFANNOT_COLORTYPE_InteriorColor
_HIDDEN = 2 | 32  # annotation flags: hidden, no view (ISO 32000-1 §12.5.3)
_INVISIBLE = 3  # text render mode of what recognition puts under a picture
_ABOVE_ALL = 1 << 30  # annotations are shown over the page
_COVERED = 0.8  # of a character
_OPAQUE = 230  # of 255
_DPI = 144  # at which it is looked at what a page shows
_EDGE = 1.0  # points
_SEEN_WIDTH = 4.0  # points of which one sees whether they show anything
_SAME = 12  # of 255 by which two colours differ at most
_LEAST_WIDTH, _LEAST_HEIGHT = 2.0, 3.0  # points; what is smaller is a line
_LINE_NUMBERS = 3  # that differ among the coordinates of a line along an edge of the page
_MAX_POINTS = 5_000
_DEEPEST = 12  # forms in forms
_MAX_OBJECTS = 200_000

_Matrix = tuple[float, float, float, float, float, float]
_Color = tuple[int, int, int]
_IDENTITY: _Matrix = (1, 0, 0, 1, 0, 0)

_object = bare(pdfium.FPDFPage_GetObject, ctypes.c_void_p)
_kind = bare(pdfium.FPDFPageObj_GetType, ctypes.c_int)


class _Box(NamedTuple):
    """A rectangle in points of the page; ``color`` is None for what is no filled box, such as a picture."""

    order: int
    left: float
    bottom: float
    right: float
    top: float
    color: _Color | None

    def share(self, left: float, bottom: float, right: float, top: float) -> float:
        """Return how much of another rectangle lies inside."""
        width = min(self.right, right) - max(self.left, left)
        height = min(self.top, top) - max(self.bottom, bottom)
        return max(width, 0) * max(height, 0) / max((right - left) * (top - bottom), 1e-6)


class Covers:
    """The boxes of a page.

    Args:
        page: The page, open.
    """

    def __init__(self, page: pdfium.FPDF_PAGE) -> None:
        self._page = page
        self._picture: Picture | None = None
        self._orders: dict[int, int] = {}
        self._painted: list[_Box] = []
        self._count = 0
        if _may_fill(page):
            self._walk(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, _IDENTITY, 0)
        self._annotations = list(_annotations(page))
        self._pending = [box for subtype, box in self._annotations if subtype == _REDACT]
        self._above = [box for _, box in self._annotations]
        self._boxes = [box for box in self._painted if box.color is not None]

    def __bool__(self) -> bool:
        """Tell whether anything may hide words."""
        return bool(self._boxes or self._above)

    def near(self, left: float, bottom: float, right: float, top: float) -> bool:
        """Tell whether any box reaches into a rectangle."""
        return any(box.share(left, bottom, right, top) > 0 for box in (*self._boxes, *self._above))

    def hides(self, text: pdfium.FPDF_TEXTPAGE, index: int) -> bool:
        """Tell whether a character is hidden.

        Args:
            text: The text of the page.
            index: Which character of it.
        """
        place = _char_box(text, index)
        if any(box.share(*place) >= _COVERED for box in self._above):
            return True
        word = pdfium.FPDFText_GetTextObject(text, index)
        order = self._orders.get(address(word), -1) if word else -1
        if order < 0:
            return False
        if any(box.order > order and box.share(*place) >= _COVERED for box in self._boxes):
            return True
        below = [box for box in self._painted if box.order < order and box.share(*place) > 0.5]
        if not below or below[-1].color is None or pdfium.FPDFTextObj_GetTextRenderMode(word) == _INVISIBLE:
            return False
        color = _fill(word)
        if color is None or not _alike(color, below[-1].color) or below[-1].share(*place) < _COVERED:
            return False
        return self._shows_nothing(*place, below[-1])

    def is_pending(self, text: pdfium.FPDF_TEXTPAGE, index: int) -> bool:
        """Tell whether a character lies under a redaction that was marked and not applied."""
        place = _char_box(text, index)
        return any(box.share(*place) >= _COVERED for box in self._pending)

    def _shows_nothing(self, left: float, bottom: float, right: float, top: float, box: _Box) -> bool:
        """Tell whether what a box has of a character is of one colour; PDFium calls gradients and patterns white."""
        if self._picture is None:
            self._picture = painted(self._page, _DPI)
        across, down, pixels = self._picture
        # With what stands beside a letter as thin as "i", and without the edges of the box, where its colour runs out.
        beside = max(_SEEN_WIDTH - (right - left), 0) / 2
        left, right = left - beside, right + beside
        left, bottom = max(left, box.left + _EDGE), max(bottom, box.bottom + _EDGE)
        right, top = min(right, box.right - _EDGE), min(top, box.top - _EDGE)
        x, y = ctypes.c_int(), ctypes.c_int()
        places = []
        for corner in ((left, bottom), (right, top)):
            pdfium.FPDF_PageToDevice(self._page, 0, 0, across, down, 0, *corner, x, y)
            places.append((min(max(x.value, 0), across - 1), min(max(y.value, 0), down - 1)))
        (first, last), (upper, lower) = (sorted(edges) for edges in zip(*places, strict=True))
        rows = [pixels[across * row + first : across * row + last + 1] for row in range(upper, lower + 1)]
        return not pixels or max(map(max, rows)) - min(map(min, rows)) <= _SAME

    def _walk(self, parent: object, count: object, get: object, matrix: _Matrix, depth: int) -> None:
        """Give the words and boxes of a page or form their numbers, in the order in which they are drawn."""
        for index in range(count(parent)):  # type: ignore[operator]
            item = get(parent, index)  # type: ignore[operator]
            self._count += 1
            if self._count > _MAX_OBJECTS:
                return
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == _TEXT:
                self._orders[address(item)] = self._count
            elif kind == _FORM and depth < _DEEPEST:
                own = pdfium.FS_MATRIX()
                pdfium.FPDFPageObj_GetMatrix(item, own)
                inner = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
                self._walk(item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, inner, depth + 1)
            elif kind == _PATH:
                self._painted += self._drawn(item, matrix)
            elif kind in (_IMAGE, _SHADING):
                self._painted.append(_Box(self._count, *_bounds(item, matrix), None))

    def _drawn(self, path: pdfium.FPDF_PAGEOBJECT, matrix: _Matrix) -> Iterator[_Box]:
        """Return the rectangles that a path fills, or draws as thick lines; another shape counts as a picture."""
        mode, stroke, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
        pdfium.FPDFPath_GetDrawMode(path, mode, stroke)
        pdfium.FPDFPageObj_GetStrokeWidth(path, width)
        is_line = stroke.value and width.value > _LEAST_WIDTH and pdfium.FPDFPageObj_GetDashCount(path) <= 0
        if not (mode.value or is_line) or pdfium.FPDFPageObj_HasTransparency(path):
            return
        own = pdfium.FS_MATRIX()
        pdfium.FPDFPageObj_GetMatrix(path, own)
        placed = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
        half = width.value / 2 * math.sqrt(abs(placed[0] * placed[3] - placed[1] * placed[2]))
        for corners in _outlines(path, placed):
            xs, ys = {round(x, 1) for x, _ in corners}, {round(y, 1) for _, y in corners}
            box = _Box(self._count, min(xs), min(ys), max(xs), max(ys), None)
            if mode.value:
                box = box._replace(color=_fill(path) if len(xs) == len(ys) == 2 else None)
            elif len(xs) + len(ys) != _LINE_NUMBERS:
                continue
            elif len(ys) == 1:
                box = box._replace(bottom=box.bottom - half, top=box.top + half, color=_stroke(path))
            else:
                box = box._replace(left=box.left - half, right=box.right + half, color=_stroke(path))
            if box.right - box.left >= _LEAST_WIDTH and box.top - box.bottom >= _LEAST_HEIGHT:
                yield box


def _may_fill(page: pdfium.FPDF_PAGE) -> bool:
    """Tell whether a page has any path or form; most have words alone."""
    items = map(_object, repeat(argument(page)), range(pdfium.FPDFPage_CountObjects(page)))
    return not {_PATH, _FORM}.isdisjoint(map(_kind, map(ctypes.c_void_p.from_param, items)))


def _outlines(path: pdfium.FPDF_PAGEOBJECT, placed: _Matrix) -> Iterator[list[tuple[float, float]]]:
    """Return the corners of each part of a path, on the page."""
    corners: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(path), _MAX_POINTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if corners and pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            yield corners
            corners = []
        corners.append(_moved(x.value, y.value, placed))
    if len(corners) > 1:
        yield corners


def _annotations(page: pdfium.FPDF_PAGE) -> Iterator[tuple[int, _Box]]:
    """Redactions that were not applied, and squares that are filled, with what kind they are."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        shown = kind in (_SQUARE, _REDACT) and not pdfium.FPDFAnnot_GetFlags(annotation) & _HIDDEN
        rect = pdfium.FS_RECTF()
        pdfium.FPDFAnnot_GetRect(annotation, rect)
        colors = [ctypes.c_uint() for _ in range(4)]
        filled = pdfium.FPDFAnnot_GetColor(annotation, _INTERIOR, *colors) and colors[3].value >= _OPAQUE
        if shown and (filled or kind == _REDACT):
            yield kind, _Box(_ABOVE_ALL, rect.left, rect.bottom, rect.right, rect.top, (0, 0, 0))
        pdfium.FPDFPage_CloseAnnot(annotation)


def _char_box(text: pdfium.FPDF_TEXTPAGE, index: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of the ink of a character."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def _bounds(item: pdfium.FPDF_PAGEOBJECT, matrix: _Matrix) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of an object on the page."""
    edges = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    corners = [_moved(x, y, matrix) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _fill(item: pdfium.FPDF_PAGEOBJECT) -> _Color | None:
    """Return the colour with which an object is filled, if it is one and hides what lies below."""
    return _opaque(pdfium.FPDFPageObj_GetFillColor, item)


def _stroke(item: pdfium.FPDF_PAGEOBJECT) -> _Color | None:
    """Return the colour of the lines of an object, if it is one and hides what lies below."""
    return _opaque(pdfium.FPDFPageObj_GetStrokeColor, item)


def _opaque(ask: Callable[..., Any], item: pdfium.FPDF_PAGEOBJECT) -> _Color | None:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not ask(item, *parts) or parts[3].value < _OPAQUE:
        return None
    return parts[0].value, parts[1].value, parts[2].value


def _alike(one: _Color, other: _Color) -> bool:
    return all(abs(a - b) <= _SAME for a, b in zip(one, other, strict=True))


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    """Return the matrix that moves by the inner one first (ISO 32000-1 §8.3.4)."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _moved(x: float, y: float, matrix: _Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
