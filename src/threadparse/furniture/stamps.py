"""Weigh release, classification and file stamps: is a stretch of a line made of stamp phrases only, and how surely?"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import chain, repeat

from threadparse.furniture.prose import (
    MIN_LEGIBLE_WORDS,
    begins_as_prose,
    begins_freely,
    begins_phrase,
    is_no_agency,
)
from threadparse.furniture.row_cells import DIGIT, ends_in_number, is_bates, may_be_page, split_cells
from threadparse.furniture.stamp_words import (
    STRONG,
    WEIGHTS,
    StampToken,
    is_first_half,
    is_margin,
    is_second_half,
    longest_phrase,
    read_cell,
)
from threadparse.locales.furniture import Knowledge, fold, fold_alike, knowledge

__all__ = ["stamp_weight", "weigh_alike", "with_like_serials"]

#: Longer than any number in a code, and no number of a page ("Page 000101"). As text: most mail has no stamps.
_SERIAL = r"[0-9](?<![ #\d].)[0-9]{5,}"
_MAX_STAMP_CHARS = 240  # characters; no stamp is longer, and a body's line may be
_LEAST_ALIKE = 10  # letters; shorter words are not compared leniently
_ALIKE_END = 4  # letters that such words then share at one of their ends
_SPECKS = "•·.,:;'`~*-"  # what scanners make of dirt at the edge of a page
_MIN_BEHIND_AGENCY = 3  # stamps in one cell with it
_SANDWICH = 6  # words unknown to us between known ones: the agency's name


def stamp_weight(text: str) -> int | None:
    """Weigh a line that consists of stamp phrases.

    Args:
        text: A line without outer white space.

    Returns:
        None if it is no stamp. Else: ``STRONG`` or more if no person writes such a line, 1 to 3 if it takes other
        stamps or a page end near by to tell, 0 if it only goes along with the stamps above it.
    """
    return weigh_alike(with_like_serials(text))


def with_like_serials(text: str) -> str:
    """Return texts with zeros as serial numbers: a stamp with another number says the same, and need not be read again.

    Args:
        text: Any number of lines.
    """
    return re.sub(_SERIAL, _zeros, text)


def _zeros(serial: re.Match[str]) -> str:
    """Return as many zeros."""
    return "0" * len(serial[0])


def weigh_alike(text: str) -> int | None:
    """Weigh a line whose serial numbers are made alike, see ``stamp_weight``.

    Args:
        text: A line without outer white space, from ``with_like_serials``.
    """
    if len(text) > _MAX_STAMP_CHARS or text[-1:] in ("?", "!") or (text[-1:] == "," and not _goes_on(text)):
        return None
    if "//" in text and text.isupper():
        text = text.partition("//")[0].rstrip()  # a banner with its caveats: "SECRET//NOFORN" (32 CFR 2001.24)
    cells = [cell for cell in split_cells(text) if cell.strip(_SPECKS)]
    if len(cells) > 1:
        return _cells_weight(cells)
    return _cell_weight(cells[0]) if cells else None


def _cells_weight(cells: list[str]) -> int | None:
    """Weigh several cells; one that is no stamp may be the agency's name beside a long one."""
    weights: list[int | None] = []
    for cell in cells[:-1]:
        weight = _cell_weight(cell)
        if weight is None and is_no_agency(cell):
            return None
        weights.append(weight)
    weight = _cell_weight(cells[-1])
    weights.append(0 if weight is None and is_second_half(cells[-1]) else weight)
    known = [weight for weight in weights if weight is not None]
    if len(known) == len(weights):
        return sum(known)
    unknown = [cell for cell, weight in zip(cells, weights, strict=True) if weight is None]
    return STRONG if known and _are_beside_legend(unknown, cells) else None


def _goes_on(text: str) -> bool:
    """Tell whether codes go on below ("RELEASE IN PART B1,")."""
    return text[-2:-1].isdecimal() or text[-2:-1] == ")"


def _are_beside_legend(unknown: list[str], cells: list[str]) -> bool:
    """Tell whether cells are the agency's name beside a long legend: a short stamp may stand in a body's margin."""
    know = knowledge()
    folded = ([fold(token.raw) for token in read_cell(cell).all()] for cell in cells)
    return any(map(_is_legend, cells, folded, repeat(know))) and not any(map(is_no_agency, unknown))


