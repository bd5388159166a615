"""What mail clients print around a header: owner, subject and "3 messages" above it, the attachments below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from threadparse.headers.filed_papers import names_body
from threadparse.headers.header import Field, Header
from threadparse.headers.labelled_lines import LabelledLines
from threadparse.lines.lines import FURNITURE
from threadparse.locales.folding import fold, squeeze
from threadparse.locales.letterheads import letterhead_words
from threadparse.locales.lexicon import labels
from threadparse.values.dates.read import parse_date, scan_dates
from threadparse.values.redactions import is_redacted
from threadparse.values.subjects import read_subject, subject_action

__all__ = ["take_print_heads"]

_MAX_HEAD_LINES, _MAX_BLANKS = 5, 4
_LEAST_HEAD_LINES = 2  # a sender and a date between the subject and the first label
_GAP = "   "  # between the time and the title in the head of a printed page
_MAX_SUBJECT_CHARS, _MAX_SUBJECT_LINES = 200, 4
_MAX_NAME_WORDS = 4  # of a program or an account above the subject
_LEAST_COLUMN = 3  # fields whose values stand in a column
_MARKS = " \t\xa0*_#|"
_PERMALINK = " / raw)"  # behind the date, as public-inbox prints it (lore.kernel.org)
_MAX_COUNT_CHARS, _MAX_FILE_LINES = 80, 8
_HEADING = "\n## "  # of markdown, of the second level
_MAX_SUFFIX_CHARS, _MAX_FILE_CHARS = 6, 120


@cache
def _count_pattern() -> re.Pattern[str]:
    """Match "3 messages"; most mail never asks."""
    return re.compile(r"\d{1,4} ([^\W\d_]+)")


@cache
def _attached_pattern() -> re.Pattern[str]:
    """Match "2 attachments (48 KB)", behind the sign of a paper clip."""
    return re.compile(r"\W{0,8}\d{1,3} ([^\W\d_]{1,20}) \([\d.,]{1,8} ?[KMG]?B\)\s{0,8}")


def take_print_heads(lines: LabelledLines, headers: Sequence[Header]) -> None:
    """Give the subject that stands above headers without one to them, and set aside what stands above it.

    Args:
        lines: The lines of the text; the flags of those that name the program and the account are changed.
        headers: Its headers; the subject's line becomes part of the first one below it.
    """
    stop, subject = 0, None
    if headers:
        _set_owner_aside(lines, headers[0])
        _take_title(lines, headers)
    for header in headers:
        if "from" in header.fields and lines.contents[header.fields["from"].line].rstrip().endswith(_PERMALINK):
            _take_overview(lines, header, stop)
        elif header.kind == "block" and _begins_with_reply_prefix(lines, header):
            header.fields["subject"] = Field("subject", lines.contents[header.first].strip(_MARKS), header.first)
            _take_name_and_date(lines, header)
            alone = not stop and _is_unlabelled(lines, header)
            for line in (alone and _names_above(lines, header.first, 0)) or ():
                lines.furniture[line] = FURNITURE
        elif header.kind == "block":
            subject = _take_subject(lines, header, stop, subject)
        if header.kind == "block" and "attachments" not in header.fields:
            (_take_attachments if _is_unlabelled(lines, header) else _take_files)(lines, header)
        stop = header.last + 1
    _set_hidden_quotations_aside(lines, headers)
    if _HEADING in lines.text:
        _set_headings_aside(lines, headers)


def _set_headings_aside(lines: LabelledLines, headers: Sequence[Header]) -> None:
    """Set the headings aside that a converter writes above each message and above its words."""
    for header in headers:
        above, below = lines.above(header.first, 0, blanks=_MAX_BLANKS), lines.below(header.last)
        if above is None or below is None:
            continue
        heading = letterhead_words().converted.get(lines.contents[above].strip())
        if heading is not None and lines.contents[below].strip() == heading:
            lines.furniture[above] = lines.furniture[below] = FURNITURE


def _take_subject(lines: LabelledLines, header: Header, stop: int, title: Field | None) -> Field | None:
    """Give the subject above a header to it, or the title of the page; return the title for the headers below.

    A page of web mail is one conversation: what stands above its first message is the subject of all.
    """
    subject = header.fields.get("subject")
    if subject is not None:
        return subject if not stop and _is_unlabelled(lines, header) else title
    found = _subject_lines(lines, header, stop)
    if found is not None:
        first, last = found
        words = "\n".join(lines.contents[line].strip(_MARKS) for line in range(first, last + 1))
        header.first = first
        title = header.fields["subject"] = Field("subject", words, first)
    elif title is not None and _is_unlabelled(lines, header):
        header.fields["subject"] = Field("subject", title.value, header.first)
    return title


def _take_name_and_date(lines: LabelledLines, header: Header) -> None:
    """Give the sender and the date between its subject and its first label to a header, as Outlook on the web prints.

    Nothing else stands between, but for the rest of a long subject.
    """
    below = min((found.line for found in header.fields.values() if found.line > header.first), default=0)
    date = parse_date(lines.contents[below - 1]) if below - header.first > _LEAST_HEAD_LINES else None
    if date is None or date.hour is None or "from" in header.fields or "date" in header.fields:
        return
    name = below - _LEAST_HEAD_LINES
    words = "\n".join(lines.contents[line].strip(_MARKS) for line in range(header.first, name))
    for field, value, line in (
        ("subject", words, header.first),
        ("from", lines.contents[name].strip(_MARKS), name),
        ("date", date.raw, below - 1),
    ):
        header.fields[field] = Field(field, value, line)


def _set_hidden_quotations_aside(lines: LabelledLines, headers: Sequence[Header]) -> None:
    """Set aside what Gmail prints where it hides a quotation: "[Quoted text hidden]"."""
    printed = any(header.kind == "block" and _is_unlabelled(lines, header) for header in headers)
    for at, content in enumerate(lines.contents if printed else ()):
        if "[" in content[:_MAX_COUNT_CHARS] and content.strip(_MARKS).strip("[]") in letterhead_words().hidden:
            lines.furniture[at] = FURNITURE


def _take_overview(lines: LabelledLines, header: Header, stop: int) -> None:
    """Give the subject behind the star to a header of public-inbox, and set the thread's overview around it aside."""
    first = header.first
    while first > stop and not lines.blank(first - 1):
        first -= 1
        lines.furniture[first] = FURNITURE
        if lines.contents[first].startswith("* ") and "subject" not in header.fields:
            header.fields["subject"] = Field("subject", lines.contents[first][2:].strip(), first)


