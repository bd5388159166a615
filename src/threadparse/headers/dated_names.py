"""Read a name above a date, each on a line of its own, as help desks and pages of forums head their messages."""

from __future__ import annotations

import re
from collections.abc import Iterable

from threadparse.headers.header import Field, Header
from threadparse.headers.rule import Rule
from threadparse.locales.folding import fold
from threadparse.locales.letterheads import letterhead_words
from threadparse.locales.lexicon import labels
from threadparse.values.dates.read import parse_date

__all__ = ["NameAboveDate"]

_MAX_CHARS, _MAX_WORDS = 60, 4  # of a name
_PARTICLE = 3  # letters of "van", "de", "bin": they have no capital
_MARKS = " \t\xa0*_"
_CLOCK = r"\d[:.]\d\d"  # as text: most mail has no such names
_DESK = r"\s*\([^()]{1,40}\)\Z"  # the name of the help desk behind a person's


class NameAboveDate(Rule):
    """A name and a date with its time below it, in a text with the words of a help desk or a forum.

    Zendesk: "Jane Roe (Help)", "Mar 4, 2024, 14:02 GMT". HyperKitty has the day and the time in two paragraphs, Google
    Groups "unread," above the date and "to LIST" below it.
    """

    name = "name above a date"

    def places(self) -> Iterable[int]:
        """Return the short lines with a time, in a text with the words of such a page."""
        if not any(sign in self.lines.text for sign in letterhead_words().page_signs):
            return ()
        contents = self.lines.contents
        return [at for at, content in enumerate(contents) if len(content) <= _MAX_CHARS and re.search(_CLOCK, content)]

    def read(self, at: int) -> Header | None:
        """Read the name above the date on a line, or above the day that stands above a time."""
        lines, unread = self.lines, letterhead_words().unread
        first, value = at, self._words(at)
        if value[0].isdigit() and parse_date(value) is None:
            above = self._above(at)
            first, value = (at, value) if above is None else (above, f"{self._words(above)} {value}")
        date, named = parse_date(value), self._above(first)
        if date is None or date.year is None or date.hour is None or named is None:
            return None
        told = self._words(named).lower() in unread
        if told or (first != at and parse_date(self._words(named)) is not None):  # HyperKitty has the day twice
            named = self._above(named)
        if named is None or (named > self.search.stop and not told and not lines.blank(named - 1)):
            return None
        name = re.sub(_DESK, "", self._words(named)).strip(_MARKS)
        if not _is_name(name) or parse_date(f"{name} {value}") is not None:  # "Monday" is the day's
            return None
        fields = {"from": Field("from", name, named), "date": Field("date", value, first)}
        below = lines.below(at) if told else None
        label, _, rest = self._words(below).partition(" ") if below is not None else ("", "", "")
        if below is not None and rest and "to" in labels().get(fold(label), ()):
            fields["to"] = Field("to", rest, below)
            at = below
        return Header("block", named, at, lines.depths[named], fields, reasons=("name", "time of day"))

    def _words(self, at: int) -> str:
        """Return a line without emphasis."""
        return self.lines.contents[at].strip(_MARKS)

    def _above(self, at: int) -> int | None:
        """Return the nearest line above that shows something, at most one blank line between."""
        return self.lines.above(at, self.search.stop, blanks=1)


def _is_name(text: str) -> bool:
    """Tell whether a text is a few words with capitals, without figures and the ends of sentences."""
    words = text.split()
    return (
        0 < len(words) <= _MAX_WORDS
        and len(text) <= _MAX_CHARS
        and text[-1] not in ",;:!?"
        and not any(map(str.isdigit, text))
        and all(word[0].isupper() or (at and len(word) <= _PARTICLE) for at, word in enumerate(words))
    )
