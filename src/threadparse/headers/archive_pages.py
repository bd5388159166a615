"""Read pasted pages of list archives: Pipermail's head above its links, MARC's links around the fields."""

from __future__ import annotations

import re
from collections.abc import Iterable

from threadparse.headers.header import Field, Header
from threadparse.headers.rule import Rule
from threadparse.lines.lines import FURNITURE
from threadparse.locales.folding import fold
from threadparse.locales.letterheads import letterhead_words
from threadparse.values.dates.read import parse_date

__all__ = ["ArchivePage"]

_LINKS = "] ["  # two links side by side; few texts have any
_MAX_LINES_BELOW = 12  # of the fields with MARC's links around them
_MARKS = " \t\xa0*-•"
_SENDER = r"(?P<name>\S.*?)[ \t]+<?(?P<local>[\w.+-]{1,64})(?: at |@)(?P<domain>[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})>?"


class ArchivePage(Rule):
    """A subject, a name with an address, a date, and the links of the archive: so Pipermail heads each message."""

    name = "archive page"

    def places(self) -> Iterable[int]:
        """Return the lines of links side by side."""
        if _LINKS not in self.lines.text:
            return ()
        return [at for at, content in enumerate(self.lines.contents) if _LINKS in content and self._is_link(at)]

    def read(self, at: int) -> Header | None:
        """Read the head above some links; links without one are set aside, with the archive's own fields below."""
        lines, first = self.lines, at
        while first > self.search.stop and self._is_link(first - 1):
            first -= 1
        header = self._read_head(first, at)
        if header is None:
            for line in range(first, min(at + _MAX_LINES_BELOW, len(lines))):
                if self._is_link(line):
                    lines.furniture[line] = FURNITURE
        return header

    def _is_link(self, at: int) -> bool:
        """Tell whether a line begins as a link of an archive does."""
        content = self.lines.contents[at].strip(_MARKS)
        return content != "" and fold(content).startswith(letterhead_words().archive_links)

    def _read_head(self, first: int, last: int) -> Header | None:
        """Read the subject, the sender and the date that stand above links, each on its line."""
        lines, stop = self.lines, self.search.stop
        below = lines.above(first, stop, blanks=1)
        found = range(0 if below is None else below - 2, 0 if below is None else below + 1)
        if len(found) < 3 or found[0] < stop or any(map(lines.blank, found)):
            return None
        subject, sender, dated = (lines.contents[at].strip() for at in found)
        person, date = re.fullmatch(_SENDER, sender), parse_date(dated)
        if person is None or date is None or date.year is None or date.hour is None:
            return None
        values = (subject, f"{person['name']} <{person['local']}@{person['domain']}>", dated)
        fields = {
            name: Field(name, value, at)
            for name, value, at in zip(("subject", "from", "date"), values, found, strict=True)
        }
        reasons = ("address", "time of day", "links of an archive below")
        return Header("block", found[0], last, lines.depths[found[0]], fields, reasons=reasons)
