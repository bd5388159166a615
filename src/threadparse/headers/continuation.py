"""Folding: whether a line without a label goes on with the field above it.

Clients fold long lists with no mark, with blanks, or in a column; converters put values below their labels; a page may
end in the middle.
"""

from __future__ import annotations

import re
from itertools import pairwise

from threadparse.headers.header import ADDRESS_FIELDS, RECIPIENT_FIELDS, Block, Field, breaks_off
from threadparse.headers.labelled_lines import LabelledLines
from threadparse.headers.lotus_notes import split_sender_date
from threadparse.lines.lines import FURNITURE
from threadparse.values.dates.read import parse_date
from threadparse.values.subjects import base_subject, subject_action

__all__ = ["continues", "is_link", "is_page_number", "is_value_apart", "is_value_below", "take_torn_list"]

# A field that no client's table names but that stands in some blocks ("X-Foo:", "Security Label:").
_OTHER_FIELD = r"[*_]{0,3}[A-ZÀ-Þ][\w-]{1,24}(?: [\w-]{1,16}){0,2}[*_]{0,3}[ \xa0]?:(?:\s|$)"
# Outlook's link behind a name, which some gateways put on a line of its own.
_MAILTO = r"(?i)\s*[<\[(]?mailto:"
_ADDRESS_LINE = (
    r"[^.!?<>\s]?[^!?<>]{0,120}<[^<>]{0,200}@[^<>]{0,200}>|\s*[^\s@]{1,200}@[^\s@]{1,200}(?:[ \t][,;>)\]]{0,4})?\s*$"
)
#: What stands in the place of an address that is blacked out, folded from the name before it.
_BRACKETED = r"\s*<[^<>]{1,80}>[\s;,]*\Z"
# Columns at which clients fold a long subject, without a mark for it.
_FOLDED_AT = 80
#: A subject so long may be wrapped at any column; the whole of it is looked for so near.
_MIN_PROVEN_CHARS, _MIN_WRAPPED_CHARS, _MAX_WRAPPED_CHARS, _NEAR_CHARS, _WORDS_COMPARED = 40, 60, 400, 20_000, 3
_MIN_SIBLING_CHARS = 12  # of a subject that a sibling has on one line
#: Lines above and below that are measured, and how many of them are wrapped in a text that is.
_LINES_MEASURED, _MIN_WRAPPED_LINES = 40, 4
#: Blanks by which a line is indented that certainly belongs to the field above.
_DEEP = 8
#: Lines of a list most of whose names are blacked out; columns by which two labels of a block may be out of line.
_MAX_TORN_LINES, _ALIGNED = 40, 2
#: Blank lines between words and the furniture at a page end.
_MAX_BLANKS_AT_PAGE = 6


def is_link(content: str) -> bool:
    """Whether a line begins with the link that Outlook puts behind a name.

    Args:
        content: A line without its quote marks.
    """
    return ":" in content and re.match(_MAILTO, content) is not None


def is_page_number(places: LabelledLines, block: Block, at: int) -> bool:
    """Whether a line is a bare number between two fields: a page ended there.

    Args:
        places: The places of the text.
        block: The block so far.
        at: The line.
    """
    content = places.contents[at].strip()
    return len(content) <= 4 and content.isdigit() and _label_follows(places, block, at, 4, blanks=3)


def _values_below(lines: LabelledLines, block: Block) -> bool:
    """Whether each value so far stands on the line below its label, or most do: K-9 leaves the date beside its own."""
    done = list(block.fields.values())[:-1]
    bare = [found for found in done if (label := lines.labels.get(found.line)) is not None and not label.value]
    below = sum(bool(found.value) for found in bare)
    return below > 0 and (len(bare) == len(done) or (below > 1 and 2 * below > len(done)))


def is_value_below(lines: LabelledLines, block: Block, at: int) -> bool:
    """Whether a line is the value of the label alone on the line above, though it may begin like a label itself.

    All labels of the block stand alone, or it is a subject with a prefix ("RE: Keys"), which looks like a label.

    Args:
        lines: The lines of the text.
        block: The block so far.
        at: The line.
    """
    last = block.latest()
    if last.value or block.current == "other":
        return False
    prefixed = last.name == "subject" and (
        subject_action(lines.contents[at].strip()) is not None or _is_subject_near(lines, at)
    )
    if at != last.line + 1:
        unlabelled = prefixed or at not in lines.labels
        return unlabelled and lines.above(at, 0, blanks=2) == last.line and is_value_apart(lines, block, at)
    return prefixed or (
        at not in lines.labels
        and (_values_below(lines, block) or _label_follows(lines, block, at, 4, blanks=3, bare=True))
    )


