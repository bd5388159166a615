"""Take into a header block what stands above its first sure label: a sender, a date, recipients, trace fields."""

from __future__ import annotations

from threadparse.headers.block_fields import is_believable
from threadparse.headers.block_starts import is_row
from threadparse.headers.header import RECIPIENT_FIELDS, Block, Field
from threadparse.headers.labelled_lines import LabelledLines
from threadparse.headers.labels import Label, read_bare_label, read_date_label, read_slipped_label
from threadparse.headers.lotus_notes import split_sender_date
from threadparse.values.dates.read import parse_date

__all__ = ["extend_up", "is_led"]


def is_led(lines: LabelledLines, block: Block, stop: int) -> bool:
    """Tell whether the sender stands above the first sure field: without a colon, before the date, or misread."""
    above = _line_above(lines, block, stop) if "from" not in block.fields else None
    if above is None:
        return False
    content = lines.contents[above]
    sender = read_bare_label(content, "from".__eq__)
    if sender is not None and is_believable(lines, block, sender, above):
        return True
    if split_sender_date(content) is not None:
        return True
    sent = block.fields.get("date")
    if sent is None or above in lines.labels or read_slipped_label(content, "from".__eq__) is None:
        return False
    return parse_date(sent.value) is not None


def extend_up(lines: LabelledLines, block: Block, stop: int) -> None:
    """Take in what belongs to a block above its first sure label."""
    _take_misread_above(lines, block, stop)
    if "from" in block.fields and block.misses("date"):
        _take_date_above(lines, block, stop)
    if "from" in block.fields and block.misses("to"):
        _take_recipients_above(lines, block, stop)
    if block.raw and "from" in block.fields:
        _take_traces_above(lines, block, stop)


def _take_misread_above(lines: LabelledLines, block: Block, stop: int) -> None:
    """Take in the lines directly above whose labels are misread: the first sure label is not always the first."""
    sure = block.first, block.fields, list(block.labels)
    while (at := _line_above(lines, block, stop)) is not None:
        in_table = at + 1 not in lines.labels and is_row(lines, at)
        if "from" in block.fields and not in_table:
            break
        label = read_bare_label(lines.contents[at], block.misses)
        believed = label is not None and (in_table or label.fields[0] != "subject")
        if label is not None and believed:
            believed = is_believable(lines, block, label, at)
        label = label if believed else _slipped_above(lines, block, at)
        if label is None and not (in_table and "\t" in lines.contents[at]):
            break
        if label is None:
            block.first = at  # a number, say, that a program keeps beside the fields
        else:
            _put_above(block, label, at)
        if label is None or believed or label.fields[0] not in RECIPIENT_FIELDS:
            sure = block.first, block.fields, list(block.labels)
    block.first, block.fields, block.labels = sure


def _line_above(lines: LabelledLines, block: Block, stop: int) -> int | None:
    """Return the line above a block; in markdown, that with emphasis above a blank line. None if there is none."""
    above = block.first - 1
    if above > stop and block.emphasised and lines.blank(above) and lines.contents[above - 1].lstrip()[:2] == "**":
        above -= 1
    return None if above < stop or lines.blank(above) else above


def _put_above(block: Block, label: Label, at: int) -> None:
    """Make the line above a block its first one."""
    block.fields = {label.fields[0]: Field(label.fields[0], label.value, at), **block.fields}
    block.labels.insert(0, label.text)
    block.first = at


def _take_date_above(lines: LabelledLines, block: Block, stop: int) -> None:
    """Take in a date on the line above whose label has no colon ("Message du 12/03/2014 08h30")."""
    at = block.first - 1
    if at < stop or lines.depths[at] != lines.depths[block.first]:
        return
    label = read_date_label(lines.contents[at])
    if label is not None:
        _put_above(block, label, at)


def _take_recipients_above(lines: LabelledLines, block: Block, stop: int) -> None:
    """Take in a line above the sender's that begins a paragraph: addresses behind a misread label ("T0:")."""
    at = block.first - 1
    if (
        at < stop
        or at in lines.labels
        or "@" not in lines.contents[at]
        or lines.depths[at] != lines.depths[block.first]
    ):
        return
    label = read_slipped_label(lines.contents[at], "to".__eq__) if at == stop or lines.blank(at - 1) else None
    if label is not None and "@" in label.value:
        _put_above(block, label, at)


def _take_traces_above(lines: LabelledLines, block: Block, stop: int) -> None:
    """Take in the trace fields directly above a raw header, with their folds (RFC 5322 §3.6.7), or apart as all are."""
    for at in range(block.first - 1, stop - 1, -1):
        label, content = lines.labels.get(at), lines.contents[at]
        if label is not None and "other" in label.fields:
            block.first = at
        elif not (content[:1].isspace() if content.strip() else block.spaced):
            return


def _slipped_above(lines: LabelledLines, block: Block, at: int) -> Label | None:
    """Return a misread label with its colon above the fields so far: people's, a date, then the sender's."""
    label = None if at in lines.labels else read_slipped_label(lines.contents[at], block.misses)
    if label is None:
        return None
    told = label.fields[0] in RECIPIENT_FIELDS or (label.fields[0] == "date" and parse_date(label.value) is not None)
    return label if told or (label.fields[0] == "from" and "date" in block.fields and len(block.fields) > 2) else None
