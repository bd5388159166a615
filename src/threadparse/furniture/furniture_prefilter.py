"""Tell quickly whether a text may have page furniture at all; most have none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from threadparse.furniture.browser_prints import may_be_browser_print
from threadparse.furniture.classification import may_have_classification
from threadparse.furniture.margins import has_code, may_have_cells, may_have_margins
from threadparse.furniture.page_numbers import CENTRED, PAGE_BEHIND_SERIAL, ends_in_serial
from threadparse.furniture.prose import is_prose
from threadparse.furniture.row_cells import is_bates, last_cell, may_be_page
from threadparse.furniture.rows import bare_number, page_number, without_emphasis
from threadparse.furniture.stamp_rows import MAX_AGENCY_CHARS, MAX_OPENING_ROWS
from threadparse.furniture.stamps import stamp_weight
from threadparse.locales.furniture import knowledge

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["may_have_furniture"]

_BEHIND_NUMBER = "-–—])|*_ \t"
_NUMBER_ENDS = frozenset("0123456789" + _BEHIND_NUMBER)  # how a line with a page number can end; most lines do not
_AROUND_NUMBER = " \t\xa0*_#"
_NO_NUMBER = _BEHIND_NUMBER + _AROUND_NUMBER
_MAX_NUMBER_LINE_CHARS = 120  # characters of a page number's line, the white space before it included
_MAX_ALONE_CHARS = 48  # of a number with nothing beside it, a Bates number included
_MIN_NUMBERS = 2  # that may count pages; one alone does not count
_BLOCK_LINES = 500  # lines
_MAX_BLANKS_AT_END = 40  # lines
_MAX_LINES_HINTED_FIRST = 100  # lines of a text that is asked for its hints first


def may_have_furniture(lines: Sequence[str]) -> bool:
    """Tell quickly whether a text may have page furniture at all; most have none.

    Without form feeds and page numbers it takes two things: a hint that the text was released or converted, and a line
    that may be set aside for it. Hints are words of letters, too, and lines in capitals stand in many a mail.

    Args:
        lines: The lines of the whole text without line ends.

    Returns:
        False if there surely is no page furniture.
    """
    if _shows_furniture(lines):
        return True
    first = next((text for line in lines[:MAX_OPENING_ROWS] if (text := line.strip())), "")
    last = next((text for line in lines[: -_MAX_BLANKS_AT_END - 1 : -1] if (text := line.strip())), "")
    return _opens_with_stamp(first) or ends_in_serial(last) or (first == last and any(map(str.isdigit, first)))


def _shows_furniture(lines: Sequence[str]) -> bool:
    """Tell whether lines have a form feed, what counts pages, or a hint and a line that may be set aside for it."""
    numbers = 0
    begun = divided = hinted = False
    for block, text in _blocks(lines):
        if "\f" in text or may_have_classification(text) or may_be_browser_print(text):
            return True
        numbers += _count_numbers(block)
        if numbers >= _MIN_NUMBERS:
            return True
        if may_have_cells(text):
            divided = True
            hinted = hinted or may_have_margins(text)
        if len(lines) <= _MAX_LINES_HINTED_FIRST and not (hinted := hinted or knowledge().hinted(text.casefold())):
            return False  # before the pattern of beginnings, which takes a while to make, is asked for
        begun = begun or knowledge().marked(text) or any(_beginnings(text))
    if not (begun or divided) or not (hinted or any(knowledge().hinted(text.casefold()) for _, text in _blocks(lines))):
        return False
    return _has_rows_to_set_aside(lines, begun=begun, divided=divided)


def _has_rows_to_set_aside(lines: Sequence[str], *, begun: bool, divided: bool) -> bool:
    """Tell whether a line has a cell set apart that may be furniture, or a row begins as one that may be set aside."""
    return (divided and any(map(_is_set_apart, lines))) or (
        begun and any(_may_be_set_aside(text) for _, text in _blocks(lines))
    )


def _opens_with_stamp(first: str) -> bool:
    """Tell whether the first line with words is a marking in capitals, or a Bates number."""
    if not 0 < len(first) <= MAX_AGENCY_CHARS or not first[0].isupper():
        return False
    return is_bates(first) or (first.isupper() and ":" not in first and bool(stamp_weight(first)))


def _blocks(lines: Sequence[str]) -> Iterator[tuple[Sequence[str], str]]:
    """Return the lines by blocks, and as a text with line ends around each; folding takes many times what it folds."""
    for begin in range(0, len(lines), _BLOCK_LINES):
        block = lines[begin : begin + _BLOCK_LINES]
        yield block, "\n".join(["", *block, ""])


def _is_set_apart(line: str) -> bool:
    """Tell whether a line has a stamp or a code in one of its cells."""
    text = line.strip()
    return text != "" and may_have_cells(line) and (has_code(line) or bool(stamp_weight(without_emphasis(text))))


def _may_be_set_aside(text: str) -> bool:
    """Tell whether any of some lines is a stamp, or a converter's mark."""
    return knowledge().marked(text) or any(
        stamp_weight(without_emphasis(text[text.rindex("\n", 0, at) + 1 : text.index("\n", at)].strip()))
        for at in _beginnings(text)
    )


def _beginnings(text: str) -> Iterator[int]:
    """Return where lines begin as stamps do: a place in each."""
    for match in knowledge().beginning.finditer(text):
        at = match.end()
        if not match["capital"] or text[at - 1 : at + 2].isupper():  # beyond ASCII, a pattern cannot tell capitals
            yield at


def _count_numbers(lines: Sequence[str]) -> int:
    """Count the lines that may be numbers that count pages, up to two; one with a total, or in mid page, is enough."""
    numbers = 0
    for line in lines:
        if line[-1:] not in _NUMBER_ENDS or len(line) > _MAX_NUMBER_LINE_CHARS:
            continue
        if not line.rstrip(_NO_NUMBER)[-1:].isdecimal() or not line[-6:].rstrip(_BEHIND_NUMBER):
            continue
        words = line.strip(_AROUND_NUMBER)
        count = may_be_page(words) and page_number(words)
        alone = len(words) <= _MAX_ALONE_CHARS and (bare_number(words) or is_bates(words))
        if not (count or alone) or is_prose(words):
            continue
        numbers += 1
        far_in = len(line) - len(line.lstrip() if alone else last_cell(words)) >= CENTRED
        if numbers == _MIN_NUMBERS or (count and count[1]) or far_in or re.search(PAGE_BEHIND_SERIAL, words):
            return _MIN_NUMBERS
    return numbers
