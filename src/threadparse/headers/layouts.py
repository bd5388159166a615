"""Read headers that are laid out as tables, frames or definition lists, or labels above their values, as fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import chain, islice, pairwise, takewhile

from threadparse.headers.header import RECIPIENT_FIELDS
from threadparse.headers.labels import Label, read_label, sender_words
from threadparse.lines.lines import Lines
from threadparse.locales.letterheads import letterhead_words
from threadparse.values.dates.read import parse_date

__all__ = ["ends_of_rows", "is_whole_header", "read_html_tables", "read_layouts"]

_MIN_FIELDS, _MAX_TABLE_LINES = 3, 60
_LINE_END, _CELL_END = r"(?i)<br ?/?>", r"(?i)</t[dh]>"  # within a cell, and of one
_FRAME, _FRAME_MARKS, _AROUND_FRAME = r"\s*\|-{3,}\+-{3,}>?\s*", " \t|+->", " \t|"
_AROUND_CELL, _AROUND_LABEL, _AROUND_TERM = " \t*", " \t*:", " \t*:#"
_MAX_TERM_LINES = 2  # from a label to its value
_MAX_LABEL_CHARS = 40
# Markdown and pandoc draw tables in ASCII, w3m with box drawings (Unicode, U+2500 to U+257F).
_BARS, _CORNERS = "|\u2502", "+\u250c\u251c\u2514"
_EMPTY_HEAD = "|- :\t"  # of a markdown table: a rule above a header, as other rules are
_MAX_COLUMN_ROWS, _MAX_COLUMN, _SET_IN = 24, 160, 8
_WIDE_GAP = " " * _SET_IN
_ENDS_OF_ROW = ("|\n", "|\r", "\u2502\n", "\u2502\r")


@cache
def _table() -> re.Pattern[str]:
    """Match the line that opens an HTML table."""
    return re.compile(r"\s*<table\b", re.IGNORECASE)


@cache
def _table_tag() -> re.Pattern[str]:
    """Match a tag that a table may hold."""
    return re.compile(r"</?(?:table|t(?:head|body|foot|[rdh])|p|b|strong|span|div|br)\b[^<>]{0,400}>", re.IGNORECASE)


def read_layouts(lines: Lines) -> Lines:
    """Read the headers that lines lay out in drawn tables, frames, definitions, or labels above values, as fields.

    Args:
        lines: The lines of a text.

    Returns:
        The lines, those of such headers as "label: value"; the same object where there is none.
    """
    text = lines.text  # of which one character is looked for many times as fast as two
    if "|--" in text and "+--" in text:
        lines = _read_frames(lines)
    if any(bar in text for bar in _BARS) and any(end in text for end in _ENDS_OF_ROW):
        lines = _read_pipes(lines)
    if "\n:" in text or ("#" in text and "\n#" in text):
        lines = _read_definitions(lines, _terms(lines))
    if not sender_words().isdisjoint(lines.contents):
        lines = _read_definitions(lines, _bare_terms(lines))
    if _WIDE_GAP in text and any(map(text.__contains__, letterhead_words().column_subjects)):
        lines = _read_columns(lines)
    return lines


def read_html_tables(lines: Lines) -> Lines:
    """Read the rows of HTML tables that are headers as "label: value"; markdown keeps such tables.

    Args:
        lines: The lines of a text.

    Returns:
        The lines, those of such tables as fields; the same object where there is none.
    """
    contents, last = lines.contents, -1
    for at in [at for at, content in enumerate(contents) if _table().match(content)]:
        if at > last:
            last, rows = _read_rows(lines.contents, at)
            if is_whole_header(map(read_label, rows)):
                contents = contents.copy() if contents is lines.contents else contents
                contents[at : last + 1] = rows
    return lines if contents is lines.contents else replace(lines, contents=contents)


def ends_of_rows(content: str) -> list[int]:
    """Return where the rows of an HTML table that is a header end, if a line holds all of them.

    Args:
        content: A line.

    Returns:
        The columns behind the rows; nothing for any other line.
    """
    ends = [match.end() for match in re.finditer("</tr>", content)]
    rows = [content[begin:end] for begin, end in pairwise([0, *ends])]
    found = len(rows) >= _MIN_FIELDS and is_whole_header(map(read_label, map(_field_of_cells, rows)))
    return ends if found else []


def is_whole_header(labels: Iterable[Label | None]) -> bool:
    """Tell whether labels are those of a header: a sender, a date that can be read, and a third field.

    Args:
        labels: The labels of some lines, None for a line without one.
    """
    values = {label.fields[0]: label.value for label in labels if label is not None}
    named = any(map(str.isalpha, values.get("from", "")))
    return named and len(values) >= _MIN_FIELDS and parse_date(values.get("date", "")) is not None


def _read_pipes(lines: Lines) -> Lines:
    """Return the lines with the tables drawn with bars that are headers, a label and a value in a row, as fields."""
    contents, last = lines.contents, -1
    for at in [at for at, content in enumerate(contents) if _is_row(content) and content.strip(_EMPTY_HEAD)]:
        if at > last:
            table = takewhile(_is_row, islice(lines.contents, at, at + _MAX_TABLE_LINES))
            rows = list(map(_fields_of_row, table))
            last = at + len(rows) - 1
            if is_whole_header(map(read_label, chain.from_iterable(rows))):
                contents = contents.copy() if contents is lines.contents else contents
                contents[at : last + 1] = map(" ".join, rows)
    return lines if contents is lines.contents else replace(lines, contents=contents)


def _is_row(content: str) -> bool:
    """Tell whether a line is a row of a table drawn with bars, or a rule of one; NetEase leaves out the first bar."""
    first = content.lstrip()[:1]
    if first in _CORNERS:
        return first != "" and not any(map(str.isalnum, content))
    return first in _BARS or (content.count("|") == 2 and content.rstrip().endswith("|"))


def _fields_of_row(content: str) -> list[str]:
    """Return the fields of a row of labels and values as a header has them; nothing for a row without words."""
    if not any(map(str.isalnum, content)):
        return []
    cells = re.split(f"[{_BARS}]", content.strip().strip(_BARS))
    if len(cells) != 2:
        return [content]
    labels, values = (re.split(_LINE_END, cell) for cell in cells)
    if len(labels) != len(values):
        labels, values = cells[:1], [" ".join(values)]
    return [
        f"{label.strip(_AROUND_LABEL)}: {value.strip(_AROUND_CELL)}"
        for label, value in zip(labels, values, strict=True)
    ]


def _read_frames(lines: Lines) -> Lines:
    """Return the lines with the two frames that Notes draws as fields: sender and date above, recipients below."""
    contents, dropped, done = lines.contents.copy(), set[int](), -1
    for first in [at for at, content in enumerate(contents) if re.fullmatch(_FRAME, content)]:
        rows = _framed_rows(contents, first) if first > done else []
        cells = "\n".join(contents[at].rstrip(_AROUND_FRAME).rpartition("|")[2].strip() for at in rows)
        parts = [" ".join(part.split()) for part in re.split(r"\n{2,}", cells.strip())]
        date = next((part for part in parts[1:] if parse_date(part) is not None), None)
        if date is None:
            continue
        contents[first : first + 2] = f"From: {parts[0]}", f"Date: {date}"
        below = lines.below(rows[-1] + 1)
        fields = _framed_rows(contents, below) if below is not None and not contents[below].strip(_FRAME_MARKS) else []
        for at in fields:
            row = contents[at].strip(_AROUND_FRAME)
            contents[at] = row if read_label(row) is not None else f"  {row}"
        done = fields[-1] + 1 if fields else rows[-1] + 1
        dropped.update(at for at in range(first + 2, done + 1) if at not in fields or not contents[at].strip())
    return lines.only([at for at in range(len(lines)) if at not in dropped], contents) if dropped else lines


def _read_columns(lines: Lines) -> Lines:
    """Return the lines with the labels that Notes sets flush right between two columns as labels with colons.

    They stand below one another then, as in older prints, with no blank line between.
    """
    contents, dropped = lines.contents.copy(), set[int]()
    for at, content in enumerate(lines.contents):
        word = next((word for word in letterhead_words().column_subjects if word in content[:_MAX_COLUMN]), None)
        end = content.index(word) + len(word.rstrip()) if word else 0
        rows = _rows_of_column(lines.contents, at, end) if word else {}
        dropped.update(row for row in range(min(rows, default=at), at) if row not in rows)
        for row, read in rows.items():
            contents[row] = read
    if contents == lines.contents:
        return lines
    return lines.only([at for at in range(len(lines)) if at not in dropped], contents)


def _rows_of_column(contents: list[str], at: int, end: int) -> dict[int, str]:
    """Return the rows of such a header, from its subject up; nothing if there is no recipient among them.

    Args:
        contents: The lines.
        at: The line of the subject.
        end: The column behind its label.
    """
    rows: dict[int, str] = {}
    addressed = False
    for row in range(min(at + 1, len(contents) - 1), max(-1, at - _MAX_COLUMN_ROWS), -1):
        left, _, name = f"  {contents[row][:end].rstrip()}".rpartition("  ")
        apart, value = not contents[row][end : end + 2].strip(), contents[row][end:].strip()
        label = read_label(f"{name}:") if name and apart and len(contents[row][:end].rstrip()) == end else None
        if not contents[row].strip():
            if addressed:
                break
        elif label is not None and not addressed:
            rows[row] = f"{'':{_SET_IN}}{left.strip():{end}}{name}: {value}"
            addressed = label.fields[0] == "to"
        elif not (left + name).strip() and not addressed:
            rows[row] = f"{'':{_SET_IN + end}}{value}"
        elif not value and row < at and contents[row].strip()[0] not in "-_*=":
            rows[row] = f"{'':{_SET_IN}}{contents[row].strip()}"
        elif row <= at:
            break
    return rows if addressed else {}


def _framed_rows(contents: list[str], first: int) -> list[int]:
    """Return the rows between the line that opens a frame and the one that closes it; none where no line does."""
    for at in range(first + 1, min(len(contents), first + _MAX_TABLE_LINES)):
        if "--" in contents[at] and not contents[at].strip(_FRAME_MARKS):
            return list(range(first + 1, at))
        if "|" not in contents[at]:
            break
    return []


def _read_definitions(lines: Lines, terms: Iterator[tuple[int, int, str]]) -> Lines:
    """Return the lines with headers whose labels stand above their values, as terms or headings, as fields."""
    rows, run = list[tuple[int, int, str]](), list[tuple[int, int, str]]()
    for row in chain(terms, ((len(lines), 0, ""),)):
        if run and lines.below(run[-1][1]) != row[0]:
            rows += run if is_whole_header(read_label(field) for _, _, field in run) else ()
            run = []
        run.append(row)
    if not rows:
        return lines
    contents, dropped = lines.contents.copy(), set[int]()
    for first, last, field in rows:
        contents[first] = field
        dropped.update(range(first + 1, last + 1))
    return lines.only([at for at in range(len(lines)) if at not in dropped], contents)


def _terms(lines: Lines) -> Iterator[tuple[int, int, str]]:
    """Yield the first and the last line of each label that stands alone, with its value below, and both as a field."""
    contents, last = lines.contents, -1
    for at, content in enumerate(contents):
        mark, name = content[:1], content.strip(_AROUND_TERM)
        if at <= last or mark not in (":", "#") or not (mark == ":" or read_label(f"{name}:")):
            continue
        first = lines.above(at, last + 1, blanks=1) if mark == ":" else at
        value = at if mark == ":" else lines.below(at)
        if first is None or value is None or value - first > _MAX_TERM_LINES or lines.depths[value] != lines.depths[at]:
            continue
        last = value
        while last + 1 < len(lines) and not lines.blank(last + 1) and (mark == "#" or contents[last + 1][:2] == "  "):
            last += 1
        words = " ".join(line.strip() for line in contents[value : last + 1]).removeprefix(mark)
        yield first, last, f"{contents[first].strip(_AROUND_TERM)}: {words.strip()}"


def _bare_terms(lines: Lines) -> Iterator[tuple[int, int, str]]:
    """Yield the same for labels that have no mark at all, from that of a sender on."""
    contents, done = lines.contents, -1
    for first in [at for at, content in enumerate(contents) if content in sender_words()]:
        at: int | None = first if first > done else None
        while at is not None and (label := _lone_label(contents[at])) is not None:
            value = lines.below(at)
            if value is None or value - at > _MAX_TERM_LINES or lines.depths[value] != lines.depths[at]:
                break
            done = value
            while label.fields[0] in RECIPIENT_FIELDS and _goes_on(lines, done + 1):
                done += 1
            yield at, done, f"{contents[at].strip()}: {' '.join(map(str.strip, contents[value : done + 1]))}"
            at = lines.below(done)


def _goes_on(lines: Lines, at: int) -> bool:
    """Tell whether a line may go on with a list of people."""
    return at < len(lines) and not lines.blank(at) and _lone_label(lines.contents[at]) is None


def _lone_label(content: str) -> Label | None:
    """Return the label that a line is; None for any other line."""
    return read_label(f"{content.strip()}:") if len(content) <= _MAX_LABEL_CHARS and ":" not in content else None


def _read_rows(contents: list[str], first: int) -> tuple[int, list[str]]:
    """Return the last line of a table and its lines without tags: each row on its first line, the others empty."""
    rows: list[str] = []
    row = 0
    for content in contents[first : first + _MAX_TABLE_LINES]:
        if "<tr" in content.lower():
            row = len(rows)
        rows.append("")
        rows[row] += f" {content}"
        if "</table" in content.lower():
            break
    return first + len(rows) - 1, list(map(_field_of_cells, rows))


def _field_of_cells(row: str) -> str:
    """Return a row of an HTML table without its tags; one of two cells as "label: value"."""
    from html import unescape

    texts = (" ".join(unescape(_table_tag().sub(" ", cell)).split()) for cell in re.split(_CELL_END, row))
    cells = list(filter(None, texts))
    return f"{cells[0].rstrip(' :')}: {cells[1]}" if len(cells) == 2 else " ".join(cells)
