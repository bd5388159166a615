"""Attribution lines: "On …, … wrote:" in every locale's words, name first or date first, wrapped anywhere.

A candidate is cut at its date and at its address; what remains must be exactly the fixed words of some client's
pattern. So running text ("As you know, on 3 May 2019 Mr Lee wrote to the council") is none, and a new language is data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from threadparse.headers.header import Field, Header
from threadparse.headers.page import FURNITURE, Page
from threadparse.locales.folding import INVISIBLE, fold, squeeze
from threadparse.locales.lexicon import Skeleton, attribution_skeletons
from threadparse.values.dates import DateValue, scan_dates
from threadparse.values.redactions import is_redacted

__all__ = ["Attribution", "candidate_lines", "read_attribution"]

_MOST_LINES = 5
_LONGEST = 600
_ADDRESS = re.compile(r"[<(\[＜]?\s*(?:<?mailto:)?[^\s<>()\[\]＜＞]+@[^\s<>()\[\]＜＞]+(?:\s*[>\])＞]){0,3}")
_FULL_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+\.[^\W\d]{2,}")
_ENDING = re.compile(r"(?:[:：]|-{3,}|>>>|\])[\s*_\u200e\u200f\u202c\u2069]*$")
_FIRST_WORD = re.compile(r"[^\W\d]{1,12}[.,]?\s+(?=\S)")
_NAME_STOPS = re.compile(r"[!?;:]|\. [a-z]")


@dataclass(slots=True)
class Attribution:
    """An attribution line as read.

    Attributes:
        sender: Name and address as written.
        date: The date run, or None.
        sure: It names a date or an address, and has words of its own; otherwise a quotation must follow.
        words: How many characters of it are fixed words of a pattern.
    """

    sender: str | None
    date: DateValue | None
    sure: bool
    words: int = 0


def candidate_lines(page: Page) -> list[int]:
    """Lines that may end an attribution: they end with a colon, or a deeper quotation follows."""
    found = []
    depths = page.lines.depths
    quoting = any(depths)
    for index, content in enumerate(page.contents):
        tail = content[-12:].rstrip(" \t\xa0*_\u200e\u200f\u202c\u2069")[-1:]
        if tail and (tail in ":：>-]" or (quoting and _quoted_below(page, index))) and len(content) < _LONGEST:
            found.append(index)
    return found


def _quoted_below(page: Page, index: int) -> bool:
    """Whether the next line that shows anything is quoted more deeply, at most one blank line between."""
    depths = page.lines.depths
    for below in range(index + 1, min(index + 4, len(page))):
        if page.contents[below].strip() or depths[below] > depths[index]:
            return depths[below] > depths[index]
    return False


def read_attribution(page: Page, last: int, stop: int) -> Header | None:
    """The attribution that ends at a line.

    Args:
        page: The page.
        last: Its last line.
        stop: Lowest line that may belong to it.

    Returns:
        The header, or None.
    """
    ended = bool(_ENDING.search(page.contents[last]))
    quoted = _quoted_below(page, last)
    if not ended and not quoted:
        return None
    text, best, header = "", None, None
    for first in range(last, max(stop, last - _MOST_LINES + 1) - 1, -1):
        line = _line(page, first, last)
        if line is None:
            break
        text = f"{line} {text}".strip()
        if len(text) > _LONGEST:
            break
        found = _match(text, ended=ended)
        if found is None or not (found.sure or quoted and ended) or not _opens(page, first, last, stop, found):
            continue
        if best is None or _fuller(found, best):
            best, header = found, _header(page, found, first, last)
    return header


def _fuller(longer: Attribution, shorter: Attribution) -> bool:
    """Whether a line more makes the better attribution: it adds the date, fixed words, or the name to an address."""
    if (longer.date is None) != (shorter.date is None):
        return longer.date is not None
    if longer.words != shorter.words:
        return longer.words > shorter.words
    named = bool(_ADDRESS.sub("", longer.sender or "").strip())
    return named and not _ADDRESS.sub("", shorter.sender or "").strip() and len((longer.sender or "").split()) <= 8


def _line(page: Page, index: int, last: int) -> str | None:
    """A line of the attribution, or None where a paragraph ends.

    An archive may have folded the line: then the overhang lost quote marks, or the bracket that closes the address
    stands alone and looks like a quote mark.
    """
    if page.furniture[index] == FURNITURE:
        return None
    content = page.contents[index].strip()
    if content:
        return content
    if index == last or not page.lines.depths[index]:
        return None
    above = " ".join(page.contents[max(0, index - 2) : index])
    return ">" if above.rfind("<") > above.rfind(">") else None


def _opens(page: Page, first: int, last: int, stop: int, found: Attribution) -> bool:
    """Whether an attribution may begin at a line: a paragraph begins there, or its words leave no doubt."""
    if first == last and _quoted_below(page, last):
        return True
    if first == stop or page.blank(first - 1) or page.lines.depths[first - 1] != page.lines.depths[first]:
        return True
    return found.sure and found.date is not None


def _header(page: Page, found: Attribution, first: int, last: int) -> Header:
    fields = {}
    if found.sender is not None:
        fields["from"] = Field("from", found.sender, first)
    if found.date is not None:
        fields["date"] = Field("date", found.date.raw, first)
    return Header("attribution", first, last, page.lines.depths[first], fields)


def _match(text: str, *, ended: bool) -> Attribution | None:
    """Read a joined line as an attribution."""
    text = text.replace("\xa0", " ").replace("\u202f", " ").translate(INVISIBLE).strip(" *_")
    dates = (
        [date for date in scan_dates(text) if date.day is not None or date.month is not None]
        if _has_digit(text)
        else []
    )
    for date in dates[:2]:
        # "den 11/12/2025": the preposition belongs to the date for the scanner, and to the words for some patterns.
        word = _FIRST_WORD.match(date.raw)
        for start in (date.start, date.start + word.end()) if word else (date.start,):
            found = _with_date(text[:start], text[date.end :], date)
            if found is not None:
                return found
    return None if dates or not ended else _without_date(text)


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _with_date(before: str, behind: str, date: DateValue) -> Attribution | None:
    """Try the patterns that hold a date: date then person, person then date, date alone."""
    table = attribution_skeletons()
    prefix, suffix = squeeze(before), squeeze(behind)
    for skeleton in table["D"]:
        if skeleton.prefix == prefix and skeleton.suffix == suffix and skeleton.suffix + skeleton.prefix:
            return Attribution(None, date, len(skeleton.suffix) > 3, _length(skeleton))
    for skeleton in table["DP"]:
        if skeleton.prefix == prefix:
            found = _person_and_date(skeleton, _inside(behind, skeleton.middle, skeleton.suffix), date)
            if found is not None:
                return found
            if skeleton.suffix and suffix == f"{skeleton.middle} {skeleton.suffix}".strip():
                return Attribution("", date, True, _length(skeleton))  # "On DATE, wrote:": the name was blacked out
    for skeleton in table["PD"]:
        if skeleton.suffix == suffix:
            found = _person_and_date(skeleton, _inside(before, skeleton.prefix, skeleton.middle), date)
            if found is not None:
                return found
    return None


def _person_and_date(skeleton: Skeleton, person: str | None, date: DateValue) -> Attribution | None:
    """An attribution of a date and a person; one without any words of its own needs an address and a time."""
    if person is None:
        return None
    if skeleton.prefix + skeleton.middle + skeleton.suffix:
        return Attribution(person, date, _telling(skeleton, person), _length(skeleton))
    return Attribution(person, date, date.hour is not None) if _FULL_ADDRESS.search(person) else None


def _length(skeleton: Skeleton) -> int:
    return len(skeleton.prefix) + len(skeleton.middle) + len(skeleton.suffix)


def _telling(skeleton: Skeleton, person: str) -> bool:
    """Whether the fixed words are more than a preposition, or an address stands beside the date."""
    return "@" in person or max(len(skeleton.middle), len(skeleton.suffix), len(skeleton.prefix) - 3) > 3


def _without_date(text: str) -> Attribution | None:
    """Try the patterns that hold only a person; a verb or an address must be there."""
    for skeleton in attribution_skeletons()["P"]:
        if not skeleton.prefix and not skeleton.suffix:
            continue
        person = _inside(text, skeleton.prefix, skeleton.suffix)
        if person is not None:
            return Attribution(person, None, bool(_ADDRESS.search(person)), _length(skeleton))
    return None


def _inside(piece: str, opening: str, closing: str) -> str | None:
    """The person between fixed words, or None if the words are not there or what is between is no person.

    Args:
        piece: The part of the line that holds the person.
        opening: Folded words that must open it; perhaps none.
        closing: Folded words that must close it; perhaps none.
    """
    loose = ' \t,;.:，、；：·–—-"“”«»„‘’*_|~=/'
    piece = piece.strip(loose + "([{" if opening else loose)
    if opening:
        begin = _cut(piece, opening, at_end=False)
        if begin is None:
            return None
        piece = piece[begin:]
    if closing:
        trimmed = piece.rstrip(loose + ")]}）")
        end = _cut(trimmed, closing, at_end=True)
        if end is None:
            return None
        piece = trimmed[:end]
    person = piece.strip(" \t,;:，、；：·–—-*_|~=/")
    return person if _is_person(person) else None


def _cut(piece: str, words: str, *, at_end: bool) -> int | None:
    """Where folded words end at the start of a piece, or begin at its end; folding may change their length a little."""
    for length in range(len(words), min(len(words) + 6, len(piece)) + 1):
        at = len(piece) - length if at_end else length
        part = piece[at:] if at_end else piece[:at]
        if fold(part) != words:
            continue
        neighbour = piece[at - 1 : at] if at_end else piece[at : at + 1]
        edge = words[0] if at_end else words[-1]
        if neighbour.isalnum() and edge.isalnum() and edge.isascii() and neighbour.isascii():
            return None
        return at
    return None


def _is_person(text: str) -> bool:
    """Whether a text between the words of an attribution can be a name, an address, or a redaction."""
    if not text or len(text) > 200:
        return False
    if _ADDRESS.search(text):
        return len(_ADDRESS.sub("", text).split()) <= 10
    if is_redacted(text):
        return True
    return len(text.split()) <= 8 and not _NAME_STOPS.search(text) and any(letter.isalpha() for letter in text)
