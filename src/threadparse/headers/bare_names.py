"""Find a name and a colon, nothing else, above a quotation: as Geary in Ukrainian writes it, and people by hand.

A heading ("Key Points:") looks the same. So the line stands alone, begins the quotation, and something tells that it
names a person: a redaction, an address, the name elsewhere in the text, or a language that sets no heading so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from threadparse.headers.attributions import quoted_below
from threadparse.headers.header import Field, Header
from threadparse.headers.labelled_lines import LabelledLines
from threadparse.headers.rule import Rule, Search
from threadparse.locales.folding import END_COLONS
from threadparse.locales.phrases import leading_words, phrasebook, words

__all__ = ["BareName"]

_MAX_CHARS = 80
_MARKS = " \t\xa0*_"
_MIN_WORDS, _MAX_WORDS = 2, 4  # words of a name; a single one with a colon is a heading or calls somebody
_PARTICLE = 3  # letters of "van", "de", "bin": they have no capital
_NO_MARKS = str.maketrans(dict.fromkeys(".'’-"))
# Few texts ask for these patterns: they are compiled when one does.
_ADDRESSED = r"(?:(?P<name>[^<>@]*)<)?[^\s<>@]+@[^\s<>@]+\.[^\W\d]{2,}>?"
# Languages in Greek, Cyrillic and Armenian letters capitalise the first word of a heading only.
_PLAIN_HEADINGS = r"[\u0370-\u058f\u1f00-\u1fff]"
# Limits, so that a hostile text costs no more than its length.
_MAX_HEADERS, _MAX_PEOPLE, _MAX_QUOTED_LINES = 200, 400, 400
_MAX_LINES_AWAY = 12  # lines in which a greeting or a signature may stand


class BareName(Rule):
    """A line that is nothing but a name and a colon and introduces a quotation.

    Args:
        search: The search of the text.
    """

    name = "bare name"

    def __init__(self, search: Search) -> None:
        super().__init__(search)
        self._people: list[frozenset[str]] | None = None
        self._message = _WordsBelow()

    def places(self) -> Sequence[int]:
        """Return the lines that end with a colon, in a text with quotations."""
        if not self.lines.quoted:
            return ()
        contents = self.lines.contents
        return [at for at in self.lines.ended if _before_colon(contents[at])]

    def read(self, at: int) -> Header | None:
        """Read the name on a line."""
        lines, above = self.lines, self.search.above
        if not _is_apart(lines, at):
            return None
        if self._message.header is not above:
            self._message = _WordsBelow(above)
        if not self._message.begins_quotation(lines, at):
            return None
        if self._people is None:
            self._people = _people(self.search.headers)
        name = _before_colon(lines.contents[at])
        reason = _names_person(lines, at, self._message.first, name, self._people)
        if reason is None:
            return None
        header = Header("attribution", at, at, lines.depths[at], {"from": Field("from", name, at)})
        header.reasons = ("quotation below", reason)
        return header


class _WordsBelow:
    """Hold the words below a header, as far as they have been looked through.

    Args:
        header: The header; None above the first one.
    """

    def __init__(self, header: Header | None = None) -> None:
        self.header = header
        self.first = self._seen = header.last + 1 if header else 0
        self._deepest = 0
        self._worded = False

    def begins_quotation(self, lines: LabelledLines, index: int) -> bool:
        """Tell whether nobody is named yet for the quotation below a line: it is not the rest of one, interrupted.

        Args:
            lines: The lines of the text.
            index: The line; none above the last one that was asked about.
        """
        depths, depth = lines.depths, lines.depths[index]
        header = self.header
        if header is not None and header.rule == BareName.name and header.depth == depth:
            return True  # the next one whom the same author quotes
        for at in range(self._seen, index):
            self._deepest = max(self._deepest, depths[at])
            self._worded = self._worded or not lines.blank(at)
        self._seen = index
        introduced = header is not None and header.kind == "attribution" and header.depth == depth
        return self._deepest <= depth and (self._worded or not introduced)


def _before_colon(content: str) -> str:
    """Return what a short line has before the colon that ends it; empty if none does."""
    bare = content.strip(_MARKS)
    return bare[:-1].strip(_MARKS) if len(bare) <= _MAX_CHARS and bare[-1:] in END_COLONS else ""


def _is_apart(lines: LabelledLines, index: int) -> bool:
    """Tell whether a line is a paragraph of its own, and a quotation follows."""
    apart = index == 0 or lines.blank(index - 1) or lines.depths[index - 1] < lines.depths[index]
    return apart and not lines.furniture[index] and quoted_below(lines, index)


def _names_person(lines: LabelledLines, index: int, floor: int, name: str, people: list[frozenset[str]]) -> str | None:
    """Return what tells that a line names a person, or None."""
    from threadparse.values.redactions import is_redacted

    if is_redacted(name):
        return "redaction"
    addressed = re.fullmatch(_ADDRESSED, name)
    if addressed:
        return "address" if not (shown := (addressed["name"] or "").strip(' "')) or _is_name(shown) else None
    greets = leading_words(words(name), phrasebook().greeting)
    if greets or not _is_name(name) or len(name.split()) < _MIN_WORDS:
        return None
    if not name.isupper() and (re.search(_PLAIN_HEADINGS, name) or _in_plain_headings(lines, floor, index)):
        return "capitals that no heading of this script has"
    own = frozenset(words(name))
    if any(own <= person for person in people):
        return "named in a header"
    if any(called <= own for called in _greeted(lines, floor, index)):
        return "greeted above"
    return "signs the quotation" if any(signed <= own for signed in _signed(lines, index) if signed) else None


def _is_name(text: str) -> bool:
    """Tell whether a text has the shape of a name: a few words with capitals, without figures and other marks."""
    parts = text.translate(_NO_MARKS).split()
    return 0 < len(parts) <= _MAX_WORDS and all(
        part.isalpha() and (part[0].isupper() or (0 < at < len(parts) - 1 and len(part) <= _PARTICLE))
        for at, part in enumerate(parts)
    )


def _in_plain_headings(lines: LabelledLines, floor: int, index: int) -> bool:
    """Tell whether the author's own words above are in a script whose headings are not set like names."""
    own = "".join(lines.contents[max(floor, index - _MAX_LINES_AWAY) : index])
    return not own.isascii() and len(re.findall(_PLAIN_HEADINGS, own)) * 2 > sum(map(str.isalpha, own))


