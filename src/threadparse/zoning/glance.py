"""What a glance tells of a text: that nothing in it can be page furniture. Most texts have none.

Each answer is certain: where a line begins as a stamp does, or ends where a margin's code would, it is read closely.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from threadparse.locales.furniture import knowledge
from threadparse.zoning.margins import has_code, may_have_cells, may_have_margins
from threadparse.zoning.pages import bare_number, page_number, without_emphasis
from threadparse.zoning.stamps import is_bates, stamp_weight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["CENTRED", "may_have_furniture"]

#: Columns; a number this far in is in mid page.
CENTRED = 24
# How a line with a page number can end; most lines do not.
_LINE_END = re.compile(r"\n(?<=[0-9\-–—\])|*_ \t]\n)")
_BEHIND_NUMBER = "-–—])|*_ \t"
_AROUND_NUMBER = " \t\xa0*_#"
_NO_NUMBER = _BEHIND_NUMBER + _AROUND_NUMBER
_LONGEST = 120  # characters of a page number's line, the white space before it included
_NUMBERS = 2  # that may count pages; one alone does not count
_BLOCK = 500  # lines
_SHORT = 100  # lines of a text that is asked for its hints first


def may_have_furniture(lines: Sequence[str]) -> bool:
    """A cheap look that lets go of most texts.

    Without form feeds and page numbers it takes two things: a hint that the text was released or converted, and a line
    that may be set aside for it. Hints are words of letters, too, and lines in capitals stand in many a mail.

    Args:
        lines: The lines of the whole text without line ends.

    Returns:
        False if there surely is no page furniture.
    """
    numbers = 0
    begun = divided = hinted = False
    for text in _blocks(lines):
        if "\f" in text:
            return True
        numbers += _count_numbers(text)
        if numbers >= _NUMBERS:
            return True
        if may_have_cells(text):
            divided = True
            hinted = hinted or may_have_margins(text)
        if len(lines) <= _SHORT and not (hinted := hinted or knowledge().hinted(text.casefold())):
            return False  # before the pattern of beginnings, which takes a while to make, is asked for
        begun = begun or knowledge().marked(text) or any(_beginnings(text))
    if not (begun or divided):
        return False
    if not hinted and not any(knowledge().hinted(text.casefold()) for text in _blocks(lines)):
        return False
    return (divided and any(map(_is_set_apart, lines))) or (begun and any(map(_may_be_set_aside, _blocks(lines))))


def _blocks(lines: Sequence[str]) -> Iterator[str]:
    """The lines by blocks, each with a line end before and behind it; folding takes many times what it folds."""
    for begin in range(0, len(lines), _BLOCK):
        yield "\n".join(["", *lines[begin : begin + _BLOCK], ""])


def _is_set_apart(line: str) -> bool:
    """Whether a line has a stamp or a code in one of its cells."""
    text = line.strip()
    return text != "" and may_have_cells(line) and (has_code(line) or bool(stamp_weight(without_emphasis(text))))


def _may_be_set_aside(text: str) -> bool:
    """Whether any of some lines is a stamp, or a converter's mark."""
    return knowledge().marked(text) or any(
        stamp_weight(without_emphasis(text[text.rindex("\n", 0, at) + 1 : text.index("\n", at)].strip()))
        for at in _beginnings(text)
    )


def _beginnings(text: str) -> Iterator[int]:
    """Where lines begin as stamps do: a place in each."""
    for match in knowledge().beginning.finditer(text):
        at = match.end()
        if not match["capital"] or text[at - 1 : at + 2].isupper():  # beyond ASCII, a pattern cannot tell capitals
            yield at


def _count_numbers(text: str) -> int:
    """How many lines may be numbers that count pages, up to two; one with a total, or in mid page, is proof enough."""
    numbers = 0
    for match in _LINE_END.finditer(text):
        end = match.start()
        line = text[max(0, end - _LONGEST - 1) : end]
        if not line.rstrip(_NO_NUMBER)[-1:].isdecimal():
            continue
        line = line.rpartition("\n")[2]
        if len(line) > _LONGEST or not line[-6:].rstrip(_BEHIND_NUMBER):
            continue
        words = line.strip(_AROUND_NUMBER)
        if (count := page_number(words)) and count[1]:
            return _NUMBERS
        if bare_number(words) and len(line) - len(line.lstrip()) >= CENTRED:
            return _NUMBERS
        numbers += bool(count or bare_number(words) or is_bates(words))
        if numbers == _NUMBERS:
            break
    return numbers
