"""Rich Text files (.rtf), by striprtf."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from threadparse.options import ParseOptions
from threadparse.readers.base import Text, read_all
from threadparse.readers.built_text import made_text
from threadparse.readers.extras import failures_in_words

__all__ = ["SUFFIXES", "accepts", "texts"]

SUFFIXES = frozenset({".rtf"})


def accepts(head: bytes) -> bool:
    r"""Whether a source is Rich Text: it begins with ``{\rtf``.

    Args:
        head: How the source begins.
    """
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{\\rtf")


def texts(stream: BinaryIO, path: str, options: ParseOptions) -> Iterator[Text]:
    """Return the one text of a Rich Text file.

    Args:
        stream: The file at its beginning.
        path: The file as the user named it.
        options: ``max_characters`` is the limit.

    Returns:
        One text.

    Raises:
        InputError: The file is damaged or too long.
        UnsupportedFormatError: striprtf is not installed.
    """
    from threadparse.readers.rtf_text import rtf_text

    data = read_all(stream, path, options)
    advice = "open it in a word processor and save it as plain text"
    with failures_in_words(path, "a Rich Text (RTF) file", "rtf", damaged="Rich Text file", advice=advice):
        characters = rtf_text(data)
    yield made_text(characters, "rtf", data, path, options)
