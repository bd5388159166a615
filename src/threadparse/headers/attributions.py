"""Attribution lines: "On …, … wrote:" in every locale's words, name first or date first, wrapped anywhere.

A candidate is cut at its date and at its address; what remains must be exactly the fixed words of some client's
pattern. So running text ("As you know, on 3 May 2019 Mr Lee wrote to the council") is none, and a new language is data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from threadparse.headers.header import Field, Header
from threadparse.headers.labelled_lines import LabelledLines
from threadparse.lines.lines import FURNITURE
from threadparse.locales.folding import END_COLONS, ENDINGS
from threadparse.values.dates.read import DateValue

if TYPE_CHECKING:
    from threadparse.headers.attribution_patterns import Attribution

__all__ = ["candidate_lines", "quoted_below", "read_attribution"]

_MOST_LINES = 5
_LONGEST = 600
_LONGEST_HEAD = 200
_PARTICLE = 3  # letters of "van" and "der" in a name
_REACH = 3  # lines below in which a quotation is looked for
_ENDS = END_COLONS + ">-]"
#: The dashes that end a line which is whole itself: it is no part of an attribution that ends further down.
_CLOSED = "---"
_LOOSE = " \t\xa0\u202f*_\u200e\u200f\u202c\u2069"
_LAST = frozenset(_ENDS + _LOOSE)


# What a sure attribution has: the digits of a date, an address, or dashes round it.
_SURE = re.compile(r"[\d@＠]|--")
_CLOCK = re.compile(r"\d[:.]\d\d")
# A line between dashes is whole: nothing above belongs to it.
_DASHED = re.compile(r"\s*--+[^-\s]")


def candidate_lines(lines: LabelledLines) -> list[int]:
    """Lines that may end an attribution: with a colon, above a deeper quotation, or in a paragraph of their own."""
    above = _above_quotations(lines) if lines.quoted else frozenset[int]()
    above |= _alone_with_address(lines)
    contents, found = lines.contents, []
    if any(mark in lines.text for mark in _ENDS):  # most lines are let go of, and some texts
        found = [index for index, content in enumerate(contents) if content[-1:] in _LAST and _is_ended(content)]
    if above:
        found = sorted(above.union(found))
    return [index for index in found if len(contents[index]) < _LONGEST]


def _is_ended(content: str) -> bool:
    """Whether a line ends with a colon or a like mark."""
    tail = content[-12:].rstrip(_LOOSE)[-1:]
    return tail != "" and tail in _ENDS and content.rstrip(_LOOSE).endswith(ENDINGS)


def _above_quotations(lines: LabelledLines) -> frozenset[int]:
    """The lines that show something and have a deeper quotation below: see ``quoted_below``."""
    depths, contents = lines.depths, lines.contents
    found: set[int] = set()
    for first in (at for at, (above, own) in enumerate(pairwise(depths), 1) if own > above):
        for index in range(first - 1, max(-1, first - 1 - _REACH), -1):
            if contents[index].strip():
                if depths[index] < depths[first] and contents[index][-12:].rstrip(_LOOSE):
                    found.add(index)
                break
    return frozenset(found)


def _alone_with_address(lines: LabelledLines) -> frozenset[int]:
    """The lines with a whole address and a clock that are a paragraph: so help desks head the messages of a history."""
    if "@" not in lines.text:
        return frozenset()
    addressed = [(at, content) for at, content in enumerate(lines.contents) if "@" in content]
    return frozenset(
        at
        for at, content in addressed
        if len(content) < _LONGEST_HEAD
        and content.rfind("<") <= content.rfind(">")
        and _CLOCK.search(content)
        and _is_paragraph(lines, at)
    )


def _is_paragraph(lines: LabelledLines, at: int) -> bool:
    """Whether a line has blank ones, or the end of the text, above and below."""
    return (at == 0 or lines.blank(at - 1)) and (at + 1 == len(lines) or lines.blank(at + 1))


def quoted_below(lines: LabelledLines, index: int) -> bool:
    """Whether the next line that shows anything is quoted more deeply, at most one blank line between.

    Args:
        lines: The lines of the text.
        index: The line above.
    """
    if not lines.quoted:
        return False
    depths, contents = lines.depths, lines.contents
    own = depths[index]
    for below in range(index + 1, min(index + 1 + _REACH, len(contents))):
        if depths[below] > own:
            return True
        if contents[below].strip():
            return False
    return False


def read_attribution(lines: LabelledLines, last: int, stop: int) -> Header | None:
    """The attribution that ends at a line.

    Args:
        lines: The lines of the text.
        last: Its last line.
        stop: Lowest line that may belong to it.

    Returns:
        The header, or None.
    """
    ended = lines.contents[last].rstrip(_LOOSE).endswith(ENDINGS)
    candidate = _Candidate(lines, last, stop, ended, quoted_below(lines, last))
    return candidate.read() if candidate.may_be_one() else None


@dataclass(slots=True)
class _Candidate:
    """A line that may end an attribution, and what speaks for it.

    Attributes:
        lines: The lines of the text.
        last: The line.
        stop: Lowest line that may belong to it.
        ended: It ends with a colon or a like mark.
        quoted: A quotation follows.
    """

    lines: LabelledLines
    last: int
    stop: int
    ended: bool
    quoted: bool

    @property
    def floor(self) -> int:
        """The first line that may belong to it."""
        return max(self.stop, self.last - _MOST_LINES + 1)

    def may_be_one(self) -> bool:
        """Whether a glance leaves it open that an attribution ends here."""
        if self.ended and self.quoted:
            return True
        if not self.ended and not self.quoted:
            return _is_paragraph(self.lines, self.last)
        if not self.ended and self._goes_on():
            return False
        lines = "\n".join(self.lines.contents[self.floor : self.last + 1])
        if self.ended and _SURE.search(lines) is None:
            return False  # told without a table being read
        from threadparse.headers.attribution_prefilter import may_end_so, may_stand_alone

        return may_stand_alone(lines) if self.ended else may_end_so(lines)

    def read(self) -> Header | None:
        """The attribution, line upon line as long as another one makes it better; None if there is none."""
        from threadparse.headers.attribution_patterns import is_citation

        text, best, header = "", None, None
        for first in range(self.last, self.floor - 1, -1):
            line = _line(self.lines, first, self.last)
            if line is None and (best is None or best.date is None) and self._in_address(text, first):
                continue
            if line is None or (first != self.last and self._is_whole(line)):
                break
            text = f"{line} {text}".strip()
            if len(text) > _LONGEST:
                break
            found = self._match(text, first)
            if found is not None and (best is None or _fuller(found, best) or is_citation(line)):
                best, header = found, _header(self.lines, found, first, self.last)
        return header

    def _match(self, text: str, first: int) -> Attribution | None:
        """What the lines from one on say, if they are an attribution and all around bears it out."""
        if not self.quoted and _SURE.search(text) is None:
            return None
        from threadparse.headers.attribution_patterns import match_attribution

        found = match_attribution(text)
        if found is None or (found.sender == "" and self._runs_on()):
            return None
        return found if self._borne_out(found) and self._opens(found, first) else None

    def _in_address(self, text: str, blank: int) -> bool:
        """Whether a converter set the address in a paragraph of its own: it begins, or goes on, below a blank line."""
        begun = text[:1] == "<" or ">" in text.partition("<")[0]
        return begun and blank < self.last and not self.lines.blank(blank + 1)

    def _is_whole(self, above: str) -> bool:
        """Whether the line above, or the last one, is whole itself: no attribution reaches over the two."""
        return above.endswith(_CLOSED) or _DASHED.match(self.lines.contents[self.last]) is not None

    def _runs_on(self) -> bool:
        """Whether the name may stand on the next line."""
        below = self.last + 1
        return not self.quoted and below < len(self.lines) and not self.lines.blank(below)

    def _goes_on(self) -> bool:
        """Whether the rest stands below: an archive folded it, and "wrote:" or ">" kept its marks."""
        contents, last = self.lines.contents, self.last
        written = " ".join(contents[max(0, last - 1) : last + 1])
        if written.rfind("<") > written.rfind(">"):
            return True
        content = contents[last + 1] if last + 1 < len(contents) else ""
        return len(content.split()) in (1, 2, 3) and content.rstrip(_LOOSE).endswith(ENDINGS)

    def _borne_out(self, found: Attribution) -> bool:
        """Whether weak evidence is confirmed: by its own colon and by quoted lines below."""
        if self.ended:
            return self.quoted or (found.sure and _tells_enough(found))
        if not self.quoted:
            return found.sure and _heads(found, self.lines.contents[self.last].strip())
        told = found.date is not None and (found.sure or "@" in (found.sender or ""))
        return not found.ended or told

    def _opens(self, found: Attribution, first: int) -> bool:
        """Whether it may begin at a line: a paragraph begins there, or its words leave no doubt."""
        if first == self.last and (found.ended or found.sure or found.date) and self.quoted:
            return True
        depths = self.lines.depths
        if first == self.stop or self.lines.blank(first - 1) or depths[first - 1] != depths[first]:
            return True
        return found.sure and found.date is not None


def _tells_enough(found: Attribution) -> bool:
    """Whether an attribution stands for itself above unquoted words: a name and a day alone may be running text."""
    return not found.sender or found.date is None or found.date.hour is not None or "@" in found.sender


def _heads(found: Attribution, line: str) -> bool:
    """Whether a line is an address, with a name or without, a comma, and a date with weekday, year and time."""
    sender, date = found.sender, found.date
    if sender is None or date is None or "@" not in sender or not line.startswith(f"{sender},"):
        return False
    from threadparse.headers.attribution_patterns import ADDRESS

    plain = any(word[0].islower() and len(word) > _PARTICLE for word in ADDRESS.sub("", sender).split())
    return not plain and date.weekday is not None and date.year is not None and date.hour is not None


def _fuller(longer: Attribution, shorter: Attribution) -> bool:
    """Whether a line more makes the better attribution: it adds the date, fixed words, or the name to an address."""
    if (gain := _parts(longer.date) - _parts(shorter.date)) != 0:
        return gain > 0
    if longer.words != shorter.words:
        return longer.words > shorter.words
    from threadparse.headers.attribution_patterns import ADDRESS

    named = bool(ADDRESS.sub("", longer.sender or "").strip())
    return named and not ADDRESS.sub("", shorter.sender or "").strip() and len((longer.sender or "").split()) <= 8


def _parts(date: DateValue | None) -> int:
    """How much a date says: the day, the year, the time."""
    return 0 if date is None else 1 + (date.year is not None) + (date.hour is not None)


def _line(lines: LabelledLines, index: int, last: int) -> str | None:
    """A line of the attribution, or None where a paragraph ends.

    An archive may have folded the line: then the overhang lost quote marks, or the bracket that closes the address
    stands alone and looks like a quote mark.
    """
    if lines.furniture[index] == FURNITURE:
        return None
    content = lines.contents[index].strip()
    if content and "&" in content:
        from html import unescape

        return unescape(content)  # an exported view left "&lt;jane@host&gt;"
    if content:
        return content
    if index == last or not lines.depths[index]:
        return None
    above = " ".join(lines.contents[max(0, index - 2) : index])
    return ">" if above.rfind("<") > above.rfind(">") else None


def _header(lines: LabelledLines, found: Attribution, first: int, last: int) -> Header:
    fields = {}
    if found.sender is not None:
        fields["from"] = Field("from", found.sender, first)
    if found.date is not None:
        fields["date"] = Field("date", found.date.raw, first)
    return Header("attribution", first, last, lines.depths[first], fields)