def _people(headers: list[Header]) -> list[frozenset[str]]:
    """Return the words of the mailboxes that wrote or got one of the messages."""
    mailboxes = (
        mailbox
        for header in headers[:_MAX_HEADERS]
        for field in ("from", "to", "cc")
        for mailbox in re.split(r"[;\n>]", header.value(field) or "")
    )
    return list(dict.fromkeys(frozenset(words(mailbox)) for mailbox in mailboxes))[:_MAX_PEOPLE]


def _greeted(lines: LabelledLines, floor: int, index: int) -> Iterator[frozenset[str]]:
    """Return the names behind the greetings at the top of the author's own words."""
    for line in _lines_with_words(lines, range(floor, min(floor + _MAX_LINES_AWAY, index))):
        parts = words(line)
        count = leading_words(parts, phrasebook().greeting)
        if count and len(parts) > count:
            yield frozenset(parts[count:])


def _signed(lines: LabelledLines, index: int) -> Iterator[frozenset[str]]:
    """Return the last lines of the quotation that may be names."""
    depths = lines.depths
    at, stop = index + 1, min(len(lines), index + _MAX_QUOTED_LINES)
    while at < stop and (depths[at] > depths[index] or lines.blank(at)):
        at += 1
    deeper = depths[index] + 1
    last = [line for line in range(max(index + 1, at - _MAX_LINES_AWAY), at) if depths[line] == deeper]
    return (frozenset(words(line)) for line in list(_lines_with_words(lines, last))[-3:] if _is_name(line))


def _lines_with_words(lines: LabelledLines, places: Iterable[int]) -> Iterator[str]:
    """Return the contents of the places that show anything."""
    return (lines.contents[at].strip() for at in places if not lines.blank(at))
