"""Find all headers of a text, from top to bottom, none overlapping another."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from threadparse.headers.attributions import candidate_lines, read_attribution
from threadparse.headers.blocks import begins_bare, fill_stacked, read_block
from threadparse.headers.evidence import is_header, is_memo, may_be_header
from threadparse.headers.header import REPEATABLE_FIELDS, Block, Field, Header
from threadparse.headers.labelled_lines import LabelledLines
from threadparse.headers.labels import sender_words
from threadparse.headers.lotus_notes import (
    above_subjects,
    read_alone,
    read_columns,
    read_lead,
    recipient_words,
    split_sender_date,
)
from threadparse.headers.separators import Separator, read_separator, separators_above, set_captions_aside, split_inline
from threadparse.lines.lines import Lines

__all__ = ["find_headers", "find_openings"]

_BEFORE_LABEL = " \t*"


def find_openings(lines: LabelledLines) -> list[int]:
    """Find the lines with a label, and those that may hold one that lost its colon or its place at the start.

    Args:
        lines: The lines of the text.

    Returns:
        Their indices in order.
    """
    contents = lines.contents
    found = set(lines.labels)
    letters, senders = _sender_letters(), sender_words()
    bare = [
        at
        for at, content in enumerate(contents)
        if content[:1] in letters and (cut := content.lstrip(_BEFORE_LABEL).partition(" "))[0] in senders and cut[1]
    ]
    words = recipient_words()
    if not words.isdisjoint(map(str.strip, contents)):
        recipients = [at for at, content in enumerate(contents) if content.strip() in words]
        found.update(above_subjects(lines, recipients))
        bare += recipients  # one of these words is a From label of another client
    found.update(at for at in bare if begins_bare(lines, at))
    if ":" in lines.text:
        found.update(
            at
            for at, content in enumerate(contents)
            if ":" in content and at not in lines.labels and _may_hide_labels(content) and not lines.furniture[at]
        )
    return sorted(found)


@cache
def _sender_letters() -> frozenset[str]:
    """What a line can begin with that opens with a From label."""
    return frozenset(word[0] for word in sender_words()).union(_BEFORE_LABEL)


def _may_hide_labels(content: str) -> bool:
    """Whether a line with a colon may hold labels behind its start: glued, behind a separator, or in a column."""
    return content.count(":") > 3 or content.lstrip()[:2] == "--" or content[:8].isspace()


_SENDER = ("from",)
_BEFORE_SEPARATOR = " \t\xa0*"
_BEGINS_SEPARATOR = frozenset("-=_" + _BEFORE_SEPARATOR)
_EMPTY_ROW = re.compile(r"[ \t]*\|[ \t|:-]*")


def find_headers(lines: Lines, *, max_lines: int = 400) -> list[Header]:
    """Find where messages begin.

    Args:
        lines: The lines of the text.
        max_lines: Longest header block, in lines.

    Returns:
        The headers in the order of their lines.
    """
    labelled = LabelledLines.of(lines)
    blocks = _blocks(labelled, max_lines)
    candidates = candidate_lines(labelled)
    attributions = _attributions(labelled, candidates, _taken(labelled, blocks))
    headers = sorted([*blocks, *attributions], key=lambda header: header.first)
    headers = _joined(labelled, headers)
    if lines.quoted:
        from threadparse.headers.bare_names import find_bare_names

        headers = sorted([*headers, *find_bare_names(labelled, candidates, headers)], key=lambda header: header.first)
    headers = sorted([*headers, *_lone_separators(labelled, headers)], key=lambda header: header.first)
    set_captions_aside(labelled, headers)
    return headers


def _taken(lines: LabelledLines, headers: list[Header]) -> bytearray:
    """One flag a line: 1 where it belongs to a header."""
    taken = bytearray(len(lines))
    for header in headers:
        taken[header.first : header.last + 1] = b"\1" * (header.last + 1 - header.first)
    return taken


def _blocks(lines: LabelledLines, max_lines: int) -> list[Header]:
    """Header blocks with what stands above them and belongs to them."""
    found: list[Header] = []
    stop = 0
    known = -1  # the last line of a block that is no header
    passed = 0  # fields that come again were read with two such blocks above this line, and begin no other
    words = recipient_words()
    for first in find_openings(lines):
        if first < stop or (first < passed and _comes_again(lines, first)):
            continue
        if _is_spare(lines, first):
            passed = first if first <= known else passed
            known = first
            continue
        content = lines.contents[first]
        block = (
            (read_columns(lines, first, stop) if content[:1].isspace() else None)
            or (read_alone(lines, first, stop) if content.strip() in words else None)
            or read_block(lines, first, max_lines, stop)
        )
        if block is None:
            continue
        fill_stacked(lines, block)
        header = _complete(lines, block, stop) if block.fields else None
        if header is not None:
            found.append(header)
            stop = header.last + 1
        elif is_memo(lines, block):
            stop = block.last + 1
        else:
            if first <= known:  # else what stands above the block may have told against it
                others = (field.line for field in block.fields.values() if not _comes_again(lines, field.line))
                passed = min(others, default=block.last + 1)
            known = block.last
    return found


def _is_spare(lines: LabelledLines, at: int) -> bool:
    """Whether a line is one of many From fields below one another: without an address it is no header by itself."""
    label, below = lines.labels.get(at), lines.labels.get(at + 1)
    if label is None or below is None or not label.fields == below.fields == _SENDER:
        return False
    value = label.value  # with a colon there may be a label behind the first
    return "@" not in value and ":" not in value and "：" not in value


def _comes_again(lines: LabelledLines, at: int) -> bool:
    """Whether a line has a field of which a block may have several."""
    label = lines.labels.get(at)
    return label is not None and not REPEATABLE_FIELDS.isdisjoint(label.fields)


def _complete(lines: LabelledLines, block: Block, stop: int) -> Header | None:
    """The header that a block makes with its lead and separators, or None if it is no header."""
    if not may_be_header(block, lead=True) or _in_sentence(lines, block):
        return None
    lead = read_lead(lines, block, stop)
    if lead is None and not may_be_header(block, lead=False):
        return None
    first = lead.first if lead else block.first
    top = _table_head(lines, first, stop)
    above = separators_above(lines, top, stop)
    found = [*islice(above, 2)]  # a rule, and what stands above it; the others do not count for what is no header
    separated = block.separator or any(separator.kind != "rule" for _, separator in found)
    if not separated and lead is None and is_memo(lines, block):
        return None
    if not is_header(lines, block, separated=separated, lead=lead is not None):
        return _over_quotation(lines, block)
    found += above
    begin = found[-1][0] if found else top
    separators = [separator for _, separator in found]
    fields = {**lead.fields, **block.fields} if lead else block.fields
    header = Header("block", begin, block.last, lines.depths[block.first], fields)
    header.forwarded = any(separator.kind == "forwarded" for separator in separators) or _inline_forward(lines, block)
    if _split_sender(header) and not separators:
        header.first = _letterhead(lines, header.first, stop)
    _from_separator(header, separators)
    return header


def _in_sentence(lines: LabelledLines, block: Block) -> bool:
    """Whether indented fields stand in the midst of a sentence: "Your message … was read on …", as receipts have it."""
    if "from" in block.fields or not lines.contents[block.first][:1].isspace():
        return False
    above, below = lines.above(block.first, 0, blanks=1), lines.below(block.last)
    if above is None or below is None:
        return False
    before, after = lines.contents[above], lines.contents[below]
    return not before[:1].isspace() and after.strip()[:1].islower() and before.rstrip()[-1:].isalpha()


def _over_quotation(lines: LabelledLines, block: Block) -> Header | None:
    """The attribution that a From field alone is, with an address and the quoted words right below."""
    below = block.last + 1
    if list(block.fields) != ["from"] or "@" not in block.fields["from"].value or below >= len(lines):
        return None
    depth = lines.depths[block.first]
    quoted = lines.depths[below] > depth and not lines.blank(below)
    return Header("attribution", block.first, block.last, depth, block.fields) if quoted else None


def _table_head(lines: LabelledLines, first: int, stop: int) -> int:
    """The first row of the markdown table that a block stands in: an empty head and its rule are part of the header."""
    if lines.contents[first].lstrip()[:1] != "|":
        return first
    while first > stop and _EMPTY_ROW.fullmatch(lines.contents[first - 1]):
        first -= 1
    return first


def _inline_forward(lines: LabelledLines, block: Block) -> bool:
    """Whether the separator on the block's own first line says that the message was forwarded."""
    inline = split_inline(lines.contents[block.first]) if block.separator else None
    return inline is not None and inline[0].kind == "forwarded"


