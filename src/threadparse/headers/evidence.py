"""Decide whether a run of labelled lines is the header of a message, or a memo head, a form, a travel plan."""

import re
from typing import NamedTuple

from threadparse.headers.header import Block
from threadparse.headers.labelled_lines import LabelledLines
from threadparse.locales.folding import squeeze
from threadparse.locales.letterheads import letterhead_words
from threadparse.locales.lexicon import labels
from threadparse.values.dates.read import parse_date, scan_dates
from threadparse.values.redactions import begins_with_exemption, is_redacted
from threadparse.values.subjects import subject_action

__all__ = ["Verdict", "is_cited", "is_mapping", "is_memo", "judge", "may_be_header"]

_NAME_WORDS = 4
#: The address of a process in a log ("worker@akka.tcp://node:2551"), which is no mailbox.
_PROCESS = r"@[^\s<>]{0,100}://"
_POSTCODE = r", \d{4,5} [^\W\d_]{2}|, [A-Z]{2} \d{5}\b"  # "12345 Musterstadt", "Springfield, IL 62701"
_PROMPT = ">>> "  # quote marks are taken off a line, these are not
_ADDRESSED = frozenset({"to", "cc", "subject"})
_FORM_LINE = r"\s*[^\W\d][\w -]{1,28}: *\S"
_SENTENCE_END = re.compile(r"\b([^\W\d_])\w{2,}(?=[.!?] +\S|[!?]$)")
_RUNNING_TEXT = re.compile(r"\w+(?: \w+){9}")


def may_be_header(block: Block, *, lead: bool) -> bool:
    """Whether the kinds of a block's fields can make it a header, before what stands above is read.

    Args:
        block: What ``blocks`` read.
        lead: A lead may stand above.
    """
    fields = block.fields
    sender = fields.get("from")
    if sender is not None:
        return len(fields) > 1 or "@" in sender.value
    if lead and any(name in fields and not _is_prose(fields[name].value) for name in ("to", "cc")):
        return True
    count = len(_ADDRESSED.intersection(fields))
    return count > 1 or (count > 0 and "date" in fields)


class Verdict(NamedTuple):
    """Hold whether a run of labelled lines introduces a message, and why.

    Attributes:
        is_header: It does.
        reasons: The evidence for it, or what is missing, in words for a person.
    """

    is_header: bool
    reasons: tuple[str, ...]


def _believe(*evidence: str) -> Verdict:
    """Return the verdict that a block is a header."""
    return Verdict(True, evidence)


def _refuse(reason: str) -> Verdict:
    """Return the verdict that a block is no header."""
    return Verdict(False, (reason,))


def judge(lines: LabelledLines, block: Block, *, separated: bool, lead: bool) -> Verdict:
    """Tell whether a block introduces a message.

    Args:
        lines: The lines of the text.
        block: What ``blocks`` read.
        separated: A separator stands directly above.
        lead: A line with a name and a date stands directly above, as Lotus Notes writes it.

    Returns:
        The verdict with its reasons.
    """
    sender = block.fields.get("from")
    if sender is None:
        return _judge_without_sender(lines, block, separated=separated, lead=lead)
    if not separated:
        if block.first and lines.contents[block.first - 1].startswith(_PROMPT):
            return _refuse("what Python answered at its prompt")
        if is_mapping(lines, block):
            return _refuse("labels in small letters, indented below a line with a colon, as code has them")
        if is_cited(lines, block):
            return _refuse("fields that somebody shows, indented in the midst of their words")
        return _doubt(lines, block, sender.value) or _judge_with_sender(block, addressed="@" in sender.value)
    if len(block.fields) >= 2:
        return _believe("separator above", "sender", "another field")
    return _believe("separator above", "address") if "@" in sender.value else _refuse("a sender alone, no address")


def _judge_without_sender(lines: LabelledLines, block: Block, *, separated: bool, lead: bool) -> Verdict:
    """Judge a block that has no From field."""
    fields = block.fields
    if lead:  # Notes always prints "To:"; a letter has a place, a date, a subject
        recipients = "to" in fields or "cc" in fields
        return _believe("name and date above", "recipients") if recipients else _refuse("no sender, no recipients")
    if separated and "to" in fields and "subject" in fields:  # a draft, or a mail whose sender and date nobody kept
        return _believe("separator above", "recipients", "subject")
    count = len(_ADDRESSED.intersection(fields))
    if count == len(_ADDRESSED) and "@" in fields["to"].value:
        return _believe("address", "recipients", "copies", "subject")
    if count >= (1 if separated else 2) and _has_date(block):
        if separated:
            return _believe("separator above", "date", "recipients or subject")
        above = lines.labels.get(block.first - 1)
        if above is not None and "from" in above.fields and (above.value.isdecimal() or _is_path(above.value)):
            return _refuse("a sender above that is a number or a path")
        if _is_mail(block):
            return _believe("address, time of day or redaction", "date", "recipients or subject")
    return _refuse("no sender, and too little else")


