"""Find the rows that are stamps of a release: runs of them, those at the ends of a text, and markings alone."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from threadparse.furniture.rows import Rows, Says
from threadparse.furniture.running_heads import is_field
from threadparse.furniture.stamp_words import STRONG, is_code

__all__ = ["MAX_AGENCY_CHARS", "MAX_OPENING_ROWS", "find_markings_alone", "find_opening_stamps", "find_stamp_groups"]

MAX_AGENCY_CHARS = 60  # characters; an agency's name is not longer
MAX_OPENING_ROWS = 6  # of stamps above the first header


def find_opening_stamps(rows: Rows) -> set[int]:
    """Return the stamps and Bates numbers at the top of a text, right above a header, and the same at its end."""
    for number in range(min(len(rows), MAX_OPENING_ROWS + 1)):
        says = rows.says[number]
        if not says.weight and not says.bates_row:
            opening = range(number) if is_field(rows, number) else range(0)
            words = {rows.plains[row] for row in opening}
            last = next((row for row in range(len(rows) - 1, number, -1) if rows.plains[row] not in words), number)
            return {*opening, *range(last + 1, len(rows))}
    return set()


def find_stamp_groups(rows: Rows) -> set[int]:
    """Return the runs of stamp rows, no blank line between, that together cannot be a person's words."""
    found: set[int] = set()
    group: list[int] = []
    for number in rows.telling:
        weight = rows.says[number].weight
        if weight is None:
            continue
        if group and group[-1] + 2 == number and not rows.apart[number - 1] and _is_sandwiched(rows, number - 1):
            group.append(number - 1)
        if group and group[-1] + 1 == number and not rows.apart[number]:
            group.append(number)
        else:
            found |= _proven(rows, group)
            group = [number] if weight else []
    return found | _proven(rows, group)


def _proven(rows: Rows, group: list[int]) -> set[int]:
    """Return the rows of a group that is heavy enough; a date at its end may be a header's if another field follows.

    Codes at its end belong to the stamps above them.
    """
    weights = [rows.says[number].weight or 0 for number in group]
    if sum(weights) < STRONG:
        return set()
    below = group[-1] + 1
    if not rows.apart[group[-1] + 1] and is_field(rows, below):
        while not weights[-1] and not is_code(rows.plains[group[len(weights) - 1]]):
            weights.pop()
    return set(group[: len(weights)])


def _is_sandwiched(rows: Rows, number: int) -> bool:
    """Tell whether a short row without a field stands between stamp rows: the agency's name."""
    text = rows.texts[number]
    if len(text) > MAX_AGENCY_CHARS or ":" in text[:-1] or text[0] == ">" or rows.apart[number + 1]:
        return False
    return bool(rows.says[number + 1].weight)


def find_markings_alone(rows: Rows, found: set[int]) -> set[int]:
    """Return the stamps between blank lines that begin as others of the text do, as a marking above a mail's words.

    A page number may touch them. So are the codes between two rows of a stamp, as on the slip sheet of a withheld page.
    """
    markings = _markings(rows, found)
    alone: set[int] = set()
    group: list[int] = []
    for at in rows.telling if markings else ():
        if rows.apart[at] or group[-1:] != [at - 1]:
            group = []
        marking = rows.says[at].weight is not None and _first_word(rows, at) in markings
        if (group or rows.apart[at]) and (marking or _is_number(rows.says[at])):
            group.append(at)
            if rows.apart[at + 1] and any(rows.says[row].weight for row in group):
                alone.update(group)
    stamps = sorted(found | alone)
    return alone | {at + 1 for at, below in pairwise(stamps) if below == at + 2 and is_code(rows.plains[at + 1])}


def _markings(rows: Rows, found: set[int]) -> set[str]:
    """Return the first words of the stamps that were found, and of those that stand between blank lines again.

    A marking in mid page heads a memo, and may come again in the next.
    """
    markings = {_first_word(rows, at) for at in found if rows.says[at].weight}
    apart = [at for at in rows.telling if rows.says[at].weight and rows.apart[at] and rows.apart[at + 1]]
    often = Counter(rows.plains[at] for at in apart if not rows.indent(at))
    return markings.union(_first_word(rows, at) for at in apart if often[rows.plains[at]] > 1)


def _first_word(rows: Rows, at: int) -> str:
    """Return the first word of a row ("OFFICIAL: Sensitive")."""
    return rows.plains[at].split(maxsplit=1)[0].rstrip(":")


def _is_number(says: Says) -> bool:
    """Tell whether a row is a number that may count pages."""
    return says.bare is not None or says.numbered is not None
