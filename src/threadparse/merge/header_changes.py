"""Changes of a header: what a copy blacks out that another shows, and other subjects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from threadparse.document import Mailbox
from threadparse.merge.compared_words import cut_words
from threadparse.merge.merged import Change, ChangedField, ChangeKind, MergedMessage
from threadparse.merge.records import Copy
from threadparse.values.redactions import is_redacted
from threadparse.values.subjects import base_subject

__all__ = ["header_changes"]

_MIN_SUBJECT_LETTERS = 6  # letters of a subject that may be another by one of them
_MIN_SUBJECT_RATIO = 0.6  # two subjects that are one, misread
_MIN_SAME_NAME = 0.85  # how alike two spellings of one person are, one of them misread


def header_changes(message: MergedMessage, copy: Copy, *, printed: bool) -> Iterator[Change]:
    """Return where the header of a copy departs from that of the merged message: what is blacked out, another subject.

    Args:
        message: The merged message.
        copy: The copy.
        printed: It, or the best copy, is no mail file: letters may be misread, and rows of a subject lost.
    """
    written = copy.row["written"]
    for name, words, here in (*_hidden_sender(message, copy), *_hidden_recipients(message, copy)):
        yield _header_change("redacted", name, words, here, written.get(name))
    subject = copy.row["subject"]
    if subject and message.subject:
        if is_redacted(subject):
            if not is_redacted(message.subject):
                yield _header_change("redacted", "subject", message.subject, subject, written.get("subject"))
        elif not _same_base(subject, message.subject, printed=printed):
            yield _header_change("altered", "subject", message.subject, subject, written.get("subject"))


def _hidden_sender(message: MergedMessage, copy: Copy) -> Iterator[tuple[ChangedField, str, str]]:
    """Return the sender that a copy hides."""
    sender, known = copy.row["sender"], message.sender
    if not sender or not sender["redacted"] or known is None or known.redacted:
        return
    if (known.name and not sender["name"]) or (known.address and not sender["address"]):
        yield "sender", known.raw, sender["raw"]


def _hidden_recipients(message: MergedMessage, copy: Copy) -> Iterator[tuple[ChangedField, str, str]]:
    """Return the recipients that a copy hides, of a field of which everybody is known."""
    fields: tuple[tuple[ChangedField, list[Mailbox]], ...] = (("to", message.to), ("cc", message.cc))
    for name, full in fields:
        shown = copy.row[name]
        hidden = [box for box in shown if box["redacted"] and not box["name"]]
        if hidden and full and not any(box.redacted for box in full):
            legible = [spelling.casefold() for box in shown for spelling in (box["address"], box["name"]) if spelling]
            rest = [box for box in full if not _is_among(box, legible)]
            if rest:
                yield name, "; ".join(box.raw for box in rest), hidden[-1]["raw"]


def _is_among(mailbox: Mailbox, legible: Sequence[str]) -> bool:
    """Tell whether a mailbox is one of those that are legible, a letter of which may be misread."""
    spellings = [spelling.casefold() for spelling in (mailbox.address, mailbox.name) if spelling]
    return any(
        spelling == other or SequenceMatcher(None, spelling, other, autojunk=False).ratio() >= _MIN_SAME_NAME
        for spelling in spellings
        for other in legible
    )


def _same_base(one: str, other: str, *, printed: bool) -> bool:
    """Tell whether two subjects differ in prefixes, white space and marks only."""
    left, right = ("".join(cut_words(base_subject(subject)).keys) for subject in (one, other))
    if left == right or left in right or right in left:
        return True
    if printed and min(len(left), len(right)) < _MIN_SUBJECT_LETTERS:
        return True
    return printed and SequenceMatcher(None, left, right, autojunk=False).ratio() >= _MIN_SUBJECT_RATIO


def _header_change(kind: ChangeKind, name: ChangedField, merged: str, here: str, span: list[int] | None) -> Change:
    return Change(kind, name, merged, here, None, (span[0], span[1]) if span else None)
