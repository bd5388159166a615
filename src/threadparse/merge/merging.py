"""The steps of a merge, one behind the other, from documents to one timeline."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from threadparse.document import SCHEMA_VERSION, Attachment, Cite, Mailbox, Note, Span
from threadparse.merge.candidates import candidate_pairs, what_speaks
from threadparse.merge.changes import body_changes, merged_body, ranked
from threadparse.merge.clocks import Clocks, Moment
from threadparse.merge.clusters import clusters
from threadparse.merge.compared_words import cut_words
from threadparse.merge.facts import facts_of
from threadparse.merge.habits import MAILS, Habits, learn_habits
from threadparse.merge.header_changes import header_changes
from threadparse.merge.inclusive import Fact, choose_inclusive
from threadparse.merge.lineage import Lineage
from threadparse.merge.linked_people import People
from threadparse.merge.merged import Merged, MergedMessage, MergedThread, Occurrence
from threadparse.merge.message_places import message_places
from threadparse.merge.ordering import in_order
from threadparse.merge.records import Copy, Record, Spool
from threadparse.merge.replies import Answers, find_replies
from threadparse.merge.stored_threads import StoredThreads
from threadparse.merge.verify import Bond, Verifier
from threadparse.threads.identity import thread_id
from threadparse.values.subjects import base_subject

__all__ = ["OnProgress", "merge_documents", "merge_spool"]

#: Called as a merge goes on: the name of a step, how much of it is done, how much there is to do; 0 if not known.
OnProgress = Callable[[str, int, int], None]

_PAIRS_A_REPORT = 1000  # pairs


def merge_documents(documents: Iterable[tuple[str, Any]]) -> Merged:
    """Merge documents.

    Args:
        documents: Pairs of a text and what the parser made of it.
    """
    with Spool() as spool:
        for text, document in documents:
            spool.add(document, partial(message_places, text))
        return merge_spool(spool)


def merge_spool(spool: Spool, on_progress: OnProgress = lambda *_: None) -> Merged:
    """Merge what a spool holds.

    Args:
        spool: All documents.
        on_progress: Called as it goes on.
    """
    spool.arrange()
    verifier = Verifier(spool)
    groups = clusters(spool.records, _bonds(spool, verifier, on_progress), verifier)
    habits = learn_habits(spool, groups)
    lineage = Lineage(groups)
    groups = [ranked(spool, group, habits, lineage) for group in groups]
    clocks = Clocks(groups)
    moments = [clocks.moment(group) for group in groups]
    answers = find_replies(spool, groups, verifier, moments)
    merged = Merged(SCHEMA_VERSION, spool.sources)
    messages = _Messages(spool, groups, habits, verifier, on_progress)
    threads = StoredThreads(_threads(messages, answers, moments))
    if choose_inclusive(merged.sources, messages.facts):
        words = (
            "Some documents overlap in so many ways that not all choices were tried; a smaller set may hold everything."
        )
        merged.notes.append(Note("merge.inclusive-greedy", "info", words))
    merged.notes += messages.notes
    merged.threads = StoredThreads(messages.people.complete(threads))
    merged.participants = messages.people.found
    return merged


def _bonds(spool: Spool, verifier: Verifier, on_progress: OnProgress) -> list[Bond]:
    """Return the pairs of copies that may be of one message.

    Copies that are surely like one other, in words and in all that speaks for or against them, are not compared again.
    """
    bonds = []
    like: dict[int, int] = {}
    for number, (one, other) in enumerate(candidate_pairs(spool.records)):
        if number % _PAIRS_A_REPORT == 0:
            on_progress("comparing copies", number, 0)
        first = like.get(one.number, one.number)
        if first == like.get(other.number, other.number) or (bond := verifier.bond(one, other)) is None:
            continue
        bonds.append(bond)
        if bond.is_sure and what_speaks(one, spool.records) == what_speaks(other, spool.records):
            like[other.number] = first
    return bonds


class _Messages:
    """Makes the messages of a merge, each once, and collects what all of them tell of people and documents.

    Args:
        spool: Where the copies are.
        groups: The copies of each message, the best first.
        habits: What all copies show.
        verifier: Tells who may be one person.
        on_progress: Called as it goes on.
    """

    def __init__(
        self,
        spool: Spool,
        groups: Sequence[Sequence[Record]],
        habits: Habits,
        verifier: Verifier,
        on_progress: OnProgress,
    ) -> None:
        self._spool = spool
        self._groups = groups
        self._habits = habits
        self._verifier = verifier
        self._on_progress = on_progress
        self._made = 0
        self.ids = list(_distinct_ids(groups))
        self.people = People()
        self.facts: list[Fact] = []
        self.notes: list[Note] = []

    def make(self, number: int) -> MergedMessage:
        """Return the message of a number."""
        self._on_progress("merging messages", self._made, len(self._groups))
        self._made += 1
        group = self._groups[number]
        copies = [self._spool.copy(record) for record in group]
        self.people.see(copies, [self._spool.sources[record.source].path for record in group])
        message = _message(group, copies, self._habits)
        message.id = self.ids[number]
        group = [group[0], *sorted(group[1:], key=self._place)]
        message.occurrences = list(self._occurrences(message, group))
        self.facts += facts_of(self._spool, group, message)
        if _is_open(message):
            self.notes.append(_open_reading(message))
        return message

    def _place(self, record: Record) -> tuple[str, Span]:
        """Return where a copy stands: its document, and where in it."""
        span = self._spool.copy(record).row["span"]
        return self._spool.sources[record.source].path, span or (0, 0)

    def _occurrences(self, message: MergedMessage, group: Sequence[Record]) -> Iterator[Occurrence]:
        """Return the places of a message, each with what is different there; that of the best copy comes first."""
        spool, habits = self._spool, self._habits
        words = cut_words(message.body)
        best = group[0].source
        for record in group:
            copy = spool.copy(record)
            scanned = record.source in habits.scanned or best in habits.scanned
            printed = not {spool.sources[source].format for source in (record.source, best)} <= MAILS
            occurrence = _occurrence(spool, record, copy)
            occurrence.changes = body_changes(
                message.body, words, copy, scanned=scanned, printed=printed, habits=habits
            )
            occurrence.changes += header_changes(message, copy, self._verifier, printed=printed)
            yield occurrence


def _distinct_ids(groups: Sequence[Sequence[Record]]) -> Iterator[str]:
    """Return the ids of the messages.

    Who wrote the same words to two people at one time sent two messages, which documents give the same id.
    """
    taken: Counter[str] = Counter()
    for best, *_ in groups:
        count = taken[best.id]
        yield thread_id([best.id, str(count)]) if count else best.id
        taken[best.id] += 1


def _message(group: Sequence[Record], copies: Sequence[Copy], habits: Habits) -> MergedMessage:
    """Return a message out of its copies, the best first; without their places."""
    fields = _BestFields(group, copies)
    message = MergedMessage(
        id=group[0].id,
        ids=sorted({record.id for record in group}),
        message_id=next((record.message_id for record in group if record.message_id), None),
        missing=None if any(record.outermost or record.attached for record in group) else "quoted",
        action=copies[0].row["action"],
        sender=fields.mailbox("sender"),
        to=fields.mailboxes("to"),
        cc=fields.mailboxes("cc"),
        bcc=fields.mailboxes("bcc"),
        subject=fields.first("subject"),
        body=merged_body(group, copies, habits),
        attachments=[Attachment(**file) for file in max((copy.row["attachments"] for copy in copies), key=len)],
    )
    dated = fields.dated()
    if dated is not None:
        message.date, message.date_raw, message.date_precision = dated
    return message


def _is_open(message: MergedMessage) -> bool:
    """Tell whether as many copies have other words as have the merged ones, and none is the message itself."""
    altered = sum(
        any(change.kind == "altered" and change.field == "body" for change in occurrence.changes)
        for occurrence in message.occurrences
    )
    return message.missing == "quoted" and altered * 2 == len(message.occurrences) > 0


def _open_reading(message: MergedMessage) -> Note:
    text = "As many copies have one reading as another, and nobody has the message itself; that of the first stands."
    return Note("merge.reading-open", "info", text, None, message.id)


def _occurrence(spool: Spool, record: Record, copy: Copy) -> Occurrence:
    row = copy.row
    return Occurrence(
        path=spool.sources[record.source].path,
        id=record.id,
        source_index=record.source_index,
        role="outermost" if record.outermost else "attached" if record.attached else "quoted",
        header_span=row["header_span"],
        span=row["span"],
        cite=Cite(**row["cite"]),
        date=row["date"],
    )


class _BestFields:
    """The header fields of a message, each from the best copy that has it."""

    def __init__(self, group: Sequence[Record], copies: Sequence[Copy]) -> None:
        order = {"envelope": 0, "block": 1, "attribution": 2}
        pairs = sorted(zip(group, copies, strict=True), key=lambda pair: order[pair[0].header])
        self._copies = [copy for _, copy in pairs]

    def first(self, name: str) -> Any:
        """Return the first value of a field."""
        return next((copy.row[name] for copy in self._copies if copy.row[name]), None)

    def mailbox(self, name: str) -> Mailbox | None:
        """Return the mailbox of a field: one with name and address before one with either."""
        boxes = [Mailbox(**copy.row[name]) for copy in self._copies if copy.row[name]]
        return min(boxes, key=_want, default=None)

    def mailboxes(self, name: str) -> list[Mailbox]:
        """Return the mailboxes of a field, of the copy that shows most of them."""
        lists = [[Mailbox(**box) for box in copy.row[name]] for copy in self._copies if copy.row[name]]
        return min(lists, key=lambda boxes: max(map(_want, boxes)), default=[])

    def dated(self) -> tuple[str, str, Any] | None:
        """Return the date as ISO and as written, and its precision: one with an offset before one without."""
        rows = [copy.row for copy in self._copies if copy.row["date"]]
        if not rows:
            return None
        row = min(rows, key=lambda row: not _has_offset(row["date"]))
        return row["date"], row["date_raw"], row["date_precision"]


def _want(mailbox: Mailbox) -> int:
    """Return how much of a mailbox is not known."""
    return (not mailbox.address) * 2 + (not mailbox.name)


def _has_offset(date: str) -> bool:
    return "T" in date and ("+" in date or "-" in date[11:] or date.endswith("Z"))


def _threads(messages: _Messages, answers: Answers, moments: Sequence[Moment | None]) -> Iterator[MergedThread]:
    """Return the conversations: messages that answer, forward or quote one another."""
    roots = list(range(len(moments)))

    def root(number: int) -> int:
        while roots[number] != number:
            roots[number] = number = roots[roots[number]]
        return number

    together = [(numbers[0], other) for numbers in answers.implied.values() for other in numbers[1:]]
    for number, other in sorted([*answers.parent.items(), *answers.chains, *together]):
        one, two = sorted((root(number), root(other)))
        roots[two] = one
    members: defaultdict[int, list[int]] = defaultdict(list)
    for number in range(len(roots)):
        members[root(number)].append(number)
    missing: defaultdict[int, list[str | int]] = defaultdict(list)
    for name, numbers in answers.implied.items():
        missing[root(numbers[0])].append(name)
    for first, numbers in members.items():
        known = {number: messages.make(number) for number in numbers}
        implied = [_implied(name, known, answers.implied[name]) for name in missing.get(first, ())]
        for number in numbers:
            if (answered := answers.parent.get(number)) is not None:
                known[number].in_reply_to = messages.ids[answered]
                messages.people.answered(known[answered], known[number])
        ordered = in_order(implied, known, answers.parent, moments)
        bases = (base_subject(message.subject) for message in ordered if message.subject)
        subject = next((base for base in bases if base), None)
        yield MergedThread(thread_id([message.id for message in ordered]), subject, [], ordered)


def _implied(name: str | int, messages: Mapping[int, MergedMessage], numbers: Sequence[int]) -> MergedMessage:
    """Return a message that nobody has, to which others point."""
    first = messages[numbers[0]]
    subject = base_subject(first.subject) if first.subject else None
    known = name if isinstance(name, str) else None
    implied = MergedMessage(id=thread_id(["implied", known or first.id]), missing="implied", message_id=known)
    implied.subject = subject or None
    for number in numbers:
        messages[number].in_reply_to = implied.id
    return implied
