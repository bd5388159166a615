"""Conversations: which messages of a document belong to one thread, and which to another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from threadparse.locales.folding import fold
from threadparse.threads.order import moment

__all__ = ["Member", "conversations"]

_LATER = timedelta(days=2)


class Member(NamedTuple):
    """What decides on a message's conversation.

    Attributes:
        date: ISO date or None.
        base_subject: Folded subject without prefixes, or None.
        quoted_by: Index of the message that quotes it, or None.
        letter: It is a letter: letters do not quote what is filed behind them.
        depth: Quote depth of its header.
        people: Addresses and names in its header.
        answers: Its subject has a reply or forward prefix.
        forwarded: A separator says that the message above forwards it.
        fresh_page: A page ends right above its header.
    """

    date: str | None
    base_subject: str | None
    quoted_by: int | None
    letter: bool
    depth: int
    people: Sequence[str] = ()
    answers: bool = False
    forwarded: bool = False
    fresh_page: bool = False


def conversations(members: Sequence[Member]) -> list[list[int]]:
    """Divide the messages of a document into conversations.

    A bundle prints unrelated chains one below the other. Below a message stands what it answers, so a block at the same
    quote depth begins a new conversation if it has another subject and is later by days, or if it has another subject,
    the message above does not say that it answers, and nobody is in common or a page ends between them; or if a letter
    stands above. A message that is said to be forwarded, as mails attached to a mail are, belongs to the one that
    forwards it.

    Args:
        members: The messages in source order.

    Returns:
        Lists of indices in source order; most documents have one.
    """
    groups: list[list[int]] = []
    home: list[int] = []
    for member in members:
        above = None if member.quoted_by is None else members[member.quoted_by]
        if not groups or (above is not None and member.depth == above.depth and _unrelated(above, member)):
            home.append(len(groups))
            groups.append([])
        else:
            home.append(0 if member.quoted_by is None else home[member.quoted_by])
        groups[home[-1]].append(len(home) - 1)
    return groups


def _unrelated(above: Member, below: Member) -> bool:
    """Whether the lower message cannot be what the upper one answers."""
    if above.letter:
        return True
    if below.forwarded or _same_subject(above.base_subject, below.base_subject):
        return False
    upper, lower = moment(above.date), moment(below.date)
    if upper is not None and lower is not None and lower[0] > upper[0] + _LATER:
        return True
    return not above.answers and (below.fresh_page or _are_strangers(above, below))


def _are_strangers(one: Member, other: Member) -> bool:
    """Whether two headers name people, but nobody in common."""
    people, others = set(map(fold, one.people)), set(map(fold, other.people))
    return bool(people and others) and people.isdisjoint(others)


def _same_subject(one: str | None, other: str | None) -> bool:
    """Whether two base subjects may be one: a prefix that a scanner misread, or a word or two, make no difference."""
    if not one or not other:
        return True
    words, others = set(one.split()), set(other.split())
    return len(words & others) * 2 >= min(len(words), len(others))
