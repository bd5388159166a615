"""Reading header blocks: the run of "From: … Sent: … To: … Subject: …" lines, folded, spaced, glued or stamped."""

from __future__ import annotations

import re
from functools import partial
from itertools import chain, takewhile

from threadparse.headers.continuation import (
    continues,
    is_link,
    is_page_number,
    is_value_apart,
    is_value_below,
    take_torn_list,
)
from threadparse.headers.header import ADDRESS_FIELDS, RECIPIENT_FIELDS, Block, Field
from threadparse.headers.labelled_lines import LabelledLines
from threadparse.headers.labels import (
    Label,
    glued_labels,
    read_bare_label,
    read_date_label,
    read_label,
    read_slipped_label,
    read_unknown_label,
)
from threadparse.headers.lotus_notes import split_sender_date
from threadparse.headers.separators import read_separator, split_inline
from threadparse.values.dates.read import parse_date
from threadparse.values.subjects import subject_action

__all__ = ["begins_bare", "fill_stacked", "read_block", "read_misread_sender"]

_FEWEST = 3
#: Labels that stand alone between the fields and the words: "TEXT:".
_WORDS_BELOW = ("text",)
_GAP = 2
#: Columns by which the words of a commit are set in below its author and date.
_SET_IN = 4


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


_DIGIT = re.compile(r"\d")
_TIME = re.compile(r"\d ?[:.;] ?\d\d")
_BLANKS, _BLANKS_AT_PAGE = 3, 12
_LONGEST_BARE = 400
_MIN_SUBJECT_LABEL = 6  # letters
_MAX_ROWS = 6
_ROW = r"\s{0,8}(?:[^\W\d_][^\t]{0,22}?(?:\t| {2})|\*\*[^\W\d_][^*\t]{0,20}\*\* ) *\S"


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
    if not _first_line(lines, block):
        return None
    block.led = _is_led(lines, block, stop)
    _read_down(lines, block, min(len(lines), first + limit))
    block.raw = block.fields.pop("other", None) is not None
    block.led = False
    _extend_up(lines, block, stop)
    if "from" in block.fields and block.misses("date"):
        _take_date_above(lines, block, stop)
    if "from" in block.fields and block.misses("to"):
        _take_recipients_above(lines, block, stop)
    if block.raw and "from" in block.fields:
        _take_traces_above(lines, block, stop)
    return block


def _is_led(lines: LabelledLines, block: Block, stop: int) -> bool:
    """Tell whether the sender stands above the first sure field: without a colon, before the date, or misread."""
    above = _line_above(lines, block, stop) if "from" not in block.fields else None
    if above is None:
        return False
    content = lines.contents[above]
    sender = read_bare_label(content, "from".__eq__)
    if sender is not None and _believable(lines, block, sender, above):
        return True
    if split_sender_date(content) is not None:
        return True
    sent = block.fields.get("date")
    if sent is None or above in lines.labels or read_slipped_label(content, "from".__eq__) is None:
        return False
    return parse_date(sent.value) is not None


def _line_above(lines: LabelledLines, block: Block, stop: int) -> int | None:
    """Return the line above a block; in markdown, that with emphasis above a blank line. None if there is none."""
    above = block.first - 1
    if above > stop and block.emphasised and lines.blank(above) and lines.contents[above - 1].lstrip()[:2] == "**":
        above -= 1
    return None if above < stop or lines.blank(above) else above


def _take_traces_above(lines: LabelledLines, block: Block, stop: int) -> None:
    """Take in the trace fields directly above a raw header, with their folds (RFC 5322 §3.6.7), or apart as all are."""
    for at in range(block.first - 1, stop - 1, -1):
        label, content = lines.labels.get(at), lines.contents[at]
        if label is not None and "other" in label.fields:
            block.first = at
        elif not (content[:1].isspace() if content.strip() else block.spaced):
            return


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
        label = _unsure_label(lines, block, at, gap=gap)
    if label is not None:
        _add_line(lines, block, label, at)
        return True
    if blanks and not _goes_on(lines, block, at, jumped=jumped):
        return False
    if ":" in lines.contents[at] and _take_filled_line(lines, block, at):
        return True
    return continues(lines, block, at, gap=blanks > 0)


def _take_filled_line(lines: LabelledLines, block: Block, at: int) -> bool:
    """Take in a line that ends the value above it and has further fields behind: a converter filled the lines."""
    last = block.latest()
    glued = _new_fields(block, last.name, glued_labels(lines.contents[at]))
    filled = sum(found.line == last.line for found in block.fields.values()) > 1
    if len(glued) < (1 if filled else 2):
        return False
    last.value = "\n".join(filter(None, (last.value, glued[0][0])))
    _add_glued(block, glued, at)
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