def _letterhead(lines: LabelledLines, first: int, stop: int) -> int:
    """The company's line that Notes prints above "From: NAME   DATE", indented alike, or the line given."""
    at = lines.above(first, stop, blanks=2)
    if at is None or len(lines.contents[at].strip()) > 60 or lines.contents[at].rstrip()[-1:] in ",:;!?":
        return first
    indent = lines.contents[first][: len(lines.contents[first]) - len(lines.contents[first].lstrip())]
    alike = indent and lines.contents[at].startswith(indent) and lines.contents[at][len(indent)].isalpha()
    return at if alike else first


def _split_sender(header: Header) -> bool:
    """Notes puts the date behind the sender: "From: Jane Roe on 04/02/2001 04:33 PM"; True if it was so."""
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


def _attributions(lines: LabelledLines, candidates: list[int], taken: bytearray) -> list[Header]:
    """Attribution lines outside the blocks."""
    found: list[Header] = []
    stop = 0
    for last in candidates:
        if taken[last] or last < stop:
            continue
        floor = max(stop, taken.rfind(1, max(stop, last - 5), last) + 1)
        header = read_attribution(lines, last, floor)
        if header is not None:
            _below_separator(lines, header, floor)
            found.append(header)
            stop = last + 1
    return found


def _below_separator(lines: LabelledLines, header: Header, floor: int) -> None:
    """Take in the separator that stands directly above an attribution: Proton Mail prints both."""
    at = lines.above(header.first, floor, blanks=1)
    if at is None or read_separator(lines.contents[at]) is None:
        return
    found = list(separators_above(lines, header.first, floor))
    if any(separator.kind != "rule" for _, separator in found):
        header.first = found[-1][0]
        header.forwarded = any(separator.kind == "forwarded" for _, separator in found)


