"""Replies: which message answers which, over all sources; and messages that nobody has, to which others point."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from threadparse.locales.folding import fold
from threadparse.merge.clocks import Moment
from threadparse.merge.records import PersonKey, Record, Spool
from threadparse.merge.verify import Verifier
from threadparse.values.dates.value import FARTHEST_ZONE
from threadparse.values.subjects import Action, former_subject

__all__ = ["Answers", "find_replies"]

_DAY = 24 * 60  # minutes
_MAX_WAIT_MINUTES = 60 * _DAY  # between a message and an answer that neither quotes nor names it
_MAX_QUOTED_AGE_MINUTES = 3 * 365 * _DAY  # of a message when it is answered
_MAX_TRIED = 200  # messages of one subject
_MIN_SHARED_PEOPLE = 2  # people of a thread


class Answers:
    """Who answers whom, by the numbers of the clusters.

    Attributes:
        parent: What each message answers or forwards.
        implied: Messages that are nowhere, by Message-ID or by the number of the one that answers; and those that
            answer them.
        chains: Pairs of messages of which one quotes the other.
    """

    def __init__(self) -> None:
        self.parent: dict[int, int] = {}
        self.implied: defaultdict[str | int, list[int]] = defaultdict(list)
        self.chains: set[tuple[int, int]] = set()


def find_replies(
    spool: Spool, clusters: Sequence[Sequence[Record]], verifier: Verifier, moments: Sequence[Moment | None]
) -> Answers:
    """Find what each message answers: by ids, then by quotations, then by subject, addressee and time.

    Args:
        spool: Where the copies are.
        clusters: The copies of each message.
        verifier: Compares people.
        moments: When each was sent.

    Returns:
        The answers; no message answers itself, not even over others.
    """
    answers = Answers()
    references = [_references(spool, cluster) for cluster in clusters]
    subjects = _Subjects(clusters, verifier, moments, references)
    _link_by_ids_and_quotations(answers, clusters, subjects, references)
    _link_by_subject(answers, clusters, subjects, references)
    for numbers in answers.implied.values():
        near = ((at, subjects.nearest_in_thread(at, answers.parent)) for at in numbers)
        answers.chains.update((at, other) for at, other in near if other is not None)
    return answers


def _link_by_ids_and_quotations(
    answers: Answers, clusters: Sequence[Sequence[Record]], subjects: _Subjects, references: Sequence[Sequence[str]]
) -> None:
    """Link messages to what they name by Message-ID or quote."""
    by_id = {record.message_id: at for at, cluster in enumerate(clusters) for record in cluster if record.message_id}
    home = {record.number: at for at, cluster in enumerate(clusters) for record in cluster}
    for at, cluster in enumerate(clusters):
        quoted = subjects.without_gap(at, _quoted(cluster, at, home))
        answers.chains.update((at, other) for other in quoted)
        answers.chains.update((at, by_id[name]) for name in references[at] if name in by_id)
        named = [by_id[name] for name in references[at][:1] if name in by_id]
        for other in (*named, *sorted(quoted, key=lambda other: (-quoted[other], other))):
            if _link(answers.parent, at, other):
                break


def _link_by_subject(
    answers: Answers, clusters: Sequence[Sequence[Record]], subjects: _Subjects, references: Sequence[Sequence[str]]
) -> None:
    """Link the other messages by subject, addressee and time; what they answer and nobody has is implied.

    A new subject that only names the former one, "New (was: Old)", may begin a thread.
    """
    for at, cluster in enumerate(clusters):
        if at in answers.parent:
            continue
        named = references[at]
        answers_something = bool(named or _actions(cluster))
        if not (answers_something or _topics(cluster, former=True)):
            continue
        found = any(_link(answers.parent, at, other) for other in subjects.answered(at, ids=bool(named)))
        if answers_something and not found:
            answers.implied[named[0] if named else at].append(at)


def _quoted(cluster: Sequence[Record], at: int, home: Mapping[int, int]) -> Counter[int]:
    """Return which messages the copies of one answer in their documents, and how many say so."""
    quoted = (home[record.answers] for record in cluster if record.answers >= 0)
    return Counter(other for other in quoted if other != at)


def _references(spool: Spool, cluster: Sequence[Record]) -> list[str]:
    """Return the Message-IDs to which a message says it goes back, first that which it answers."""
    for record in cluster:
        if record.header == "envelope":
            _, replied, references = spool.envelopes[record.source]
            if replied or references:
                return [replied or references[-1], *references[::-1]]
    return []


def _link(parent: dict[int, int], number: int, answered: int) -> bool:
    """Note what a message answers, unless it would then answer itself."""
    at: int | None = answered
    while at is not None:
        if at == number:
            return False
        at = parent.get(at)
    parent[number] = answered
    return True


class _Subjects:
    """The messages by base subject and time, for answers that only their subject and their addressee tell."""

    def __init__(
        self,
        clusters: Sequence[Sequence[Record]],
        verifier: Verifier,
        moments: Sequence[Moment | None],
        references: Sequence[Sequence[str]],
    ) -> None:
        self._references = references
        self._clusters = clusters
        self._verifier = verifier
        self._by_subject: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        self._moments = moments
        for at, cluster in enumerate(clusters):
            known = moments[at]
            if known is not None:
                for subject in _topics(cluster, former=False):
                    self._by_subject[subject].append((known.minute, at))
        for items in self._by_subject.values():
            items.sort()

    def answered(self, at: int, *, ids: bool) -> Iterator[int]:
        """Return the messages of the same subject that its sender got from its addressee, the last before it first.

        Args:
            at: The number of the message.
            ids: It says by Message-ID what it answers, and that is nowhere: so nothing of which the id is known.
        """
        moment = self._moments[at]
        if moment is None:
            return
        minute = moment.minute
        cluster = self._clusters[at]
        for former in (False,) if _actions(cluster) else (False, True):
            for subject in sorted(_topics(cluster, former=former)):
                yield from self._before(at, minute, self._by_subject[subject], ids=ids, former=former)

    def _before(self, at: int, minute: int, items: list[tuple[int, int]], *, ids: bool, former: bool) -> Iterator[int]:
        """Return the messages of one subject that one may answer: by their prefixes, the last before it first."""
        first = bisect_left(items, (minute - _MAX_WAIT_MINUTES, -1))
        sure = bisect_left(items, (minute + 1, -1))
        end = bisect_left(items, (minute + FARTHEST_ZONE, -1))
        earlier = items[max(sure - _MAX_TRIED, first) : sure][::-1]
        possible: list[int] = []
        for time, other in earlier + items[sure : min(end, sure + _MAX_TRIED)]:
            candidate = self._clusters[other]
            known = ids and any(record.message_id for record in candidate)
            later = time > minute and (self._is_exact(at, other) or any(record.actions for record in candidate))
            likeness = "sure" if former else _likeness(self._clusters[at], candidate)
            if other != at and not known and not later and likeness and self._fits(at, other):
                if likeness == "sure":
                    yield other
                else:
                    possible.append(other)
        yield from possible

    def nearest_in_thread(self, at: int, parent: Mapping[int, int]) -> int | None:
        """Return the message nearest in time that is of one thread with a message whose own parent is missing.

        Both have one subject, and two people in common. If these people began several threads under that subject, it
        cannot be told which is meant.

        Args:
            at: The number of the message.
            parent: What each message answers.
        """
        people = _people(self._clusters[at])
        related = [
            (apart, other)
            for apart, other in self._near(at)
            if self._share_people(people, other) and (other in parent or not self._name_other_messages(at, other))
        ]
        begun = [other for _, other in related if other not in parent and not _actions(self._clusters[other])]
        return min(related)[1] if related and len(begun) <= 1 else None

    def _near(self, at: int) -> Iterator[tuple[int, int]]:
        """Return the messages of the same subject, or of the one it had before, behind the minutes between them."""
        moment = self._moments[at]
        if moment is None:
            return
        for former in (False, True):
            for subject in sorted(_topics(self._clusters[at], former=former)):
                items = self._by_subject[subject]
                place = bisect_left(items, (moment.minute, at))
                for minute, other in items[max(place - _MAX_TRIED, 0) : place + _MAX_TRIED]:
                    if other != at and abs(minute - moment.minute) <= _MAX_WAIT_MINUTES:
                        yield abs(minute - moment.minute), other

    def _share_people(self, people: Sequence[PersonKey], other: int) -> bool:
        """Tell whether two of some people sent or got a message."""
        theirs = _people(self._clusters[other])
        shared: list[PersonKey] = []
        for person in people:
            if self._among(person, theirs) and not self._among(person, shared):
                shared.append(person)
        return len(shared) >= _MIN_SHARED_PEOPLE

    def _name_other_messages(self, at: int, other: int) -> bool:
        """Tell whether both messages say by Message-ID to which they go back, and have none of these in common."""
        mine, theirs = self._references[at], self._references[other]
        return bool(mine and theirs) and set(mine).isdisjoint(theirs)

    def without_gap(self, at: int, quoted: Counter[int]) -> Counter[int]:
        """Return the messages that one quotes, but for those of other years: two chains that a bundle prints as one."""
        mine = self._moments[at]
        times = {other: self._moments[other] for other in quoted}
        return Counter(
            {
                other: count
                for other, count in quoted.items()
                if mine is None
                or (time := times[other]) is None
                or abs(mine.minute - time.minute) < _MAX_QUOTED_AGE_MINUTES
            }
        )

    def _is_exact(self, *numbers: int) -> bool:
        """Tell whether the offset of all these times is known, so that they can be compared to the minute."""
        return all(moment.exact for number in numbers if (moment := self._moments[number]) is not None)

    def _fits(self, at: int, other: int) -> bool:
        """Tell whether the sender of one message got the other, and wrote back to its sender or passed it on."""
        mine, theirs = self._clusters[at], self._clusters[other]
        receivers_known = any(record.all_recipients or any(record.quoter) for record in theirs)
        got = not receivers_known or any(self._among(record.sender, _receivers(theirs)) for record in mine)
        if any(self._among(record.sender, _receivers(mine, copied=False)) for record in theirs):
            return got
        passed_on = _actions(mine)[:1] != ("reply",) or any(record.forwarded for record in mine)
        return got and (passed_on or not any(_receivers(mine)))

    def _among(self, person: PersonKey, people: Iterable[PersonKey]) -> bool:
        """Tell whether somebody is among some people."""
        return any(self._verifier.same_person(person, other) > 1 for other in people)


def _people(cluster: Sequence[Record]) -> list[PersonKey]:
    """Return who sent and who got a message, in all spellings."""
    return list(dict.fromkeys((*(record.sender for record in cluster if any(record.sender)), *_receivers(cluster))))


def _receivers(cluster: Sequence[Record], *, copied: bool = True) -> Iterator[PersonKey]:
    """Return whom a message went to, and who quotes it; those of Cc only if ``copied``."""
    for record in cluster:
        yield from record.recipients if copied else record.recipients[: record.addressed]
        if any(record.quoter):
            yield record.quoter


def _topics(cluster: Sequence[Record], *, former: bool) -> set[str]:
    """Return the base subjects of a message; if ``former``, those that it says its thread had before."""
    topics = {record.topic for record in cluster if record.topic}
    return {fold(name) for topic in topics if (name := former_subject(topic))} if former else topics


def _is_named(cluster: Sequence[Record]) -> bool:
    """Tell whether a copy shows the subject of a message."""
    return any(record.subject is not None for record in cluster)


def _actions(cluster: Sequence[Record]) -> tuple[Action, ...]:
    """Return what the prefixes of a message's subject say, or at least say if no copy shows its subject."""
    return max((record.actions for record in cluster), key=len)


def _likeness(cluster: Sequence[Record], other: Sequence[Record]) -> Literal["sure", "possible"] | None:
    """Tell whether the prefixes of one subject may come of those of another: one put before, or in place of the first.

    Returns:
        ``sure`` if they do as they stand, ``possible`` if a program may have taken some away, None if they do not.
    """
    actions, before = _actions(cluster), _actions(other)
    if not (_is_named(cluster) and _is_named(other)):
        return "possible" if len(before) <= len(actions) + (not _is_named(cluster)) else None
    if before in (actions, actions[1:]):
        return "sure"
    shorter = len(before) <= len(actions) and (len(actions) < 2 or before[1:] == actions[1:])
    return "possible" if shorter else None