def _set_owner_aside(lines: LabelledLines, header: Header) -> None:
    """Set the mailbox's owner aside, whom Outlook prints above a header in columns, and the letterhead above that."""
    above = (_is_in_columns(lines, header) and _names_above(lines, header.first, 0)) or []
    owner, *head = [lines.contents[at] for at in above] or [""]
    if not (_is_full_name(owner) or is_redacted(owner, mailbox=True)) or (head and not names_body(head[-1])):
        return
    for at in above:
        lines.furniture[at] = FURNITURE


def _take_attachments(lines: LabelledLines, header: Header) -> None:
    """Give the names of files below "2 attachments (48 KB)", as Outlook on the web prints them, to a header."""
    at = header.last + 1
    while at < min(header.last + 2, len(lines)) and lines.blank(at):
        at += 1
    match = _attached_pattern().fullmatch(lines.contents[at][:_MAX_COUNT_CHARS]) if at < len(lines) else None
    if match is None or "attachments" not in labels().get(fold(match[1]), ()):
        return
    end = at + 1
    while end < min(at + _MAX_FILE_LINES, len(lines)) and lines.contents[end].rstrip(_MARKS).endswith(";"):
        end += 1
    if end > at + 1:
        names = "\n".join(lines.contents[line].strip(_MARKS) for line in range(at + 1, end))
        header.fields["attachments"] = Field("attachments", names, at + 1)
        header.last = end - 1


def _take_files(lines: LabelledLines, header: Header) -> None:
    """Give the names of files on the line right below the subject to a header, if the line is a paragraph's last.

    A name with blanks may be somebody's words ("I attach keys.pdf"), but not where semicolons stand behind names, nor
    right below a header in columns.
    """
    at, subject = header.last + 1, header.fields.get("subject")
    if (
        at == len(lines)
        or "." not in lines.contents[at][-_MAX_SUFFIX_CHARS:]
        or subject is None
        or lines.depths[at] != header.depth
    ):
        return
    content = lines.contents[at].strip()
    between = ";" if ";" in content or _is_in_columns(lines, header) else " "
    parts = list(filter(None, map(str.strip, content.split(between))))
    ended = at + 1 == len(lines) or lines.blank(at + 1)
    if ended and subject.line == header.last and subject.value and all(map(_is_file_name, parts)):
        header.fields["attachments"] = Field("attachments", "; ".join(parts), at)
        header.last = at


def _is_file_name(name: str) -> bool:
    """Tell whether a text is the name of a file of a form that people attach, and no sentence."""
    stem, _, suffix = name.rpartition(".")
    plain = stem[:1].isalnum() and not any(mark in name for mark in '<>:"/\\|?*') and ". " not in name
    return plain and fold(suffix) in letterhead_words().file_suffixes and len(name) <= _MAX_FILE_CHARS


def _is_in_columns(lines: LabelledLines, header: Header) -> bool:
    """Tell whether the values of a header stand in a column of their own, as Outlook prints and nobody quotes it."""
    found = [field.line for field in header.fields.values() if field.line in lines.labels]
    if len(found) < _LEAST_COLUMN:
        return False
    values = (lines.contents[line].partition(":")[2] for line in found)
    return all(value[:1] == "\t" or value[:2].isspace() for value in values)


def _is_full_name(content: str) -> bool:
    """Tell whether a line is a person's name, "Roe, Jane" too: two words or more, each with a capital letter."""
    name = content.strip(_MARKS)
    words = name.split()
    named = all(word[0].isupper() and word.strip(".,")[-1:].isalpha() for word in words)
    return len(words) > 1 and named and name[-1] != ","