def _joined(lines: LabelledLines, headers: list[Header]) -> list[Header]:
    """Join an attribution with the block right below it that tells the same (old Yahoo, Lotus Notes)."""
    joined: list[Header] = []
    for header in headers:
        above = joined[-1] if joined else None
        if (
            above is not None
            and above.kind == "attribution"
            and header.kind == "block"
            and header.depth in (above.depth, above.depth + 1)
            and all(lines.blank(line) for line in range(above.last + 1, header.first))
            and _agree(above, header)
        ):
            header.first = above.first
            header.fields = {**above.fields, **header.fields}
            joined[-1] = header
        else:
            joined.append(header)
    return joined


def _agree(attribution: Header, block: Header) -> bool:
    """Whether an attribution and a block name the same sender."""
    one, other = attribution.value("from"), block.value("from")
    if one is None or other is None:
        return True
    words = set(one.casefold().replace("<", " ").split()) & set(other.casefold().replace("<", " ").split())
    return bool(words)


def _lone_separators(lines: LabelledLines, headers: list[Header]) -> list[Header]:
    """Separators with words of their own and no block below: the message begins there, sender and date unknown."""
    text = lines.text
    if not any(mark in text and mark * 2 in text for mark in "-=_"):
        return []
    taken = _taken(lines, headers)
    found = []
    for index, content in enumerate(lines.contents):
        if content[:1] not in _BEGINS_SEPARATOR or taken[index]:
            continue  # as most lines
        if content.lstrip(_BEFORE_SEPARATOR)[:2] not in ("--", "==", "__"):
            continue
        separator = read_separator(content)
        if separator is None or separator.kind not in ("original", "forwarded"):
            continue
        below = lines.below(index)
        if below is not None and not taken[below]:
            forwarded = separator.kind == "forwarded"
            found.append(Header("separator", index, index, lines.depths[index], {}, forwarded))
    return found
