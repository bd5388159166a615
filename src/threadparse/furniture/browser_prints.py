"""Find what browsers print above and below each page: date, title, address, "1/3"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

__all__ = ["find_browser_prints", "may_be_browser_print"]

_ADDRESS = r"(?:https?|file|chrome-extension|moz-extension)://\S{1,500}"
_TIME = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},?\s+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?"
# Chromium, Edge and Safari; Firefox. The foot of a page proves the print, its head alone is no proof.
_FEET = (
    rf"{_ADDRESS}\s+(?:Page )?(?P<page>\d{{1,4}})(?:/| of )(?P<pages>\d{{1,4}})",
    rf"\d{{1,4}} of \d{{1,4}}\s+{_TIME}",
)
_HEADS = (rf"{_TIME}(?:\s+\S.{{0,300}})?", rf"\S.{{0,300}}\s{_ADDRESS}")
_MARKS = " \t\xa0*_#<>"


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Foot and head of each family of browsers; most mail asks for none."""
    return tuple((re.compile(foot), re.compile(head)) for foot, head in zip(_FEET, _HEADS, strict=True))


def may_be_browser_print(text: str) -> bool:
    """Tell whether any line may be the foot of a printed page; too often yes, never too seldom.

    Args:
        text: Any number of lines.
    """
    return "://" in text and any(_foot(line) is not None for line in text.split("\n"))


def find_browser_prints(texts: Sequence[str]) -> set[int]:
    """Find the heads and feet of pages that a browser printed.

    Args:
        texts: The rows of a text.

    Returns:
        Indices of rows. A head counts if it is the first row, or stands below a foot, as pages follow one another.
    """
    feet = {number: family for number, text in enumerate(texts) if (family := _foot(text)) is not None}
    found = set(feet)
    for number in {0, *(foot + 1 for foot in feet)}:
        if number < len(texts) and any(
            _patterns()[family][1].fullmatch(_plain(texts[number])) for family in set(feet.values())
        ):
            found.add(number)
    return found


def _foot(text: str) -> int | None:
    """Return which family of browsers ends a page so; None if none does."""
    plain = _plain(text)
    if not plain[-1:].isalnum() or not ("://" in plain or " of " in plain):
        return None
    for family, (foot, _) in enumerate(_patterns()):
        match = foot.fullmatch(plain)
        if match and (family or int(match["page"]) <= int(match["pages"])):
            return family
    return None


def _plain(text: str) -> str:
    return text.replace("\f", " ").strip(_MARKS)
