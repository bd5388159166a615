"""Openings: the lines at which a header block may begin, found before any block is read."""

from __future__ import annotations

from functools import cache

from threadparse.headers.alone import above_subjects, recipient_words
from threadparse.headers.block_reader import begins_bare
from threadparse.headers.labels import sender_words
from threadparse.headers.page import Page

__all__ = ["find_openings"]

_BEFORE_LABEL = " \t*"


def find_openings(page: Page) -> list[int]:
    """Find the lines with a label, and those that may hold one that lost its colon or its place at the start.

    Args:
        page: The page.

    Returns:
        Their indices in order.
    """
    contents = page.contents
    found = set(page.labels)
    letters, senders = _sender_letters(), sender_words()
    bare = [
        at
        for at, content in enumerate(contents)
        if content[:1] in letters and (cut := content.lstrip(_BEFORE_LABEL).partition(" "))[0] in senders and cut[1]
    ]
    words = recipient_words()
    if not words.isdisjoint(map(str.strip, contents)):
        recipients = [at for at, content in enumerate(contents) if content.strip() in words]
        found.update(above_subjects(page, recipients))
        bare += recipients  # one of these words is a From label of another client
    found.update(at for at in bare if begins_bare(page, at))
    if ":" in page.lines.text:
        found.update(
            at
            for at, content in enumerate(contents)
            if ":" in content and at not in page.labels and _may_hide_labels(content) and not page.furniture[at]
        )
    return sorted(found)


@cache
def _sender_letters() -> frozenset[str]:
    """What a line can begin with that opens with a From label."""
    return frozenset(word[0] for word in sender_words()).union(_BEFORE_LABEL)


def _may_hide_labels(content: str) -> bool:
    """Whether a line with a colon may hold labels behind its start: glued, behind a separator, or in a column."""
    return content.count(":") > 3 or content.lstrip()[:2] == "--" or content[:8].isspace()
