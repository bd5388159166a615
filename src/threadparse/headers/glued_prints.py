"""Printed headers that a converter to markdown put on one line, without the colons that would tell them.

A conversation of web mail: ``**Ann Roe** <ann@x.example> Mon, Mar 4, 2024 at 4:20 PM To: Bo <bo@y.example> Words``,
and a table: ``**From** Ann Roe <ann@x.example> **Date** Tue 3/5/2024 10:02 AM **To** Bo <bo@y.example>``.
"""

from __future__ import annotations

import re
from functools import cache

from threadparse.headers.header import RECIPIENT_FIELDS
from threadparse.headers.labels import label_columns, read_bare_label, read_label
from threadparse.locales.folding import COLONS
from threadparse.values.dates.read import scan_dates

__all__ = ["cut_printed_headers", "may_hold_recipients"]

_WINDOW_CHARS = 4_000  # in which a header and what stands before it are looked for
_MIN_LABELS = 3
_MAX_DATE_CHARS, _MAX_SENDER_CHARS = 100, 200
_BLANKS = " \t\xa0"

#: What ``label_columns`` finds.
Columns = list[tuple[int, tuple[str, ...], str]]


@cache
def _mailbox_pattern() -> re.Pattern[str]:
    """Match a mailbox, with its name, and the mark that another follows it."""
    return re.compile(
        r"[ \t\xa0]*(?:[^<>@,;:]{0,80}<[^<>@\s]{1,80}@[^<>@\s]{1,80}>|[^\s<>@,;]{1,80}@[^\s<>@,;]{1,80})([,;]?)"
    )


@cache
def _sender_pattern() -> re.Pattern[str]:
    """Match the end of a text that is a sender: an emphasised name, or a whole text of a name, and an address."""
    return re.compile(r"(?:\*\*[^*<>@\n]{1,80}\*\*|\A[^*<>@\n]{0,80}) ?<[^<>@\s]{1,80}@[^<>@\s]{1,80}>[ \t\xa0]*\Z")


@cache
def _emphasised_pattern() -> re.Pattern[str]:
    """Match a word or two in emphasis, without a colon."""
    return re.compile(r"\*\*([^\W\d_][^*:\n]{0,20})\*\*(?=[ \t\xa0]+[^\s*])")


def cut_printed_headers(content: str) -> list[tuple[int, int]]:
    """Find where a line is to be cut so that each field of a printed header begins one.

    Args:
        content: A line without its quote marks, which has an address and a colon.

    Returns:
        The columns, each twice.
    """
    cuts = _cuts_of_table(content)
    if not cuts and may_hold_recipients(content):
        columns = label_columns(content[:_WINDOW_CHARS])
        cuts = _cuts_of_recipients(content, columns) or _cuts_of_message(content, 0, columns)
    while cuts and cuts[-1] < len(content):
        found = _cuts_of_message(content, at := cuts[-1], label_columns(content[at : at + _WINDOW_CHARS]))
        if not found:
            break
        cuts += found
    return [(at, at) for at in cuts if content[:at].strip(_BLANKS) and content[at:].strip(_BLANKS)]


def may_hold_recipients(content: str) -> bool:
    """Tell whether a line may have recipients of two kinds, or some behind an address and a date.

    Args:
        content: A line without its quote marks.
    """
    colons = ":" if content.isascii() else COLONS
    label = read_label(content) if sum(map(content.count, colons)) > 1 else None
    if label is not None and label.fields[0] in RECIPIENT_FIELDS:
        return True
    bracket, colon = content.find(">"), max(map(content.rfind, colons))
    return 0 <= bracket < colon and any(map(str.isdigit, content[bracket:colon]))


def _cuts_of_table(content: str) -> list[int]:
    """Return the columns of emphasised labels, if a line begins with that of a sender and has some more."""
    if content.lstrip(_BLANKS)[:2] != "**":
        return []
    labels = [
        (match.start(), label.fields[0])
        for match in _emphasised_pattern().finditer(content, 0, _WINDOW_CHARS)
        if (label := read_bare_label(match[1], bool)) is not None
    ]
    whole = len(labels) >= _MIN_LABELS and labels[0][1] == "from" and not content[: labels[0][0]].strip(_BLANKS)
    return [at for at, _ in labels] if whole else []


def _cuts_of_recipients(content: str, columns: Columns) -> list[int]:
    """Return the columns of the labels on a line that has nothing but recipients of several kinds."""
    if len(columns) < 2 or columns[0][1][0] not in RECIPIENT_FIELDS or content[: columns[0][0]].strip(_BLANKS):
        return []
    *cuts, end = _cuts_of_people(content, columns)
    return cuts if len(cuts) == len(columns) and not content[end:].strip(_BLANKS) else []


def _cuts_of_message(content: str, begin: int, columns: Columns) -> list[int]:
    """Return the columns of the next header of a conversation, of its recipients, and of the words below it.

    Args:
        content: The line.
        begin: Where the header may begin.
        columns: The labels from there on, counted from there.
    """
    window = content[begin : begin + _WINDOW_CHARS]
    for number, (at, fields, _) in enumerate(columns):
        sender = _sender_before(window[:at], first=begin == 0) if fields[0] in RECIPIENT_FIELDS else None
        if sender is not None:
            return [begin + cut for cut in (sender, *_cuts_of_people(window, columns[number:]))]
    return []


def _sender_before(text: str, *, first: bool) -> int | None:
    """Return where a sender and a date with its time begin that end a text; only the first may have no emphasis."""
    begin = max(0, len(text) - _MAX_DATE_CHARS)
    dates = scan_dates(text[begin:])
    if not dates or dates[-1].hour is None or text[begin + dates[-1].end :].strip(_BLANKS):
        return None
    before = text[: begin + dates[-1].start]
    match = _sender_pattern().search(before, max(0, len(before) - _MAX_SENDER_CHARS))
    return match.start() if match is not None and (first or match[0][:2] == "**") else None


def _cuts_of_people(text: str, columns: Columns) -> list[int]:
    """Return the columns of labels of recipients that follow one another, and where their last mailbox ends."""
    cuts: list[int] = []
    end = columns[0][0]
    for at, fields, value in columns:
        if fields[0] not in RECIPIENT_FIELDS or text[end:at].strip(_BLANKS):
            break
        cuts.append(at)
        end = _end_of_people(text, text.index(value, at))
    return [*cuts, end]


def _end_of_people(text: str, at: int) -> int:
    """Return where a list of mailboxes ends that begins at a column."""
    while (match := _mailbox_pattern().match(text, at)) is not None:
        at = match.end()
        if not match[1]:
            break
    return at
