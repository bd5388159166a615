"""Attribution lines: "On …, … wrote:" in every locale's words, name first or date first, wrapped anywhere.

A candidate is cut at its date and at its address; what remains must be exactly the fixed words of some client's
pattern. So running text ("As you know, on 3 May 2019 Mr Lee wrote to the council") is none, and a new language is data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from threadparse.headers.header import Field, Header
from threadparse.headers.page import FURNITURE, Page
from threadparse.values.dates import DateValue

if TYPE_CHECKING:
    from threadparse.headers.attribution_match import Attribution

__all__ = ["COLONS", "candidate_lines", "quoted_below", "read_attribution"]

_MOST_LINES = 5
_LONGEST = 600
#: What ends an attribution in some language.
COLONS = ":：﹕∶៖՝"
_ENDS = COLONS + ">-]"
_ENDINGS = (*COLONS, "---", ">>>", "]")
#: The dashes that end a line which is whole itself: it is no part of an attribution that ends further down.
_CLOSED = "---"
_LOOSE = " \t\xa0\u202f*_\u200e\u200f\u202c\u2069"
_LAST = frozenset(_ENDS + _LOOSE)


# What a sure attribution has: the digits of a date, an address, or dashes round it.
_SURE = re.compile(r"[\d@＠]|--")
# A line between dashes is whole: nothing above belongs to it.
_DASHED = re.compile(r"\s*--+[^-\s]")


def candidate_lines(page: Page) -> list[int]:
    """Lines that may end an attribution: they end with a colon, or a deeper quotation follows."""
    quoting = page.lines.quoted
    found: list[int] = []
    lines: Iterable[tuple[int, str]] = enumerate(page.contents)
    if not quoting:
        lines = [(index, content) for index, content in lines if content[-1:] in _LAST]  # most lines are let go of
    for index, content in lines:
        tail = content[-1:]
        if tail in _LAST:
            tail = content[-12:].rstrip(_LOOSE)[-1:]
        ended = tail != "" and tail in _ENDS and content.rstrip(_LOOSE).endswith(_ENDINGS)
        if (ended or (tail and quoting and quoted_below(page, index))) and len(content) < _LONGEST:
            found.append(index)
    return found


def quoted_below(page: Page, index: int) -> bool:
    """Whether the next line that shows anything is quoted more deeply, at most one blank line between.

    Args:
        page: The page.
        index: The line above.
    """
    if not page.lines.quoted:
        return False
    depths, contents = page.lines.depths, page.contents
    own = depths[index]
    for below in range(index + 1, min(index + 4, len(contents))):
        if depths[below] > own:
            return True
        if contents[below].strip():
            return False
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
    ended = page.contents[last].rstrip(_LOOSE).endswith(_ENDINGS)
    quoted = quoted_below(page, last)
    below, floor = last + 1, max(stop, last - _MOST_LINES + 1)
    if not ended and (not quoted or _goes_on(page, last)):
        return None
    if not (ended and quoted):  # else nothing more is needed
        lines = "\n".join(page.contents[floor:below])
        if ended and _SURE.search(lines) is None:
            return None  # told without a table being read
        from threadparse.headers.attribution_glance import may_end_so, may_stand_alone

        if not (may_stand_alone(lines) if ended else may_end_so(lines)):
            return None
    from threadparse.headers.attribution_line import is_citation
    from threadparse.headers.attribution_match import match_attribution

    runs_on = not quoted and below < len(page) and not page.blank(below)  # the name may stand on the next line
    text, best, header = "", None, None
    for first in range(last, floor - 1, -1):
        line = _line(page, first, last)
        undated = best is None or best.date is None
        if line is None and undated and _in_address(text) and first < last and not page.blank(first + 1):
            continue  # a converter set the address in a paragraph of its own
        if line is None:
            break
        if first != last and (line.endswith(_CLOSED) or _DASHED.match(page.contents[last])):
            break
        text = f"{line} {text}".strip()
        if len(text) > _LONGEST:
            break
        if not quoted and _SURE.search(text) is None:
            continue  # the same
        found = match_attribution(text)
        if (
            found is None
            or (found.sender == "" and runs_on)
            or not _borne_out(found, ended=ended, quoted=quoted)
            or not _opens(page, first, last, stop, found)
        ):
            continue
        if best is None or _fuller(found, best) or is_citation(line):
            best, header = found, _header(page, found, first, last)
    return header


def _goes_on(page: Page, last: int) -> bool:
    """Whether the rest of the attribution stands below: an archive folded it, and "wrote:" or ">" kept its marks."""
    written = " ".join(page.contents[max(0, last - 1) : last + 1])
    if written.rfind("<") > written.rfind(">"):
        return True
    content = page.contents[last + 1] if last + 1 < len(page) else ""
    return len(content.split()) in (1, 2, 3) and content.rstrip(_LOOSE).endswith(_ENDINGS)


def _borne_out(found: Attribution, *, ended: bool, quoted: bool) -> bool:
    """Whether weak evidence is confirmed: by its own colon and by quoted lines below."""
    if ended:
        return quoted or (found.sure and _tells_enough(found))
    told = found.date is not None and (found.sure or "@" in (found.sender or ""))
    return quoted and (not found.ended or told)


def _tells_enough(found: Attribution) -> bool:
    """Whether an attribution stands for itself above unquoted words: a name and a day alone may be running text."""
    return not found.sender or found.date is None or found.date.hour is not None or "@" in found.sender


def _fuller(longer: Attribution, shorter: Attribution) -> bool:
    """Whether a line more makes the better attribution: it adds the date, fixed words, or the name to an address."""
    if (gain := _parts(longer.date) - _parts(shorter.date)) != 0:
        return gain > 0
    if longer.words != shorter.words:
        return longer.words > shorter.words
    from threadparse.headers.attribution_match import ADDRESS

    named = bool(ADDRESS.sub("", longer.sender or "").strip())
    return named and not ADDRESS.sub("", shorter.sender or "").strip() and len((longer.sender or "").split()) <= 8


def _parts(date: DateValue | None) -> int:
    """How much a date says: the day, the year, the time."""
    return 0 if date is None else 1 + (date.year is not None) + (date.hour is not None)


def _line(page: Page, index: int, last: int) -> str | None:
    """A line of the attribution, or None where a paragraph ends.

    An archive may have folded the line: then the overhang lost quote marks, or the bracket that closes the address
    stands alone and looks like a quote mark.
    """
    if page.furniture[index] == FURNITURE:
        return None
    content = page.contents[index].strip()
    if content and "&" in content:
        from html import unescape

        return unescape(content)  # an exported view left "&lt;jane@host&gt;"
    if content:
        return content
    if index == last or not page.lines.depths[index]:
        return None
    above = " ".join(page.contents[max(0, index - 2) : index])
    return ">" if above.rfind("<") > above.rfind(">") else None


def _in_address(text: str) -> bool:
    """Whether what was read so far begins with an address, or in the midst of one."""
    return text[:1] == "<" or ">" in text.partition("<")[0]


def _opens(page: Page, first: int, last: int, stop: int, found: Attribution) -> bool:
    """Whether an attribution may begin at a line: a paragraph begins there, or its words leave no doubt."""
    if first == last and (found.ended or found.sure or found.date) and quoted_below(page, last):
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
