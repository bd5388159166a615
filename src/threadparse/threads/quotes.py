"""Quoted lines without a header of their own: older words repeated around an answer, or an author's own citation."""

from __future__ import annotations

from threadparse.headers.page import Page
from threadparse.segment import Segment

__all__ = ["repeated_lines"]

_TELLING = 12


def repeated_lines(page: Page, segments: list[Segment]) -> set[int]:
    """Lines quoted more deeply than the message they stand in that repeat what another message of the text says.

    A run of such lines counts as a whole: if one telling line of it stands in another message, all of it does.

    Args:
        page: The page.
        segments: The segments of the text.

    Returns:
        Indices of the lines; the others are a citation of the author's own and belong to the body.
    """
    runs = [run for segment in segments for run in _quoted_runs(page, segment)]
    if not runs:
        return set()
    own: set[str] = set()
    for segment in segments:
        own.update(_key(page, at) for at in segment.lines if page.lines.depths[at] <= segment.depth)
    return {
        at for run in runs if any(len(key := _key(page, at)) >= _TELLING and key in own for at in run) for at in run
    }


def _key(page: Page, at: int) -> str:
    return " ".join(page.contents[at].casefold().split())


def _quoted_runs(page: Page, segment: Segment) -> list[list[int]]:
    """The runs of a segment's lines that are quoted more deeply than its own words."""
    runs: list[list[int]] = []
    running = False
    for at in segment.lines:
        deeper = page.lines.depths[at] > segment.depth
        if deeper and running:
            runs[-1].append(at)
        elif deeper:
            runs.append([at])
        running = deeper
    return runs
