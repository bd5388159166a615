"""Reading header blocks: the run of "From: … Sent: … To: … Subject: …" lines, folded, spaced, glued or stamped."""

from __future__ import annotations

from threadparse.headers.block_fields import add_glued, add_line, new_fields, unsure_label
from threadparse.headers.block_starts import read_first_line
from threadparse.headers.block_tops import extend_up, is_led
from threadparse.headers.continuation import (
    continues,
    is_link,
    is_page_number,
    is_value_apart,
    is_value_below,
    take_torn_list,
)
from threadparse.headers.header import RECIPIENT_FIELDS, Block
from threadparse.headers.labelled_lines import LabelledLines
from threadparse.headers.labels import Label, glued_labels
from threadparse.values.dates.read import parse_date
from threadparse.values.subjects import subject_action

__all__ = ["fill_stacked", "read_block"]

_FEWEST = 3
#: Labels that stand alone between the fields and the words: "TEXT:".
_WORDS_BELOW = ("text",)
_GAP = 2
#: Columns by which the words of a commit are set in below its author and date.
_SET_IN = 4
_BLANKS, _BLANKS_AT_PAGE = 3, 12


def read_block(lines: LabelledLines, first: int, limit: int, stop: int = 0) -> Block | None:
    """Read the header block that begins at a line with a label.

    Args:
        lines: The lines of the text.
        first: Index of a line that opens with a label, or with a separator and a label behind it.
        limit: Longest block, in lines.
        stop: Lowest line that may belong to it.

    Returns:
        The block, however little there is of it; None if the line has no label.
    """
    block = Block(first, first)
    if not read_first_line(lines, block):
        return None
    block.led = is_led(lines, block, stop)
    _read_down(lines, block, min(len(lines), first + limit))
    block.raw = block.fields.pop("other", None) is not None
    block.led = False
    extend_up(lines, block, stop)
    return block


def _read_down(lines: LabelledLines, block: Block, end: int) -> None:
    """Take in the lines below the first, as long as they are fields or go on with one."""
    contents, furniture, labels = lines.contents, lines.furniture, lines.labels
    blanks, jumped = 0, False
    block.last = take_torn_list(lines, block, block.last)
    for at in range(block.first + 1, end):
        if at <= block.last or furniture[at]:
            jumped = jumped or at > block.last
            continue
        content = contents[at]
        if not content or content.isspace():
            blanks += 1
            if blanks > (_BLANKS_AT_PAGE if jumped else _BLANKS):
                return
            continue
        if _ends_at(lines, block, at, gap=blanks > 0):
            return
        if blanks and not jumped:
            block.spaced = block.spaced or len(block.labels) == 1
            if at not in labels and is_page_number(lines, block, at):
                jumped = True
                continue
        if not _take_line(lines, block, at, blanks=blanks, jumped=jumped):
            return
        block.last = max(block.last, take_torn_list(lines, block, at))
        blanks, jumped = 0, False


def _ends_at(lines: LabelledLines, block: Block, at: int, *, gap: bool) -> bool:
    """Tell whether a line is no more of a block: of another depth, or below a gap the first of the next block."""
    if lines.depths[at] != lines.depths[block.first]:
        return not _lost_marks(lines, block, at)
    return gap and (block.weak() or block.begins_anew(lines.labels.get(at)) or _is_set_in(lines, block, at))


def _is_set_in(lines: LabelledLines, block: Block, at: int) -> bool:
    """Tell whether a label stands so far to the right of its block's that it is of the words that the fields head."""
    content, first = lines.contents[at], lines.contents[block.first]
    return at in lines.labels and len(content) - len(content.lstrip()) >= len(first) - len(first.lstrip()) + _SET_IN


def _lost_marks(lines: LabelledLines, block: Block, at: int) -> bool:
    """Tell whether a line in the midst of quoted ones is a field that its block misses, and its marks were not read."""
    label, below, depth = lines.labels.get(at), lines.below(at), lines.depths[block.first]
    if label is None or below is None or lines.depths[at] or lines.depths[at - 1] != depth:
        return False
    return lines.depths[below] == depth and block.misses(label.fields[0])


