"""Cells of a spreadsheet: no formula, and no longer than one can be; mail is written by strangers."""

from __future__ import annotations

__all__ = ["cut_to_cell", "harmless_cell"]

#: What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MAX_CELL_CHARS = 32_767


def harmless_cell(text: str) -> str:
    """Return a text for CSV, with a quote before what a spreadsheet would run."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def cut_to_cell(text: str) -> str:
    """Return a text that is no longer than a cell; what is cut says how long it was."""
    if len(text) <= _MAX_CELL_CHARS:
        return text
    note = f" … [cut: {len(text):,} characters]"
    return text[: _MAX_CELL_CHARS - len(note)] + note
