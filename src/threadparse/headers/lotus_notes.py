"""Leads of headers without labels: two columns, labels alone, sender and date above "To:" (Lotus Notes, scans).

Notes writes ``"Jane Roe" <jane@x.org> on 09/18/2000 12:21:11 PM`` or the name and the date each on a line; a scan may
have misread "From:" beyond its label.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from threadparse.headers.header import Block, Field
from threadparse.headers.labelled_lines import LabelledLines
from threadparse.headers.labels import Label, read_bare_label, read_label, read_slipped_label
from threadparse.lines.caches import cached_if_short
from threadparse.locales.folding import fold, squeeze
from threadparse.locales.letterheads import letterhead_words
from threadparse.locales.lexicon import labels
from threadparse.values.dates.read import DateValue, parse_date, scan_dates
from threadparse.values.redactions import is_redacted

__all__ = [
    "Lead",
    "above_subjects",
    "read_columns",
    "read_lead",
    "read_lone_labels",
    "split_sender_date",
]

_SENTENCE_END = re.compile(r"\b([^\W\d_]{3,})[.!?](?:\s|$)")
_LINKS = r"\s*\([^()\d]{1,40} / [^()\d]{1,40}\)\s*"  # public-inbox: "(permalink / raw)"
_MAX_WORDS = 12


def split_sender_date(text: str) -> tuple[str, DateValue] | None:
    """Cut "NAME on DATE", "NAME      DATE" or "NAME @ DATE (permalink / raw)" into its halves.

    Args:
        text: A line, or the value of a From field.

    Returns:
        The name as written and the date that ends the text; None if it does not end with a date and begin with a name.
    """
    dates = scan_dates(text) if len(text) <= 300 else ()
    if not dates or (squeeze(rest := text[dates[-1].end :]) and re.fullmatch(_LINKS, rest) is None):
        return None
    before = text[: dates[-1].start].rstrip(" \t,:(@")
    if text[len(before) :].lstrip()[:1] == ":":
        return None  # "Created: 4 March 2013 09:12"
    name, _, joint = before.rpartition(" ")
    word = squeeze(joint)
    if name and (not word or word in letterhead_words().before_date):
        before = name.rstrip(" \t,")
    return (before, dates[-1]) if _may_be_sender(before) else None


def _may_be_sender(text: str) -> bool:
    """Tell whether a text may name a sender: some words, one with a capital or an address, no sentence; or a mark."""
    words = text.split()
    if not words or len(words) > _MAX_WORDS:
        return False
    if "@" not in text and (":" in text or not any(word[0].isupper() for word in words)):
        return is_redacted(text, mailbox=True)
    return not any(end[1].islower() for end in _SENTENCE_END.finditer(text))


_LEAST_INDENT = 8
_MAX_COLUMN_LINES = 60
_RIGHT = re.compile(r"\s{8,}\S(?:[^:]|:(?=\d)){0,60}?\s{2,}(?=([^\W\d_]{1,16}):(?:\s|$))")


def read_columns(lines: LabelledLines, at: int, stop: int) -> Block | None:
    """Read the two-column header whose "To:" stands on a line.

    Args:
        lines: The lines of the text.
        at: Index of the line.
        stop: Lowest line that may belong to it.

    Returns:
        The block with sender, date and the fields at the right; None if the line is not of that form.
    """
    column = _column(lines.contents[at])
    if column is None:
        return None
    first = at
    while first > stop and _at_left(lines, first - 1, column):
        first -= 1
    last = at
    end = min(len(lines), at + _MAX_COLUMN_LINES)
    while last + 1 < end and not lines.blank(last + 1) and _column(lines.contents[last + 1]) is None:
        last += 1
    block = Block(first, last)
    left = _fill(lines, block, column)
    parts = split_sender_date(left)
    if parts is None or not {"to", "subject"} <= set(block.fields):
        return None
    sender, date = parts
    block.fields["from"] = Field("from", sender, first)
    block.fields["date"] = Field("date", date.raw, first)
    return block


def _column(content: str) -> int | None:
    """Return the column of the "To:" that stands at the right of a line; None for any other line."""
    match = _RIGHT.match(content)
    label = read_label(content[match.end() :]) if match else None
    return match.end() if match and label and label.fields[0] == "to" else None


def _at_left(lines: LabelledLines, at: int, column: int) -> bool:
    """Whether a line above holds nothing but a piece of the left column."""
    content = lines.contents[at].rstrip()
    indent = len(content) - len(content.lstrip())
    return bool(content) and _LEAST_INDENT <= indent < column and len(content) <= column + 2


def _fill(lines: LabelledLines, block: Block, column: int) -> str:
    """Read the right column into the block's fields; the left column's pieces, joined, are returned."""
    left = ""
    current: Field | None = None
    for at in range(block.first, block.last + 1):
        content = lines.contents[at]
        indented = content[:_LEAST_INDENT].isspace()
        if indented:
            left = _join(left, content[:column].strip())
        right = content[column:].strip() if indented else content.strip()
        label = read_label(right) if indented else None
        if label is not None and label.fields[0] not in block.fields:
            current = Field(label.fields[0], label.value, at)
            block.fields[current.name] = current
            block.labels.append(label.text)
        elif right and current is not None:
            current.value = f"{current.value} {right}".strip()
    return left


def _join(left: str, piece: str) -> str:
    """Join a piece of the left column; inside an address the line was cut without a blank."""
    if not piece or not left:
        return left + piece
    inside = left.rfind("<") > left.rfind(">") or (left.endswith((".", "@")) and "@" in left.split()[-1])
    return left + piece if inside else f"{left} {piece}"


_MAX_KEPT_CHARS = 400
# Notes leaves many blank lines between the date and "To:".
_GAP = 12
_MOST_LINES = 3
_MOST_CELL_LINES = 6  # of a name and a date that are wrapped beside one another
_ADDRESS_END = r"[^<]<[^<>\s]{1,200}@[^<>\s]{1,200}>$"


#: "Jane Roe   to: John Poe      01/05/2010 09:15 PM"
_FROM_TO = r"(?P<name>[^\s:][^:]{0,80}?)[ \t]+(?P<label>[^\W\d_]{1,12}):[ \t]+(?P<rest>\S.{0,200})"


class Lead(NamedTuple):
    """What the lines above a block say.

    Attributes:
        first: The first of these lines.
        fields: ``from`` and perhaps ``date``; above a block with a sender ``date`` and perhaps ``subject``.
    """

    first: int
    fields: dict[str, Field]


def read_lead(lines: LabelledLines, block: Block, stop: int) -> Lead | None:
    """Sender and date from the lines above a block that has no From field; what else is above one without a date.

    Args:
        lines: The lines of the text.
        block: The block below.
        stop: Lowest line that may be used.
    """
    sender = block.fields.get("from")
    if sender is not None and "date" in block.fields:
        return None
    if sender is not None and sender.line == block.first:
        return _printed_head(lines, block, stop)
    at = _beyond(lines, lines.above(block.first, stop, blanks=_GAP), stop)
    if at is None or lines.depths[at] != lines.depths[block.first]:
        return None
    if sender is not None:  # the same person, among the recipients
        lead = _name_and_date(lines, at, stop)
        named = lead is not None and squeeze(sender.value).startswith(squeeze(lead.fields["from"].value))
        return lead if named else None
    misread = _misread_from(lines, block, at)
    if misread is not None or "date" in block.fields:
        return misread
    return _name_and_date(lines, at, stop)


def _printed_head(lines: LabelledLines, block: Block, stop: int) -> Lead | None:
    """Return subject and date that Notes 8 prints above the fields: "SUBJECT", "NAME to: NAMES   DATE", "Cc: …"."""
    at = lines.above(block.first, stop, blanks=_GAP)
    while at is not None and at in lines.labels and lines.labels[at].fields[0] in ("cc", "bcc"):
        at = lines.above(at, stop, blanks=1)
    match = re.fullmatch(_FROM_TO, lines.contents[at].strip()) if at is not None else None
    if at is None or match is None or "to" not in labels().get(fold(match["label"]), ()):
        return None
    sender, parts = block.fields["from"].value, split_sender_date(match["rest"])
    if parts is None or parts[1].hour is None or not sender.startswith(match["name"]):
        return None
    fields = {"date": Field("date", parts[1].raw, at)}
    above = lines.above(at, stop, blanks=1)
    if above is None or above in lines.labels or "subject" in block.fields:
        return Lead(at, fields)
    return Lead(above, {**fields, "subject": Field("subject", lines.contents[above].strip(), above)})


def _beyond(lines: LabelledLines, first: int | None, stop: int) -> int | None:
    """Return the line, or the nearest above that does not only name further people; many blocks may ask for it."""
    at = first
    while at is not None and _beside(lines, at):
        at = lines.beyond[at] if at in lines.beyond else lines.above(at, stop, blanks=1)
    if first is not None and at != first:
        lines.beyond[first] = at
    return at if at is None or at >= stop else None


def _beside(lines: LabelledLines, at: int) -> bool:
    """Whether a line only names further people ("Sent by: …") or the type of the record, between date and "To:"."""
    label = lines.labels.get(at)
    if label is not None:
        return label.fields[0] in ("sent_by", "reply_to", "other")
    if _behind_phrase(lines.contents[at]) is not None:
        return True
    return at > 0 and _behind_phrase(lines.contents[at - 1]) == ""  # its value on a line of its own


@cached_if_short(maxsize=128, longest=_MAX_KEPT_CHARS)  # blocks close to one another ask about the same lines
def _behind_phrase(content: str) -> str | None:
    """Return what stands behind the phrase for Reply-To that opens a line; None for a line without one."""
    words = squeeze(content)
    if not words.startswith(_reply_phrases()):
        return None
    return next(words.removeprefix(phrase) for phrase in _reply_phrases() if words.startswith(phrase))


@cache
def _reply_phrases() -> tuple[str, ...]:
    """Reply-To labels that clients write as a phrase without a colon ("Please respond to"), the longest first."""
    phrases = [text for text, fields in labels().items() if fields[0] == "reply_to" and " " in text]
    return tuple(sorted(phrases, key=len, reverse=True))


def _misread_from(lines: LabelledLines, block: Block, at: int) -> Lead | None:
    """Return a From field whose label the scanner misread; believed only directly above a whole block."""
    if len(block.fields) < 3 or block.first - at > 2 or at in lines.labels:
        return None
    loose = "date" in block.fields
    label = read_slipped_label(lines.contents[at], "from".__eq__, loose=loose)
    if label is None and loose:
        label = read_bare_label(lines.contents[at], "from".__eq__)
    return None if label is None else Lead(at, {"from": Field("from", label.value, at)})


def _name_and_date(lines: LabelledLines, at: int, stop: int) -> Lead | None:
    """Return a name and a date on one line, on two, or wrapped over three."""
    if at in lines.labels and lines.labels[at].fields[0] != "from":
        return None
    first, text = at, _words(lines, at)
    whole = parse_date(text)
    if whole is not None and at in lines.labels:
        return None  # "From: 4 March", to another day
    text = "" if whole is not None else text
    for more in range(_MOST_LINES - 1, -1, -1):
        # "Ida Tue" is a name, but not with "Tue 3/5/2024" on the line below
        parts = split_sender_date(text) if whole is None else (text, whole) if _may_be_sender(text) else None
        if parts is not None:
            sender, date = parts
            return Lead(first, {"from": Field("from", sender, first), "date": Field("date", date.raw, at)})
        above = _beyond(lines, lines.above(first, stop, blanks=1), stop) if more else None
        if above is None:
            break
        first, text = above, f"{_words(lines, above)} {text}".rstrip(" ,")
    return _name_beside_date(lines, at, stop)


def _name_beside_date(lines: LabelledLines, at: int, stop: int) -> Lead | None:
    """Return a name with its address and, in a column beside it, a date with its time, both wrapped (Gmail's print)."""
    left = right = ""
    for first in range(at, max(stop, at - _MOST_CELL_LINES + 1) - 1, -1):
        content = lines.contents[first]
        if lines.blank(first) or lines.furniture[first] or first in lines.labels:
            break
        indented = content[:_LEAST_INDENT].isspace()
        name, gap, date = ("", "  ", content) if indented else content.strip().rpartition("  ")
        left = _join((name if gap else date).strip(), left)
        right = f"{date if gap else ''} {right}".strip()
        parts = split_sender_date(f"{left}  {right}") if right and re.search(_ADDRESS_END, left) else None
        if parts is not None and parts[1].hour is not None and parts[1].raw == right:
            sender = Field("from", parts[0], first)
            return Lead(first, {"from": sender, "date": Field("date", right, at)})
    return None


def _words(lines: LabelledLines, at: int) -> str:
    """Return a line without the From label that may open it."""
    label = lines.labels.get(at)
    return label.value if label is not None and label.fields[0] == "from" else lines.contents[at].strip()


_MAX_LONE_LABEL_LINES = 200
_MAX_LABEL_CHARS = 16
_FIELDS = ("to", "cc", "bcc", "subject")


def above_subjects(lines: LabelledLines, places: Iterable[int]) -> list[int]:
    """Those of some places that have a "Subject" alone on a line below, as near as a header can have it.

    Args:
        lines: The lines of the text.
        places: Indices of places on which a "To" stands alone, in order.
    """
    found = []
    subject, seen = -1, 0  # the last that was found, and how far was looked: no line is looked at twice
    for at in places:
        if subject < at:
            end = min(len(lines), at + _MAX_LONE_LABEL_LINES)
            below = range(max(at, seen), end)
            subject = next((line for line in below if _field(lines.contents[line].strip()) == "subject"), -1)
            seen = end if subject < 0 else subject + 1
        if subject >= at:
            found.append(at)
    return found


def read_lone_labels(lines: LabelledLines, first: int, stop: int) -> Block | None:
    """Read the header whose "To" stands alone on a line.

    Args:
        lines: The lines of the text.
        first: Index of the line.
        stop: Lowest line that may belong to the header.

    Returns:
        The block of recipients and subject, below the sender and date that make it a header; None if it is none.
    """
    if lines.furniture[first]:
        return None
    block = Block(first, first)
    if not _is_led(lines, block, stop):
        return None
    fresh = False
    for at in range(first, min(len(lines), first + _MAX_LONE_LABEL_LINES)):
        content = lines.contents[at].strip()
        field = _field(content)
        if lines.depths[at] != lines.depths[first]:
            break
        if field is not None and block.may_have(field):
            block.add(Label((field,), "", fold(content)), field, "", at)
            fresh = True
        elif not content:
            if "subject" in block.fields:
                break
            fresh = False
        elif fresh or block.current in ("to", "cc", "bcc"):
            found = block.fields[block.current]
            found.value = f"{found.value}\n{content}" if found.value else content
        else:
            return None
        block.last = at
    return block if "subject" in block.fields else None


def _is_led(lines: LabelledLines, block: Block, stop: int) -> bool:
    """Whether a sender and a date with its time, as Notes always prints it, stand above."""
    lead = read_lead(lines, block, stop)
    date = parse_date(lead.fields["date"].value) if lead is not None and "date" in lead.fields else None
    return date is not None and date.hour is not None


def _field(content: str) -> str | None:
    """Return the field whose label is all of a line, written as labels are."""
    if len(content) > _MAX_LABEL_CHARS or (content[:1].islower() and content not in ("cc", "bcc")):
        return None
    return _named(content)


@lru_cache(maxsize=256)
def _named(content: str) -> str | None:
    """Return the field that a label names here."""
    fields = labels().get(fold(content), ())
    return next((name for name in fields if name in _FIELDS), None)
