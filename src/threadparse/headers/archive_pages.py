"""Read pasted pages of list archives: Pipermail's head above its links, MARC's links around the fields."""

from __future__ import annotations

import re
from collections.abc import Sequence

from threadparse.headers.header import Field, Header
from threadparse.headers.rule import Rule
from threadparse.lines.lines import FURNITURE
from threadparse.locales.folding import fold
from threadparse.locales.letterheads import letterhead_words
from threadparse.values.dates.read import parse_date

__all__ = ["ArchivePage"]

_LINKS = "] ["  # two links side by side; few texts have any
_MAX_LINES_BELOW = 12  # of the fields between MARC's links
_ENDS = frozenset(".,:;!")  # of words that are no subject
_SIGNS = ("+", "-")  # of an offset
_MARKS = " \t\xa0*-•"
# The foot of a page: the overview of a thread, as public-inbox prints it, and debbugs' invitation below a bug's log,
# which is a line of its own: within a sentence it is somebody's words.
_OVERVIEW, _INVITATION = "other threads:[", "Send a report that this bug log contains spam"
_SENDER = r"(?P<name>\S.*?)[ \t]+<?(?P<local>[\w.+-]{1,64})(?: at |@)(?P<domain>[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})>?"
#: The Mail Archive, below the subject on top of its page: "Jane Roe Tue, 14 Mar 2017 09:41:07 -0700".
_NAME_AND_DATE = (
    r"(?P<name>[^\W\d_].{0,80}?)[ \t]+(?P<date>[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} [\d:]{8} [+-]\d{4})"
)


class ArchivePage(Rule):
    """A subject, a name with an address, a date, and the links of the archive: so Pipermail heads each message.

    The Mail Archive has the name and the date in a paragraph of their own. Feet of pages are set aside.
    """

    name = "archive page"

    def places(self) -> Sequence[int]:
        """Return the second line that shows something if it may be a name and a date, and the lines of links."""
        lines = self.lines
        linked = "[" in lines.text
        if (linked and _OVERVIEW in lines.text) or _INVITATION in lines.text:
            self._set_foot_aside()
        first = lines.below(-1)
        second = None if first is None else lines.below(first)
        found = [second] if second is not None and lines.contents[second].rstrip()[-5:-4] in _SIGNS else []
        if not linked or _LINKS not in lines.text:
            return found
        places = (at for at, content in enumerate(lines.contents) if _LINKS in content or content[:1] == "[")
        return found + list(filter(self._is_link, places))

    def read(self, at: int) -> Header | None:
        """Read the head above some links; links without one are set aside, with the archive's own fields beside."""
        if not self._is_link(at):
            return self._read_name_and_date(at)
        lines, first = self.lines, at
        while first > self.search.stop and self._is_link(first - 1):
            first -= 1
        header = self._read_head(first, at)
        if header is None:
            if _LINKS not in lines.contents[at]:  # MARC's link below its fields
                first = max(self.search.stop, first - _MAX_LINES_BELOW)
            for line in range(first, min(at + _MAX_LINES_BELOW, len(lines))):
                if self._is_link(line):
                    lines.furniture[line] = FURNITURE
        return header

    def _read_name_and_date(self, at: int) -> Header | None:
        """Read a name and a date below the subject, each a paragraph."""
        lines = self.lines
        match = re.fullmatch(_NAME_AND_DATE, lines.contents[at].strip())
        above = lines.above(at, 0, blanks=2)
        if match is None or above is None or not lines.blank(at - 1) or lines.below(at) == at + 1 or lines.depths[at]:
            return None
        if "@" in match["name"] or lines.contents[above].rstrip()[-1:] in _ENDS:
            return None  # an attribution without a verb, below somebody's words
        subject = Field("subject", lines.contents[above].strip(), above)
        fields = {
            "subject": subject,
            "from": Field("from", match["name"], at),
            "date": Field("date", match["date"], at),
        }
        return Header("block", above, at, 0, fields, reasons=("name", "time of day"))

    def _set_foot_aside(self) -> None:
        """Set the foot of a page aside, to the end of the text."""
        lines = self.lines
        begins = (at for at, content in enumerate(lines.contents) if not lines.depths[at] and _begins_foot(content))
        for at in range(next(begins, len(lines)), len(lines)):
            lines.furniture[at] = FURNITURE

    def _is_link(self, at: int) -> bool:
        """Tell whether a line begins as a link of an archive does."""
        content = self.lines.contents[at].strip(_MARKS)
        return content != "" and fold(content).startswith(letterhead_words().archive_links)

    def _read_head(self, first: int, last: int) -> Header | None:
        """Read the subject, the sender and the date that stand above links, each on its line."""
        lines, stop = self.lines, self.search.stop
        below = lines.above(first, stop, blanks=1)
        sender = None if below is None else lines.above(below, stop, blanks=0)
        title = None if sender is None else lines.above(sender, stop, blanks=1)
        if below is None or sender is None or title is None:
            return None
        found = (title, sender, below)
        subject, written, dated = (lines.contents[at].strip() for at in found)
        person, date = re.fullmatch(_SENDER, written), parse_date(dated)
        if person is None or date is None or date.year is None or date.hour is None:
            return None
        values = (subject, f"{person['name']} <{person['local']}@{person['domain']}>", dated)
        fields = {
            name: Field(name, value, at)
            for name, value, at in zip(("subject", "from", "date"), values, found, strict=True)
        }
        reasons = ("address", "time of day", "links of an archive below")
        return Header("block", found[0], last, lines.depths[found[0]], fields, reasons=reasons)


def _begins_foot(content: str) -> bool:
    """Tell whether a line begins the foot of a page."""
    return _OVERVIEW in content or content.strip(" \t\xa0*[]().") == _INVITATION
