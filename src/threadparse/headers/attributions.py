"""Find attribution lines: "On …, … wrote:" in every locale's words, name first or date first, wrapped anywhere.

A candidate is cut at its date and at its address; what remains must be exactly the fixed words of some client's
pattern. So running text ("As you know, on 3 May 2019 Mr Lee wrote to the council") is none, and a new language is data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from threadparse.headers.header import Field, Header
from threadparse.headers.labelled_lines import BEHIND_ENDS, ENDS, LabelledLines
from threadparse.lines.lines import FURNITURE
from threadparse.locales.folding import ENDINGS
from threadparse.values.dates.read import DateValue, scan_dates

if TYPE_CHECKING:
    from threadparse.headers.attribution_patterns import Attribution

__all__ = ["CLOCK", "candidate_lines", "quoted_below", "read_attribution"]

_MAX_LINES = 5
_MAX_LINES_WITH_BLANKS = 12  # of one that a converter cut in paragraphs
_MAX_CHARS = 600
_MAX_HISTORY_HEAD_CHARS = 200
_MAX_VERB_CHARS = 40
_PARTICLE = 3  # letters of "van" and "der" in a name
_MAX_LINES_TO_QUOTATION = 3  # lines below in which a quotation is looked for
#: The dashes that end a line which is whole itself: it is no part of an attribution that ends further down.
_CLOSED = "---"


# What a sure attribution has: the digits of a date, an address, or dashes round it.
_SURE = re.compile(r"[\d@＠]|--")
#: An address as list archives hide it.
_HIDDEN_AT = r"<([\w.+-]{1,64}) (?:at|[(\[]at[)\]]) ([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})(?: ?<(?:mailto:|https?://)[^<>]{1,200}>)?>"
#: A time of day, as figures.
CLOCK = re.compile(r"\d[:.]\d\d")
# A line between dashes is whole: nothing above belongs to it.
_DASHED = re.compile(r"\s*--+[^-\s]")


def candidate_lines(lines: LabelledLines) -> list[int]:
    """Return the lines that may end an attribution: with a colon, above a deeper quotation, or a paragraph alone."""
    above = _above_quotations(lines) if lines.quoted else frozenset[int]()
    above |= _alone_with_address(lines) | _below_rules(lines)
    contents = lines.contents
    found = [
        at
        for at in lines.ended
        if contents[at][-12:].rstrip(BEHIND_ENDS)[-1:] in ENDS and contents[at].rstrip(BEHIND_ENDS).endswith(ENDINGS)
    ]
    if above:
        found = sorted(above.union(found))
    return [index for index in found if len(contents[index]) < _MAX_CHARS]


def _above_quotations(lines: LabelledLines) -> frozenset[int]:
    """Return the lines that show something and have a deeper quotation below: see ``quoted_below``."""
    depths, contents = lines.depths, lines.contents
    found: set[int] = set()
    for first in (at for at, (above, own) in enumerate(pairwise(depths), 1) if own > above):
        for index in range(first - 1, max(-1, first - 1 - _MAX_LINES_TO_QUOTATION), -1):
            if contents[index].strip():
                if depths[index] < depths[first] and contents[index][-12:].rstrip(BEHIND_ENDS):
                    found.add(index)
                break
    return frozenset(found)


def _alone_with_address(lines: LabelledLines) -> frozenset[int]:
    """Return the lines with an address and a time that are a paragraph: so help desks head their messages."""
    contents = lines.contents
    return frozenset(
        at
        for at in lines.addressed
        if _ends_paragraph(lines, at)
        and len(content := contents[at]) < _MAX_HISTORY_HEAD_CHARS
        and content.rfind("<") <= content.rfind(">")
        and CLOCK.search(content)
    )


def _below_rules(lines: LabelledLines) -> frozenset[int]:
    """Return the paragraphs of one line with a comma and a time, right below a rule: so Zendesk heads its messages."""
    contents = lines.contents
    rules = [at for at in lines.marked if "----" in contents[at] and not contents[at].strip().strip("-")]
    return frozenset(
        at
        for rule, at in zip(rules, map(lines.below, rules), strict=True)
        if at is not None
        and len(contents[at]) < _MAX_HISTORY_HEAD_CHARS
        and "," in contents[at]
        and CLOCK.search(contents[at])
        and _is_paragraph(lines, at)
        and rule_above(lines, at, 0) == rule
    )


def rule_above(lines: LabelledLines, at: int, stop: int) -> int | None:
    """Return the rule of hyphens above a line, at most one blank line between, or None."""
    above = lines.above(at, stop, blanks=1)
    return (
        above if above is not None and len(rule := lines.contents[above].strip()) > 3 and not rule.strip("-") else None
    )


def _ends_paragraph(lines: LabelledLines, at: int) -> bool:
    """Tell whether a line has a blank one, or the end of the text, below."""
    return at + 1 == len(lines) or lines.blank(at + 1)


def _is_paragraph(lines: LabelledLines, at: int) -> bool:
    """Tell whether a line has blank ones, or the end of the text, above and below; above also a rule."""
    if not _ends_paragraph(lines, at):
        return False
    return at == 0 or lines.blank(at - 1) or rule_above(lines, at, at - 1) is not None


def quoted_below(lines: LabelledLines, index: int) -> bool:
    """Tell whether the next line that shows anything is quoted more deeply, at most one blank line between.

    Args:
        lines: The lines of the text.
        index: The line above.
    """
    if not lines.quoted:
        return False
    depths, contents = lines.depths, lines.contents
    own = depths[index]
    for below in range(index + 1, min(index + 1 + _MAX_LINES_TO_QUOTATION, len(contents))):
        if depths[below] > own:
            return True
        if contents[below].strip():
            return False
    return False


def read_attribution(lines: LabelledLines, last: int, stop: int) -> Header | None:
    """Return the attribution that ends at a line.

    Args:
        lines: The lines of the text.
        last: Its last line.
        stop: Lowest line that may belong to it.

    Returns:
        The header, or None.
    """
    ended = lines.contents[last].rstrip(BEHIND_ENDS).endswith(ENDINGS)
    candidate = _Candidate(lines, last, stop, ended, quoted_below(lines, last))
    header = candidate.read() if candidate.may_be_one() else None
    if header is not None and not candidate.quoted:
        header.first = rule_above(lines, header.first, stop) or header.first
    return header


@dataclass(slots=True, eq=False, repr=False)
class _Candidate:
    """Hold a line that may end an attribution, and what speaks for it.

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
        """Return the first line that may belong to it."""
        return max(self.stop, self.last - _MAX_LINES + 1)

    def may_be_one(self) -> bool:
        """Tell whether an attribution may end here, by what can be told without the table of patterns."""
        if self.ended and (self.quoted or self._opens_quotation(self.last) or self._opens_quotation(self.last - 1)):
            return True
        if not self.ended and not self.quoted:
            return _ends_paragraph(self.lines, self.last)
        if not self.ended and self._continues_below():
            return False
        lines = "\n".join(self.lines.contents[self.floor : self.last + 1])
        if self.ended and _SURE.search(lines) is None:
            return False  # told without a table being read
        from threadparse.headers.attribution_prefilter import may_end_so, may_stand_alone

        return may_stand_alone(lines) if self.ended else may_end_so(lines)

    def read(self) -> Header | None:
        """Return the attribution, line upon line as long as another one makes it better; None if no line does."""
        from threadparse.headers.attribution_patterns import is_citation

        text, best, header, shown = "", None, None, 0
        for first in range(self.last, max(self.stop, self.last - _MAX_LINES_WITH_BLANKS + 1) - 1, -1):
            line = _read_line(self.lines, first, self.last)
            shown += line is not None and any(map(str.isalnum, line))
            if shown > _MAX_LINES:
                break
            if (
                line is None
                and (best is None or not best.date or not best.sender)
                and self._continues_above(text, first)
            ):
                continue
            if line is None or (first != self.last and self._ends_above(first, line, best)):
                break
            text = f"{line}{'' if _breaks_address(line, text) else ' '}{text}".strip()
            if len(text) > _MAX_CHARS:
                break
            found = self._match(text, first)
            if found is not None and (best is None or _is_better(found, best) or is_citation(line)):
                best, header = found, _make_header(self.lines, found, first, self.last)
        return header

    def _match(self, text: str, first: int) -> Attribution | None:
        """Read the lines from one on; None if they are no attribution, or something around tells against it."""
        if "<" in text and ("at " in text or "at)" in text or "at]" in text):
            text = re.sub(_HIDDEN_AT, r"<\1@\2>", text)
        opens = not self.quoted and self.ended and self._opens_quotation(first)
        if not self.quoted and not opens and _SURE.search(text) is None:
            return None
        from threadparse.headers.attribution_patterns import match_attribution

        found = match_attribution(text)
        if found is None or (found.sender == "" and self._name_may_follow()):
            return None
        confirmed = (opens and _names_writer(found)) or self._is_confirmed(found)
        return found if confirmed and self._may_begin_at(found, first) else None

    def _opens_quotation(self, first: int) -> bool:
        """Tell whether a quotation that no header introduces begins at a line, and goes on below the last one."""
        depths, last = self.lines.depths, self.last
        if not depths[last] or last + 1 >= len(depths) or not self.stop <= first <= last:
            return False
        if (first and depths[first - 1] >= depths[last]) or len(set(depths[first : last + 2])) > 1:
            return False
        return not self.stop or self.lines.above(first, self.stop, blanks=_MAX_LINES) is not None

    def _continues_above(self, text: str, blank: int) -> bool:
        """Tell whether a converter cut it in paragraphs: the address, or the verb, stands below a blank line."""
        closed = ">" in text.partition("<")[0] or text.count(">") > text.count("<")
        begun = text[:1] == "<" or closed or (self.ended and _is_verb(text))
        if not begun and self.ended and "@" in text:
            above = self.lines.contents[blank - 1]
            begun = above.strip() == "<" or bool(scan_dates(above))
        elif not begun and self.ended and self.quoted:
            above = self.lines.contents[blank - 1]
            begun = above.rstrip()[-1:] == ">" and "@" in above
        return begun and blank < self.last and (text[:1] == ">" or not self.lines.blank(blank + 1))

    def _ends_above(self, above: int, line: str, best: Attribution | None) -> bool:
        """Tell whether the line above belongs to something else: a field, another quotation, a line that is whole.

        The date of an attribution may look like a field, and an overhang may have lost its quote marks.
        """
        label, depths = self.lines.labels.get(above), self.lines.depths
        if label is not None and label.fields[0] != "date":
            return True
        if best is not None and best.date and best.sender and depths[above] != depths[self.last] and line[-1:] != "<":
            return True
        return self._is_whole(line)

    def _is_whole(self, above: str) -> bool:
        """Tell whether the line above, or the last one, is whole itself: no attribution reaches over the two."""
        if above.endswith(ENDINGS) and _SURE.search(above) is not None and scan_dates(self.lines.contents[self.last]):
            return True  # each may be one; a thousand of them would be read five times each
        return above.endswith(_CLOSED) or _DASHED.match(self.lines.contents[self.last]) is not None

    def _name_may_follow(self) -> bool:
        """Tell whether the name may stand on the next line."""
        below = self.last + 1
        return not self.quoted and below < len(self.lines) and not self.lines.blank(below)

    def _continues_below(self) -> bool:
        """Tell whether the rest stands below: an archive folded it, and "wrote:" or ">" kept its marks."""
        contents, last = self.lines.contents, self.last
        written = " ".join(contents[max(0, last - 1) : last + 1])
        if written.rfind("<") > written.rfind(">"):
            return True
        content = contents[last + 1] if last + 1 < len(contents) else ""
        return len(content.split()) in (1, 2, 3) and content.rstrip(BEHIND_ENDS).endswith(ENDINGS)

    def _is_confirmed(self, found: Attribution) -> bool:
        """Tell whether weak evidence is confirmed: by its own colon and by quoted lines below."""
        if self.ended:
            if found.date is None and not found.sure and _begins_sentence(found.sender or ""):
                return False
            return self.quoted or (found.sure and _needs_no_quotation(found)) or self._is_history_head(found)
        if not self.quoted:
            if found.words:
                return _is_whole(found)
            return _is_paragraph(self.lines, self.last) and self._is_history_head(found)
        told = found.date is not None and (found.sure or "@" in (found.sender or ""))
        return not found.ended or told

    def _is_history_head(self, found: Attribution) -> bool:
        """Tell whether a line heads a message of a help desk's history: a person, a comma, a date with year and time.

        With an address the date has a weekday; without one a rule stands above.
        """
        sender, date = found.sender, found.date
        if not sender or date is None or not self.lines.contents[self.last].strip().startswith(f"{sender},"):
            return False
        told = date.weekday is not None if "@" in sender else rule_above(self.lines, self.last, self.stop) is not None
        return told and date.year is not None and date.hour is not None and _is_named(sender)

    def _may_begin_at(self, found: Attribution, first: int) -> bool:
        """Tell whether it may begin at a line: a paragraph begins there, or its words leave no doubt."""
        if first == self.last and (found.ended or found.sure or found.date) and self.quoted:
            return True
        depths = self.lines.depths
        if first == self.stop or self.lines.blank(first - 1) or depths[first - 1] != depths[first]:
            return True
        if not self.quoted and rule_above(self.lines, first, first - 1) is not None:
            return True
        return found.sure and found.date is not None