def _begins_with_reply_prefix(lines: LabelledLines, header: Header) -> bool:
    """Tell whether "RE: Lamp" above the other fields was taken for a field, and not for the subject that it is."""
    if [found.name for found in header.fields.values() if found.line == header.first] != ["subject"]:
        return False
    return subject_action(lines.contents[header.first].strip(_MARKS)) is not None


def _subject_lines(lines: LabelledLines, header: Header, stop: int) -> tuple[int, int] | None:
    """Return the first and the last line of the subject above a header, and set the lines above them aside."""
    last = lines.above(header.first, stop, blanks=_MAX_BLANKS)
    stamp = last if last is not None and not stop and _is_stamp(lines.contents[last]) else None
    if stamp is not None:
        last = lines.above(stamp, stop, blanks=_MAX_BLANKS)
    counted = last is not None and _counts_messages(lines.contents[last])
    if last is not None and counted:
        last = lines.above(last, stop, blanks=_MAX_BLANKS)
    if last is None or lines.depths[last] != header.depth or len(lines.contents[last].strip()) > _MAX_SUBJECT_CHARS:
        return None
    first = last
    while counted and first > max(stop, last - _MAX_SUBJECT_LINES + 1) and _goes_on(lines, first - 1):
        first -= 1
    if _is_reply_right_above(lines, header, last):
        return last, last
    above = _names_above(lines, first, stop)
    if not counted and (above is None or stop or not _is_title(lines, header, last)):
        return None
    for line in (*(above or ()), *(() if stamp is None else (stamp,))):
        lines.furniture[line] = FURNITURE
    return first, last


def _is_stamp(content: str) -> bool:
    """Tell whether a line above a header says when the page was released or printed."""
    return any(date.hour is not None for date in scan_dates(content[:_MAX_COUNT_CHARS]))


def _is_reply_right_above(lines: LabelledLines, header: Header, at: int) -> bool:
    """Tell whether a line right above a header is the subject of an answer or a forward, and a paragraph begins there.

    So SourceForge's archives have it.
    """
    begins = at == 0 or lines.blank(at - 1)
    return begins and at == header.first - 1 and subject_action(lines.contents[at].strip(_MARKS)) is not None


def _take_title(lines: LabelledLines, headers: Sequence[Header]) -> None:
    """Give the only line above the first header to it if it is the subject of a mail below, as archives print it."""
    first = headers[0]
    above = lines.above(first.first, 0, blanks=_MAX_BLANKS) if first.kind == "block" else None
    if above is None or lines.above(above, 0, blanks=_MAX_BLANKS) is not None:
        return
    words = lines.contents[above].strip(_MARKS)
    title = fold(read_subject(words).base) if len(words) <= _MAX_SUBJECT_CHARS else ""
    if title and any(fold(read_subject(header.value("subject") or "").base) == title for header in headers):
        first.first = above
        first.fields.setdefault("subject", Field("subject", words, above))


def _goes_on(lines: LabelledLines, at: int) -> bool:
    """Tell whether the subject that a line has goes on in the line below."""
    return not lines.blank(at) and not lines.furniture[at] and "@" not in lines.contents[at]


def _counts_messages(content: str) -> bool:
    """Tell whether a line says how many messages a printed conversation has."""
    match = _count_pattern().fullmatch(content.strip(_MARKS)) if content.lstrip(_MARKS)[:1].isdigit() else None
    return match is not None and squeeze(match[1]) in letterhead_words().counted


def _names_above(lines: LabelledLines, at: int, stop: int) -> list[int] | None:
    """Return the lines above the subject if all of them are names, as of a program and an account, else None."""
    found: list[int] = []
    above = lines.above(at, stop, blanks=_MAX_BLANKS)
    while above is not None and len(found) < _MAX_HEAD_LINES:
        content = lines.contents[above]
        named = "@" in content or len(content.split()) <= _MAX_NAME_WORDS or (_GAP in content and _is_stamp(content))
        if not named or content.rstrip(_MARKS)[-1:] in ".,:;!?":
            return None
        found.append(above)
        above = lines.above(above, stop, blanks=_MAX_BLANKS)
    return found if above is None else None


def _is_title(lines: LabelledLines, header: Header, at: int) -> bool:
    """Tell whether a line above the first header is its subject and nobody's message.

    The browser printed it in its head; or the header has no labels with colons, which only prints have, and the line
    is a reply's subject, or stands below what the browser printed, or the header is a table.
    """
    title = lines.contents[at].strip(_MARKS)
    if not title:
        return False
    printed = [lines.contents[line] for line in range(at) if lines.furniture[line] == FURNITURE]
    if any(title in content for content in printed):
        return True
    if not _is_unlabelled(lines, header):
        return False
    table = header.fields["from"].line != header.fields["date"].line if "date" in header.fields else False
    return bool(printed) or subject_action(title) is not None or (table and title[-1:] not in ".,:;!?")


def _is_unlabelled(lines: LabelledLines, header: Header) -> bool:
    """Tell whether a sender stands in a header without a label that has a colon."""
    sender = header.fields.get("from")
    return sender is not None and sender.line not in lines.labels
