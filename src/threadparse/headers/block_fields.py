"""Read one line of a header block: its label, sure or not, and the fields that stand glued behind it."""

from __future__ import annotations

from itertools import takewhile

from threadparse.headers.header import ADDRESS_FIELDS, RECIPIENT_FIELDS, Block
from threadparse.headers.labelled_lines import LabelledLines
from threadparse.headers.labels import (
    Label,
    glued_labels,
    read_bare_label,
    read_label,
    read_slipped_label,
    read_unknown_label,
)
from threadparse.values.dates.read import parse_date
from threadparse.values.subjects import subject_action

__all__ = ["add_glued", "add_line", "is_believable", "new_fields", "unsure_label"]

_MAX_BARE_CHARS = 400
_MIN_SUBJECT_LABEL = 6  # letters
_MAX_ROWS = 6


def add_line(lines: LabelledLines, block: Block, label: Label, at: int) -> None:
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
        add_glued(block, glued, at)
        return
    block.add(label, name, value, at)
    content = lines.contents[at]
    if not block.column and (gap := content.find(value)) > 0 and content[:gap].endswith("   "):
        block.column = gap


def add_glued(block: Block, glued: list[tuple[str, Label]], at: int) -> None:
    """Take in the fields that stand behind one another on a line."""
    for index, (_, label) in enumerate(glued):
        behind = glued[index + 1][0] if index + 1 < len(glued) else label.value
        fresh = [name for name in label.fields if name not in block.fields]
        if fresh:  # not where a lead gave the date already, and the line has a date field too
            block.add(label, fresh[0], behind, at)


def new_fields(block: Block, name: str, glued: list[tuple[str, Label]]) -> list[tuple[str, Label]]:
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


def _glued_behind(lines: LabelledLines, block: Block, name: str, label: Label, at: int) -> list[tuple[str, Label]]:
    """Return the further labels of the block that stand behind the first of a line, or below it in a paragraph."""
    value = label.value
    if name != "from" and ":" not in value and "：" not in value:
        return []
    colons = value.count(":") + value.count("：")
    several = colons > 1 and not (name == "subject" and _is_prefixed(value))
    found = glued_labels(value) if several or (":" in value and name in ADDRESS_FIELDS) else []
    if found or (name == "from" and _fills_next(lines, at)):
        return new_fields(block, name, found) or _reflowed(lines, block, name, label, at)
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
    glued = new_fields(block, name, glued_labels(joined))
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


def unsure_label(lines: LabelledLines, block: Block, at: int, *, gap: bool) -> Label | None:
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
    if bare is not None and not (gap and bare.value[:1].islower()) and is_believable(lines, block, bare, at):
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


def is_believable(lines: LabelledLines, block: Block, label: Label, at: int) -> bool:
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
    return name in ADDRESS_FIELDS and opens_like_a_person and len(value) < _MAX_BARE_CHARS
