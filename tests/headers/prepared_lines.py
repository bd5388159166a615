"""Lines as the finder of headers gets them, for tests of what stands behind."""

from __future__ import annotations

from threadparse.furniture.set_aside import set_furniture_aside
from threadparse.headers.glued_lines import split_glued
from threadparse.lines.lines import Lines, cut_lines, read_other_marks
from threadparse.lines.soft_breaks import join_soft_breaks

__all__ = ["lines_of"]


def lines_of(text: str) -> Lines:
    """Cut a text into lines, all set aside that is no word of a message."""
    lines, _ = set_furniture_aside(split_glued(read_other_marks(cut_lines(text))))
    return join_soft_breaks(lines)
