"""Header blocks: the run of "From: … Sent: … To: … Subject: …" lines below one another, folded, spaced or stamped."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from threadparse.headers.header import Field
from threadparse.headers.labels import Label, glued_labels, read_bare_label, read_label, read_slipped_label
from threadparse.headers.page import Page
from threadparse.headers.sender_date import split_sender_date
from threadparse.headers.separator import split_inline
from threadparse.values.dates import parse_date

__all__ = ["Block", "read_block"]

ADDRESS_FIELDS = frozenset({"from", "to", "cc", "bcc", "reply_to"})
FIELDS = frozenset(
    {"from", "date", "to", "cc", "bcc", "subject", "reply_to", "sent_by", "attachments", "importance", "other"}
)
_REPEATABLE = frozenset({"importance", "attachments", "other"})
# A field that no client's table names but that stands in some blocks ("X-Foo:", "Security Label:").
_OTHER_FIELD = re.compile(r"[*_]{0,3}[A-Z][\w-]{1,24}(?: [\w-]{1,16}){0,2}[*_]{0,3}:(?:\s|$)")
_OPEN_END = re.compile(r"[,;，；、<(\[\"“]\s*$")
# Outlook's link behind a name, which some gateways put on a line of its own.
_MAILTO = re.compile(r"\s*[<\[(]?mailto:", re.IGNORECASE)
_ADDRESS_LINE = re.compile(r"[^.!?<>\s]?[^!?<>]{0,120}<[^<>]{0,200}@[^<>]{0,200}>|\s*\S+@\S+\s*[,;>)\]]*\s*$")
_BLANKS, _BLANKS_AT_PAGE = 3, 12
_LONGEST_BARE = 400
# Columns at which clients fold a long subject, without a mark for it.
_FOLDED_AT = 80


@dataclass(slots=True)
class Block:
    """The fields that were read, in order, and the last line."""

    first: int
    last: int
    fields: dict[str, Field] = field(default_factory=dict)
    #: Labels as written, folded, in order.
    labels: list[str] = field(default_factory=list)
    #: Column at which values begin, where the block is laid out in two columns.
    column: int = 0
    #: A separator stands before the first field on its line.
    separator: bool = False
    #: The first label is emphasised, as markdown has it.
    emphasised: bool = False
    #: Blank lines stand between the fields.
    spaced: bool = False

    def open_fields(self) -> frozenset[str]:
        """The fields that may still come."""
        return FIELDS.difference(self.fields)

    def weak(self) -> bool:
        """Whether all that was read is one field with a label of one letter, as "E: jane@x.org" in a signature."""
        return len(self.labels) == 1 and len(self.labels[0]) == 1 and not self.emphasised

    def breaks_off(self) -> bool:
        """Whether the last field is a list that goes on, in a block whose lines all stand apart."""
        last = list(self.fields.values())[-1]
        return self.spaced and last.name in ADDRESS_FIELDS and _open(last.value)

    def begins_anew(self, label: Label | None) -> bool:
        """Whether a label below a blank line is the first of the next block, and not one more field of this."""
        return label is not None and label.fields[0] == "from" and len(self.fields) > 1 and not self.spaced

    def add(self, label: Label, name: str, value: str, line: int) -> None:
        """Note a field; its value begins on the given line."""
        if name not in self.fields:
            self.fields[name] = Field(name, value, line)
        self.labels.append(label.text)


def read_block(page: Page, first: int, limit: int, stop: int = 0) -> Block | None:
    """Read the header block that begins at a line with a label.

    Args:
        page: The page.
        first: Index of a line that opens with a label, or with a separator and a label behind it.
        limit: Longest block, in lines.
        stop: Lowest line that may belong to it.

    Returns:
        The block, however little there is of it; None if the line has no label.
    """
    block = Block(first, first)
    if not _first_line(page, block):
        return None
    blanks, jumped = 0, False
    for at in range(first + 1, min(len(page), first + limit)):
        if page.furniture[at]:
            jumped = True
            continue
        content = page.contents[at]
        if not content.strip():
            blanks += 1
            if blanks > (_BLANKS_AT_PAGE if jumped else _BLANKS):
                break
            continue
        if page.lines.depths[at] != page.lines.depths[first]:
            break
        if blanks and (block.weak() or block.begins_anew(page.labels.get(at))):
            break
        block.spaced = block.spaced or (bool(blanks) and not jumped and len(block.labels) == 1)
        label = _label_at(page, block, at, gap=bool(blanks) and not jumped)
        if label is not None:
            _add_line(block, label, at, content)
        elif blanks and not jumped and _is_page_number(page, block, at):
            jumped = True
            continue
        elif blanks and not (jumped or _MAILTO.match(content) or block.breaks_off()):
            break
        elif not _continues(page, block, at, gap=bool(blanks)):
            break
        block.last = at
        blanks, jumped = 0, False
    block.fields.pop("other", None)
    _extend_up(page, block, stop)
    return block if block.fields else None


def _extend_up(page: Page, block: Block, stop: int) -> None:
    """Take in the lines directly above whose labels lost their colons: the first sure label is not always the first."""
    while block.first > stop and not page.blank(block.first - 1) and "from" not in block.fields:
        at = block.first - 1
        label = read_bare_label(page.contents[at], block.open_fields())
        if label is None or label.fields[0] == "subject" or not _believable(page, block, label, at):
            return
        block.fields = {label.fields[0]: Field(label.fields[0], label.value, at), **block.fields}
        block.labels.insert(0, label.text)
        block.first = at


def _first_line(page: Page, block: Block) -> bool:
    """Read the line that opens the block."""
    content = page.contents[block.first]
    block.emphasised = content.lstrip()[:1] in ("*", "_")
    label = page.labels.get(block.first)
    if label is None:
        inline = split_inline(content)
        label = read_label(content[inline[1] :]) if inline else None
        block.separator = label is not None
    if label is None:
        return _led_line(block, content)
    _add_line(block, label, block.first, content)
    return True


def _led_line(block: Block, content: str) -> bool:
    """Read a line that runs "NAME DATE   To: …  cc: …  Subject: …", a Notes block whose line ends were lost."""
    glued = glued_labels(content)
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


def _add_line(block: Block, label: Label, at: int, content: str) -> None:
    """Take in a line with a label, and the further labels that a converter glued behind it."""
    name = next((name for name in label.fields if name not in block.fields), label.fields[0])
    value = label.value
    if value.count(":") + value.count("：") > 1 or (":" in value and name in ADDRESS_FIELDS):
        glued = _new_fields(block, name, glued_labels(value))
        if glued:
            block.add(label, name, glued[0][0], at)
            _add_glued(block, glued, at)
            return
    block.add(label, name, value, at)
    if not block.column and value and (gap := content.find(value)) > 0 and content[:gap].endswith("   "):
        block.column = gap


def _new_fields(block: Block, name: str, glued: list[tuple[str, Label]]) -> list[tuple[str, Label]]:
    """The glued labels, if they are really the next fields of the block and not a colon in a subject."""
    seen = {name, *block.fields}
    kept = 0
    for _, label in glued:
        fresh = [other for other in label.fields if other not in seen]
        if not fresh:
            break  # "Subject: RE: …": a colon in a value, not one more field
        seen.add(fresh[0])
        kept += 1
    return glued[:kept] if len(seen) >= 3 and ("from" in seen or "date" in seen) else []


def _label_at(page: Page, block: Block, at: int, *, gap: bool) -> Label | None:
    """The label that opens a line of the block, if its field may still come.

    Args:
        page: The page.
        block: The block so far.
        at: The line.
        gap: A blank line stands above; unless all fields stand apart, then only a sure label counts.
    """
    label = page.labels.get(at)
    fields = block.open_fields() | _REPEATABLE
    if label is not None:
        return label if any(name in fields for name in label.fields) else None
    if gap and not block.spaced:
        return None
    content = page.contents[at]
    bare = read_bare_label(content, fields)
    if bare is not None and not (gap and bare.value[:1].islower()) and _believable(page, block, bare, at):
        return bare
    return read_slipped_label(content, block.open_fields())


def _believable(page: Page, block: Block, label: Label, at: int) -> bool:
    """Whether a word without a colon is a label: by its value, its column, or a label on the next line."""
    name = label.fields[0]
    if name == "date":
        return parse_date(label.value) is not None
    content = page.contents[at]
    wide = block.column and label.value and abs(content.find(label.value) - block.column) <= 3
    if wide or (not label.value and name in ADDRESS_FIELDS):
        return True
    value = label.value
    if name == "subject":
        return len(value) < 200
    opens_like_a_person = not value[:1].islower() or "@" in value or "<" in value
    return name in ADDRESS_FIELDS and opens_like_a_person and len(value) < _LONGEST_BARE


def _is_page_number(page: Page, block: Block, at: int) -> bool:
    """Whether a line is a bare number between two fields: a page ended there."""
    content = page.contents[at].strip()
    return len(content) <= 4 and content.isdigit() and _label_follows(page, block, at, 4, blanks=3)


def _values_below(page: Page, block: Block) -> bool:
    """Whether each value so far stands on the line below its label."""
    done = list(block.fields.values())[:-1]
    return bool(done) and all(
        found.value and (label := page.labels.get(found.line)) is not None and not label.value for found in done
    )


def _continues(page: Page, block: Block, at: int, *, gap: bool) -> bool:
    """Whether a line without a label goes on with the field above; if so it is added to its value.

    Below a gap (a page end, say) only an open list, or a label that follows at once, says so.
    """
    content = page.contents[at]
    last = list(block.fields.values())[-1]
    if gap:
        folded = _open(last.value) or bool(_MAILTO.match(content)) or _label_follows(page, block, at, 3)
    else:
        folded = _folded(page, block, last, at, content)
    if folded:
        last.value = f"{last.value}\n{content.strip()}" if last.value else content.strip()
        return True
    return bool(_OTHER_FIELD.match(content.strip())) and _label_follows(page, block, at, 3)


def _folded(page: Page, block: Block, last: Field, at: int, content: str) -> bool:
    """Whether a line is folded from the field above."""
    if _OTHER_FIELD.match(content.strip()) and "@" not in content:
        return False
    indent = len(content) - len(content.lstrip())
    in_column = bool(block.column) and indent >= block.column - 2
    label = page.contents[last.line]
    deep = indent >= len(label) - len(label.lstrip()) + 8
    if last.name in ADDRESS_FIELDS:
        return (
            (last.name == "from" and "date" not in block.fields and _is_date(content))
            or in_column
            or _open(last.value)
            or bool(_MAILTO.match(content))
            or bool(_ADDRESS_LINE.match(content))
            or content.lstrip().startswith("@")
            or _label_follows(page, block, at, 200, blanks=2 if "@" in content or deep else 0)
        )
    if last.name == "subject":
        above = len(page.contents[at - 1].rstrip())
        full = above <= _FOLDED_AT <= above + len(content.split(maxsplit=1)[0]) + 8
        alone = at + 1 >= len(page) or page.blank(at + 1)
        rest = full and alone and len(content) < _FOLDED_AT and not content.rstrip().endswith(",")
        below = not last.value and at == last.line + 1 and _values_below(page, block)
        return in_column or rest or below or _label_follows(page, block, at, 2)
    if last.name == "date":
        return ((in_column or not last.value) and indent > 0) or _label_follows(page, block, at, 1)
    return in_column or _label_follows(page, block, at, 4)


def _open(value: str) -> bool:
    """Whether an address list breaks off: at a comma or semicolon, or inside brackets."""
    unclosed = value.rfind("[") > value.rfind("]") or value.rfind("<") > value.rfind(">")
    return unclosed or bool(_OPEN_END.search(value))


def _is_date(content: str) -> bool:
    """Whether a line is a date and nothing else; Notes may put it on the line below "From:"."""
    return any(letter.isdigit() for letter in content) and parse_date(content.strip()) is not None


def _label_follows(page: Page, block: Block, at: int, within: int, blanks: int = 0) -> bool:
    """Whether a label of a field still to come stands on one of the next lines, with at most so many blank lines."""
    fields = block.open_fields()
    for below in range(at + 1, min(len(page), at + within + 1)):
        if page.furniture[below]:
            continue
        label = page.labels.get(below)
        if label is not None:
            return any(name in fields for name in label.fields)
        if not page.contents[below].strip():
            blanks -= 1
            if blanks < 0:
                return False
    return False
