"""Rich Text to plain text, by striprtf, with what it cannot cope with put right before; loaded for Rich Text alone."""

from __future__ import annotations

import re

from threadparse.readers.extras import cause
from threadparse.readers.plain_text import clean

__all__ = ["rtf_text"]

_CODE_PAGE = re.compile(rb"\\ansicpg(\d{1,5})")
# Changes of the source, each on a control word (RTF 1.9.1): a hyperlink's field without the address behind its words,
# a cell as a tab, a page break as one, no numbers that are no characters, no control word without its number.
_LINKS = re.compile(r"(\{\\field)(?=\{)", re.IGNORECASE)
_CELLS = re.compile(r"\\(?:nest)?cell(?![a-z])")
_PAGES = re.compile(r"\\page(?![a-z]) ?")
_WRONG = re.compile(r"\\u-?\d{6,10} ?|\\(?:uc|bin)(?![a-z\d]) ?")
_FONTS = re.compile(r"\{[^{}]*\\fonttbl")
_MAX_FONT_TABLE_CHARS = 64 * 1024  # characters; striprtf's search in a longer table takes more than linear time


def rtf_text(data: bytes) -> str:
    """Take the text out of Rich Text.

    Args:
        data: A whole RTF document.

    Returns:
        Its text, without white space at line ends.

    Raises:
        ImportError: striprtf is not installed.
        ValueError: The document is damaged.
    """
    from striprtf.striprtf import rtf_to_text

    match = _CODE_PAGE.search(data[:4096])
    source = _decode(data, f"cp{match[1].decode()}" if match else "cp1252")
    fonts = _FONTS.search(source)
    if fonts is not None and _group_length(source, fonts.start()) > _MAX_FONT_TABLE_CHARS:
        raise ValueError("its table of fonts is too long")
    source = _LINKS.sub("\\1\n", source)
    source = _PAGES.sub("\f", _CELLS.sub(r"\\tab", _WRONG.sub("", source)))
    try:
        text = rtf_to_text(source, errors="replace")
    except Exception as error:  # it meets damage with whatever Python raises there
        raise ValueError(cause(error)) from error
    return "\n".join(line.rstrip(" \t") for line in clean(text).split("\n"))


def _decode(data: bytes, encoding: str) -> str:
    """RTF is ASCII but for files that break its rules; those have bytes of their code page."""
    try:
        return data.decode(encoding, "replace")
    except LookupError:
        return data.decode("cp1252", "replace")


def _group_length(source: str, start: int) -> int:
    """How long a group in braces is; the rest of the source if it is never closed."""
    depth = 0
    for brace in re.finditer(r"[{}]", source[start : start + 2 * _MAX_FONT_TABLE_CHARS]):
        depth += 1 if brace.group() == "{" else -1
        if not depth:
            return brace.end()
    return len(source) - start
