"""Find running heads and feet: rows at page ends that are stamps, count pages, or repeat from page to page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import chain, islice, repeat, takewhile

from threadparse.furniture.row_cells import GAP
from threadparse.furniture.rows import SILENT, Page, Rows, Says
from threadparse.locales.folding import compiled_for, fold, fold_blanks
from threadparse.locales.lexicon import labels

__all__ = ["find_edges", "has_label", "is_field"]

_DEPTH = 10  # rows that a running head or foot may have
_DIGITS = re.compile(r"\d\d*")  # a pattern that begins with one character is found fast
# A field of a mail's header, in any language, repeats in a chain though it is no furniture.
# As text: most mail has no pages.
_FIELD = r"[^\W\d_][\w.'’()-]{0,24}(?:[ \xa0][\w.'’()-]{1,24}){0,2}[ \xa0]{0,2}[:：](?:(?<!:)|[*_]{0,3}(?=\s|$))"
_INDENT = 24  # a lone number set this far in at a page end is no part of a sentence
_MAX_AGENCY_CHARS = 60  # characters; an agency's name is not longer
_TITLED_PAGES = 3  # that a title of one row opens, at least
_FULL_LINE = 40  # characters; a line this long without a full stop goes on below

Met = list[tuple[int, int]]  # pages, and the numbers of rows
Keys = dict[int, str]  # of rows, by their numbers
Side = range  # rows of a page from one of its ends inwards, by their numbers


class _Edges:
    """What is known of one text's page ends; few texts are asked for most of it.

    Args:
        rows: The rows of the text.
        pages: Its pages.

    Attributes:
        rows: The rows of the text.
        heads: The first rows of each page, downwards.
        feet: The last rows of each page, upwards.
    """

    def __init__(self, rows: Rows, pages: list[Page]) -> None:
        self.rows = rows
        self.heads: list[Side] = [page.rows[:_DEPTH] for page in pages]
        self.feet: list[Side] = [page.rows[::-1][:_DEPTH] for page in pages]
        self._pages = pages

    @cached_property
    def keys(self) -> Keys:
        """Keys of the rows at page ends: digits, case and spacing folded, for comparison."""
        texts = {number: self.rows.plains[number] for side in (*self.heads, *self.feet) for number in side}
        known = list(set(texts.values()))  # pages repeat their rows
        folded = _DIGITS.sub("#", "\n".join(known)).split("\n")
        keys = dict(zip(known, map(fold_blanks, map(str.casefold, folded)), strict=False))  # a page may have no rows
        return {number: keys[text] for number, text in texts.items()}

    @cached_property
    def often(self) -> set[str]:
        """Keys of the rows that stand within two page ends, and within as many as half the pages."""
        return _often(self.keys.values(), len(self._pages))

    @cached_property
    def dates(self) -> set[str]:
        """The same for rows that go along with stamps, but their texts as written."""
        rows = self.rows
        told = [number for number in rows.telling if number in self.keys and _stands_below_stamp(rows, number)]
        return _often([rows.plains[number] for number in told], len(self._pages))

    @cached_property
    def bare(self) -> bool:
        """Whether a lone number may be a page number: true form feeds, or page marks, cut the pages."""
        return not any(page.cut is not None and self.rows.says[page.cut].bare for page in self._pages)


def is_field(rows: Rows, number: int) -> bool:
    """Tell whether a row looks like a header field of a mail; "Date: 05/13/2015" does, "Case No. F-1" does not.

    Args:
        rows: The rows of a text.
        number: Which of them.

    Returns:
        True if it begins with a label and a colon and weighs nothing as a stamp.
    """
    plain = rows.plains[number]
    return not rows.says[number].weight and compiled_for(plain, _FIELD).match(plain) is not None


def find_edges(rows: Rows, pages: list[Page]) -> set[int]:
    """Find running heads and feet.

    Args:
        rows: The rows of the text.
        pages: Its pages.

    Returns:
        Numbers of the rows that are furniture.
    """
    edges = _Edges(rows, pages)
    repeated = _repeated_at_ends(edges) if len(pages) > 1 else (set[str](), set[str]())
    found: set[int] = set()
    for sides, again in zip((edges.heads, edges.feet), repeated, strict=True):
        for page, side in enumerate(sides):
            if side and (rows.says[side[0]] is not SILENT or (again and edges.keys[side[0]] in again)):
                found.update(_take(edges, again, side, page))
    return found


def _is_sure(says: Says) -> bool:
    """Tell whether a row is furniture at a page end whether it repeats or not."""
    return bool(says.numbered) or says.bates_row or (says.weight or 0) > 1


def _repeated_at_ends(edges: _Edges) -> tuple[set[str], set[str]]:
    """Return the keys of the rows that repeat at the heads of several pages as furniture does, and at their feet.

    Those of rows that are furniture anyway are left out, unless others have their key.
    """
    rows, keys, heads, feet = edges.rows, edges.keys, edges.heads, edges.feet
    sure = {number for number in rows.telling if _is_sure(rows.says[number])}
    unsure = _often(keys.values(), 0).intersection([key for number, key in keys.items() if number not in sure])
    at_heads, at_feet = _candidates(rows, keys, heads, unsure), _candidates(rows, keys, feet, unsure)
    at_top, at_bottom = set[str](), set[str]()
    if at_heads or at_feet:
        below = [_before_words(rows, keys, side, at_feet) for side in feet]
        above = [_before_words(rows, keys, side, at_heads) for side in heads]
        tails, tops = map(_first_behind, feet, below), map(_first_behind, heads, above)
        runs_on = list(map(_runs_on, repeat(rows), tails, islice(tops, 1, None)))
        at_top = _repeating(rows, keys, at_heads, above, [False, *runs_on])
        at_bottom = _repeating(rows, keys, at_feet, below, [*runs_on, False])
    at_top.update(_title(rows, keys, heads))
    return at_top, at_bottom


def _repeating(rows: Rows, keys: Keys, candidates: dict[str, Met], outside: list[Side], breaks: list[bool]) -> set[str]:
    """Return the keys of those candidates that are furniture; no words stand further out than ``outside``."""
    at_ends = [{keys[number] for number in side} for side in outside]
    return {key for key, met in candidates.items() if _repeats(rows, key, met, at_ends, breaks)}


def _stands_below_stamp(rows: Rows, number: int) -> bool:
    """Tell whether a row such as a date touches a stamp above it."""
    if rows.says[number].weight != 0 or number == 0 or rows.apart[number]:
        return False
    return bool(rows.says[number - 1].weight)


def _often(texts: Iterable[str], pages: int) -> set[str]:
    """Return texts met twice or more, and as often as half the pages."""
    return {text for text, count in Counter(texts).items() if count > 1 and count * 2 >= pages}


def _candidates(rows: Rows, keys: Keys, sides: list[Side], unsure: set[str]) -> dict[str, Met]:
    """Return where the rows of some keys stand, by key, if it is the same end of two pages and of half the pages."""
    often = unsure and _often([keys[number] for number in chain.from_iterable(sides)], len(sides)) & unsure
    if not often:
        return {}
    places: dict[str, Met] = defaultdict(list)
    for page, side in enumerate(sides):
        for number in side:
            key = keys[number]
            if key in often:
                met = places[key]
                if met and met[-1][0] == page:
                    met.pop()
                met.append((page, number))
    return {
        key: met
        for key, met in places.items()
        if len(met) > 1
        and len(met) * 2 >= len(sides)
        and key[0] != ">"
        and key[-1] != ","
        and not is_field(rows, met[0][1])
    }


def _before_words(rows: Rows, keys: Keys, side: Side, candidates: dict[str, Met]) -> Side:
    """From a page end inwards, the rows before the first that can only be a person's words."""
    for place, number in enumerate(side):
        if keys[number] not in candidates and rows.says[number] is SILENT:
            return side[:place]
    return side