def _begins_sentence(sender: str) -> bool:
    """Tell whether words before a verb are no name: "As he" begins with a capital and ends without one."""
    words = sender.split()
    return len(words) > 1 and words[0][0].isupper() and words[-1][0].islower()


def _names_writer(found: Attribution) -> bool:
    """Tell whether an attribution leaves no doubt who wrote: it is sure, or has a verb and a name of several words."""
    sender = found.sender or ""
    named = len(sender.split()) > 1 and "," not in sender and _is_named(sender)
    return sender != "" and (found.sure or (found.words > 0 and named))


def _needs_no_quotation(found: Attribution) -> bool:
    """Tell whether an attribution needs no quotation below: a name and a day alone may be running text."""
    return not found.sender or found.date is None or found.date.hour is not None or "@" in found.sender


def _breaks_address(above: str, text: str) -> bool:
    """Tell whether an archive folded within an address: "<jane.roe@uni-quay." and "example> wrote:"."""
    return above.rfind("@") > above.rfind("<") > above.rfind(">") and ">" in text.partition("<")[0]


def _is_verb(text: str) -> bool:
    """Tell whether a text is no more than the words that end an attribution: "wrote:", "het volgende geschreven:"."""
    if len(text) > _MAX_VERB_CHARS or any(map(str.isdigit, text)):
        return False
    from threadparse.headers.attribution_patterns import is_suffix

    return is_suffix(text)


