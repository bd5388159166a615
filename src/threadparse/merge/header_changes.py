"""Changes of a header: what a copy blacks out that another shows, other people, subjects and dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from threadparse.document import Mailbox
from threadparse.merge.compared_words import cut_words, likeness
from threadparse.merge.merged import Change, ChangedField, ChangeKind, MergedMessage
from threadparse.merge.records import Copy, person_of, time_of
from threadparse.merge.verify import Agreement, Verifier, agree_in_time
from threadparse.values.redactions import is_redacted
from threadparse.values.subjects import base_subject

__all__ = ["header_changes"]

_MIN_SUBJECT_LETTERS = 6  # letters of a subject that may be another by one of them
_MIN_SUBJECT_RATIO = 0.6  # two subjects that are one, misread
_FULL_NAME = re.compile(r"[^\W\d_]+(?:[ ,.'’-]+[^\W\d_]+)+[ ,.]*")
_MIN_SAME_NAME = 0.85  # how alike two spellings of one person are, one of them misread

#: What departs: its kind and its field, the words of the message, those here.
_Found = tuple[ChangeKind, ChangedField, str, str]


def header_changes(message: MergedMessage, copy: Copy, verifier: Verifier, *, printed: bool) -> Iterator[Change]:
    """Return where the header of a copy departs from that of the merged message.

    That is what it blacks out, another person, another subject, and a date that no clock of another zone shows.

    Args:
        message: The merged message.
        copy: The copy.
        verifier: Tells who may be one person.
        printed: It, or the best copy, is no mail file: letters may be misread, and rows of a subject lost.
    """
    for kind, name, merged, here in (
        *_sender(message, copy, verifier),
        *_hidden_recipients(message, copy),
        *_other_recipients(message, copy, verifier, printed=printed),
        *_date(message, copy),
        *_subject(message, copy, printed=printed),
    ):
        place = copy.row["written"].get(name) if kind == "redacted" or name not in ("to", "cc") else None
        first, last, *wrapped = place or (0, 0)
        yield Change(kind, name, merged, wrapped[0] if wrapped else here, None, (first, last) if place else None)


def _sender(message: MergedMessage, copy: Copy, verifier: Verifier) -> Iterator[_Found]:
    """Return a sender that a copy hides, or that is another one."""
    known = message.sender
    if not copy.row["sender"] or known is None or known.redacted:
        return
    sender = Mailbox(**copy.row["sender"])
    if not sender.redacted:
        if verifier.same_person(person_of(sender), person_of(known)) is Agreement.CONFLICT:
            yield "altered", "sender", known.raw, sender.raw
    elif (known.name and not sender.name) or (known.address and not sender.address):
        yield "redacted", "sender", known.raw, sender.raw


def _hidden_recipients(message: MergedMessage, copy: Copy) -> Iterator[_Found]:
    """Return the recipients that a copy hides, of a field of which everybody is known."""
    fields: tuple[tuple[ChangedField, list[Mailbox]], ...] = (("to", message.to), ("cc", message.cc))
    for name, full in fields:
        shown = copy.row[name]
        hidden = [box for box in shown if box["redacted"] and not box["name"]]
        if hidden and full and not any(box.redacted for box in full):
            legible = [spelling.casefold() for box in shown for spelling in (box["address"], box["name"]) if spelling]
            rest = [box for box in full if not _is_among(box, legible)]
            if rest:
                yield "redacted", name, _raw(rest), hidden[-1]["raw"]


def _other_recipients(message: MergedMessage, copy: Copy, verifier: Verifier, *, printed: bool) -> Iterator[_Found]:
    """Return the recipients of a copy whom the message does not have, if both show everybody.

    On paper an address may be misread beyond recognition, and so only those count who have a full name.
    """
    known = [*message.to, *message.cc, *message.bcc]
    shown = [Mailbox(**box) for field in ("to", "cc", "bcc") for box in copy.row[field]]
    if any(box.redacted for box in (*known, *shown)):
        return
    fields: tuple[tuple[ChangedField, list[Mailbox]], ...] = (("to", message.to), ("cc", message.cc))
    for name, full in fields:
        others = _strangers([Mailbox(**box) for box in copy.row[name]], known, verifier)
        if full and others and not (printed and not all(_FULL_NAME.fullmatch(box.name or "") for box in others)):
            yield "altered", name, _raw(_strangers(full, shown, verifier)), _raw(others)


def _strangers(boxes: Iterable[Mailbox], known: Iterable[Mailbox], verifier: Verifier) -> list[Mailbox]:
    """Return the people who are surely none of those that are known."""
    people = [person_of(box) for box in known]
    return [
        box
        for box in boxes
        if all(verifier.same_person(person_of(box), person) is Agreement.CONFLICT for person in people)
    ]


def _raw(boxes: Iterable[Mailbox]) -> str:
    return "; ".join(box.raw for box in boxes)


def _is_among(mailbox: Mailbox, legible: Sequence[str]) -> bool:
    """Tell whether a mailbox is one of those that are legible, a letter of which may be misread."""
    spellings = [spelling.casefold() for spelling in (mailbox.address, mailbox.name) if spelling]
    return any(
        spelling == other or likeness(spelling, other) >= _MIN_SAME_NAME for spelling in spellings for other in legible
    )


def _date(message: MergedMessage, copy: Copy) -> Iterator[_Found]:
    """Return a date that a copy hides, or that is another one."""
    written, known = copy.row["date_raw"], message.date_raw
    if not (written and known):
        return
    if copy.row["date"] is None:
        if is_redacted(written):
            yield "redacted", "date", known, written
    elif agree_in_time(time_of(copy.row["date"]), time_of(message.date)) is Agreement.CONFLICT:
        yield "altered", "date", known, written


def _subject(message: MergedMessage, copy: Copy, *, printed: bool) -> Iterator[_Found]:
    """Return a subject that a copy hides, or that is another one."""
    subject = copy.row["subject"]
    if not (subject and message.subject):
        return
    if is_redacted(subject):
        if not is_redacted(message.subject):
            yield "redacted", "subject", message.subject, subject
    elif not _same_base(subject, message.subject, printed=printed):
        yield "altered", "subject", message.subject, subject


def _same_base(one: str, other: str, *, printed: bool) -> bool:
    """Tell whether two subjects differ in prefixes, white space and marks only."""
    left, right = ("".join(cut_words(base_subject(subject)).keys) for subject in (one, other))
    if left == right or left in right or right in left:
        return True
    if printed and min(len(left), len(right)) < _MIN_SUBJECT_LETTERS:
        return True
    return printed and likeness(left, right) >= _MIN_SUBJECT_RATIO
