"""Answers: which message answers or forwards which, and what its author did."""

from __future__ import annotations

from collections.abc import Sequence

from threadparse.messages.read import Draft
from threadparse.parsed import Action
from threadparse.threads.order import SKEW, instant, runs_down

__all__ = ["action_of", "find_answers"]


def find_answers(drafts: Sequence[Draft], groups: Sequence[Sequence[int]]) -> dict[int, int]:
    """Who answers whom.

    A message answers the first one that it quotes, and forwards what a separator says that it does, whatever the dates.
    Where blocks stand below one another with the oldest first, each answers the one above it; and nothing answers what
    was written days after it.

    Args:
        drafts: The messages in source order.
        groups: The conversations, as indices.

    Returns:
        Index of a message → index of the one that it answers or forwards.
    """
    answers: dict[int, int] = {}
    for group in groups:
        members = set(group)
        oldest_first = runs_down([drafts[index].message.date for index in group])
        for index in group:
            above = drafts[index].quoted_by
            if above is None or above not in members:
                continue
            if drafts[index].forwarded or _depth(drafts[above]) != _depth(drafts[index]):
                answers.setdefault(above, index)
            elif oldest_first:
                answers.setdefault(index, above)
            elif not _later(drafts[index], drafts[above]):
                answers.setdefault(above, index)
    return answers


def _depth(draft: Draft) -> int:
    """Quote depth at which a message begins; one without a header does not stand below anything."""
    return draft.depth if draft.message.header_span is not None else -1


def _later(lower: Draft, upper: Draft) -> bool:
    """Whether a message was written later than the one above it by more than clocks differ."""
    one, other = instant(lower.message.date), instant(upper.message.date)
    return one is not None and other is not None and one.time > other.last + SKEW


def action_of(draft: Draft, answered: Draft | None) -> Action:
    """What an author did: the subject's prefix says it, or the header of the message that is answered.

    Args:
        draft: The message.
        answered: The one that it answers or forwards, or None.
    """
    said: Action | None = draft.said
    if said is None and answered is not None and not draft.letter:
        said = "forward" if answered.forwarded else "reply"
    if said == "reply":
        return "reply-all" if len(draft.message.to) + len(draft.message.cc) > 1 else "reply"
    return "forward" if said == "forward" else "original"
