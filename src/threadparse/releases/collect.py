"""Collect the places of a document that were blacked out: marks in its words, codes in its margins, withheld pages."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import zip_longest
from typing import NamedTuple

from threadparse.document import (
    MAILBOX_FIELDS,
    Document,
    ExemptionCode,
    Message,
    Note,
    Redaction,
    RedactionField,
    Release,
    Source,
)
from threadparse.locales.exemption_signs import exemption_signs
from threadparse.locales.exemptions import Exemption, exemptions
from threadparse.locales.folding import fold
from threadparse.messages.read import ReadText
from threadparse.releases.citations import Citations
from threadparse.releases.hints import Hints, find_hints, may_have_pages
from threadparse.releases.laws import law_of, laws_applied, open_codes, open_laws_note
from threadparse.releases.margin_codes import MarginRow, code_cells, group_rows
from threadparse.releases.marked_text import Mark
from threadparse.releases.marks import find_marks, find_value_marks
from threadparse.releases.redacted_mailboxes import flag_mailboxes, redacted_mailboxes
from threadparse.releases.redacted_places import (
    RedactedPlace,
    is_proven,
    stand_for_words,
    without_foreign,
    without_keys,
)
from threadparse.releases.release_stamps import Cell, read_numbers, read_release
from threadparse.releases.shown_rows import ShownRows, blanked

__all__ = ["Found", "count_covered", "find_redactions"]

_WORD = re.compile(r"[^\W\d_]+")
_MAX_PAGE_WORDS = 60  # of a sheet that stands for withheld pages
_MAX_PAGE_LINE_CHARS = 100
_MAX_SHEET_CHARS = 300  # from the words on withheld pages to the last of their codes


def find_redactions(
    read: ReadText, cells: Sequence[Cell], source: Source, hints: Hints | None = None
) -> "Found | None":
    """Find all places of a text, read its stamps, and say of its mailboxes whether a place stands in them.

    Args:
        read: The text, its messages read; ``redacted`` of their mailboxes is set.
        cells: The cells of its page furniture.
        source: Where it came from, the pages known; the release and the numbers of the document are set.
        hints: The hints in the text, if they were looked for; they are those beside its page furniture if it has none.

    Returns:
        What was found; None where there is no place, and no stamp names a code.
    """
    text = read.characters
    source.release, taken = read_release(cells, read.starts)
    numbers, numbered = read_numbers(cells)
    source.numbers = numbers or source.numbers
    boxes = list(redacted_mailboxes(read.messages))
    places: list[RedactedPlace] = []
    if source.release is None or source.release.status != "full":
        shown = blanked(text, [(zone.start, zone.end) for zone in read.zones if zone.kind == "furniture"])
        hints = hints if hints is not None and shown is text else find_hints(shown)
        coded = dict(code_cells([cell for cell in cells if not (cell.start in taken or cell.text in numbered)]))
        paged = may_have_pages(text, hints.words, "\n".join([cell.text for cell in cells]))
        if hints.offsets or coded or paged or boxes:
            rows = ShownRows(read, shown, [page.span for page in source.page_index])
            stamped = bool(source.release or numbers or any(page.bates for page in source.page_index))
            places = _Collection(rows, hints.offsets, paged=paged, stamped=stamped).collect(coded, boxes)
    if places or boxes:
        flag_mailboxes(
            text, read.messages, [(place.message, place.field, place.span, place.marked) for place in places]
        )
    named = source.release is not None and source.release.codes
    return Found(text, places, source.release) if places or named else None


class Found(NamedTuple):
    """What was found in a text, before its messages have ids.

    Attributes:
        text: The text.
        places: The places, in order.
        release: The release stamp.
    """

    text: str
    places: list[RedactedPlace]
    release: Release | None

    def complete(self, document: Document, messages: Sequence[Message], citations: Citations) -> None:
        """Give a document its places, and the notes on them.

        Args:
            document: The document.
            messages: Its messages in source order, their ids known.
            citations: Cites the places.
        """
        codes = [code for place in self.places for code in place.codes]
        several = any(len(code.writers) > 1 for code in codes)
        named = laws_applied(self.text, exemptions().named_laws(self.text), codes) if several else ()
        document.redactions = [self._redaction(place, messages, citations, named) for place in self.places]
        if undecided := open_codes(document.redactions):
            document.notes.append(open_laws_note(undecided))
        shown = {code.code for place in self.places for code in place.codes}
        unplaced = [code for code in self.release.codes if code not in shown] if self.release else []
        if self.release and unplaced:
            stamp = self.release.as_written
            words = f"The stamp {stamp!r} names {', '.join(unplaced)}; no place shows what was taken out by it."
            document.notes.append(Note("redaction.unplaced", "warning", words, self.release.span))

    def _redaction(
        self, place: RedactedPlace, messages: Sequence[Message], citations: Citations, named: Sequence[frozenset[str]]
    ) -> Redaction:
        """Return a place as the document has it."""
        near = exemptions().named_laws(self.text[slice(*place.span)]) if named and place.marked else frozenset()
        codes = [
            ExemptionCode(
                code.code,
                law_of(code, near, *named),
                code.detail,
                self.text[code.start : code.end],
                (code.start, code.end),
            )
            for code in place.codes
        ]
        return Redaction(
            place.span,
            citations.cite(*place.span),
            None if place.message is None else messages[place.message].id,
            place.field,
            place.form,
            self.text[slice(*place.span)] if place.marked else "",
            None,
            codes,
        )


#: Message, field and words of a mailbox.
_RedactedMailbox = tuple[int, RedactionField, str]
#: Cells that are codes and nothing else.
_CodedCells = Mapping[Cell, tuple[Exemption, ...]]


class _Collection:
    """The places of one text, reader by reader."""

    def __init__(self, rows: ShownRows, hints: Sequence[int], *, paged: bool, stamped: bool) -> None:
        self._rows = rows
        self._hints = hints
        self._paged = paged  # the text may say that pages were withheld
        self._stamped = stamped  # a stamp, a case's or a Bates number shows that it was released

    def collect(self, coded: _CodedCells, boxes: Iterable[_RedactedMailbox]) -> list[RedactedPlace]:
        """Return all places in the order of the text; none where no firm one is among them.

        Args:
            coded: The cells of the page furniture that are codes and no stamps.
            boxes: The mailboxes that were read as blacked out.
        """
        pages = list(self._withheld_pages()) if self._paged else []
        groups = list(group_rows(self._margin_rows(coded)))
        marks = without_keys(self._marks(), self._rows) if self._hints else []
        if not (pages or self._stamped or any(mark.firm for mark in marks) or self._are_codes(groups)):
            groups = []
        ends_above = [-1, *(group[-1].line for group in groups)]
        places = [*map(self._margin_place, groups, ends_above), *marks]
        met = {(place.message, place.field) for place in places}
        met.update((row.message, row.within) for group in groups for row in group)  # a code there is of another place
        places += self._read_mailboxes(boxes, met)
        proven = pages or is_proven(places)
        places = [place for place in places if place.mentioned != "certain"]
        if not proven and not stand_for_words(places, self._rows, self._hinted_lines):
            return []
        if proven:
            places = without_foreign(places, self._rows)
        starts, ends = [page.span[0] for page in pages], [0, *(page.span[1] for page in pages)]
        places = [place for place in places if place.span[0] >= ends[bisect_right(starts, place.span[0])]]
        return sorted([*pages, *places], key=lambda place: place.span)

    def _are_codes(self, groups: Sequence[Sequence[MarginRow]]) -> bool:
        """Tell whether what stands in margins of a text without stamps is codes: "P1" may be a priority, "B6" a seat.

        One stands beside a header or has the form that codes alone have; or the text names a law.
        """
        rows = [row for group in groups for row in group]
        if any(row.field or row.within or any(code.how == "" for code in row.codes) for row in rows):
            return True
        return bool(rows) and bool(exemptions().named_laws(self._rows.text))

    @cached_property
    def _hinted_lines(self) -> list[int]:
        """Return the lines that may have marks and codes which are neither blanked nor page furniture."""
        rows = self._rows
        return sorted({rows.line_of(offset) for offset in self._hints if rows.shows(offset)})

    def _withheld_pages(self) -> Iterator[RedactedPlace]:
        """Find the sheets that stand for withheld pages, and the lines that say that pages were."""
        rows, page = self._rows, exemptions().page
        for start, end in rows.pages:
            found = list(page.finditer(rows.text, start, end))
            words = rows.text[start:end].strip()
            if found and rows.paged and len(words.split()) <= _MAX_PAGE_WORDS and not rows.zones.has_header(start, end):
                begin = rows.text.index(words, start)
                yield self._page_place(begin, begin + len(words))
                continue
            for match, below in zip_longest(found, found[1:]):
                line = rows.line_of(match.start())
                row, first = rows.line(line).rstrip(), rows.starts[line]
                lead = row[: match.start() - first].strip(" \t[(*>|")
                if not lead and len(row.strip()) <= _MAX_PAGE_LINE_CHARS:
                    begin, last = first + len(row) - len(row.lstrip()), below.start() if below else end
                    yield self._page_place(begin, self._sheet_end(match, last))

    def _sheet_end(self, match: re.Match[str], end: int) -> int:
        """Return where the words on withheld pages end: with their row, or with codes and the name of the law below."""
        rows, at = self._rows, match.end()
        for found in exemptions().find(rows.text[match.start() : min(at + _MAX_SHEET_CHARS, end)]):
            code = found.moved(match.start())
            between = rows.text[at : code.start] if code.start > at else ""
            if any(map(str.isdigit, between)) or not exemptions().page_words.issuperset(_WORD.findall(fold(between))):
                break
            at = max(at, code.beyond)
        last = line = rows.line_of(at - 1)
        while line + 1 < len(rows.starts) and rows.starts[line + 1] < end:
            line += 1
            row = rows.line(line).strip()
            if row and not _names_law(row):
                break
            if row:
                last = line
        return rows.starts[last] + len(rows.line(last).rstrip())

    def _page_place(self, start: int, end: int) -> RedactedPlace:
        message = self._rows.zones.message_around(start)
        codes = tuple(code.moved(start) for code in exemptions().find(self._rows.text[start:end]))
        return RedactedPlace((start, end), True, "page", codes, message, None if message is None else "body")

    def _margin_rows(self, coded: _CodedCells) -> list[MarginRow]:
        """Return the rows with codes in the margin, those that furniture missed among them; their cells are blanked."""
        missed = self._missed_cells(proven=bool(coded)) if self._hints else []
        lines: dict[int, list[Exemption]] = {}
        for cell, codes in sorted({**coded, **dict(missed)}.items()):
            if self._rows.is_scheduled(cell):
                continue
            lines.setdefault(self._rows.line_of(cell.start), []).extend(codes)
        if lines:
            self._rows.blank([cell for cell, _ in missed])
        return [
            self._rows.margin_row(line, tuple(codes), below_codes=line - 1 in lines) for line, codes in lines.items()
        ]

    def _missed_cells(self, *, proven: bool) -> list[tuple[Cell, tuple[Exemption, ...]]]:
        """Find code cells at line ends that are no furniture: beside a header, or where margins are proven."""
        cells = [cell for line in self._hinted_lines if (cell := self._rows.last_cell(line)) is not None]
        found = list(code_cells(cells))
        proven = proven or any(self._rows.zones.is_header(cell.start) for cell, _ in found)
        return [(cell, codes) for cell, codes in found if proven or all(code.how == "" for code in codes)]

    def _margin_place(self, group: Sequence[MarginRow], above: int) -> RedactedPlace:
        """Return the place of the codes of some rows, below the line in which the place above it ends."""
        row = self._telling_row(group)
        message = row.message if row else next((row.message for row in group if row.message is not None), None)
        name: RedactionField | None = None
        if message is not None:
            within = next((row.within for row in group if row.within), None) if _names_people(group) else None
            name = (row.field if row else None) or within or "body"
        codes = tuple(code for row in group for code in row.codes)
        span = (self._rows.top_of_hole(group[0], above), codes[-1].end)
        return RedactedPlace(span, False, "blank", codes, message, name)

    def _telling_row(self, group: Sequence[MarginRow]) -> MarginRow | None:
        """Return the row of a group whose field the codes are of; None if none tells."""
        named = [row for row in group if row.field is not None]
        row = next((row for row in named if row.personal), None) or next(filter(self._rows.has_hole, named), None)
        if row is None and _names_people(group):
            row = next((row for row in named if row.field in MAILBOX_FIELDS), None)
        return row

    def _marks(self) -> list[RedactedPlace]:
        """Find the marks in headers and in running text, on the lines that may have one; bars may go on below."""
        places: list[RedactedPlace] = []
        seen: set[int] = set()
        people: set[str] = set()
        for line in self._hinted_lines:
            unit = self._rows.unit_of(line)
            if unit is None or unit.start in seen:
                continue
            seen.add(unit.start)
            if unit.field in MAILBOX_FIELDS:
                marks = find_value_marks(unit.text, single=unit.field == "from")
                codes = [code for mark in marks if mark.form == "code" for code in mark.codes]
                people.update(code.code for code in codes)
                people.update(code.word(unit.text) for code in codes if code.how == "cited")
            else:
                first = self._rows.line_of(unit.start)
                above = self._rows.line(first - 1) if first and unit.field == "body" else ""
                marks = find_marks(unit.text, above, people)
            for place in (_mark_place(mark, unit.start, unit.message, unit.field) for mark in marks):
                if places and self._goes_on(places[-1], place):
                    places[-1] = places[-1]._replace(
                        span=(places[-1].span[0], place.span[1]), codes=places[-1].codes + place.codes
                    )
                else:
                    places.append(place)
        return places

    def _goes_on(self, above: RedactedPlace, place: RedactedPlace) -> bool:
        """Tell whether a bar is the next row of the one above it, or a row of a code one of another code."""
        if (above.form, above.message, above.field) != (place.form, place.message, place.field):
            return False
        text, (start, end) = self._rows.text, (above.span[1], place.span[0])
        if text.count("\n", start, end) != 1 or text[start:end].strip("> \t\r\n"):
            return False
        if place.form != "code":
            return place.form == "bar" and not above.codes
        rows = text[self._rows.starts[self._rows.line_of(above.span[0])] : above.span[0]], text[place.span[1] :][:1]
        both = {code.code for code in above.codes} & {code.code for code in place.codes}
        return place.field == "body" and not both and not rows[0].strip("> \t") and rows[1] in ("", "\r", "\n")

    def _read_mailboxes(
        self, boxes: Iterable[_RedactedMailbox], met: Set[tuple[int | None, RedactionField | None]]
    ) -> Iterator[RedactedPlace]:
        """Find the places of mailboxes that were read as blacked out, in fields in which no other reader found one.

        They are blank fields of which the same text shows that they were blacked out, and words that stand for a person
        as a whole mailbox alone ("To: Officer").
        """
        for message, name, raw in boxes:
            if (message, name) in met:
                continue
            unit = self._rows.field_of(message, name)
            if unit is not None and raw and (at := unit.text.find(raw)) >= 0:
                yield RedactedPlace((unit.start + at, unit.start + at + len(raw)), True, "word", (), message, name)
            elif unit is not None:
                line = self._rows.line_of(unit.start)
                yield RedactedPlace(
                    (self._rows.starts[line], unit.start), False, "blank", (), message, name, firm=False
                )


def count_covered(document: Document) -> None:
    """Say of the bars of a PDF how many characters lie under them in the file.

    Args:
        document: The document; notes ``pdf.covered-text`` say where, or that there are some.
    """
    spans = [note.span for note in document.notes if note.code == "pdf.covered-text"]
    for place in document.redactions:
        start, end = place.span
        if place.form == "bar" and any(span is None or (span[0] < end and start < span[1]) for span in spans):
            place.covered = place.text.count("█")


def _mark_place(mark: Mark, by: int, message: int | None, name: RedactionField | None) -> RedactedPlace:
    met = [code.code for code in mark.codes]
    codes = tuple(code.moved(by) for at, code in enumerate(mark.codes) if code.code not in met[:at])
    span = (mark.start + by, mark.end + by)
    return RedactedPlace(span, True, mark.form, codes, message, name, mark.firm, mark.mentioned)


def _names_law(row: str) -> bool:
    """Tell whether a row is the name of a law and no more ("of the Freedom of Information Act")."""
    known = exemptions()
    if len(row) > _MAX_PAGE_LINE_CHARS or known.page.match(row) or not known.named_laws(row):
        return False
    return exemption_signs().law_words.union(known.page_words).issuperset(_WORD.findall(fold(row)))


def _names_people(group: Sequence[MarginRow]) -> bool:
    """Tell whether a code of personal data is among those of some rows."""
    return any(row.names_people for row in group)
