"""Quoted lines that an archive or a client folded without a quote mark for what hangs over."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from threadparse.lines.lines import Lines

__all__ = ["restore_depths"]

# Archives fold quoted lines at 72 to 80 columns and give the overhang one quote mark too few.
_FOLDED_FROM = 66
# A client that does not fold at all may forget the mark of a line within a paragraph (MailMate).
_UNFOLDED = 110
_FEW_WORDS = 2


def restore_depths(lines: Lines) -> Lines:
    """Give the overhang of folded lines the quote depth of the line above.

    Args:
        lines: The lines of a text.

    Returns:
        The lines with those depths; the same object where no line is quoted.
    """
    if not lines.quoted:
        return lines
    given = lines.depths
    depths = given[:]
    done = 0
    for at in [at for at, (above, below) in enumerate(pairwise(given), 1) if below < above]:
        if at < done or lines.blank(at - 1):
            continue
        above = given[at - 1]
        if lines.blank(at):
            if (below := _across_page_end(lines, at)) is not None:
                depths[below] = above
            continue
        end = at + 1
        while end < len(given) and given[end] < above and _in_overhang(lines, end):
            end += 1
        if _goes_on(lines, at, end) and _overhangs(lines, at, end):
            depths[at:end] = depths[at - 1 : at] * (end - at)
        done = end
    return replace(lines, depths=depths)


def _across_page_end(lines: Lines, at: int) -> int | None:
    """Return the line below a page end that ends the sentence of the quoted line above ``at``, its mark lost."""
    below = lines.below(at)
    if below is None or not any(lines.furniture[at:below]) or lines.depths[below] or not _begins_small(lines, below):
        return None
    return below if lines.contents[at - 1].rstrip()[-1:].isalnum() else None


def _goes_on(lines: Lines, at: int, end: int) -> bool:
    """Tell whether the quotation above ``at`` goes on at ``end``, or its sentence goes on up to a blank line there."""
    above = lines.depths[at - 1]
    if end < len(lines) and not lines.blank(end):
        return lines.depths[end] >= above
    if end < len(lines) and lines.depths[end] >= above:
        return True
    words = lines.contents[at].split()
    begins_inside = _begins_small(lines, at) or words[0][0].isdigit() or (len(words) == end - at == 1)
    return begins_inside and lines.contents[at - 1].rstrip()[-1:].isalnum()


def _in_overhang(lines: Lines, at: int) -> bool:
    """Tell whether a line may be part of an overhang of several: folded itself, or a word or two of a fold further in.

    Each time a mail is quoted again its lines grow by a mark, and some archive folds them once more.
    """
    return not lines.blank(at) and (_full(lines, at - 1, at) or len(lines.contents[at].split()) <= _FEW_WORDS)


def _full(lines: Lines, above: int, below: int) -> bool:
    """Tell whether the first word of a line had no room at the end of the line above."""
    word = lines.contents[below].split(maxsplit=1)[0]
    return lines.end(above) - lines.starts[above] + len(word) >= _FOLDED_FROM


def _overhangs(lines: Lines, at: int, end: int) -> bool:
    """Tell whether lines continue the words of the quoted line above, and are not an answer to it."""
    if lines.end(at - 1) - lines.starts[at - 1] > _UNFOLDED:
        return True
    if not _full(lines, at - 1, at):
        return _is_within_sentence(lines, at, end)
    figure = lines.contents[at].lstrip()[:1].isdigit() and end < len(lines) and not lines.blank(end)
    ended = lines.contents[at - 1].rstrip()[-1:] in (".?!" if figure else ".?!:")
    return not ended or _begins_small(lines, at) or (end < len(lines) and _begins_small(lines, end))


def _is_within_sentence(lines: Lines, at: int, end: int) -> bool:
    """Tell whether lines stand in a sentence that goes on in small letters, all as wide as their paragraph is."""
    if end == len(lines) or not (_begins_small(lines, at) and _begins_small(lines, end)):
        return False
    first, last = at - 1, end
    while first and not lines.blank(first - 1) and lines.depths[first - 1] == lines.depths[at - 1]:
        first -= 1
    while last + 1 < len(lines) and not lines.blank(last + 1) and lines.depths[last + 1] == lines.depths[end]:
        last += 1
    rows = lines.contents[first : last + 1]
    width = max(map(len, rows))
    return all(
        lines.contents[row].rstrip()[-1:] not in ".?!:"
        and len(f"{lines.contents[row]} {lines.contents[row + 1].split(maxsplit=1)[0]}") > width
        for row in range(at - 1, end)
    )


def _begins_small(lines: Lines, at: int) -> bool:
    """Tell whether a line begins with a small letter, in the middle of a sentence."""
    return lines.contents[at].lstrip()[:1].islower()
