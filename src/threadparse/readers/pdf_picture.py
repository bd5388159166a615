"""A PDF page painted by PDFium in grey, and the picture as a TIFF image."""

from __future__ import annotations

import ctypes
import math
import struct
from typing import NamedTuple

import pypdfium2_raw as pdfium

__all__ = ["Picture", "painted", "tiff"]

_MAX_PIXELS = 40_000_000
_TIFF_HEAD_BYTES = 10 + 9 * 12 + 4  # TIFF 6.0, section 2: a header, nine fields, no further image


class Picture(NamedTuple):
    """A grey picture.

    Attributes:
        across: Pixels of a row.
        down: Rows; none if it could not be painted.
        pixels: A byte each, from 0 for black, row by row from the top.
    """

    across: int
    down: int
    pixels: bytes


def painted(page: pdfium.FPDF_PAGE, dpi: int) -> Picture:
    """Paint a page as it is shown.

    Args:
        page: The page, open.
        dpi: Dots an inch; fewer for a very large page.
    """
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    scale = min(dpi / 72, math.sqrt(_MAX_PIXELS / max(width * height, 1)))
    across, down = max(1, int(width * scale)), max(1, int(height * scale))
    bitmap = pdfium.FPDFBitmap_CreateEx(across, down, pdfium.FPDFBitmap_Gray, None, 0)
    if not bitmap:
        return Picture(0, 0, b"")
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, across, down, 0xFFFFFFFF)
        flags = pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, across, down, 0, flags)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * down)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    rows = (pixels[start : start + across] for start in range(0, stride * down, stride))
    return Picture(across, down, b"".join(rows))


def tiff(picture: Picture) -> bytes:
    """Return a TIFF image that is not packed, which Tesseract reads faster than PNG; empty for no picture."""
    across, down, pixels = picture
    if not pixels:
        return b""
    fields = (
        (256, across),
        (257, down),
        (258, 8),  # bits of a pixel
        (259, 1),  # not packed
        (262, 1),  # 0 is black
        (273, _TIFF_HEAD_BYTES),  # where the pixels begin
        (277, 1),  # samples of a pixel
        (278, down),  # rows that stand together
        (279, len(pixels)),
    )
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in fields)
    return struct.pack("<2sHIH", b"II", 42, 8, len(fields)) + entries + struct.pack("<I", 0) + pixels
