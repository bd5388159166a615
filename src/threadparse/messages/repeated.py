"""Quoted lines without a header of their own: older words repeated around an answer, or words that no header names."""

from array import array
from collections.abc import Sequence
from typing import NamedTuple

from threadparse.body.line import has_web_address, is_attachment
from threadparse.lines.lines import Lines
from threadparse.segments import Segment, as_slice

__all__ = ["QuotedRun", "find_quoted_runs"]

_MIN_KEY_CHARS = 12
_MAX_FOOTER_LINES = 6
_MAX_LOST_MARKS = 2
_MIN_TORN = 3


class QuotedRun(NamedTuple):
    """Lines below one another, quoted more deeply than the message they stand in.

    Attributes:
        lines: Their indices; blank lines between quoted ones are not among them.
        repeats: Another message of the text says one of them.
    """

    lines: list[int]
    repeats: bool


def find_quoted_runs(lines: Lines, segments: list[Segment]) -> list[list[QuotedRun]]:
    """Find the lines quoted more deeply than the message they stand in, which are not its author's words.

    A run of such lines counts as a whole: if one line of it stands in another message, all of it repeats. Where all
    that a header stands above is quoted, these are the words that the header names.

    Args:
        lines: The lines of the text.
        segments: The segments of the text.

    Returns:
        The runs of each segment, in order; nothing at all where the text has no quoted line.
    """
    if not lines.quoted:
        return []
    depths = lines.depths
    own = [_own_depth(lines, segment) for segment in segments]
    found = [_quoted_runs(depths, segment, depth) for segment, depth in zip(segments, own, strict=True)]
    found = [[] if _are_torn(lines, runs) else runs for runs in found]
    if not any(found):
        return []
    keys = [[{key for at in run if (key := _key(lines, at))} for run in runs] for runs in found]
    wanted = {key for of_segment in keys for of_run in of_segment for key in of_run}
    said = {
        key
        for segment, depth in zip(segments, own, strict=True)
        for at in segment.lines
        if depths[at] <= depth and (key := _key(lines, at)) in wanted
    }
    return [
        [QuotedRun(run, not said.isdisjoint(of_run)) for run, of_run in zip(runs, of_segment, strict=True)]
        for runs, of_segment in zip(found, keys, strict=True)
    ]


def _key(lines: Lines, at: int) -> str:
    """Return a line for comparison; nothing for one so short that two people may write it."""
    content = lines.contents[at]
    if len(content) < _MIN_KEY_CHARS:
        return ""
    key = " ".join(content.casefold().split())
    return key if len(key) >= _MIN_KEY_CHARS else ""


def _of(depths: "array[int]", segment: Segment) -> Sequence[int]:
    """Return the quote depths of the lines of a segment."""
    own = as_slice(segment.lines)
    return depths[own] if own is not None else [depths[at] for at in segment.lines]


def _quoted_runs(depths: "array[int]", segment: Segment, depth: int) -> list[list[int]]:
    """Return the runs of a segment's lines that are quoted more deeply than its own words."""
    runs: list[list[int]] = []
    if max(_of(depths, segment), default=0) <= depth:
        return runs
    running = False
    for at in segment.lines:
        deeper = depths[at] > depth
        if deeper and running:
            runs[-1].append(at)
        elif deeper:
            runs.append([at])
        running = deeper
    return runs


def _are_torn(lines: Lines, runs: list[list[int]]) -> bool:
    """Tell whether most runs go on with the sentence of the line right above, as where a client folded all lines."""
    torn = sum(_is_mid_sentence(lines, run[0]) for run in runs)
    return torn >= _MIN_TORN and torn * 2 > len(runs)


def _is_mid_sentence(lines: Lines, at: int) -> bool:
    """Tell whether the line above belongs to the same quotation or author, and breaks off."""
    if not at or lines.depths[at - 1] >= lines.depths[at]:
        return False
    end = lines.contents[at - 1].rstrip()[-1:]
    return end.isalnum() or end == ","


def _own_depth(lines: Lines, segment: Segment) -> int:
    """Return the quote depth of a message's own words: that of its lines where all below its header are quoted.

    What a mailing list adds below is no more its author's word than a mark that the first quoted line lost.
    """
    header, depth, depths = segment.header, segment.depth, lines.depths
    if header is None or max(_of(depths, segment), default=0) <= depth:
        return depth
    shown = [at for at in segment.lines if lines.contents[at].strip()]
    deeper = [depths[at] for at in shown if depths[at] > depth]
    if not deeper:
        return depth
    if len(deeper) == len(shown):
        return min(deeper)
    if depths[shown[0]] <= depth and (header.kind != "attribution" or depth != header.depth or not depth):
        return depth
    first = next(place for place, at in enumerate(shown) if depths[at] > depth)
    unquoted = [at for at in shown[first:] if depths[at] <= depth]
    return min(deeper) if first <= _MAX_LOST_MARKS and _is_added(lines, unquoted) else depth


def _is_added(lines: Lines, unquoted: list[int]) -> bool:
    """Tell whether the lines that are not quoted are no words of a person.

    They name attachments, or are what a mailing list adds (a rule, and few words and a web address below it).
    """
    texts = [text for at in unquoted if not is_attachment(text := lines.contents[at].strip())]
    return not texts or (
        len(texts) <= _MAX_FOOTER_LINES and not texts[0].strip("-_") and any(map(has_web_address, texts))
    )
