"""Conversations: which messages of a document belong to one thread, and which to another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from threadparse.document import Action, Mailbox
from threadparse.locales.folding import fold
from threadparse.messages.read import ReadMessage
from threadparse.threads.chronology import SKEW, instant, runs_down

__all__ = ["action_of", "conversations", "find_answers", "of_one_clock"]


def find_answers(read: Sequence[ReadMessage], groups: Sequence[Sequence[int]]) -> dict[int, int]:
    """Who answers whom.

    A message answers the first one that it quotes, and forwards what a separator says that it does, whatever the dates;
    of two that another forwards one below the other, neither forwards the other. Where blocks stand below one another
    with the oldest first, each that quotes none answers the one above it; and nothing answers what was written days
    after it.

    Args:
        read: The messages in source order.
        groups: The conversations, as indices.

    Returns:
        Index of a message → index of the one that it answers or forwards.
    """
    answers: dict[int, int] = {}
    for group in [group for group in groups if len(group) > 1]:
        members = set(group)
        ones = [read[index] for index in group]
        oldest_first = runs_down([item.message.date for item in ones], one_clock=of_one_clock(ones))
        oldest_first = oldest_first and not any(_answers_below(*pair) for pair in pairwise(ones))
        above_another: dict[int, int] = {}  # of blocks below one another, the oldest first
        for index in group:
            above = read[index].quoted_by
            if above is None or above not in members:
                continue
            if _stand_beside(read[above], read[index]):
                continue
            if read[index].forwarded or read[index].quoted_deeper or _depth(read[above]) != _depth(read[index]):
                answers.setdefault(above, index)
            elif oldest_first:
                above_another[index] = above
            elif not _later(read[index], read[above]):
                answers.setdefault(above, index)
        for index, above in above_another.items():
            answers.setdefault(index, above)
    return answers


def _answers_below(upper: ReadMessage, lower: ReadMessage) -> bool:
    """Tell whether a message says that it answers or forwards, and the one right below is the first of this subject."""
    if upper.said is None or lower.said is not None or not (subject := fold(upper.base_subject or "")):
        return False
    return subject == fold(lower.base_subject or "")


def of_one_clock(read: Sequence[ReadMessage]) -> bool:
    """Tell whether the dates of all messages can be compared as they stand.

    One program wrote them, as webmail does that prints a conversation; or of messages with one subject the first alone
    does not say that it answers, so that it is the oldest if the dates say so, too.

    Args:
        read: The messages of a conversation.
    """
    if all(item.dated_beside_sender for item in read):
        return True
    first, *others = read
    told = first.said is None and first.base_subject is not None and all(item.said == "reply" for item in others)
    return told and len({(item.depth, fold(item.base_subject or "")) for item in read}) == 1


def _depth(item: ReadMessage) -> int:
    """Quote depth at which a message begins; one without a header does not stand below anything."""
    return item.depth if item.message.header_span is not None else -1


def _stand_beside(upper: ReadMessage, lower: ReadMessage) -> bool:
    """Tell whether two mails are forwarded below one another: the lower is later, and the upper's sender not in it."""
    if not (upper.forwarded and lower.forwarded) or upper.depth != lower.depth:
        return False
    one, other = instant(lower.message.date), instant(upper.message.date)
    if one is None or other is None or one.time <= other.last or upper.message.sender is None:
        return False
    if upper.said is not None and _same_subject(upper.base_subject, lower.base_subject):
        return _later(lower, upper)
    return _later(lower, upper) or _names_of(upper.message.sender).isdisjoint(_people(lower))


def _later(lower: ReadMessage, upper: ReadMessage) -> bool:
    """Tell whether a message was written later than the one above it by more than clocks differ.

    Where one of the two does not give its offset, what their clocks showed is compared.
    """
    one, other = instant(lower.message.date), instant(upper.message.date)
    if one is None or other is None:
        return False
    if one.exact and other.exact:
        return one.time > other.last + SKEW
    return one.time + one.offset > other.last + other.offset + SKEW


def action_of(item: ReadMessage, answered: ReadMessage | None) -> Action:
    """Return what an author did: the subject's prefix says it, or the header of the message that is answered.

    Args:
        item: The message.
        answered: The one that it answers or forwards, or None.
    """
    said: Action | None = item.said
    if said is None and answered is not None and not item.letter:
        said = "forward" if answered.forwarded else "reply"
    if said == "reply":
        return "reply-all" if len(item.message.to) + len(item.message.cc) > 1 else "reply"
    return "forward" if said == "forward" else "original"


_LATER = timedelta(days=2)


def conversations(read: Sequence[ReadMessage]) -> list[list[int]]:
    """Divide the messages of a document into conversations.

    A bundle prints unrelated chains one below the other. Below a message stands what it answers, so a block at the same
    quote depth begins a new conversation if it has another subject and is later by days or captioned; if it has another
    subject, the message above does not say that it answers, and a page ends between them or nobody is in common, unless
    a separator calls it the original; or if a letter stands above. A message that is said to be forwarded, as mails
    attached to a mail are, belongs to the one that forwards it.

    Args:
        read: The messages in source order.

    Returns:
        Lists of indices in source order; most documents have one.
    """
    groups: list[list[int]] = []
    home: list[int] = []
    for item in read:
        above = None if item.quoted_by is None else read[item.quoted_by]
        if not groups or (above is not None and item.depth == above.depth and _unrelated(above, item)):
            home.append(len(groups))
            groups.append([])
        else:
            home.append(0 if item.quoted_by is None else home[item.quoted_by])
        groups[home[-1]].append(len(home) - 1)
    return groups


def _unrelated(above: ReadMessage, below: ReadMessage) -> bool:
    """Tell whether the lower message cannot be what the upper one answers."""
    if above.letter:
        return True
    headed = above.message.header_span is not None and below.captioned
    if headed and bool(above.base_subject) != bool(below.base_subject):
        return True
    if below.forwarded or _same_subject(above.base_subject, below.base_subject):
        return False
    if below.captioned:
        return True
    upper, lower = instant(above.message.date), instant(below.message.date)
    if upper is not None and lower is not None and lower.time > upper.time + _LATER:
        return True
    return above.said is None and (below.fresh_page or (not below.original and _are_strangers(above, below)))


def _are_strangers(one: ReadMessage, other: ReadMessage) -> bool:
    """Tell whether two headers name people, but nobody in common."""
    people, others = _people(one), _people(other)
    return bool(people and others) and people.isdisjoint(others)


def _people(item: ReadMessage) -> set[str]:
    """Return the names and addresses in a header, folded."""
    return set[str]().union(*map(_names_of, item.message.people))


def _names_of(mailbox: Mailbox) -> set[str]:
    """Return name and address of a mailbox, folded."""
    return {fold(who) for who in (mailbox.name, mailbox.address) if who}


def _same_subject(one: str | None, other: str | None) -> bool:
    """Tell whether two base subjects may be one: a misread prefix, or a word or two, make no difference."""
    if not one or not other or one == other:
        return True
    words, others = set(fold(one).split()), set(fold(other).split())
    return len(words & others) * 2 >= min(len(words), len(others))