def _take_line(lines: LabelledLines, block: Block, at: int, *, blanks: int, jumped: bool) -> bool:
    """Take in a line if it is one more field or goes on with the last one.

    Args:
        lines: The lines of the text.
        block: The block so far.
        at: The line.
        blanks: Blank lines above it.
        jumped: A page ended above it.
    """
    gap = blanks > 0 and not jumped
    if is_value_below(lines, block, at):
        block.latest().value = lines.contents[at].strip()
        return True
    label = lines.labels.get(at)
    apart = gap and not block.spaced
    if label is not None and not apart and _repeats(block, label):
        _add_people(block, label)
        return True
    if label is not None and label.fields == _WORDS_BELOW:
        block.last = block.last if apart or label.value else at
        return False
    if label is not None:
        if (apart and label.fields[0] == "other") or not block.takes(label):
            return False  # "When: …", as the first words of an invitation; or a field that the block has
    else:
        label = unsure_label(lines, block, at, gap=gap)
    if label is not None:
        add_line(lines, block, label, at)
        return True
    if blanks and not _goes_on(lines, block, at, jumped=jumped):
        return False
    if ":" in lines.contents[at] and _take_filled_line(lines, block, at):
        return True
    return continues(lines, block, at, gap=blanks > 0)


def _take_filled_line(lines: LabelledLines, block: Block, at: int) -> bool:
    """Take in a line that ends the value above it and has further fields behind: a converter filled the lines."""
    last = block.latest()
    glued = new_fields(block, last.name, glued_labels(lines.contents[at]))
    filled = sum(found.line == last.line for found in block.fields.values()) > 1
    if len(glued) < (1 if filled else 2):
        return False
    last.value = "\n".join(filter(None, (last.value, glued[0][0])))
    add_glued(block, glued, at)
    return True


def _repeats(block: Block, label: Label) -> bool:
    """Tell whether a label is the one above once more: so some phones write a line for each recipient.

    Between may stand what became of the one above (``READ:UNKNOWN``).
    """
    name = label.fields[0]
    if name not in RECIPIENT_FIELDS or label.text not in block.labels:
        return False
    return name == next((found for found in reversed(block.fields) if found != "other"), "")


def _add_people(block: Block, label: Label) -> None:
    """Add the recipient of a repeated label to its field."""
    last = block.fields[label.fields[0]]
    last.value = (
        f"{last.value.rstrip(' ,;')};\n{label.value}" if last.value and label.value else last.value + label.value
    )


def _goes_on(lines: LabelledLines, block: Block, at: int, *, jumped: bool) -> bool:
    """Whether a line without a label may belong to the block though a blank line stands above it."""
    return jumped or is_link(lines.contents[at]) or block.breaks_off() or is_value_apart(lines, block, at)


def fill_stacked(lines: LabelledLines, block: Block) -> bool:
    """Give the values below a run of empty labels to their fields, if the date proves that they belong to them.

    Args:
        lines: The lines of the text.
        block: What was read; its fields, with their lines, and its last line change if the values stand below.

    Returns:
        Whether they do.
    """
    date = block.fields.get("date")
    if date is None or date.value or len(block.fields) < _FEWEST or any(found.value for found in block.fields.values()):
        return False
    values: dict[int, str] = {}
    blanks = 0
    at = block.last
    while len(values) < len(block.fields) and at + 1 < len(lines):
        at += 1
        if lines.blank(at):
            blanks += 1
            if blanks > _GAP * len(block.fields):
                return False
            continue
        values[at] = lines.contents[at].strip()
        if at in lines.labels and subject_action(values[at]) is None:  # "RE: …" is a value, for all its colon
            return False
    filled = dict(zip(block.fields, values, strict=False))
    if len(filled) != len(block.fields) or parse_date(values[filled["date"]]) is None:
        return False
    for name, line in filled.items():
        block.fields[name].line, block.fields[name].value = line, values[line]
    block.last = at
    return True
