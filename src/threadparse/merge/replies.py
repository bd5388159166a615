"""Replies: which message answers which, over all sources; and messages that nobody has, to which others point."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence

from threadparse.merge.records import PersonKey, Record, Spool
from threadparse.merge.verify import Verifier

__all__ = ["Answers", "find_replies"]

_LONGEST_WAIT = 60 * 24 * 60  # minutes between a message and an answer that neither quotes nor names it
_MOST_TRIED = 200  # messages of one subject


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


def find_replies(spool: Spool, clusters: Sequence[Sequence[Record]], verifier: Verifier) -> Answers:
    """Find what each message answers: by ids, then by quotations, then by subject, addressee and time.

    Args:
        spool: Where the copies are.
        clusters: The copies of each message.
        verifier: Compares people.

    Returns:
        The answers; no message answers itself, not even over others.
    """
    answers = Answers()
    by_id = {record.message_id: at for at, cluster in enumerate(clusters) for record in cluster if record.message_id}
    home = {(record.source, record.source_index): at for at, cluster in enumerate(clusters) for record in cluster}
    subjects = _Subjects(clusters, verifier)
    for at, cluster in enumerate(clusters):
        quoted = _quoted(cluster, at, home)
        answers.chains.update((at, other) for other in quoted)
        said = [by_id[name] for name in _said(spool, cluster)[:1] if name in by_id]
        for other in (*said, *sorted(quoted, key=lambda other: (-quoted[other], other))):
            if _link(answers.parent, at, other):
                break
    for at, cluster in enumerate(clusters):
        if at in answers.parent:
            continue
        said_ids = _said(spool, cluster)
        if not (said_ids or any(record.prefixed for record in cluster)):
            continue
        found = subjects.answered(at)
        if found is None or not _link(answers.parent, at, found):
            answers.implied[said_ids[0] if said_ids else at].append(at)
    return answers


def _quoted(cluster: Sequence[Record], at: int, home: dict[tuple[int, int], int]) -> Counter[int]:
    """Return which messages the copies of one answer in their documents, and how many say so."""
    places = ((record.source, record.answers) for record in cluster if record.answers >= 0)
    return Counter(home[place] for place in places if home[place] != at)


def _said(spool: Spool, cluster: Sequence[Record]) -> list[str]:
    """Return the Message-ID that a message says it answers; none if it says none."""
    for record in cluster:
        if record.header == "envelope":
            _, replied, references = spool.envelopes[record.source]
            if replied or references:
                return [replied or references[-1]]
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

    def __init__(self, clusters: Sequence[Sequence[Record]], verifier: Verifier) -> None:
        self._clusters = clusters
        self._verifier = verifier
        self._by_subject: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        self._minutes = [_minute(cluster) for cluster in clusters]
        for at, cluster in enumerate(clusters):
            minute = self._minutes[at]
            if minute is not None:
                for subject in {record.subject for record in cluster if record.subject}:
                    self._by_subject[subject].append((minute, at))
        for items in self._by_subject.values():
            items.sort()

    def answered(self, at: int) -> int | None:
        """Return the last message of the same subject before this one that its sender got from its addressee."""
        minute = self._minutes[at]
        if minute is None:
            return None
        for subject in sorted({record.subject for record in self._clusters[at] if record.subject}):
            items = self._by_subject[subject]
            end = bisect_left(items, (minute, -1))
            for earlier, other in reversed(items[max(end - _MOST_TRIED, 0) : end]):
                if minute - earlier > _LONGEST_WAIT:
                    break
                if self._fits(at, other):
                    return other
        return None

    def _fits(self, at: int, other: int) -> bool:
        """Tell whether the sender of one message got the other, and wrote back to its sender or passed it on."""
        mine, theirs = self._clusters[at], self._clusters[other]
        got = any(self._among(record.sender, theirs) for record in mine)
        back = any(self._among(record.sender, mine) for record in theirs)
        forward = all(not record.prefixed or record.forwarded for record in mine)
        return got and (back or forward)

    def _among(self, person: PersonKey, cluster: Sequence[Record]) -> bool:
        """Tell whether somebody is among those whom a message went to."""
        return any(self._verifier.same_person(person, other) > 1 for record in cluster for other in record.recipients)


def _minute(cluster: Sequence[Record]) -> int | None:
    """Return when a message was sent, by the copy that knows it best."""
    times = [record.time for record in cluster if record.time is not None]
    best = min(times, key=lambda time: (not time.exact, time.day), default=None)
    return best.minute if best is not None else None
