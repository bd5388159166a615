"""Pages: a text cut into lines, with all set aside that is no word of a message: marks, furniture, transfer debris."""

from __future__ import annotations

from itertools import compress

from threadparse.furniture.find import find_furniture
from threadparse.headers.glue import split_glued
from threadparse.headers.page import Page
from threadparse.lines.lines import Lines, cut_lines, read_other_marks, strip_marks
from threadparse.lines.soft_breaks import is_quoted_printable, undo_soft_breaks
from threadparse.options import ParseOptions

__all__ = ["Margin", "open_page"]

#: Page furniture within a line: (line, start column, end column) in the line as it stands in the text.
Margin = tuple[int, int, int]


def open_page(text: str, options: ParseOptions) -> tuple[Page, list[Margin]]:
    """Cut a text into lines and set page furniture aside, so that it does not break a header block or a paragraph.

    Args:
        text: The text.
        options: ``max_quote_depth``.

    Returns:
        The page, and the margin codes of its lines.
    """
    lines = split_glued(read_other_marks(cut_lines(text, max_depth=options.max_quote_depth)))
    whole, margins = _furniture(lines)
    contents = lines.contents
    if margins:
        contents = contents.copy()
        for at, start, end in margins:
            raw = lines.raw(at)
            blanked = raw[:start] + " " * (end - start) + raw[end:]
            contents[at] = strip_marks(blanked, lines.depths[at]).rstrip()
    joined: list[int] = []
    if is_quoted_printable(text):
        contents, joined = undo_soft_breaks(contents)
    return Page.open(lines._replace(contents=contents), contents, whole, joined), margins


def _furniture(lines: Lines) -> tuple[list[int], list[Margin]]:
    """Find page furniture; where a whole paged text was quoted, its quote marks are no part of the pages."""
    if not lines.quoted:
        return find_furniture(lines.contents)
    # a line without marks is not held twice
    raws = [content if raw == content else raw for raw, content in zip(lines.raws(), lines.contents, strict=True)]
    base = min(compress(lines.depths, map(str.strip, raws)), default=0)
    if not base:
        return find_furniture(raws)
    bare = [strip_marks(raw, base) for raw in raws]
    whole, margins = find_furniture(bare)
    shifts = {at: len(raws[at]) - len(bare[at]) for at, _, _ in margins}
    return whole, [(at, start + shifts[at], end + shifts[at]) for at, start, end in margins]
