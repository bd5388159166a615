"""Say what a redacted place is, and leave out what only looks like one: keys, tables, codes that sentences cite."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from threadparse.document import RedactionField, RedactionForm, Span
from threadparse.locales.exemptions import Exemption, begins_meaning, exemptions
from threadparse.locales.folding import fold
from threadparse.locales.redaction_words import vocabulary
from threadparse.releases.shown_rows import ShownRows

__all__ = ["RedactedPlace", "is_proven", "stand_for_words", "without_foreign", "without_keys"]

_ITEM = r"\W{0,10}([^\W\d_]{2,20})\.? \d"  # at the beginning of a row; as text: few documents ask for it
_MIN_STANDING = 2  # codes within sentences
_LOOSE_KEY = r"[ \t\xa0]*[-–—:=|]?[ \t\xa0]*[^\W\d_]{2}"
_AROUND_HEADING = " \t*:"
_GOES_ON, _MAX_WORD_CHARS = r"[ \xa0][a-zß-ÿ]", 2  # behind a code


class RedactedPlace(NamedTuple):
    """A place that was found.

    Attributes:
        span: Where it stands.
        marked: Something stands for the words, and is all of the span.
        form: What stands for them.
        codes: Its codes, with offsets in the text.
        message: Index of its message; None outside any.
        field: Where in the message.
        firm: It is a place whatever stands elsewhere.
        mentioned: The text may speak of a mark here, and black nothing out.
    """

    span: Span
    marked: bool
    form: RedactionForm
    codes: tuple[Exemption, ...]
    message: int | None
    field: RedactionField | None
    firm: bool = True
    mentioned: Literal["", "perhaps", "certain"] = ""


def is_proven(places: Sequence[RedactedPlace]) -> bool:
    """Tell whether words were taken out: a text that speaks of marks more often than it has them has none.

    Args:
        places: What the readers found.
    """
    firm = [place for place in places if place.firm]
    written = all(place.field == "body" and place.form in ("word", "code", "crosses") for place in firm)
    return bool(firm) and not (written and len(firm) < sum(bool(place.mentioned) for place in places))


def stand_for_words(places: Sequence[RedactedPlace], rows: ShownRows, hinted: Iterable[int]) -> bool:
    """Tell whether codes within sentences are places though no firm one proves it.

    The text says that it was released; or there are two at least, one of them of personal data, none begins its
    row, as an item of a list does, and nothing in the text cites a code or names a law.

    Args:
        places: What the readers found, no firm one among them.
        rows: The rows of the text.
        hinted: The lines that may have marks and codes.
    """
    known = exemptions()
    standing = [place for place in places if place.form == "code" and not (place.firm or place.mentioned)]
    codes = [code for place in standing for code in place.codes if code.how not in ("bracket", "cited")]
    if codes and any(phrase in rows.text for phrase in known.released):
        return True
    personal = any(known.is_personal(code.laws, code.code) for code in codes)
    begun = any(not rows.text[rows.starts[rows.line_of(code.start)] : code.start].strip() for code in codes)
    if len(codes) < _MIN_STANDING or begun or not personal:
        return False
    units = dict.fromkeys(filter(None, map(rows.unit_of, hinted)))
    return sum(len(known.find(unit.text)) for unit in units) == len(codes) and not known.named_laws(rows.text)


def without_keys(places: Sequence[RedactedPlace], rows: ShownRows) -> list[RedactedPlace]:
    """Leave out tables of exemptions, and the rows of a key: two at least, each another code and what it means.

    Below a heading such as "Key:" each row of a key may be a whole mark, and what it means.

    Args:
        places: What the readers found.
        rows: The rows of the text.
    """
    begun: dict[int, RedactedPlace] = {}  # by the row that a place begins
    titled: set[int] = set()  # rows that name themselves a key
    for line, together in groupby(places, lambda place: rows.line_of(place.span[0])):
        first, *others = together
        begins = not rows.line(line)[: first.span[0] - rows.starts[line]].strip()
        if (others or not begins) and vocabulary().heads_key(rows.line(line)):
            titled.add(line)
        if begins:
            begun[line] = first
    keys = _headed_lines(begun, rows) | _lines_with_meanings(begun, rows)
    return [
        place
        for place in places
        if (begun.get(at := rows.line_of(place.span[0])) is not place or at not in keys)
        and at not in titled
        and not (place.field in ("body", None) and (rows.is_tabled(at) or _is_listed(rows, at, place)))
    ]


def _headed_lines(begun: Iterable[int], rows: ShownRows) -> set[int]:
    """Return the lines below the heading of a key, one below the other, of those that a place begins."""
    headed: set[int] = set()
    for line in sorted(begun):
        heading = fold(rows.line(line - 1)).strip(_AROUND_HEADING) if line else ""
        if line - 1 in headed or heading in vocabulary().key_headings:
            headed.add(line)
    return headed


def _lines_with_meanings(begun: Mapping[int, RedactedPlace], rows: ShownRows) -> set[int]:
    """Return the lines that are a code and what it means, beside others with another code, by the places they begin."""
    coded: dict[int, str] = {}
    loosely: set[int] = set()  # a blank alone stands behind the code
    for line, place in begun.items():
        if place.codes and place.codes[0].start == place.span[0]:
            behind = rows.line(line)[place.codes[0].beyond - rows.starts[line] :]
            if re.match(_LOOSE_KEY, behind):
                coded[line] = place.codes[0].code
                if not begins_meaning(behind):
                    loosely.add(line)
    differing = {
        line for line, code in coded.items() if {coded.get(line - 1, code), coded.get(line + 1, code)} != {code}
    }
    firm = differing - loosely
    return firm | {line for line in differing & loosely if not firm.isdisjoint((line - 1, line + 1))}


def without_foreign(places: Sequence[RedactedPlace], rows: ShownRows) -> list[RedactedPlace]:
    """Leave out codes among legible words that are of another kind than the firm places.

    Args:
        places: What the readers found, a firm one among them.
        rows: The rows of the text.
    """
    among = [place for place in places if not place.firm and place.form == "code" and not _is_alone(rows, place)]
    if not among:
        return list(places)
    custom = _Custom([place for place in places if place.firm], rows)
    foreign = {place.span for place in among if custom.is_foreign(place)}
    return [place for place in places if place.span not in foreign]


class _Custom:
    """How the firm places of a text say that words were taken out.

    Args:
        firm: These places.
        rows: The rows of the text.
    """

    def __init__(self, firm: Sequence[RedactedPlace], rows: ShownRows) -> None:
        self._rows = rows
        codes = [code for place in firm for code in place.codes]
        coded = [place for place in firm if place.form == "code"]
        self._laws = exemptions().named_laws(rows.text).union(*(code.laws for code in codes))
        self._whole = {code.code for code in codes}
        self._parts = {code[:at] for code in self._whole for at, char in enumerate(code) if char == "("} - self._whole
        self._marks = {_section_mark(rows, code) for place in coded for code in place.codes} - {""}
        self._squared = bool(coded) and all(rows.text[place.span[0]] == "[" for place in coded)
        self._worded = all(place.form == "word" for place in firm)

    def is_foreign(self, place: RedactedPlace) -> bool:
        """Tell whether a code among legible words is of another kind.

        It is of a law that the text does not name and of which no firm place is, or less deep than theirs, or with
        another section mark, or in round brackets where theirs are square. Or all of them say with words that
        something was taken out, and it stands in a subject, or in a sentence that goes on behind it.
        """
        if self._laws.isdisjoint(law for code in place.codes for law in code.laws):
            return True
        if self._parts.issuperset(code.code for code in place.codes) or self._is_marked_otherwise(place):
            return True
        if self._squared and self._rows.text[place.span[0] - 1] == "(":
            return True
        return self._worded and (place.field == "subject" or _goes_on_behind(self._rows, place))

    def _is_marked_otherwise(self, place: RedactedPlace) -> bool:
        """Tell whether a code that no firm place has is written with another section mark than theirs."""
        marks = {_section_mark(self._rows, code) for code in place.codes if code.code not in self._whole} - {""}
        return bool(self._marks) and not marks <= self._marks


def _goes_on_behind(rows: ShownRows, place: RedactedPlace) -> bool:
    """Tell whether a word in small letters stands behind a place."""
    return re.match(_GOES_ON, rows.shown[place.span[1] : place.span[1] + _MAX_WORD_CHARS]) is not None


def _section_mark(rows: ShownRows, code: Exemption) -> str:
    """Return how "s" is written before the number of a code; "" where it is not."""
    lead = rows.text[code.start : code.end].partition(code.code[0])[0].strip(" \xa0")
    return lead if lead.casefold() in ("s", "s.") else ""


def _is_alone(rows: ShownRows, place: RedactedPlace) -> bool:
    """Tell whether no legible word stands in the row of a place."""
    row = rows.line(rows.line_of(place.span[0]))
    return len(row.strip()) <= place.span[1] - place.span[0]


def _is_listed(rows: ShownRows, line: int, place: RedactedPlace) -> bool:
    """Tell whether a code ends a row that begins with what a list numbers ("Page 2, line 4 - name - s.40(2)")."""
    row, end = rows.line(line), place.span[1] - rows.starts[line]
    if place.form != "code" or row[end:].strip(" .;)"):
        return False
    item = re.match(_ITEM, row)
    return item is not None and fold(item[1]) in vocabulary().schedule_items
