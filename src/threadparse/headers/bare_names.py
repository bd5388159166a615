"""A name and a colon, nothing else, above a quotation: the attribution of Geary in Ukrainian, and of people by hand.

A heading ("Key Points:") looks the same. So the line stands alone, begins the quotation, and something tells that it
names a person: a redaction, an address, the name elsewhere in the text, or a language that sets no heading so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from threadparse.headers.attributions import quoted_below
from threadparse.headers.header import Field, Header
from threadparse.headers.labelled_lines import LabelledLines
from threadparse.locales.folding import END_COLONS
from threadparse.locales.phrases import leading_words, phrasebook, words

__all__ = ["find_bare_names"]

_MAX_CHARS = 80
_MARKS = " \t\xa0*_"
_MIN_WORDS, _MAX_WORDS = 2, 4  # words of a name; a single one with a colon is a heading or calls somebody
_PARTICLE = 3  # letters of "van", "de", "bin": they have no capital
_NO_MARKS = str.maketrans(dict.fromkeys(".'’-"))
_ADDRESSED = re.compile(r"(?:(?P<name>[^<>@]*)<)?[^\s<>@]+@[^\s<>@]+\.[^\W\d]{2,}>?")
# Languages in Greek, Cyrillic and Armenian letters capitalise the first word of a heading only.
_PLAIN_HEADINGS = re.compile(r"[\u0370-\u058f\u1f00-\u1fff]")
# Limits, so that a hostile text costs no more than its length.
_MAX_HEADERS, _MAX_PEOPLE, _MAX_QUOTED_LINES = 200, 400, 400
_MAX_LINES_AWAY = 12  # lines in which a greeting or a signature may stand


def find_bare_names(lines: LabelledLines, candidates: list[int], headers: list[Header]) -> list[Header]:
    """Find the lines that are nothing but a name and introduce a quotation.

    Args:
        lines: The lines of the text.
        candidates: The lines that may end an attribution.
        headers: The headers found so far, in the order of their lines.

    Returns:
        Further headers, in the order of their lines.
    """
    found: list[Header] = []
    people: list[frozenset[str]] | None = None
    message = _Message()
    ahead = 0
    for index in candidates:
        if not (name := _before_colon(lines.contents[index])) or not _is_apart(lines, index):
            continue
        while ahead < len(headers) and headers[ahead].first <= index:
            message = _Message(headers[ahead])
            ahead += 1
        if index < message.first or not message.begins_quotation(lines, index):
            continue
        if people is None:
            people = _people(headers)
        if _names_person(lines, index, message.first, name, people):
            header = Header("attribution", index, index, lines.depths[index], {"from": Field("from", name, index)})
            found.append(header)
            message = _Message(header, named=True)
    return found


class _Message:
    """Hold the words below a header, as far as they have been looked through.

    Args:
        header: The header; None above the first one.
        named: It is itself nothing but a name.
    """

    def __init__(self, header: Header | None = None, *, named: bool = False) -> None:
        self._header = header
        self._named = named
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
        if self._header is not None and self._named and self._header.depth == depth:
            return True  # the next one whom the same author quotes
        for at in range(self._seen, index):
            self._deepest = max(self._deepest, depths[at])
            self._worded = self._worded or not lines.blank(at)
        self._seen = index
        introduced = self._header is not None and self._header.kind == "attribution" and self._header.depth == depth
        return self._deepest <= depth and (self._worded or not introduced)


def _before_colon(content: str) -> str:
    """Return what a short line has before the colon that ends it; empty if none does."""
    bare = content.strip(_MARKS)
    return bare[:-1].strip(_MARKS) if len(bare) <= _MAX_CHARS and bare[-1:] in END_COLONS else ""


def _is_apart(lines: LabelledLines, index: int) -> bool:
    """Tell whether a line is a paragraph of its own, and a quotation follows."""
    apart = index == 0 or lines.blank(index - 1) or lines.depths[index - 1] < lines.depths[index]
    return apart and not lines.furniture[index] and quoted_below(lines, index)


def _names_person(lines: LabelledLines, index: int, floor: int, name: str, people: list[frozenset[str]]) -> bool:
    """Tell whether something tells that a line names a person."""
    from threadparse.values.redactions import is_redacted

    if is_redacted(name):
        return True
    addressed = _ADDRESSED.fullmatch(name)
    if addressed:
        return not (shown := (addressed["name"] or "").strip(' "')) or _is_name(shown)
    greets = leading_words(words(name), phrasebook().greeting)
    if greets or not _is_name(name) or len(name.split()) < _MIN_WORDS:
        return False
    if not name.isupper() and (_PLAIN_HEADINGS.search(name) or _in_plain_headings(lines, floor, index)):
        return True
    own = frozenset(words(name))
    return (
        any(own <= person for person in people)
        or any(called <= own for called in _greeted(lines, floor, index))
        or any(signed <= own for signed in _signed(lines, index) if signed)
    )


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
    return not own.isascii() and len(_PLAIN_HEADINGS.findall(own)) * 2 > sum(map(str.isalpha, own))


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
