"""Segments: each message as it occurs in the source, its header and the lines that are its own.

One walk down the lines with a stack of open messages. A header closes the messages quoted more deeply than itself and
opens a new one; a line belongs to the message opened last at its quote depth or a lower one. So text between and below
quoted lines goes to the outer author, and older messages below one another follow without marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress, zip_longest
from typing import TYPE_CHECKING

from threadparse.body.line import is_rule
from threadparse.headers.header import Header
from threadparse.headers.preamble import asks_for_reply_above, is_preamble
from threadparse.headers.separators import FENCES, is_heading, read_separator
from threadparse.lines.lines import Lines, compact
from threadparse.values.subjects import read_subject

if TYPE_CHECKING:
    from array import array

__all__ = ["Segment", "as_slice", "cut_segments"]

_LONG_RULE = 40


@dataclass(slots=True, eq=False, repr=False)
class Segment:
    """One message in one source.

    Attributes:
        header: Its header, or None for the outermost message of a text without one.
        depth: Quote depth of its own words.
        quoted_by: Index of the segment whose author quotes or forwards it, or None.
        lines: Indices of its lines, header, page furniture and older messages left out, blank lines included.
    """

    header: Header | None
    depth: int
    quoted_by: int | None = None
    lines: Sequence[int] = ()


def as_slice(lines: Sequence[int]) -> slice | None:
    """Return the slice that lines make if none between the first and the last is left out, as is so in most messages.

    Args:
        lines: Indices of lines, ascending.

    Returns:
        The slice, or None.
    """
    if not lines:
        return slice(0, 0)
    return slice(lines[0], lines[-1] + 1) if lines[-1] + 1 - lines[0] == len(lines) else None


def cut_segments(lines: Lines, headers: list[Header], *, carried: bool = False) -> list[Segment]:
    """Give each line to a message.

    Args:
        lines: The lines of the text.
        headers: Its headers in the order of their lines.
        carried: An e-mail carries the text: its author is the outermost one, though he may have written nothing.

    Returns:
        The segments in source order. A text without words has one segment without lines.
    """
    if not headers:
        own: Sequence[int] = range(len(lines))
        if any(lines.furniture):
            own = compact([at for at in own if not lines.furniture[at]], len(lines))
        return [Segment(None, _base(lines), None, own)]
    segments = _Cutter(lines, headers).run()
    if carried:
        segments = segments if segments[0].header is None else _carry(segments)
    elif segments[0].header is None and is_preamble(lines, segments[0].lines, headers[0]):
        segments = segments[1:]
        for segment in segments:
            segment.quoted_by = segment.quoted_by - 1 if segment.quoted_by else None
    if any(fence in lines.text for fence in FENCES):
        _leave_fences_out(lines, segments)
    return segments


def _leave_fences_out(lines: Lines, segments: list[Segment]) -> None:
    """Take away the code fence at the beginning or the end of a message whose partner stands in another one."""
    for segment in segments:
        shown = [at for at in segment.lines if not lines.blank(at)]
        coded = (at for at in shown if lines.contents[at].lstrip().startswith(FENCES))
        fences = [at for at in coded if is_heading(lines.contents[at])]
        if len(fences) % 2 and (outer := {shown[0], shown[-1]}.intersection(fences)):
            segment.lines = compact([at for at in segment.lines if at != max(outer)], len(lines))


def _base(lines: Lines) -> int:
    """Return the lowest quote depth of any line that shows something."""
    if not lines.quoted:
        return 0
    return min(compress(lines.depths, map(str.strip, lines.contents)), default=0)


def _carry(segments: list[Segment]) -> list[Segment]:
    """Put the carrying message, which has no words of its own, before those that it forwards."""
    for segment in segments:
        segment.quoted_by = 0 if segment.quoted_by is None else segment.quoted_by + 1
    return [Segment(None, 0), *segments]


def _is_long_rule(content: str) -> bool:
    """Tell whether a line is a rule of dashes of half a line or more."""
    rule = content.strip()
    return len(rule) >= _LONG_RULE and not rule.strip("-")


class _Cutter:
    """The walk down the lines."""

    def __init__(self, lines: Lines, headers: list[Header]) -> None:
        self.lines = lines
        self.headers = headers
        self.depths = lines.depths
        self.segments: list[Segment] = []
        self.own: list[array[int]] = []  # the lines of each segment
        self.stack: list[int] = []
        #: The forwarded message that each segment is part of: an end line closes it with all that it quotes.
        self.forwarded: dict[int, int | None] = {}
        #: Lines above the first header, or of an outer author who wrote below or between.
        self.outer: int | None = None
        #: The messages that stand in code of their own, which ends them.
        self.fenced: set[int | None] = set()
        self.base = _base(lines)

    def run(self) -> list[Segment]:
        """Walk, then put the outermost message first."""
        at = 0
        for header, following in zip_longest(self.headers, self.headers[1:]):
            self._take(at, header.first)
            self._open(header, following)
            at = header.last + 1
        self._take(at, len(self.lines))
        return self._in_source_order()

    def _take(self, begin: int, end: int) -> None:
        """Give lines to their messages; blank lines go with the line above."""
        contents, furniture, depths = self.lines.contents, self.lines.furniture, self.depths
        rows: Sequence[int] = range(begin, end)
        if furniture.count(0, begin, end) < len(rows):
            rows = [at for at in rows if not furniture[at]]
        if self.fenced or len({*depths[begin:end]}) > 1 or "--" in "\n".join(contents[begin:end]):
            self._walk(rows)
            return
        first = next((place for place, at in enumerate(rows) if contents[at].strip()), len(rows))
        if self.stack:
            self.own[self.stack[-1]].extend(rows[:first])
        if first < len(rows):
            self.own[self._owner(depths[begin])].extend(rows[first:])

    def _walk(self, rows: Sequence[int]) -> None:
        """Give lines to their messages one by one: something but headers may part them."""
        contents, depths = self.lines.contents, self.depths
        own: array[int] | None = None  # the lines of the message to which the line above belongs
        depth = -1  # of the line above that shows something; below it the same message has lines of the same depth
        for at in rows:
            words = contents[at].lstrip()
            if words:
                if words[:2] == "--" and self._closes(at):
                    own, depth = None, -1
                    continue
                if self.fenced and words[:3] in FENCES and self._closes_fence():
                    own, depth = None, -1
                    continue
                if depths[at] != depth:
                    depth = depths[at]
                    own = self.own[self._owner(depth)]
            elif own is None and self.stack:
                own = self.own[self.stack[-1]]
            if own is not None:
                own.append(at)

    def _owner(self, depth: int) -> int:
        """Return the message to which a line of this depth belongs."""
        for index in reversed(self.stack):
            if self.segments[index].depth <= depth:
                return index
        if self.outer is None:
            self.outer = self._add(Segment(None, self.base))
            for segment in self.segments[:-1]:
                if segment.quoted_by is None:
                    segment.quoted_by = self.outer
        self.stack.insert(0, self.outer)
        return self.outer

    def _open(self, header: Header, following: Header | None) -> None:
        """Open the message that a header introduces; another one follows."""
        while self.stack and self.segments[self.stack[-1]].depth > header.depth:
            self.stack.pop()
        quoted_by = self.stack[-1] if self.stack else self.outer
        fenced = self._is_below_fence(header, quoted_by)
        segment = Segment(header, self._body_depth(header, following), quoted_by)
        index = self._add(segment)
        above = None if quoted_by is None else self.forwarded.get(quoted_by)
        self.forwarded[index] = index if header.forwarded or fenced else above
        if fenced:
            self.fenced.add(index)
        while self.stack and self.segments[self.stack[-1]].depth >= segment.depth:
            self.stack.pop()  # hidden for good by the new message; so the stack is no deeper than the quotes
        self.stack.append(index)

    def _add(self, segment: Segment) -> int:
        """Take in a message whose lines follow; its index."""
        lines = compact((), len(self.lines))  # all of them together may be a million
        segment.lines = lines
        self.segments.append(segment)
        self.own.append(lines)
        return len(self.segments) - 1

    def _body_depth(self, header: Header, following: Header | None) -> int:
        """Return the quote depth of the words below a header: deeper below an attribution, not below a block.

        Apple Mail marks an attribution as it does the words, so where another one is right below, its words tell.
        """
        below = self.lines.below(header.last)
        if header.kind != "attribution":
            if below is None or self.depths[below] != header.depth + 1:
                return header.depth
            return header.depth + (self._marks_what_it_quotes(header) or self._is_answered_below(header, below))
        if below is None:
            return header.depth + 1
        if following is not None and following.first == below and following.kind == "attribution":
            words = self.lines.below(following.last)
            if words is not None and self.depths[words] == following.depth == header.depth + 1:
                return header.depth
        return header.depth + 1 if self.depths[below] != header.depth else header.depth

    def _marks_what_it_quotes(self, header: Header) -> bool:
        """Tell whether Outlook Express wrote a header, Sent below To, and a separator above: it marks the words."""
        fields, separator = header.fields, read_separator(self.lines.contents[header.first])
        if separator is None or separator.kind != "original" or "to" not in fields or "date" not in fields:
            return False
        return header.first < fields["to"].line < fields["date"].line

    def _is_answered_below(self, header: Header, below: int) -> bool:
        """Tell whether a text quotes a whole message below its header, and answers it below the quotation.

        A header that says of itself that it answers may stand above an author's own quotation and answer.
        """
        if self.segments:
            return False
        subject = header.fields.get("subject")
        if subject is None or not subject.value.strip() or read_subject(subject.value).action is not None:
            return False
        end = next((at for at in range(below, len(self.depths)) if self._answers(at, header.depth)), None)
        if end is None or not self.lines.blank(end - 1) or is_rule(self.lines.contents[end].strip()):
            return False
        return max(self.depths[end:]) <= header.depth

    def _answers(self, at: int, depth: int) -> bool:
        """Tell whether a line shows something that is quoted no deeper than so."""
        return self.depths[at] <= depth and not self.lines.blank(at)

    def _closes(self, at: int) -> bool:
        """Tell whether a line ends a forwarded message; what follows is the forwarder's again."""
        separator = read_separator(self.lines.contents[at])
        if separator is None or separator.kind not in ("end", "rule") or not self.stack:
            return False
        forwarded = self.forwarded.get(self.stack[-1])
        closed = self.stack[-1] if forwarded is None else forwarded
        if separator.kind == "rule" and not self._is_drawn_end(self.segments[closed].header, at):
            around = self.segments[closed].quoted_by
            if around is None or not self._is_drawn_end(self.segments[around].header, at):
                return False
            closed = around
        self._close(closed)
        return True

    def _close(self, closed: int) -> None:
        """Let what follows be the words of the one who forwarded a message."""
        quoted_by = self.segments[closed].quoted_by
        if quoted_by is not None:
            self.stack[-1] = quoted_by
        else:
            self.stack.clear()  # the forwarder wrote below only

    def _is_below_fence(self, header: Header, owner: int | None) -> bool:
        """Tell whether code opens right above a header; its fence is then no word of the message that shows it."""
        own = [] if owner is None else self.own[owner]
        at = next((at for at in reversed(own[-2:]) if not self.lines.blank(at)), None)
        contents = self.lines.contents
        if at is None or contents[at].lstrip()[:3] not in FENCES or at < header.first - 2:
            return False
        fences = [line for line in own if contents[line].lstrip()[:3] in FENCES and is_heading(contents[line])]
        if not len(fences) % 2:
            return False
        if len(own) > len(fences) and not all(map(self.lines.blank, own[: own.index(at)])):
            del own[own.index(at) :]
        return True

    def _closes_fence(self) -> bool:
        """Tell whether code ends that holds the message of the line above; what follows is the forwarder's again."""
        closed = self.forwarded.get(self.stack[-1]) if self.stack else None
        if closed is None or closed not in self.fenced:
            return False
        self.fenced.discard(closed)
        self._close(closed)
        return True

    def _is_drawn_end(self, header: Header | None, at: int) -> bool:
        """Tell whether a rule is the last long one below a header that KMail forwarded: "-----  Words  -----".

        Where blanks were squeezed, the rule is the last of the text, and the words have as many dashes on either side.
        """
        contents = self.lines.contents
        above = contents[header.first].strip() if header is not None else ""
        words = above.strip("-")
        if above[:2] != "--" or not _is_long_rule(contents[at]):
            return False
        if words[:2] != "  " or words[-2:] != "  ":
            return above.index(words) * 2 + len(words) == len(above) and self.lines.below(at) is None
        return not any(_is_long_rule(contents[line]) for line in range(at + 1, len(contents)))

    def _part_at_marker(self) -> None:
        """Give an author who says nothing else what stands in his quotation above a help desk's line."""
        first = self.segments[0]
        if first.header is None or first.header.kind != "attribution":
            return
        own = self.own[0]
        at = next((at for at, line in enumerate(own) if asks_for_reply_above(self.lines.contents[line])), 0)
        if all(map(self.lines.blank, own[:at])):
            return
        self.outer = self._add(Segment(None, first.depth))
        self.own[self.outer].extend(own[:at])
        del own[:at]
        for segment in self.segments[:-1]:
            segment.quoted_by = self.outer if segment.quoted_by is None else segment.quoted_by

    def _in_source_order(self) -> list[Segment]:
        """Return the segments, the outermost first."""
        if self.outer is None:
            self._part_at_marker()
        if self.outer in (None, 0):
            return self.segments
        order = [self.outer, *(index for index in range(len(self.segments)) if index != self.outer)]
        place = {old: new for new, old in enumerate(order)}
        for segment in self.segments:
            segment.quoted_by = None if segment.quoted_by is None else place[segment.quoted_by]
        return [self.segments[index] for index in order]
