"""The rows of a text without page furniture: whose each is, which header field it shows, and what stands at its end."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from threadparse.document import MAILBOX_FIELDS, RedactionField, Span
from threadparse.locales.exemptions import Exemption, exemptions
from threadparse.locales.folding import fold
from threadparse.locales.lexicon import labels
from threadparse.locales.redaction_words import vocabulary
from threadparse.messages.partition import NO_MESSAGE
from threadparse.messages.read import ReadText
from threadparse.releases.margin_codes import MarginRow
from threadparse.releases.owned_zones import OwnedZones
from threadparse.releases.release_stamps import Cell
from threadparse.values.subjects import base_subject

__all__ = ["ShownRows", "Unit", "blanked"]

_FIELDS: dict[str, RedactionField] = {
    "from": "from",
    "to": "to",
    "cc": "cc",
    "bcc": "bcc",
    "date": "date",
    "subject": "subject",
    "attachments": "attachments",
}
_HOLE = r"\S[ \t\xa0]{9,}\S"
_LAST_CELL = r"(?:(?<=   )|(?<=\t))\S+(?:[ \xa0]{1,2}\S+)*(?=\s*$)"
_LABEL = r"[\W_]*(?:[^\s:：]+(?:[ \xa0][^\s:：]+){0,2}?[ \xa0]{0,2}[:：]|\w+)"
_AROUND_LABEL = "*_>| \t\xa0:："
_BETWEEN_CELLS = ("  ", "\t", "|", "\xa0\xa0", "\xa0 ", " \xa0")
_COLON = re.compile(r"[ \xa0]{0,2}[:：]")
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN_MAILBOXES = (";", ",")
_QUOTE_MARKS = "> \t|*"
_MARGIN_COLUMN = 40
_HOLE_COLUMNS = 8  # that a row begins further in than it would without a hole
_MAX_STATUS_CHARS = 40  # of what a schedule says of a document
_MAX_HOLE_LINES = 40  # that a hole within a header has
_BLANKS = bytes(code if chr(code).isspace() else ord(" ") for code in range(256))  # for Latin-1


class Unit(NamedTuple):
    """What is looked through for marks at once: the value of a header field, or a line.

    Attributes:
        start: Offset of its first character.
        text: Its characters, without page furniture.
        message: Index of the message; None outside any.
        field: Where in the message.
    """

    start: int
    text: str
    message: int | None
    field: RedactionField | None


class ShownRows:
    """The rows of one text.

    Args:
        read: The text, its messages read.
        shown: Its characters with blanks for its page furniture.
        pages: Where each page begins and ends; none where the text has no pages.

    Attributes:
        text: The text.
        shown: The same with blanks for its page furniture, and for the codes in its margins once they are known.
        starts: Offset of the first character of each line.
        zones: Its zones.
        pages: The pages, or all of the text.
        paged: The text has pages.
    """

    def __init__(self, read: ReadText, shown: str, pages: Sequence[Span]) -> None:
        self.text = read.characters
        self.shown = shown
        self.starts = read.starts
        self.zones = OwnedZones(read.messages, read.zones)
        self.pages = pages or [(0, len(self.text))]
        self.paged = bool(pages)
        self._page_starts = [start for start, _ in self.pages]
        self._messages = read.messages
        self._tabled: dict[int, bool] = {}
        self._names = read.fields or [{} for _ in read.messages]
        self._fields = sorted(
            (start, name, index) for index, names in enumerate(self._names) for name, start in names.items()
        )
        self._field_starts = [start for start, _, _ in self._fields]

    def line_of(self, offset: int) -> int:
        """Return the line of an offset."""
        return bisect_right(self.starts, offset) - 1

    def line(self, line: int) -> str:
        """Return a line without page furniture and its line end."""
        below = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.shown)
        return self.shown[self.starts[line] : below].rstrip("\r\n")

    def shows(self, offset: int) -> bool:
        """Tell whether a character stands in a row, and is neither page furniture nor blanked."""
        return not self.shown[offset].isspace()

    def blank(self, cells: Iterable[Cell]) -> None:
        """Overwrite cells with blanks.

        Args:
            cells: The cells, in order.
        """
        self.shown = blanked(self.shown, [(cell.start, cell.end) for cell in cells])

    def last_cell(self, line: int) -> Cell | None:
        """Return what stands at the end of a line, set apart, where margins may be."""
        match = re.search(_LAST_CELL, self.line(line))
        if match is None or match.start() < _MARGIN_COLUMN:
            return None
        start = self.starts[line] + match.start()
        return Cell(start, match[0])

    def is_scheduled(self, cell: Cell) -> bool:
        """Tell whether a cell stands in a row of a schedule of documents ("Letter   Withheld in full   s43(2)").

        Args:
            cell: A cell with codes.
        """
        line = self.line_of(cell.start)
        before = self.text[self.starts[line] : cell.start].rstrip(" \t\xa0|")
        if fold(before[-_MAX_STATUS_CHARS:]).endswith(vocabulary().statuses):
            return True
        first = self.starts[line]  # a row with codes is no head: those above it tell, if it is one of a table
        return 0 < first < cell.start and not self.zones.is_header(first) and self.is_tabled(line - 1)

    def is_tabled(self, line: int) -> bool:
        """Tell whether a line is a row of a table whose head names exemptions ("Page   Exemption   Description")."""
        passed: list[int] = []
        known: bool | None = None
        while line >= 0 and known is None:
            passed.append(line)
            known = self._tabled[line] if line in self._tabled else self._heads_schedule(line)
            line -= 1
        self._tabled.update(dict.fromkeys(passed, bool(known)))
        return bool(known)

    def _heads_schedule(self, line: int) -> bool | None:
        """Tell whether a line is the head of a table of exemptions; None of a row of any table, or a blank one."""
        first = self.starts[line]
        if self.zones.is_header(first):
            return False
        row = self.text[first : self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)]
        several = any(map(row.strip().__contains__, _BETWEEN_CELLS))
        if not (several or row[:1].isspace()):
            return False
        named = several and not vocabulary().schedule_heads.isdisjoint(_WORD.findall(fold(row)))
        return True if named and not exemptions().find(row) else None

    def top_of_hole(self, row: MarginRow, above: int) -> int:
        """Return where the place of a row begins: blank lines above a row without words belong to it.

        Args:
            row: The first row of the place.
            above: Index of the last line of the place before it; -1 where there is none.
        """
        top = row.line
        page = self._page_starts[row.page - 1]
        first = max(0, row.line - _MAX_HOLE_LINES, above + 1)
        while not row.words and top > first and self.starts[top - 1] >= page:
            if self.line(top - 1).strip():
                break
            top -= 1
        while top < row.line and self.text[self.starts[top] : self.starts[top + 1]].strip():
            top += 1  # what the printer put above the hole
        return max(self.starts[top], page)

    def margin_row(self, line: int, codes: tuple[Exemption, ...], *, below_codes: bool) -> MarginRow:
        """Return what is known of a row with codes in its margin.

        Args:
            line: Index of the line.
            codes: The codes, which were blanked.
            below_codes: Codes stand in the margin of the line above, too.
        """
        start, row = self.starts[line], self.line(line)
        words = bool(row.strip())
        owner = self.zones.at(start + _indent(row))
        message = owner.message if words and owner.message != NO_MESSAGE else self.zones.message_around(start)
        column, page = codes[0].start - start, bisect_right(self._page_starts, codes[0].start)
        people = any(exemptions().is_personal(code.laws, code.code) for code in codes)
        result = MarginRow(line, column, page, codes, people, message, words)
        name = self._field_at(start, message)
        if words and owner.kind == "header":
            result.field = name
            if name == "date" and people and not below_codes:
                result.field = self._empty_above(line, message) or name  # the scan moved the code down by a row
        elif not words and name in MAILBOX_FIELDS and self.zones.is_within_header(start):
            result.within = name
        return result

    def has_hole(self, beside: MarginRow) -> bool:
        """Tell whether the part of a field's value in a row is empty, or has a hole, which may go on below.

        Args:
            beside: A row that shows a part of a field.
        """
        line, message, name = beside.line, beside.message, beside.field
        row = self.line(line)
        at = _label_end(row) if message is not None and self.starts[line] in self._names[message].values() else 0
        value = row[at:].strip()
        if not value or (name == "subject" and not base_subject(value)) or re.search(_HOLE, value) is not None:
            return True  # "FW:" and nothing behind it
        indents = [at + _indent(row[at:])]
        if name in MAILBOX_FIELDS and line + 1 < len(self.starts):
            below = self.line(line + 1)
            if below.lstrip().startswith(_BETWEEN_MAILBOXES):
                indents.append(_indent(below))
        furthest = max(indents)
        return furthest > _HOLE_COLUMNS and furthest > self._value_column(message) + _HOLE_COLUMNS

    def unit_of(self, line: int) -> Unit | None:
        """Return what is looked through for marks with a line.

        Args:
            line: Its index.

        Returns:
            The value of a header field; or the line, with that above or below where a bracket goes on; None for a line
            that shows nothing.
        """
        row = self.line(line)
        if not row.strip():
            return None
        start = self.starts[line]
        owner = self.zones.at(start + _indent(row))
        message = None if owner.message == NO_MESSAGE else owner.message
        if owner.kind == "header":
            at = bisect_right(self._field_starts, start) - 1
            if at >= 0 and self._fields[at][2] == message:
                return self._field_unit(at, owner.message)
        if row.find("]") >= 0 and (row.find("[") < 0 or row.find("]") < row.find("[")) and line:
            above = self.line(line - 1)
            if above.rfind("[") > above.rfind("]"):
                start = self.starts[line - 1]
        end = (
            start + len(self.line(self.line_of(start))) if self.starts[line] == start else self.starts[line] + len(row)
        )
        if row.rfind("[") > row.rfind("]") and line + 1 < len(self.starts) and "]" in self.line(line + 1):
            end = self.starts[line + 1] + len(self.line(line + 1))
        text = self.shown[start:end]
        shown = text.lstrip(_QUOTE_MARKS)
        name: RedactionField | None = None
        if message is not None:
            name = "from" if owner.kind == "header" else "attachments" if owner.kind == "attachments" else "body"
        return Unit(start + len(text) - len(shown), shown, message, name)

    def field_of(self, message: int, name: RedactionField) -> Unit | None:
        """Return the value of a header field of a message, or all of its header where its fields are not known.

        Args:
            message: Index of the message.
            name: The field.
        """
        start = self._names[message].get(name)
        if start is not None:
            return self._field_unit(bisect_left(self._fields, (start, name, message)), message)
        span = self._messages[message].header_span
        return None if span is None else Unit(span[0], self.shown[slice(*span)], message, name)

    def _field_unit(self, at: int, message: int) -> Unit:
        """Return the value of a header field."""
        start, name, _ = self._fields[at]
        further = self._fields[at + 1][0] if at + 1 < len(self._fields) else len(self.shown)
        end = self.zones.header_end(start, message) or len(self.shown)
        text = self.shown[start : min(further, end)]
        begin = _label_end(text)
        return Unit(start + begin, text[begin:], message, _FIELDS.get(name, "body"))

    def _field_at(self, start: int, message: int | None) -> RedactionField | None:
        """Return the field of a message's header that a row shows a part of."""
        at = bisect_right(self._field_starts, start) - 1
        if at < 0 or self._fields[at][2] != message:
            return None
        return _FIELDS.get(self._fields[at][1])

    def _empty_above(self, line: int, message: int | None) -> RedactionField | None:
        """Return the address field in the line above, if its value is empty."""
        start = self.starts[line - 1]
        name = self._field_at(start, message) if line else None
        row = self.line(line - 1)
        return name if name in MAILBOX_FIELDS and row.strip() and not row[_label_end(row) :].strip() else None

    def _value_column(self, message: int | None) -> int:
        """Return the column in which the values of a header begin, by half of its fields or more."""
        columns = [0]
        for start in self._names[message].values() if message is not None else ():
            row = self.line(self.line_of(start))
            at = _label_end(row)
            if row[at:].strip():
                columns.append(at + _indent(row[at:]))
        return sorted(columns)[len(columns) // 2]


def blanked(text: str, spans: Iterable[Span]) -> str:
    """Return a text with blanks for what stands in some stretches, so that no offset moves and no line ends elsewhere.

    Args:
        text: The text.
        spans: The stretches, in order; one may be a part of another.
    """
    parts: list[str] = []
    at = 0
    for start, end in spans:
        first = max(at, start)
        parts += (text[at:first], text[first:end].encode("latin-1", "replace").translate(_BLANKS).decode("latin-1"))
        at = max(at, end)
    return "".join([*parts, text[at:]]) if parts else text


def _label_end(value: str) -> int:
    """Return where the value of a field begins behind its label."""
    match = re.match(_LABEL, value)
    if match is None:
        return 0
    word = _WORD.search(match[0])
    if word is not None and fold(word[0]) in labels():  # "Subject RE:" has lost its own colon
        colon = _COLON.match(value, word.end())
        return colon.end() if colon else word.end()
    label, rest = match[0].strip(_AROUND_LABEL), value[match.end() :]
    if fold(label) in labels() or (label.isalpha() and rest.strip()):  # a label, or one that a scanner misread
        return match.end()
    return 0  # an attribution line: "[redacted] wrote:"


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip())