def _is_subject_near(lines: LabelledLines, at: int) -> bool:
    """Tell whether a line, with a blank one below, stands near by behind a label or prefix: a sibling's subject."""
    words, begin = lines.contents[at].strip(), max(0, lines.starts[at] - _NEAR_CHARS)
    if len(words) > _MAX_WRAPPED_CHARS or at + 1 == len(lines) or not lines.blank(at + 1):
        return False
    return (
        re.compile(rf":[ \t]+{re.escape(words)}[ \t]*$", re.MULTILINE).search(
            lines.text, begin, begin + 2 * _NEAR_CHARS
        )
        is not None
    )


def is_value_apart(lines: LabelledLines, block: Block, at: int) -> bool:
    """Whether a line is the value of the label above, where each label and each value is a paragraph of its own.

    Args:
        lines: The lines of the text.
        block: The block so far.
        at: The line, below a gap; no label opens it.
    """
    if not block.spaced or block.latest().value:
        return False
    labels = [lines.labels.get(found.line) for found in block.fields.values()]
    bare = all(label is not None and not label.value for label in labels)
    done = list(block.fields.values())[:-1]
    return bare and (any(found.value for found in done) or _label_follows(lines, block, at, 4, blanks=2, bare=True))


def continues(places: LabelledLines, block: Block, at: int, *, gap: bool) -> bool:
    """Whether a line without a label goes on with the field above; if so it is added to its value.

    Below a gap (a page end, say) only an open list, or a label that follows at once, says so.

    Args:
        places: The places of the text.
        block: The block so far.
        at: The line.
        gap: A blank line or a page end stands above.
    """
    content = places.contents[at]
    if block.current == "other" and not gap and (content[:1].isspace() or _lost_fold(places, at)):
        return True  # RFC 5322 §2.2.3
    last = block.latest()
    if gap:
        folded = breaks_off(last.value) or is_link(content) or _label_follows(places, block, at, 3)
        folded = folded or is_value_apart(places, block, at)
        folded = folded or (last.name == "subject" and _has_sibling(places, at, f"{last.value} {content.strip()}"))
    else:
        folded = _folded(places, block, last, at, content)
    if folded:
        value = f"{last.value}\n{content.strip()}" if last.value else content.strip()
        if last.name != "date" or not _spoils_date(last.value, value):
            last.value = value
        return True
    return _is_other_field(content) and (_is_raw_field(block, content, gap=gap) or _label_follows(places, block, at, 3))


def _spoils_date(value: str, longer: str) -> bool:
    """Tell whether a date has its time without the line below, and loses it with that: a page begins there."""
    whole = parse_date(value)
    if whole is None or whole.hour is None:
        return False
    both = parse_date(longer.replace("\n", " "))
    return both is None or both.hour is None


def take_torn_list(lines: LabelledLines, block: Block, at: int) -> int:
    """Add to the recipients the names far to the right that were not blacked out, between blank lines.

    Args:
        lines: The lines of the text.
        block: The block so far.
        at: The line that was read last.

    Returns:
        The last line that belongs to the list: the one above the next label of the block; without such, ``at``.
    """
    if block.current not in RECIPIENT_FIELDS or at not in lines.labels or at + 1 == len(lines):
        return at
    margin = _indent(lines.contents[at])
    names: list[str] = []
    for below in range(at + 1, min(len(lines), at + _MAX_TORN_LINES) if lines.blank(at + 1) else 0):
        content = lines.contents[below]
        if lines.blank(below):
            continue
        label = lines.labels.get(below)
        if names and label is not None and abs(_indent(content) - margin) <= _ALIGNED:
            if not any(map(block.misses, label.fields)):
                break
            last = block.latest()
            last.value = "\n".join(filter(None, (last.value, *names)))
            return below - 1
        if _indent(content) < margin + 2 * _DEEP:
            break
        names.append(content.strip())
    return at


