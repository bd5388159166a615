"""Read a name above a date, each on a line of its own, as help desks, forums and web mail head their messages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from threadparse.headers.attributions import CLOCK, rule_above
from threadparse.headers.header import Field, Header
from threadparse.headers.rule import Rule
from threadparse.locales.folding import fold
from threadparse.locales.letterheads import letterhead_words
from threadparse.locales.lexicon import labels
from threadparse.values.dates.read import parse_date

__all__ = ["NameAboveDate"]

_MAX_CHARS, _MAX_WORDS = 60, 5  # of a name, its address not counted; of a date
_PARTICLE = 3  # letters of "van", "de", "bin": they have no capital
_MAX_TITLE_LINES = 2
_RECIPIENTS = ("to", "cc", "bcc")
_ENDS = frozenset(".,:;!?")  # of words that are no name and no subject
_MARKS = " \t\xa0*_"
_LAST_LETTERS = ".m.\n"  # of a line with a time, as HyperKitty writes it
_DESK = r"\s*\([^()]{1,40}\)\Z"  # the name of the help desk behind a person's


class NameAboveDate(Rule):
    """A name and a date with its time below it: in a text with the words of such a page, or above "to me".

    Zendesk: "Jane Roe (Help)", "Mar 4, 2024, 14:02 GMT". HyperKitty has the day and the time in two paragraphs, Google
    Groups "unread," above the date and "to LIST" below it, Gmail "(2 days ago)" behind the date and "to me" below it.
    Postbox quotes below "Jane Roe <mailto:jane@roe.example>" and "4 Mar 2024 14:02". Outlook on the web has "To: Bo"
    between the name and the date, and the initials of the name above it.
    """

    name = "name above a date"

    def places(self) -> Sequence[int]:
        """Return the short lines with a time, if the text has the words of such a page or recipients stand below."""
        lines, contents = self.lines, self.lines.contents
        signed = letterhead_words().desk_sign in lines.text or _LAST_LETTERS in lines.text
        return [
            at
            for at in (range(len(contents)) if signed else lines.colons)
            if (signed or at not in lines.labels)
            and len(contents[at]) <= _MAX_CHARS
            and CLOCK.search(contents[at])
            and (signed or self._is_headed(at))
        ]

    def read(self, at: int) -> Header | None:
        """Read the name above the date on a line, or above the day that stands above a time."""
        if fields := self._labelled(at):
            return self._above_recipients(at, fields)
        people = self._recipients(at)
        first, value = self._date_that_ends(at, followed=bool(people))
        if not (people or self._is_of_page(first, at)):
            return None
        date = parse_date(value)
        named = None if date is None or date.year is None or date.hour is None else self._name_above(first, at)
        if named is None:
            return None
        name = re.sub(_DESK, "", self._words(named)).strip(_MARKS)
        if not _is_name(name) or parse_date(f"{name} {value}") is not None:  # "Monday" is the day's
            return None
        fields = {"from": Field("from", name, named), "date": Field("date", value, first)}
        if people:
            # no name stands there with its surname first
            fields["to"] = Field("to", people.replace(",", ";"), at + 1)
        top = self._title(named) if people and not self.search.stop else named
        if top != named:
            fields["subject"] = Field("subject", self._words(top), top)
        reasons = ("name", "time of day", "recipients")[: 3 if people else 2]
        top = rule_above(self.lines, top, self.search.stop) or top
        return Header("block", top, at + 1 if people else at, self.lines.depths[named], fields, reasons=reasons)

    def _date_that_ends(self, at: int, *, followed: bool) -> tuple[int, str]:
        """Return where the date begins that ends on a line, and the date: the day may stand above its time.

        Gmail says behind the date how long ago that is, where recipients follow.
        """
        words = self._words(at)
        value = words.partition(" (")[0].rstrip() if followed else words
        above = self._above(at) if value[0].isdigit() and parse_date(value) is None else None
        return (at, value) if above is None else (above, f"{self._words(above)} {value}")

    def _is_of_page(self, first: int, at: int) -> bool:
        """Tell whether a date without recipients is one that a page sets above a message: an agenda has dates, too."""
        apart = first != at and self.lines.blank(at - 1)
        return letterhead_words().desk_sign in self.lines.text or apart or self._is_below_address(at)

    def _name_above(self, first: int, at: int) -> int | None:
        """Return the line with the name above a date that goes from one line to another."""
        named = self._above(first)
        told = named is not None and self._words(named).lower() in letterhead_words().unread
        # HyperKitty has the day twice
        if named is not None and (told or (first != at and parse_date(self._words(named)) is not None)):
            named = self._above(named)
        if named is None or told or named <= self.search.stop or self.lines.blank(named - 1):
            return named
        return None

    def _is_headed(self, at: int) -> bool:
        """Tell whether a line stands below an address, or recipients stand right below or above it."""
        return self._is_below_address(at) or bool(self._recipients(at) or self._labelled(at))

    def _labelled(self, at: int) -> dict[str, Field]:
        """Return the fields of the recipients that stand right above a date, the lowest first."""
        fields: dict[str, Field] = {}
        for line in range(at - 1, max(0, at - 1 - len(_RECIPIENTS)), -1):
            label = self.lines.labels.get(line)
            if label is None or not label.value or label.fields[0] not in _RECIPIENTS:
                break
            fields[label.fields[0]] = Field(label.fields[0], label.value, line)
        return fields

    def _above_recipients(self, at: int, fields: dict[str, Field]) -> Header | None:
        """Read the name above recipients and a date, perhaps below its initials."""
        named = min(field.line for field in fields.values()) - 1
        name, date = self._words(named), parse_date(self._words(at))
        if named < self.search.stop or date is None or date.year is None or date.hour is None:
            return None
        if not name or not _is_name(name):
            return None
        fields = {"from": Field("from", name, named), "date": Field("date", self._words(at), at), **fields}
        initials = "".join(word[0] for word in name.split())
        top = named - 1 if named > self.search.stop and self._words(named - 1) == initials[0] + initials[-1] else named
        title = top if self.search.stop else self._title(top)
        if title != top:
            fields["subject"] = Field("subject", self._words(title), title)
        return Header(
            "block", title, at, self.lines.depths[named], fields, reasons=("name", "time of day", "recipients")
        )

    def _is_below_address(self, at: int) -> bool:
        """Tell whether a line is quoted, and the one above it is all that is quoted above: a name with an address."""
        depth, contents = self.lines.depths[at], self.lines.contents
        if not at or not depth or self.lines.depths[at - 1] != depth or contents[at - 1].rstrip()[-1:] != ">":
            return False
        return at == 1 or self.lines.depths[at - 2] < depth or self.lines.blank(at - 2)

    def _recipients(self, at: int) -> str:
        """Return the names behind the word for "to" below a line; empty if none stands there, or other words do."""
        if at + 1 == len(self.lines):
            return ""
        word, _, people = self._words(at + 1).partition(" ")
        named = people and "to" in labels().get(fold(word), ())[:1] and all(map(_is_recipient, people.split(",")))
        return people.strip() if named else ""

    def _title(self, named: int) -> int:
        """Return the line of the subject if only that, and perhaps the name of a folder, stand above; else the line."""
        shown = [line for line in range(named) if not self.lines.blank(line)]
        ended = any(self._words(line)[-1:] in _ENDS for line in shown[:_MAX_TITLE_LINES])
        return shown[0] if 0 < len(shown) <= _MAX_TITLE_LINES and not ended else named

    def _words(self, at: int) -> str:
        """Return a line without emphasis."""
        return self.lines.contents[at].strip(_MARKS)

    def _above(self, at: int) -> int | None:
        """Return the nearest line above that shows something, at most one blank line between."""
        return self.lines.above(at, self.search.stop, blanks=1)


def _is_recipient(text: str) -> bool:
    """Tell whether a text is a name, or one word: "me", a list, an address; "to 11:30 AM" says when something ends."""
    words = text.split()
    return _is_name(text) or (
        len(words) == 1 and words[0][-1] not in _ENDS and ("@" in text or not any(map(str.isdigit, text)))
    )


def _is_name(text: str) -> bool:
    """Tell whether a text is a few words with capitals, perhaps with an address, and no sentence."""
    name, _, address = text.partition("<")
    words = name.split()
    return (
        0 < len(words) <= _MAX_WORDS
        and len(name) <= _MAX_CHARS
        and name.rstrip()[-1] not in _ENDS
        and (not address or ("@" in address and address.endswith(">")))
        and not any(map(str.isdigit, name))
        and all(not word[0].islower() or (at and len(word) <= _PARTICLE) for at, word in enumerate(words))
    )