def _is_whole(found: Attribution) -> bool:
    """Tell whether an attribution without a colon is sure: a verb, an address, and a date with year and time."""
    sender, date = found.sender, found.date
    return found.sure and "@" in (sender or "") and date is not None and date.year is not None and date.hour is not None


def _is_named(sender: str) -> bool:
    """Tell whether the words beside an address are those of a name: none but particles is in small letters."""
    from threadparse.headers.attribution_patterns import is_account, without_addresses

    words = without_addresses(sender).split()
    return is_account(sender) or not any(word[0].islower() and len(word) > _PARTICLE for word in words)


def _is_better(longer: Attribution, shorter: Attribution) -> bool:
    """Tell whether a line more makes it better: it adds the date, fixed words, or the name to an address."""
    if (gain := _date_fields(longer.date) - _date_fields(shorter.date)) != 0:
        return gain > 0
    if longer.words != shorter.words:
        return longer.words > shorter.words
    from threadparse.headers.attribution_patterns import without_addresses

    named = bool(without_addresses(longer.sender or "").strip())
    return named and not without_addresses(shorter.sender or "").strip() and len((longer.sender or "").split()) <= 8


def _date_fields(date: DateValue | None) -> int:
    """Return how much a date says: the day, the year, the time."""
    return 0 if date is None else 1 + (date.year is not None) + (date.hour is not None)


