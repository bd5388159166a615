"""Make a header of a block: add what stands above it and belongs to it, then judge whether it is believed."""

from __future__ import annotations

import re
from itertools import islice

from threadparse.headers.blocks import fill_stacked
from threadparse.headers.evidence import Verdict, is_memo, judge, may_be_header
from threadparse.headers.header import Block, Field, Header
from threadparse.headers.labelled_lines import LabelledLines
from threadparse.headers.lotus_notes import read_lead, split_sender_date
from threadparse.headers.separators import Separator, read_separator, separators_above, split_inline

__all__ = ["complete"]

_EMPTY_ROW = r"[ \t]*\|[ \t|:-]*"
_MAX_LETTERHEAD_CHARS = 60
_MAX_HEADING_LINES = 3


def complete(lines: LabelledLines, block: Block, stop: int) -> Header | Verdict:
    """Make the header that a block is, with the sender, the separators and the table head above it.

    Args:
        lines: The lines of the text.
        block: What was read; values stacked below its labels are given to their fields.
        stop: Lowest line that may belong to the header.

    Returns:
        The header, or why the block is none.
    """
    stacked = fill_stacked(lines, block)
    if not may_be_header(block, lead=True):
        return Verdict(False, ("too few fields",))
    if _in_sentence(lines, block):
        return Verdict(False, ("in the middle of a sentence",))
    lead = read_lead(lines, block, stop)
    if lead is not None and "from" in block.fields:
        block.fields = {**lead.fields, **block.fields}
    if lead is None and not may_be_header(block, lead=False):
        return Verdict(False, ("no sender, and too few fields",))
    top = _table_head(lines, lead.first if lead else block.first, stop)
    above = separators_above(lines, top, stop)
    found = [*islice(above, 2)]  # a rule, and what stands above it; the others do not count for what is no header
    separated = block.separator or any(separator.kind != "rule" for _, separator in found)
    if not separated and lead is None and is_memo(lines, block):
        return Verdict(False, ("head of a memo, with nothing that is e-mail's own",))
    verdict = judge(lines, block, separated=separated, lead=lead is not None)
    if not verdict.is_header:
        return verdict
    found += above
    begin = found[-1][0] if found else top
    separators = [separator for _, separator in found]
    fields = {**lead.fields, **block.fields} if lead else block.fields
    header = Header("block", begin, _closing_rule(lines, block, stop), lines.depths[block.first], fields)
    header.reasons = (*verdict.reasons, "values below their labels") if stacked else verdict.reasons
    header.original = any(separator.kind == "original" for separator in separators)
    header.forwarded = any(separator.kind == "forwarded" for separator in separators) or _inline_forward(lines, block)
    if _split_sender(header) and not separators:
        header.first = _letterhead(lines, header.first, stop)
    _from_separator(header, separators)
    return header


def _closing_rule(lines: LabelledLines, block: Block, stop: int) -> int:
    """Return the last line of a block, or the rule right below it that does not open a heading of the words."""
    below = block.last + 1
    if below >= len(lines) or not (rule := lines.contents[below].strip()):
        return block.last
    found = read_separator(rule)
    if found is None or found.kind != "rule":
        return block.last
    above = lines.above(block.first, stop, blanks=1)
    framed = above is not None and lines.contents[above].strip()[:1] == rule[0]
    heading = rule in map(str.strip, lines.contents[below + 1 : below + 1 + _MAX_HEADING_LINES])
    return below if framed or not heading else block.last


def _in_sentence(lines: LabelledLines, block: Block) -> bool:
    """Whether indented fields stand in the midst of a sentence: "Your message … was read on …", as receipts have it."""
    if "from" in block.fields or not lines.contents[block.first][:1].isspace():
        return False
    above, below = lines.above(block.first, 0, blanks=1), lines.below(block.last)
    if above is None or below is None:
        return False
    before, after = lines.contents[above], lines.contents[below]
    return not before[:1].isspace() and after.strip()[:1].islower() and before.rstrip()[-1:].isalpha()


def _table_head(lines: LabelledLines, first: int, stop: int) -> int:
    """Return the first row of the markdown table of a block: an empty head and its rule are part of the header."""
    while first > stop and "|" in (row := lines.contents[first - 1]) and re.fullmatch(_EMPTY_ROW, row):
        first -= 1
    return first


def _inline_forward(lines: LabelledLines, block: Block) -> bool:
    """Whether the separator on the block's own first line says that the message was forwarded."""
    inline = split_inline(lines.contents[block.first]) if block.separator else None
    return inline is not None and inline[0].kind == "forwarded"


def _letterhead(lines: LabelledLines, first: int, stop: int) -> int:
    """Return the company's line that Notes prints above "From: NAME   DATE", indented alike, or the line given."""
    at = lines.above(first, stop, blanks=2)
    if at is None:
        return first
    line = lines.contents[at]
    if len(line.strip()) > _MAX_LETTERHEAD_CHARS or line.rstrip()[-1:] in ",:;!?":
        return first
    indent = lines.contents[first][: len(lines.contents[first]) - len(lines.contents[first].lstrip())]
    return at if indent and line.startswith(indent) and line[len(indent)].isalpha() else first


def _split_sender(header: Header) -> bool:
    """Split off the date that Notes puts behind the sender ("From: Jane Roe on 04/02/2001 04:33 PM"); True if so."""
    sender = header.fields.get("from")
    if sender is None or "date" in header.fields:
        return False
    parts = split_sender_date(" ".join(sender.value.split()))
    if parts is not None:
        name, date = parts
        header.fields["from"] = Field("from", name, sender.line)
        header.fields["date"] = Field("date", date.raw, sender.line)
    return parts is not None


def _from_separator(header: Header, separators: list[Separator]) -> None:
    """Sender and date from "----- Message from X on DATE -----"; a "Forwarded by" banner names the forwarder only."""
    between = next((s.between for s in separators if s.between and s.kind == "original"), None)
    if between is None or "from" in header.fields:
        return
    sender, date = split_sender_date(between) or (between, None)
    header.fields["from"] = Field("from", sender, header.first)
    if date is not None and "date" not in header.fields:
        header.fields["date"] = Field("date", date.raw, header.first)
