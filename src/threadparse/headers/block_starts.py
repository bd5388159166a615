"""Read the line that opens a header block: with a label, behind a separator, without a colon, misread, or filled."""

from __future__ import annotations

import re
from functools import partial
from itertools import chain, takewhile

from threadparse.headers.block_fields import add_glued, add_line, new_fields
from threadparse.headers.header import Block, Field
from threadparse.headers.labelled_lines import LabelledLines
from threadparse.headers.labels import (
    Label,
    glued_labels,
    read_bare_label,
    read_date_label,
    read_label,
    read_slipped_label,
)
from threadparse.headers.lotus_notes import split_sender_date
from threadparse.headers.separators import read_separator, split_inline
from threadparse.values.dates.read import parse_date

__all__ = ["begins_bare", "is_row", "read_first_line", "read_misread_sender"]

_DIGIT = re.compile(r"\d")
_TIME = re.compile(r"\d ?[:.;] ?\d\d")
_MAX_ROWS = 6
_ROW = r"\s{0,8}(?:[^\W\d_][^\t]{0,22}?(?:\t| {2})|\*\*[^\W\d_][^*\t]{0,20}\*\* ) *\S"


def read_first_line(lines: LabelledLines, block: Block) -> bool:
    """Read the line that opens the block."""
    content = lines.contents[block.first]
    block.emphasised = content.lstrip()[:1] in ("*", "_")
    label = lines.labels.get(block.first)
    if label is None:
        inline = split_inline(content)
        label = read_label(content[inline[1] :]) if inline else None
        block.separator = label is not None
    if label is None and begins_bare(lines, block.first):
        label = read_bare_label(content, "from".__eq__)
    if label is None:
        label = read_misread_sender(lines, block.first)
    if label is None:
        return _led_line(block, content)
    if "other" in label.fields and label.fields[0] != "from" and not _begins_paragraph(lines, block.first):
        return False  # trace fields, pasted with their mail, begin one
    add_line(lines, block, label, block.first)
    return True


def _begins_paragraph(lines: LabelledLines, at: int) -> bool:
    """Tell whether nothing stands right above a line, or a separator."""
    return at == 0 or lines.blank(at - 1) or read_separator(lines.contents[at - 1]) is not None


def begins_bare(lines: LabelledLines, at: int) -> bool:
    """Whether a block without any colon begins at a line: a bare "From", and below it a bare "Sent" with a date.

    In a table, with tabs behind the labels, or below a separator other fields may stand between, elsewhere an empty
    "To".

    Args:
        lines: The lines of the text.
        at: The line.
    """
    below = lines.below(at)
    if below is None or below - at > 2 or read_bare_label(lines.contents[at], "from".__eq__) is None:
        return False
    if "@" in lines.contents[at] and at and read_date_label(lines.contents[at - 1]) is not None:
        return True  # Orange's "Message du 12/03/14 08h30" above it
    if is_row(lines, at) or ("@" in lines.contents[at] and _is_separated(lines, at)):
        under = takewhile(lambda row: not lines.blank(row), range(below, min(below + _MAX_ROWS, len(lines))))
        over = takewhile(partial(is_row, lines), range(at - 1, max(at - _MAX_ROWS, -1), -1))
        return any(_is_bare_date(lines, row) for row in chain(under, over))
    recipients = read_bare_label(lines.contents[below], "to".__eq__)
    if recipients is not None and not recipients.value and below + 1 < len(lines):
        below += 1
    return _is_bare_date(lines, below)


def read_misread_sender(lines: LabelledLines, at: int) -> Label | None:
    """Return the misread label of a sender above a date whose label is misread too, or lost its colon.

    A separator with words stands right above, or the date has a time of day and nothing stands above.

    Args:
        lines: The lines of the text.
        at: The line.
    """
    below = at + 1
    if below >= len(lines) or not _DIGIT.search(lines.contents[below]):
        return None
    separated = _is_separated(lines, at)
    if not separated and not ((at == 0 or lines.blank(at - 1)) and _TIME.search(lines.contents[below])):
        return None
    sender = read_slipped_label(lines.contents[at], "from".__eq__, loose=separated)
    if sender is None:
        return None
    sent = read_slipped_label(lines.contents[below], "date".__eq__, loose=True)
    sent = sent or read_bare_label(lines.contents[below], "date".__eq__)
    date = parse_date(sent.value) if sent is not None else None
    return sender if date is not None and (separated or None not in (date.year, date.hour)) else None


def _is_separated(lines: LabelledLines, at: int) -> bool:
    """Tell whether a separator with words of its own stands right above a line, as eM Client writes it."""
    above = lines.above(at, 0, blanks=1)
    separator = read_separator(lines.contents[above]) if above is not None else None
    return separator is not None and separator.kind in ("original", "forwarded")


def is_row(lines: LabelledLines, at: int) -> bool:
    """Tell whether a line is a row of a table: a word or two, a tab, several blanks or emphasis, and more."""
    return re.match(_ROW, lines.contents[at]) is not None


def _is_bare_date(lines: LabelledLines, at: int) -> bool:
    """Tell whether a line is a label of a date, without its colon, and a date."""
    sent = read_bare_label(lines.contents[at], "date".__eq__)
    return sent is not None and parse_date(sent.value) is not None


def _led_line(block: Block, content: str) -> bool:
    """Read a line that runs "NAME DATE   To: …  cc: …  Subject: …", a Notes block whose line ends were lost."""
    glued = glued_labels(content, fewest=2)
    lead = split_sender_date(glued[0][0]) if len(glued) > 1 else None
    glued = new_fields(block, "from", glued) if lead else []
    if lead is None or not glued:
        return False
    sender, date = lead
    block.fields["from"] = Field("from", sender, block.first)
    block.fields["date"] = Field("date", date.raw, block.first)
    add_glued(block, glued, block.first)
    return True