def _lost_fold(lines: LabelledLines, at: int) -> bool:
    """Whether a line is the rest of the raw field above, though the blanks that folded it are lost."""
    label = lines.labels.get(at - 1)
    return (label is not None and not label.value) or lines.contents[at - 1].rstrip().endswith(";")


def _is_raw_field(block: Block, content: str, *, gap: bool) -> bool:
    """Tell whether a line right below a trace field is one more that is not in the table ("NNTP-Posting-Host: …")."""
    return block.current == "other" and not gap and "-" in content.partition(":")[0]


def _is_other_field(content: str) -> bool:
    """Whether a line opens with the label of a field that no client's table names."""
    return ":" in content and re.match(_OTHER_FIELD, content.strip()) is not None


def _folded(lines: LabelledLines, block: Block, last: Field, at: int, content: str) -> bool:
    """Whether a line is folded from the field above."""
    closed = last.name in ADDRESS_FIELDS and not breaks_off(last.value)
    if (closed or block.current == "subject" or "@" not in content) and _is_other_field(content):
        return False
    indent = _indent(content)
    if block.column and indent >= block.column - 2:
        return True
    if content[:1] == "\t" and last.line not in lines.labels and "\t" in lines.contents[last.line].lstrip():
        return True  # a row of a table without a label
    deep = indent >= _DEEP and indent - _indent(lines.contents[last.line]) >= _DEEP
    if last.name in ADDRESS_FIELDS:
        return _is_more_people(lines, block, last, at, deep=deep)
    if last.name == "subject":
        return _is_rest_of_subject(lines, block, last, at)
    if last.name == "date":
        return (indent > 0 and _misses_date(lines, last)) or _label_follows(lines, block, at, 1)
    return (last.name == "attachments" and (deep or content[:1] == "\t")) or _label_follows(lines, block, at, 4)


def _is_more_people(lines: LabelledLines, block: Block, last: Field, at: int, *, deep: bool) -> bool:
    """Whether a line goes on with a list of people."""
    content = lines.contents[at]
    if last.name == "from" and "date" not in block.fields and _is_date(content):
        return True
    if breaks_off(last.value) or is_link(content) or re.match(_BRACKETED, content):
        return True
    addressed = "@" in content
    if addressed and split_sender_date(content) is not None:
        return False  # the next message of a conversation
    if addressed and (re.match(_ADDRESS_LINE, content) is not None or content.lstrip().startswith("@")):
        return True
    return _label_follows(lines, block, at, 200, blanks=2 if addressed or deep else 0)


def _is_rest_of_subject(lines: LabelledLines, block: Block, last: Field, at: int) -> bool:
    """Whether a line goes on with a subject."""
    content = lines.contents[at]
    if not any(map(str.isalnum, content)):
        return False  # a rule below the header
    if last.value.endswith("?=") and content.lstrip().startswith("=?"):
        return True  # an encoded word is folded between two (RFC 2047 §2)
    if "other" in block.fields and content[:1].isspace() and at == last.line + 1:
        return True  # of a raw header (RFC 5322 §2.2.3)
    ends = at + 1 >= len(lines) or lines.blank(at + 1)
    if ends:
        above = len(lines.contents[at - 1].rstrip())
        reach = above + len(content.split(maxsplit=1)[0])
        full = above <= _FOLDED_AT <= reach + 8 or _crosses_margin(lines, at, reach)
        if (full or _is_flowed(lines, block, at)) and len(content) < _FOLDED_AT and not content.rstrip().endswith(","):
            return True
    return _wraps(lines, last, at, content, ends=ends) or _label_follows(lines, block, at, 2)


def _crosses_margin(lines: LabelledLines, at: int, reach: int) -> bool:
    """Tell whether the lines around are wrapped, as by a form on the web, and words would have crossed their margin."""
    near = lines.contents[max(0, at - _LINES_MEASURED) : at + _LINES_MEASURED]
    width = max(len(content.rstrip()) for content in near)
    if not _MIN_PROVEN_CHARS <= width <= min(_FOLDED_AT, reach):
        return False
    pairs = [(len(one.rstrip()), other.split(maxsplit=1)) for one, other in pairwise(near)]
    return sum(bool(words) and length + len(words[0]) >= width for length, words in pairs) >= _MIN_WRAPPED_LINES