def _read_line(lines: LabelledLines, index: int, last: int) -> str | None:
    """Return a line of the attribution, or None where a paragraph ends.

    An archive may have folded the line: then the overhang lost quote marks, or the bracket that closes the address
    stands alone and looks like a quote mark.
    """
    if lines.furniture[index] == FURNITURE:
        return None
    content = lines.contents[index].strip()
    if content and "&" in content:
        from html import unescape

        return unescape(content)  # an exported view left "&lt;jane@host&gt;"
    if not lines.depths[index] or (index == last and not content):
        return content or None
    above = " ".join(lines.contents[max(0, index - _MAX_LINES) : index])
    opened = above.count("<") > above.count(">")
    apart = lines.blank(index - 1) and not opened
    if content and (">" in content or apart or lines.depths[index] <= lines.depths[index - 1]):
        return content
    return f"> {content}".rstrip() if opened else content or None


def _make_header(lines: LabelledLines, found: Attribution, first: int, last: int) -> Header:
    fields = {}
    label = lines.labels.get(first)  # "Message du 03/06/21 09:15" names nobody
    if found.sender is not None and not (label is not None and label.text.startswith(found.sender.casefold())):
        fields["from"] = Field("from", found.sender, first)
    if found.date is not None:
        fields["date"] = Field("date", found.date.raw, first)
    return Header("attribution", first, last, lines.depths[first], fields)