def _doubt(lines: LabelledLines, block: Block, sender: str) -> Verdict | None:
    """Return why a block with a sender and no separator is no header, before its other fields are weighed."""
    fields, addressed = block.fields, "@" in sender
    if not _is_person(sender):
        return _refuse("the sender's value names no person")
    first = block.labels[0] if block.labels else ""  # a line may give name and date, and no field but the date again
    whole = "to" in fields and "subject" in fields and (addressed or _has_time(block))
    if first in letterhead_words().separated_labels and not (whole and all(map(labels().get, block.labels))):
        return _refuse("a first label that other papers have as well, and no separator above")
    if block.first == block.last and not addressed and "subject" not in fields:
        return _refuse("one line, without address and subject")
    if not _is_mail(block):
        return _doubt_paper(lines, block, sender)
    if "subject" not in fields and _goes_on_as_form(lines, block):
        return _refuse("one more field of a form below, and neither subject nor address")
    return None


def _doubt_paper(lines: LabelledLines, block: Block, sender: str) -> Verdict | None:
    """Return why a block that has nothing of e-mail's own is no header: no address, time of day or redaction."""
    if "subject" not in block.fields:
        return _refuse("no address, time of day, redaction or subject")
    if sender[:1].islower() and not _begins_with_particles(sender):
        return _refuse("a sender in small letters, and no address, time of day or redaction")
    if re.search(_POSTCODE, sender):
        return _refuse("a sender with a postcode, and no address, time of day or redaction")
    if lines.contents[block.first].lstrip()[:1].islower():
        return _refuse("labels in small letters, as code has them, and no address, time of day or redaction")
    return _refuse("in the middle of a form") if _in_form(lines, block) else None


def _begins_with_particles(sender: str) -> bool:
    """Tell whether a name begins with the particles of a surname: "de la Reed, Ola"."""
    from threadparse.headers.attribution_dates import begins_with_particles  # few senders begin with a small letter

    return begins_with_particles(sender, 0)


def _judge_with_sender(block: Block, *, addressed: bool) -> Verdict:
    """Judge a block with a sender by the fields beside it."""
    fields = block.fields
    count = len(_ADDRESSED.intersection(fields))
    date = fields.get("date")
    if _has_date(block):
        if count:
            return _believe("sender", "date", "recipients or subject")
        enough = len(block.labels) <= 2 and (addressed or _has_time(block))
        return _believe("sender", "date", "address or time of day") if enough else _refuse("a sender and a date alone")
    if date is not None and re.search(r"\d", date.value):
        return _believe("sender", "figures of a date", "recipients or subject") if count else _refuse("no date")
    if date is not None and (not date.value or is_redacted(date.value)):
        return _judge_without_date(block, count, addressed=addressed)
    if "to" in fields and "subject" in fields:
        return _believe("sender", "recipients", "subject")
    enough = addressed and ("to" in fields or "subject" in fields)
    return _believe("address", "recipients or subject") if enough else _refuse("no date, and too little else")


def _judge_without_date(block: Block, count: int, *, addressed: bool) -> Verdict:
    """Judge a block whose date is blank or blacked out, beside whose sender there are so many more fields."""
    if count > 1:
        return _believe("sender", "hidden date", "two more fields")
    if addressed and count == 1:
        return _believe("address", "hidden date", "another field")
    subject = block.fields.get("subject")
    if subject is not None and subject_action(subject.value):
        return _believe("sender", "hidden date", "prefix of the subject")
    return _refuse("a date without value")


def is_mapping(lines: LabelledLines, block: Block) -> bool:
    """Tell whether a block is a mapping in code: in small letters, below a section or deeper than its opening.

    Args:
        lines: The lines of the text.
        block: What ``blocks`` read.
    """
    first, above = lines.contents[block.first], lines.contents[block.first - 1] if block.first else ""
    if not first.lstrip().removeprefix("- ")[:1].islower() or above.rstrip()[-1:] not in (":", "{", "]"):
        return False
    return above[:1] == "[" or len(first) - len(first.lstrip()) > len(above) - len(above.lstrip())