def _is_legend(cell: str, folded: Sequence[str], know: Knowledge) -> bool:
    """Tell whether a cell is a long stamp (five words or more), even if some of its words are misread."""
    if not cell.isupper() or len(folded) < MIN_LEGIBLE_WORDS:
        return False
    words = set(folded)
    return any(len(words & wanted) * 4 >= len(wanted) * 3 and len(words) <= len(wanted) * 2 for wanted in know.legends)


@lru_cache(maxsize=256)
def _cell_weight(cell: str) -> int | None:
    """Weigh one cell; None if any part of it is no stamp. Pages repeat their cells, if not as far apart."""
    if begins_as_prose(cell):
        return None
    know = knowledge()
    if ends_in_number(cell) and (is_bates(cell) or (may_be_page(cell) and know.page_number(cell))):
        return 0
    first = read_cell(cell).get(0)
    if first is None or (first.kind == "word" and not first.raw.isupper() and not begins_freely(first.raw)):
        return None
    words = know.words(fold_alike(cell))
    openings = sum(map(know.firsts.__contains__, words))
    if not openings and DIGIT.search(cell) is None:  # no phrase begins in it, and no code stands in it
        return STRONG if _is_legend(cell, words, know) else _misread(cell)
    return _phrases_weight(cell, openings, know) if _may_be_stamp(cell, first, openings, know) else None


def _phrases_weight(cell: str, openings: int, know: Knowledge) -> int | None:
    """Weigh the phrases and codes of a cell, so many of whose words may begin phrases."""
    tokens = read_cell(cell)
    capitals, margin = cell.isupper(), is_first_half(cell) or is_margin(cell)
    if capitals and _is_legend(cell, [fold(token.raw) for token in tokens.all()], know):
        return STRONG
    # an agency's name stands beside several stamps
    most = _SANDWICH if openings >= _MIN_BEHIND_AGENCY or capitals or margin else 0
    weight = position = phrases = unknown = 0
    while unknown <= most and (token := tokens.get(position)) is not None:
        strength, length = longest_phrase(tokens, position, know)
        weight += WEIGHTS.get(strength, 0)
        phrases += bool(strength)
        unknown += not strength and (token.kind != "code" or not phrases)
        position += length
    if phrases == 0:
        return 0 if margin else _misread(cell)
    known = unknown == 0 or is_margin(cell) or (unknown <= _SANDWICH and phrases >= _MIN_BEHIND_AGENCY)
    return weight if known else None


def _may_be_stamp(cell: str, first: StampToken, openings: int, know: Knowledge) -> bool:
    """Tell from its first word, and how many of its words may begin stamps, whether a cell may be one."""
    if first.kind == "code" or cell.isupper() or begins_phrase(first.raw):
        return True
    # "I am", "FYI, the …": only with several stamps behind it is such a word an agency
    if openings < _MIN_BEHIND_AGENCY:
        return False
    return sum(map(begins_phrase, know.words(cell))) >= _MIN_BEHIND_AGENCY


def _misread(cell: str) -> int | None:
    """Weigh a marking of one long word in which one stretch is misread ("UNCLASS FIED"); return None for all else."""
    letters = "".join(filter(str.isalpha, cell)) if cell.isupper() else ""
    if not _LEAST_ALIKE <= len(letters) <= 2 * _LEAST_ALIKE:
        return None
    return WEIGHTS["weak"] if any(map(_alike, repeat(letters), _long_markings())) else None


@cache
def _long_markings() -> list[str]:
    """Return the weak stamps of one long word."""
    phrases = chain.from_iterable(knowledge().phrases["weak"].values())
    return [phrase[0] for phrase in phrases if len(phrase) == 1 and len(phrase[0]) >= _LEAST_ALIKE]


def _alike(one: str, two: str) -> bool:
    """Tell whether two words differ in one stretch only, at most a fifth of the longer."""
    if one[:_ALIKE_END] != two[:_ALIKE_END] and one[-_ALIKE_END:] != two[-_ALIKE_END:]:
        return False
    longer, shorter = max(len(one), len(two)), min(len(one), len(two))
    before = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), shorter)
    backward = zip(reversed(one), reversed(two), strict=False)
    after = next((at for at, (a, b) in enumerate(backward) if a != b), shorter)
    return (longer - min(before + after, shorter)) * 5 <= longer
