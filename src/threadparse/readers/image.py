"""Scans and screenshots: the text that recognition (OCR) finds in an image, each page of a TIFF for itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import BinaryIO

from threadparse.errors import InputError, UnsupportedFormatError
from threadparse.options import ParseOptions
from threadparse.readers.base import Text, read_all
from threadparse.readers.built_text import made_text
from threadparse.readers.extras import missing

__all__ = ["SUFFIXES", "accepts", "texts"]

SUFFIXES: frozenset[str] = frozenset()  # by content alone: a folder of mail has logos, too

_SIGNATURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_SKIPPED = "this is an image, which --ocr never passes over; leave that option out to have its text recognised"


def accepts(head: bytes) -> bool:
    """Tell whether a source is a PNG, JPEG or TIFF image.

    Args:
        head: How the source begins.
    """
    return head.startswith(_SIGNATURES)


def texts(stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Text]:
    """Return the one text of an image.

    Args:
        stream: The image at its beginning.
        path: The image as the user named it.
        options: ``ocr`` and ``ocr_lang``; the limits.

    Returns:
        One text; its pages are separated by form feeds.

    Raises:
        InputError: The image is damaged, or takes too long.
        UnsupportedFormatError: No Tesseract is installed, or images are not to be read.
    """
    if options.ocr == "never":
        raise UnsupportedFormatError(path, _SKIPPED)
    from threadparse.readers.ocr import UnknownLanguageError, recognition_notes, recognize_image, tesseract

    program = tesseract()
    if program is None:
        raise missing(path, "an image", "ocr")
    data = read_all(stream, path, options)
    try:
        pages = recognize_image(program, data, options.ocr_lang, options.ocr_kept)
    except UnknownLanguageError as error:
        raise InputError(path, str(error)) from error
    except OSError as error:
        raise InputError(path, f"this image cannot be read ({error}); open it and save it as PNG") from error
    parts = [f"{page.characters}\n" if page.characters else "" for page in pages]
    starts = accumulate((len(part) + 1 for part in parts), initial=0)
    notes = recognition_notes(list(zip(range(1, len(pages) + 1), starts, pages, strict=False)))
    yield made_text("\f".join(parts), "image", data, path, options, pages=len(pages), notes=notes)