def _extend_up(lines: LabelledLines, block: Block, stop: int) -> None:
    """Take in the lines directly above whose labels are misread: the first sure label is not always the first."""
    sure = block.first, block.fields, list(block.labels)
    while (at := _line_above(lines, block, stop)) is not None:
        in_table = at + 1 not in lines.labels and _is_row(lines, at)
        if "from" in block.fields and not in_table:
            break
        label = read_bare_label(lines.contents[at], block.misses)
        believed = label is not None and (in_table or label.fields[0] != "subject")
        if label is not None and believed:
            believed = _believable(lines, block, label, at)
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


def _slipped_above(lines: LabelledLines, block: Block, at: int) -> Label | None:
    """Return a misread label with its colon above the fields so far: people's, a date, then the sender's."""
    label = None if at in lines.labels else read_slipped_label(lines.contents[at], block.misses)
    if label is None:
        return None
    told = label.fields[0] in RECIPIENT_FIELDS or (label.fields[0] == "date" and parse_date(label.value) is not None)
    return label if told or (label.fields[0] == "from" and "date" in block.fields and len(block.fields) > 2) else None


def _first_line(lines: LabelledLines, block: Block) -> bool:
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
    _add_line(lines, block, label, block.first)
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
    if _is_row(lines, at) or ("@" in lines.contents[at] and _is_separated(lines, at)):
        under = takewhile(lambda row: not lines.blank(row), range(below, min(below + _MAX_ROWS, len(lines))))
        over = takewhile(partial(_is_row, lines), range(at - 1, max(at - _MAX_ROWS, -1), -1))
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


def _is_row(lines: LabelledLines, at: int) -> bool:
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
    glued = _new_fields(block, "from", glued) if lead else []
    if lead is None or not glued:
        return False
    sender, date = lead
    block.fields["from"] = Field("from", sender, block.first)
    block.fields["date"] = Field("date", date.raw, block.first)
    _add_glued(block, glued, block.first)
    return True


def _add_glued(block: Block, glued: list[tuple[str, Label]], at: int) -> None:
    """Take in the fields that stand behind one another on a line."""
    for index, (_, label) in enumerate(glued):
        behind = glued[index + 1][0] if index + 1 < len(glued) else label.value
        fresh = [name for name in label.fields if name not in block.fields]
        if fresh:  # not where a lead gave the date already, and the line has a date field too
            block.add(label, fresh[0], behind, at)


def _add_line(lines: LabelledLines, block: Block, label: Label, at: int) -> None:
    """Take in a line with a label, and the further labels that a converter glued behind it."""
    name = "other" if block.is_appointment(label) else label.fields[0]
    if name in block.fields:
        name = next((other for other in label.fields if other not in block.fields), name)
    value = label.value
    if not value:
        block.add(label, name, value, at)
        return
    glued = _glued_behind(lines, block, name, label, at)
    if glued:
        block.add(label, name, glued[0][0], at)
        _add_glued(block, glued, at)
        return
    block.add(label, name, value, at)
    content = lines.contents[at]
    if not block.column and (gap := content.find(value)) > 0 and content[:gap].endswith("   "):
        block.column = gap


def _glued_behind(lines: LabelledLines, block: Block, name: str, label: Label, at: int) -> list[tuple[str, Label]]:
    """Return the further labels of the block that stand behind the first of a line, or below it in a paragraph."""
    value = label.value
    if name != "from" and ":" not in value and "：" not in value:
        return []
    colons = value.count(":") + value.count("：")
    several = colons > 1 and not (name == "subject" and _is_prefixed(value))
    found = glued_labels(value) if several or (":" in value and name in ADDRESS_FIELDS) else []
    if found or (name == "from" and _fills_next(lines, at)):
        return _new_fields(block, name, found) or _reflowed(lines, block, name, label, at)
    return []


def _fills_next(lines: LabelledLines, at: int) -> bool:
    """Tell whether the line below goes on with the sender's address, and has labels behind it."""
    below = lines.contents[at + 1].lstrip() if at + 1 < len(lines) else ""
    return below.startswith("<") and ":" in below and at + 1 not in lines.labels and bool(glued_labels(below))


def _reflowed(lines: LabelledLines, block: Block, name: str, label: Label, at: int) -> list[tuple[str, Label]]:
    """Return the further labels of a header that a client filled into a paragraph, as it does with quoted lines."""
    below = list(takewhile(lambda row: not lines.blank(row), range(at + 1, min(len(lines), at + 1 + _MAX_ROWS))))
    ends = len(below) < _MAX_ROWS and not any(row in lines.labels or lines.furniture[row] for row in below)
    if not below or not ends or lines.depths[below[-1]] != lines.depths[at]:
        return []
    joined = " ".join([label.value, *(lines.contents[row].strip() for row in below)])
    glued = _new_fields(block, name, glued_labels(joined))
    values = [*(before for before, _ in glued[1:]), *(label.value for _, label in glued[-1:])]
    if not any("date" in found.fields and parse_date(value) for (_, found), value in zip(glued, values, strict=True)):
        return []  # "From: Hull To: Ghent", and words below
    block.last = below[-1]
    return glued


