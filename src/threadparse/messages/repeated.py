"""Quoted lines without a header of their own: older words repeated around an answer, or an author's own citation."""

from __future__ import annotations

from collections.abc import Iterator

from threadparse.lines.lines import Lines
from threadparse.segments import Segment

__all__ = ["repeated_lines"]

_MIN_KEY_CHARS = 12


def repeated_lines(lines: Lines, segments: list[Segment]) -> set[int]:
    """Return the lines quoted more deeply than the message they stand in that repeat what another message says.

    A run of such lines counts as a whole: if one wanted line of it stands in another message, all of it does.

    Args:
        lines: The lines of the text.
        segments: The segments of the text.

    Returns:
        Indices of the lines; the others are a citation of the author's own and belong to the body.
    """
    if not lines.quoted:
        return set()
    runs = [
        ([key for at in run if len(key := _key(lines, at)) >= _MIN_KEY_CHARS], run)
        for segment in segments
        for run in _quoted_runs(lines, segment)
    ]
    wanted = {key for keys, _ in runs for key in keys}
    said = {key for segment in segments for at in _own(lines, segment) if (key := _key(lines, at)) in wanted}
    return {at for keys, run in runs if not said.isdisjoint(keys) for at in run}


def _own(lines: Lines, segment: Segment) -> Iterator[int]:
    """Return the lines of a segment's own words that are long enough to tell."""
    depths, contents = lines.depths, lines.contents
    return (at for at in segment.lines if depths[at] <= segment.depth and len(contents[at]) >= _MIN_KEY_CHARS)


def _key(lines: Lines, at: int) -> str:
    return " ".join(lines.contents[at].casefold().split())


def _quoted_runs(lines: Lines, segment: Segment) -> list[list[int]]:
    """Return the runs of a segment's lines that are quoted more deeply than its own words."""
    runs: list[list[int]] = []
    running = False
    for at in segment.lines:
        deeper = lines.depths[at] > segment.depth
        if deeper and running:
            runs[-1].append(at)
        elif deeper:
            runs.append([at])
        running = deeper
    return runs
