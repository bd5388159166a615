"""Find what browsers print at the ends of each page: date, title, address, "1/3"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain, pairwise

from threadparse.locales.folding import fold
from threadparse.locales.lexicon import labels

__all__ = ["find_browser_prints", "may_be_browser_print", "may_have_feet"]

_ADDRESS = r"(?:(?:https?|file|chrome-extension|moz-extension)://\S{1,500}|about:blank)"
_DAY = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}"  # alone, as Chromium printed it until 2020
_TIME = rf"{_DAY},?\s+\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?(?:\s?[AaPp]\.?[Mm]\.?)?"
# Chromium, Edge and Safari; Firefox. The foot of a page proves the print, its head alone is no proof.
_FEET = (
    rf"{_ADDRESS}\s+(?:Page )?(?P<page>\d{{1,4}})(?:/| of )(?P<pages>\d{{1,4}})",
    rf"\d{{1,4}} of \d{{1,4}}\s+{_TIME}",
)
_TOTAL = " of "  # between two figures
_HEADS = (rf"(?:{_TIME}|{_DAY})(?:\s+\S.{{0,300}})?", rf"\S.{{0,300}}\s{_ADDRESS}")
_MARKS = " \t\xa0*_#<>"
_LAST_NUMBER = r"/(?<=\d/)(?<!/\d/)(?<!/\d\d/)\d{1,4}[ \t\xa0*_#<>\f]*(?:\n|\Z)"  # no date's year
_MAX_TITLE_CHARS = 120


def may_be_browser_print(text: str) -> bool:
    """Tell whether any line may be the foot of a printed page, or any two; too often yes, never too seldom.

    Args:
        text: Any number of lines.
    """
    return (
        _has_address(text) and may_have_feet(text) and bool(_feet([line for line in text.split("\n") if line.strip()]))
    )


def may_have_feet(text: str) -> bool:
    """Tell whether any line counts pages as the foot of one does: "1/3" at its end, or "1 of 3".

    Args:
        text: Any number of lines.
    """
    return _has_total(text) or (_has_address(text) and re.search(_LAST_NUMBER, text) is not None)


def _has_total(text: str) -> bool:
    """Tell whether a text has "1 of 3"; to cut it at all places that may be one is far faster than a pattern."""
    return _TOTAL in text and any(
        before[-1:].isdecimal() and behind[:1].isdecimal() for before, behind in pairwise(text.split(_TOTAL))
    )


def _has_address(text: str) -> bool:
    return "://" in text or "about:blank" in text


def find_browser_prints(texts: Sequence[str]) -> set[int]:
    """Find the heads and feet of pages that a browser printed.

    Args:
        texts: The rows of a text.

    Returns:
        Indices of rows. A head counts if it is the first row, or stands below a foot, as pages follow one another.
        Converters set the halves of a head or foot on rows of their own; a title is then the same on all pages.
    """
    feet = _feet(texts)
    families = set(feet.values())
    found = set(feet)
    below = {0, *(foot + 1 for foot in feet)} - found if feet else set()
    heads = {number: list(map(_plain, texts[number : number + 2])) for number in below if number < len(texts)}
    often = Counter(chain.from_iterable(map(set, heads.values())))
    for number, head in heads.items():
        if any(re.fullmatch(_HEADS[family], head[0]) for family in families):
            found.add(number)
        titles = [row for row in head if not re.fullmatch(_TIME, row)]
        dated = len(titles) < len(head)
        if dated and all(_may_be_title(row) and (often[row] > 1 or len(heads) == 1) for row in titles):
            found.update(range(number, number + len(head)))
    return found


def _may_be_title(text: str) -> bool:
    """Tell whether a row may be the title of a page, beside its date; the sender of the mail on it is none."""
    label, colon, _ = text.partition(":")
    if colon and "from" in labels().get(fold(label), ()):
        return False
    return len(text) <= _MAX_TITLE_CHARS and text[-1:] not in ".,:;!?"


def _feet(texts: Sequence[str]) -> dict[int, int]:
    """Return the rows that end pages, each with the family of browsers that does it so."""
    feet: dict[int, int] = {}
    address = ""  # of the row above, if it is nothing else
    for number, text in enumerate(texts):
        above, address = address, ""
        if _has_address(text) or _has_total(text):
            family = _foot(text)
            if family is not None:
                feet[number] = family
                above = ""
            address = _plain_address(text)
        if above and _foot(f"{above} {text}") == 0:
            feet[number - 1] = feet[number] = 0
    return feet


def _plain_address(text: str) -> str:
    """Return a row if it may be an address alone; else nothing."""
    plain = _plain(text)
    return plain if ("://" in plain or plain == "about:blank") and " " not in plain else ""


def _foot(text: str) -> int | None:
    """Return which family of browsers ends a page so; None if none does."""
    plain = _plain(text)
    if not plain[-1:].isalnum():
        return None
    family = int(plain[0].isdecimal())
    match = re.fullmatch(_FEET[family], plain)
    return family if match and (family or int(match["page"]) <= int(match["pages"])) else None


def _plain(text: str) -> str:
    return text.replace("\f", " ").strip(_MARKS)
