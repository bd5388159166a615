"""Evidence: whether a run of labelled lines is the header of a message, or a memo head, a form, a travel plan."""

from __future__ import annotations

import re

from threadparse.headers.header import Block
from threadparse.headers.labelled_lines import LabelledLines
from threadparse.locales.folding import squeeze
from threadparse.locales.letterheads import letterhead_words
from threadparse.values.dates.read import parse_date, scan_dates
from threadparse.values.redactions import is_redacted

__all__ = ["is_header", "is_memo", "may_be_header"]

_NAME_WORDS = 4
_ADDRESSED = frozenset({"to", "cc", "subject"})
_FORM_LINE = re.compile(r"\s*[^\W\d][\w -]{1,28}: *\S")
_SENTENCE_END = re.compile(r"\b([^\W\d_])\w{2,}(?=[.!?] +\S|[!?]$)")
_RUNNING_TEXT = re.compile(r"\w+(?: \w+){9}")


def may_be_header(block: Block, *, lead: bool) -> bool:
    """Whether the kinds of a block's fields can make it a header, before what stands above is read.

    Args:
        block: What ``block_reader`` read.
        lead: A lead may stand above.
    """
    fields = block.fields
    sender = fields.get("from")
    if sender is not None:
        return len(fields) > 1 or "@" in sender.value
    if lead and any(name in fields and not _is_prose(fields[name].value) for name in ("to", "cc")):
        return True
    told = len(_ADDRESSED.intersection(fields))
    return told > 1 or (told > 0 and "date" in fields)


def is_header(lines: LabelledLines, block: Block, *, separated: bool, lead: bool) -> bool:
    """Whether a block introduces a message.

    Args:
        lines: The lines of the text.
        block: What ``block_reader`` read.
        separated: A separator stands directly above.
        lead: A line with a name and a date stands directly above, as Lotus Notes writes it.
    """
    names = block.fields
    told = len(_ADDRESSED.intersection(names))
    sender = names.get("from")
    if sender is None:
        if lead:
            return "to" in names or "cc" in names  # Notes always prints "To:"; a letter has a place, a date, a subject
        if separated and "to" in names and "subject" in names:
            return True  # an attached draft, or a mail whose sender and date nobody kept
        if told == len(_ADDRESSED) and "@" in names["to"].value:
            return True
        return told >= (1 if separated else 2) and _dated(block) and (separated or _postal(block))
    if separated:
        return len(names) >= 2 or "@" in sender.value
    addressed = "@" in sender.value
    if not _person(sender.value):
        return False
    about = "to" in names and "subject" in names
    first = block.labels[0] if block.labels else ""  # a line may give name and date, and no field but the date again
    if first in letterhead_words().separated_labels and not (addressed and about):
        return False
    if block.first == block.last and not addressed and "subject" not in names:
        return False
    if not _postal(block) and ("subject" not in names or _in_form(lines, block)):
        return False
    if _dated(block):
        return told > 0 or (len(block.labels) <= 2 and (addressed or _timed(block)))
    date = names.get("date")
    if date is not None and re.search(r"\d", date.value):
        return told >= 1
    if date is not None and (not date.value or is_redacted(date.value)):
        return told >= 2
    if about or (addressed and "date" in names and "subject" in names):
        return True
    return addressed and ("to" in names or "subject" in names)


def is_memo(lines: LabelledLines, block: Block) -> bool:
    """Whether a block is the head of a memo, and so no part of it a header: nothing in it is e-mail's.

    Args:
        lines: The lines of the text.
        block: What ``block_reader`` read.
    """
    if len(block.fields) < 2 or _postal(block):
        return False
    if next(iter(block.fields)) == "to" or letterhead_words().memo_labels & set(block.labels):
        return True
    above = lines.above(block.first, 0, blanks=3)
    return above is not None and bool(
        letterhead_words().memo_headings.intersection(squeeze(lines.contents[above]).split()[:3])
    )


def _postal(block: Block) -> bool:
    """Whether something in a block is e-mail's own: an address, a redaction, a time of day."""
    for found in block.fields.values():
        if "@" in found.value or not found.value or is_redacted(found.value):
            return True
    return _timed(block)


def _in_form(lines: LabelledLines, block: Block) -> bool:
    """Whether the block stands in the middle of a form: a line with some other label directly above."""
    above = block.first - 1
    return above >= 0 and bool(_FORM_LINE.match(lines.contents[above])) and above not in lines.labels


def _dated(block: Block) -> bool:
    """Whether the date field holds a date, or the sender's line ends with one (Notes letterheads)."""
    date = block.fields.get("date")
    if date is not None:
        return parse_date(date.value.replace("\n", " ")) is not None
    sender = block.fields.get("from")
    return sender is not None and bool(scan_dates(sender.value))


def _timed(block: Block) -> bool:
    """Whether the date has a time of day."""
    date = block.fields.get("date")
    value = parse_date(date.value.replace("\n", " ")) if date else None
    return value is not None and value.hour is not None


def _person(value: str) -> bool:
    """Whether a From value can be a sender: an address, a name, a redaction or nothing, but no sentence."""
    if "@" in value or not value or is_redacted(value):
        return True
    first = value.split("\n", 1)[0]
    if not any(letter.isalpha() for letter in first) or first[:1].isdigit() or parse_date(first) is not None:
        return False
    return len(value) <= 160 and not _is_prose(first) and not _is_sentence(first)


def _is_prose(text: str) -> bool:
    """Tell whether a text goes on a sentence and ends it."""
    return text[:1].islower() and text.endswith(".") and len(text.split()) > _NAME_WORDS


def _is_sentence(text: str) -> bool:
    """Whether a small word ends a sentence in a text, in any script that has small letters, or ten words run on."""
    return any(end[1].islower() for end in _SENTENCE_END.finditer(text)) or _RUNNING_TEXT.search(text) is not None
