"""Say what a redacted place is, and leave out what only looks like one: keys, tables, codes that sentences cite."""

import re
from collections.abc import Iterable, Sequence
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
    begins: dict[int, RedactedPlace] = {}  # by the row that a place begins
    coded: dict[int, str] = {}
    loosely: set[int] = set()  # rows in which a blank alone stands behind the code
    titled: set[int] = set()  # rows that name themselves a key
    for line, together in groupby(places, lambda place: rows.line_of(place.span[0])):
        first, *others = together
        row, start = rows.line(line), rows.starts[line]
        is_first = not row[: first.span[0] - start].strip()
        if (others or not is_first) and vocabulary().heads_key(row):
            titled.add(line)
        if not is_first:
            continue
        begins[line] = first
        if first.codes and first.codes[0].start == first.span[0]:
            behind = row[first.codes[0].beyond - start :]
            if re.match(_LOOSE_KEY, behind):
                coded[line] = first.codes[0].code
                if not begins_meaning(behind):
                    loosely.add(line)
    headed: set[int] = set()
    for line in sorted(begins):
        if line - 1 in headed or (
            line and fold(rows.line(line - 1)).strip(_AROUND_HEADING) in vocabulary().key_headings
        ):
            headed.add(line)
    differing = {
        line for line, code in coded.items() if {coded.get(line - 1, code), coded.get(line + 1, code)} != {code}
    }
    firm = differing - loosely
    keys = headed | firm | {line for line in differing & loosely if not firm.isdisjoint((line - 1, line + 1))}
    return [
        place
        for place in places
        if (begins.get(at := rows.line_of(place.span[0])) is not place or at not in keys)
        and at not in titled
        and not (place.field in ("body", None) and (rows.is_tabled(at) or _is_listed(rows, at, place)))
    ]


def without_foreign(places: Sequence[RedactedPlace], rows: ShownRows) -> list[RedactedPlace]:
    """Leave out codes among legible words that are of another kind than the firm places.

    They are of a law that the text does not name and of which no firm place is, or less deep than those of the firm
    places, or with another section mark, or in round brackets where theirs are square. Or all firm places say with
    words that something was taken out, and it is a subject, or a sentence that goes on behind the code.

    Args:
        places: What the readers found, a firm one among them.
        rows: The rows of the text.
    """
    among = [place for place in places if not place.firm and place.form == "code" and not _is_alone(rows, place)]
    if not among:
        return list(places)
    firm = [place for place in places if place.firm]
    used = {law for place in firm for code in place.codes for law in code.laws}
    used |= exemptions().named_laws(rows.text)
    whole = {code.code for place in firm for code in place.codes}
    parts = {code[:at] for code in whole for at, char in enumerate(code) if char == "("} - whole
    marks = {_section_mark(rows, code) for place in firm if place.form == "code" for code in place.codes} - {""}
    worded = all(place.form == "word" for place in firm)
    squared = any(place.form == "code" for place in firm) and all(
        rows.text[place.span[0]] == "[" for place in firm if place.form == "code"
    )
    foreign = {
        place.span
        for place in among
        if used.isdisjoint(law for code in place.codes for law in code.laws)
        or parts.issuperset(code.code for code in place.codes)
        or (marks and {_section_mark(rows, code) for code in place.codes if code.code not in whole} - {"", *marks})
        or (squared and rows.text[place.span[0] - 1] == "(")
        or (worded and (place.field == "subject" or _goes_on_behind(rows, place)))
    }
    return [place for place in places if place.span not in foreign]


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