def _is_flowed(lines: LabelledLines, block: Block, at: int) -> bool:
    """Tell whether a line goes on behind a blank (RFC 3676 §4.1), and a field above was folded too."""
    return lines.contents[at - 1].endswith(" ") and any("\n" in found.value for found in block.fields.values())


def _misses_date(lines: LabelledLines, last: Field) -> bool:
    """Whether a date field has no value yet, or is a trace field whose date comes last (RFC 5321 §4.4)."""
    if not last.value:
        return True
    label = lines.labels.get(last.line)
    return label is not None and "other" in label.fields and parse_date(last.value.replace("\n", " ")) is None


def _wraps(lines: LabelledLines, subject: Field, at: int, content: str, *, ends: bool) -> bool:
    """Tell whether a line without indent is the end of a long subject above it.

    It goes on in mid phrase and ends a paragraph, or another message near by has the whole subject on one line, folds
    it with an indent, or has another prefix before it and folds it at the same word.
    """
    words, value = content.strip(), subject.value.rstrip()
    if _has_sibling(lines, at, f"{value} {words}"):
        return True
    if not _MIN_PROVEN_CHARS <= len(value) <= _MAX_WRAPPED_CHARS or len(words) > len(value) or words[-1] in ",:;!?":
        return False
    if (
        ends
        and len(value) >= _MIN_WRAPPED_CHARS
        and words[0].islower()
        and (value[-1].isalnum() or value[-1] in ",-–—/&")
    ):
        return lines.below(at) is not None
    begin = max(0, lines.starts[at] - _NEAR_CHARS)
    last, rest = (r"\s+".join(map(re.escape, part)) for part in (value.split()[-_WORDS_COMPARED:], words.split()))
    own, deep = lines.contents[at - 1].lstrip(), _indent(content) + _DEEP
    pattern = re.compile(rf"{last}(?:[ \t]+|\n([ \t>]*)){rest}")
    for match in pattern.finditer(lines.text, begin, begin + 2 * _NEAR_CHARS):
        before = lines.text[max(0, match.start() - _MAX_WRAPPED_CHARS) : match.start()].rpartition("\n")[2]
        if match[1] is None or len(match[1]) >= deep or not own.startswith(before.lstrip("> \t")):
            return True
    return False


def _has_sibling(lines: LabelledLines, at: int, subject: str) -> bool:
    """Tell whether another field near by has these words of a subject on one line, but for the prefixes."""
    base, begin = base_subject(subject), max(0, lines.starts[at] - _NEAR_CHARS)
    if not _MIN_SIBLING_CHARS <= len(base) <= _MAX_WRAPPED_CHARS:
        return False
    whole = re.compile(rf"[:\]][ \t]+{re.escape(base)}(?!\S)")
    return whole.search(lines.text, begin, begin + 2 * _NEAR_CHARS) is not None


def _indent(content: str) -> int:
    """Return the column at which a line begins to show something."""
    return len(content) - len(content.lstrip())


def _is_date(content: str) -> bool:
    """Whether a line is a date and nothing else; Notes may put it on the line below "From:"."""
    return parse_date(content.strip()) is not None


def _label_follows(
    lines: LabelledLines, block: Block, at: int, within: int, blanks: int = 0, *, bare: bool = False
) -> bool:
    """Whether a label of a field still to come, perhaps without a value, stands on one of the next lines.

    At most so many blank lines stand between.
    """
    below, end = lines.pause(at), min(len(lines), at + within + 1)
    while below < end:
        label = lines.labels.get(below)
        if label is not None:
            begins = block.led and below - 1 >= at and split_sender_date(lines.contents[below - 1]) is not None
            return any(map(block.misses, label.fields)) and not begins and not (bare and label.value)
        blanks -= not _is_at_page_end(lines, below)
        if blanks < 0:
            return False
        below = lines.pause(below)
    return False


def _is_at_page_end(lines: LabelledLines, at: int) -> bool:
    """Tell whether nothing but blank lines stands between a blank line and page furniture."""
    for step in (-1, 1):
        near = at + step
        while 0 <= near < len(lines) and abs(near - at) <= _MAX_BLANKS_AT_PAGE:
            if lines.furniture[near] == FURNITURE:
                return True
            if lines.contents[near].strip():
                break
            near += step
    return False