def _first_behind(side: Side, outside: Side) -> int | None:
    """Return the row that stands inwards of those before the words."""
    return side[len(outside)] if len(outside) < len(side) else None


def _runs_on(rows: Rows, last: int | None, first: int | None) -> bool:
    """Tell whether a sentence runs on from the foot of a page to the top of the next."""
    if last is None or first is None or is_field(rows, first):
        return False
    tail, top = rows.plains[last], rows.plains[first]
    if top.endswith((",", ":")):
        return False
    return top[0].islower() or (len(tail) >= _FULL_LINE and (tail[-1].isalnum() or tail[-1] in ",-"))


def _repeats(rows: Rows, key: str, met: Met, at_ends: list[set[str]], breaks: list[bool]) -> bool:
    """Tell whether a row that repeats at page ends is furniture.

    Numbers that count the pages prove it. Words must stand between a page end and where the text runs on over it: a
    greeting or a signature may open or close each message of a bundle, but does not cut a sentence in two.
    """
    counted = [(page, _DIGITS.findall(rows.plains[number])) for page, number in met] if "#" in key else []
    numbers = [[int(digits[-12:]) - page for digits in found] for page, found in counted]
    if any(len(set(column)) == 1 for column in zip(*numbers, strict=False)):
        return True
    between = sum(breaks[page] for page, _ in met if key in at_ends[page])
    return between > 0 and between * 4 >= len(met)


