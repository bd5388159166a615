"""Replies: which message answers which, over all sources; and messages that nobody has, which others point to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from threadparse.merge.records import Record, Spool

__all__ = ["Answers", "find_replies"]


class Answers:
    """Who answers whom, by the numbers of the clusters.

    Attributes:
        parent: What each message answers or forwards.
        implied: Message-IDs that are nowhere, each with the messages that answer it.
    """

    def __init__(self) -> None:
        self.parent: dict[int, int] = {}
        self.implied: defaultdict[str, list[int]] = defaultdict(list)


def find_replies(spool: Spool, clusters: Sequence[Sequence[Record]]) -> Answers:
    """Find what each message answers: by ids, then by quotations, then by subject, addressee and time.

    Args:
        spool: Where the copies are.
        clusters: The copies of each message.

    Returns:
        The answers; no message answers itself, not even over others.
    """
    answers = Answers()
    by_id = {
        record.message_id: number for number, cluster in enumerate(clusters) for record in cluster if record.message_id
    }
    home = {
        (record.source, record.source_index): number for number, cluster in enumerate(clusters) for record in cluster
    }
    for number, cluster in enumerate(clusters):
        said = _said(spool, cluster)
        quoted = Counter(
            home[record.source, record.answers]
            for record in cluster
            if record.answers >= 0 and home[record.source, record.answers] != number
        )
        if said in by_id:
            _link(answers.parent, number, by_id[said])
        elif quoted:
            _link(answers.parent, number, min(quoted, key=lambda other: (-quoted[other], other)))
        elif said:
            answers.implied[said].append(number)
    return answers


def _said(spool: Spool, cluster: Sequence[Record]) -> str:
    """Return the Message-ID that a message says it answers; empty if it says none."""
    for record in cluster:
        if record.header == "envelope":
            _, replied, references = spool.envelopes[record.source]
            if replied or references:
                return replied or references[-1]
    return ""


def _link(parent: dict[int, int], number: int, answered: int) -> None:
    """Note what a message answers, unless it would then answer itself."""
    at: int | None = answered
    while at is not None:
        if at == number:
            return
        at = parent.get(at)
    parent[number] = answered