def is_cited(lines: LabelledLines, block: Block) -> bool:
    """Tell whether somebody shows a header without its mail: indented, and no words around it are.

    It is a raw one, or has too little that is e-mail's: no subject, and no date or no address.

    Args:
        lines: The lines of the text.
        block: What ``blocks`` read.
    """
    if not lines.contents[block.first][:1].isspace():
        return False
    addressed = "date" in block.fields and any("@" in found.value for found in block.fields.values())
    if not block.raw and ("subject" in block.fields or addressed):
        return False
    above, below = lines.above(block.first, 0, blanks=1), lines.below(block.last)
    if above is None or below is None or lines.depths[below] != lines.depths[block.first]:
        return False
    return not lines.contents[above][:1].isspace() and not lines.contents[below][:1].isspace()


def is_memo(lines: LabelledLines, block: Block) -> bool:
    """Whether a block is the head of a memo, and so no part of it a header: nothing in it is e-mail's.

    Args:
        lines: The lines of the text.
        block: What ``blocks`` read.
    """
    if len(block.fields) < 2 or _is_mail(block):
        return False
    if next(iter(block.fields)) == "to" or letterhead_words().memo_labels & set(block.labels):
        return True
    above = lines.above(block.first, 0, blanks=3)
    return above is not None and bool(
        letterhead_words().memo_headings.intersection(squeeze(lines.contents[above]).split()[:3])
    )


def _is_mail(block: Block) -> bool:
    """Whether something in a block is e-mail's own: an address, a redaction, a time of day."""
    values = [found.value for found in block.fields.values()]
    if any("@" in value or not value for value in values):
        return True
    return _has_time(block) or any(map(is_redacted, values))


def _in_form(lines: LabelledLines, block: Block) -> bool:
    """Whether the block stands in the middle of a form: a line with some other label directly above or within."""
    around = range(max(0, block.first - 1), block.last)
    return any(at not in lines.labels and re.match(_FORM_LINE, lines.contents[at]) for at in around)


def _goes_on_as_form(lines: LabelledLines, block: Block) -> bool:
    """Tell whether a line with some other label stands directly below, and the block's date alone could be e-mail's."""
    below = block.last + 1
    if below == len(lines) or below in lines.labels or not re.match(_FORM_LINE, lines.contents[below]):
        return False
    values = [found.value for found in block.fields.values()]
    return all(values) and not any("@" in value or is_redacted(value) for value in values)


def _has_date(block: Block) -> bool:
    """Whether the date field holds a date, or the sender's line ends with one (Notes letterheads)."""
    date = block.fields.get("date")
    if date is not None:
        return parse_date(date.value.replace("\n", " ")) is not None
    sender = block.fields.get("from")
    return sender is not None and bool(scan_dates(sender.value))


def _has_time(block: Block) -> bool:
    """Whether the date has a time of day."""
    date = block.fields.get("date")
    value = parse_date(date.value.replace("\n", " ")) if date else None
    return value is not None and value.hour is not None


def _is_person(value: str) -> bool:
    """Whether a From value can be a sender: an address, a name, a redaction or nothing, but no sentence."""
    if "@" in value:
        return "://" not in value or re.search(_PROCESS, value) is None
    return not value or _may_be_name(value) or is_redacted(value) or begins_with_exemption(value)


def _may_be_name(value: str) -> bool:
    """Whether a value can be a name: it has letters, and is no date, no path, no sentence and not long."""
    first = value.split("\n", 1)[0]
    if len(value) > 160 or not any(map(str.isalpha, first)) or first[:1].isdigit() or parse_date(first) is not None:
        return False
    return not (_is_path(first) or _is_prose(first) or _is_sentence(first))


def _is_path(value: str) -> bool:
    """Tell whether a value is a path of files, and no name of Exchange's directory."""
    return value[:1] == "/" and "=" not in value


def _is_prose(text: str) -> bool:
    """Tell whether a text goes on a sentence and ends it."""
    return text[:1].islower() and text.endswith(".") and len(text.split()) > _NAME_WORDS


def _is_sentence(text: str) -> bool:
    """Whether a small word ends a sentence in a text, in any script that has small letters, or ten words run on."""
    return any(end[1].islower() for end in _SENTENCE_END.finditer(text)) or _RUNNING_TEXT.search(text) is not None