def _is_prefixed(subject: str) -> bool:
    """Tell whether a subject begins with a prefix; in Chinese that of an answer is a label ("回复:"), too."""
    if subject_action(subject) is not None:
        return True
    label = read_label(subject)
    return label is not None and label.fields[0] == "reply_to" and "@" not in label.value


def _new_fields(block: Block, name: str, glued: list[tuple[str, Label]]) -> list[tuple[str, Label]]:
    """Return the glued labels, if they are really the next fields of the block and not a colon in a subject."""
    seen = {name, *block.fields}
    kept = 0
    for _, label in glued:
        fresh = [other for other in label.fields if other not in seen]
        if not fresh:
            break  # "Subject: RE: …": a colon in a value, not one more field
        seen.add(fresh[0])
        kept += 1
    enough = 2 if block.emphasised else 3
    return glued[:kept] if len(seen) >= enough and ("from" in seen or "date" in seen) else []


def _unsure_label(lines: LabelledLines, block: Block, at: int, *, gap: bool) -> Label | None:
    """Return the label without its colon, or misread, that opens a line of the block, if its field may still come.

    Args:
        lines: The lines of the text.
        block: The block so far.
        at: The line.
        gap: A blank line stands above; unless all fields stand apart, then only a sure label counts.
    """
    content = lines.contents[at]
    if gap and not block.spaced:
        return _in_column(lines, block, content)
    bare = read_bare_label(content, block.may_have)
    if bare is not None and not (gap and bare.value[:1].islower()) and _believable(lines, block, bare, at):
        return bare
    people = "date" in block.fields and not block.misses("from") and block.misses("subject")
    label = read_slipped_label(content, block.misses, people=people)
    if label is None and block.misses("date"):
        return _unknown_date_label(lines, block, at)
    return _slipped_bare(lines, block, at) if label is None and people else label


def _in_column(lines: LabelledLines, block: Block, content: str) -> Label | None:
    """Return the label below a gap whose value stands in the column of a block that has no colons, as its own do."""
    bare = read_bare_label(content, block.may_have) if block.column and block.first not in lines.labels else None
    return bare if bare and bare.value and content.find(bare.value) == block.column else None


def _unknown_date_label(lines: LabelledLines, block: Block, at: int) -> Label | None:
    """Return the label of a date in words that no client's table has: fields that the block misses follow, no date."""
    label = read_unknown_label(lines.contents[at])
    if label is None or parse_date(label.value) is None:
        return None
    below = takewhile(lines.labels.__contains__, range(at + 1, min(len(lines), at + _MAX_ROWS)))
    fields = [lines.labels[row].fields for row in below]
    follows = bool(fields) and any(map(block.misses, fields[0])) and not any("date" in names for names in fields)
    return label._replace(fields=("date",)) if follows else None


def _slipped_bare(lines: LabelledLines, block: Block, at: int) -> Label | None:
    """Return a misread label that lost its colon too: that of the subject, or of people right above it."""
    word, _, rest = lines.contents[at].strip().partition(" ")
    ends = at + 1 == len(lines) or lines.blank(at + 1)
    if ends if len(word) < _MIN_SUBJECT_LABEL else not ends:
        return None
    if not ends and (";" not in rest or read_bare_label(lines.contents[at + 1], "subject".__eq__) is None):
        return None
    return read_slipped_label(f"{word}: {rest}", block.misses, people=True)


def _believable(lines: LabelledLines, block: Block, label: Label, at: int) -> bool:
    """Whether a word without a colon is a label: by its value, its column, or a label on the next line."""
    name = label.fields[0]
    if name == "date":
        return parse_date(label.value) is not None
    content = lines.contents[at]
    wide = block.column and label.value and abs(content.find(label.value) - block.column) <= 3
    if wide or (not label.value and name in ADDRESS_FIELDS):
        return True
    value = label.value
    if name == "subject":
        return len(value) < 200
    opens_like_a_person = not value[:1].islower() or "@" in value or "<" in value
    below = lines.labels.get(at + 1)
    led = name == "from" and below is not None and below.fields[0] in RECIPIENT_FIELDS
    if led and block.misses("from") and at != block.first:
        return True
    return name in ADDRESS_FIELDS and opens_like_a_person and len(value) < _LONGEST_BARE