def _title(rows: Rows, keys: Keys, heads: list[Side]) -> set[str]:
    """Return the keys of the rows that open all pages and stand above the first mail: no message begins so.

    One row without cells takes several pages, as two mails may begin alike; rows that are the same together take two.
    """
    if not all(heads) or len({keys[head[0]] for head in heads}) > 1:
        return set()
    above = list(takewhile(lambda number: not has_label(rows, number), heads[0]))
    if not 0 < len(above) < len(heads[0]):
        return set()
    alike = {keys[number] for number in above}
    for head in heads[1:]:
        alike.intersection_update([keys[number] for number in head[: len(above)]])
    title = rows.plains[above[0]]
    if len(alike) == 1 and GAP not in title and (len(heads) < _TITLED_PAGES or len(above) > 1):
        return set()
    return alike


def has_label(rows: Rows, number: int) -> bool:
    """Tell whether a row begins with the label of a mail's header in some language.

    Args:
        rows: The rows of a text.
        number: Which of them.
    """
    return is_field(rows, number) and fold(rows.plains[number].partition(":")[0].rstrip()) in labels()


def _take(edges: _Edges, again: set[str], side: Side, page: int) -> Side:
    """From the page end inwards, the rows that are furniture, up to the first that is not."""
    rows = edges.rows
    firm = 0  # how many rows are certain; those behind wait for a certain one further in
    for place, number in enumerate(side):
        if _is_firm(edges, again, side, place, page):
            firm = place + 1
        elif rows.says[number].weight == 0:
            firm += _goes_along(edges, side, place, firm)
        elif not _is_between(edges, again, side, place, page):
            break
    return side[:firm]


def _is_firm(edges: _Edges, again: set[str], side: Side, place: int, page: int) -> bool:
    """Tell whether a row at a page end is furniture."""
    rows, at = edges.rows, side[place]
    says = rows.says[at]
    if rows.texts[at][0] == ">":
        return False
    if _is_sure(says) or (again and edges.keys[at] in again):
        return True
    if says.weight:
        neighbours = (_touching(rows, side, place, step) for step in (-1, 1))
        beside = (rows.says[number].weight for number in neighbours if number is not None)
        return any(beside) or edges.keys[at] in edges.often
    return says.bare is not None and edges.bare and (rows.indent(at) >= _INDENT or says.bare[0] == page + 1)


def _goes_along(edges: _Edges, side: Side, place: int, firm: int) -> bool:
    """In a head, a date goes along with the stamp right above it, unless it may begin a mail's header."""
    rows, at = edges.rows, side[place]
    if not place or firm != place or at < side[0] or rows.apart[at]:
        return False
    below = _touching(rows, side, place, 1)
    return below is None or not is_field(rows, below) or rows.plains[at] in edges.dates


def _touching(rows: Rows, side: Side, place: int, step: int) -> int | None:
    """Return the row beside another towards (-1) or from (1) the page end, if no blank line is between."""
    if not 0 <= place + step < len(side):
        return None
    lower = max(side[place], side[place + step])
    return None if rows.apart[lower] else side[place + step]


def _is_between(edges: _Edges, again: set[str], side: Side, place: int, page: int) -> bool:
    """Tell whether a short row touches furniture on both sides: an agency's name."""
    text = edges.rows.texts[side[place]]
    if len(text) > _MAX_AGENCY_CHARS or ":" in text[:-1] or text[0] == ">" or not place:
        return False
    if _touching(edges.rows, side, place, -1) is None or _touching(edges.rows, side, place, 1) is None:
        return False
    return _is_firm(edges, again, side, place - 1, page) and _is_firm(edges, again, side, place + 1, page)
