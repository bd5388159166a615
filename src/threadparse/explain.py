"""Explain a parse: which rule found each header on what evidence, and why other runs of labels are no header."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from threadparse.document import Attachment, Source, ZoneKind
from threadparse.headers.finder import find_headers
from threadparse.headers.rule import Refusal, Search
from threadparse.options import ParseOptions
from threadparse.pipeline import parse_text, read_lines

__all__ = ["ExplainedHeader", "Explanation", "OwnedZone", "RefusedLabels", "explain_text"]


@dataclass(slots=True)
class ExplainedHeader:
    """Hold a header and why it is one.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last character.
        kind: ``block``, ``attribution`` or ``separator``.
        rule: Name of the rule that found it.
        evidence: What the rule relied on.
        message: Id of the message that it begins; None where that message was left out.
    """

    start: int
    end: int
    kind: str
    rule: str
    evidence: list[str]
    message: str | None


@dataclass(slots=True)
class RefusedLabels:
    """Hold lines with labels, one below the other, that are no header.

    Attributes:
        start: Offset of the first character.
        end: Offset behind the last character.
        rule: Name of the rule that read them; None if none began to.
        reasons: Why they are no header.
    """

    start: int
    end: int
    rule: str | None
    reasons: list[str]


@dataclass(slots=True)
class OwnedZone:
    """Hold a zone of the text and whose it is.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last character.
        kind: Its kind.
        message: Id of its message; None for what belongs to none.
    """

    start: int
    end: int
    kind: ZoneKind
    message: str | None


@dataclass(slots=True)
class Explanation:
    """Hold how a text was taken apart.

    Attributes:
        path: What its source is called.
        messages: Ids of its messages in the order of the timeline.
        zones: All zones, which together are the text.
        headers: Its headers in the order of their lines.
        refused: The runs of labels that are no header, in the order of their lines.
    """

    path: str
    messages: list[str]
    zones: list[OwnedZone]
    headers: list[ExplainedHeader]
    refused: list[RefusedLabels]


def explain_text(
    text: str, source: Source, options: ParseOptions, attachments: Sequence[Attachment] = ()
) -> Explanation:
    """Parse a text, and keep why its headers are headers.

    Args:
        text: The decoded text, without lone surrogates.
        source: Where it came from.
        options: How to parse.
        attachments: The files that came with the carrying e-mail.

    Returns:
        The explanation; its offsets are in characters of the text.
    """
    lines, _, _ = read_lines(text, options)
    search = find_headers(lines, max_lines=options.max_header_lines)
    document = parse_text(text, source, options, attachments)
    owned = [
        OwnedZone(zone.start, zone.end, zone.kind, message.id)
        for message in document.messages
        for zone in message.zones
    ]
    owned += [OwnedZone(zone.start, zone.end, zone.kind, None) for zone in document.zones]
    owned.sort(key=attrgetter("start"))
    ids = [message.id for message in document.messages]
    return Explanation(source.path, ids, owned, list(_headers(search, owned)), list(_refused_runs(search)))


def _headers(search: Search, zones: list[OwnedZone]) -> Iterator[ExplainedHeader]:
    """Yield the headers with their evidence and their messages."""
    parts = [zone for zone in zones if zone.kind == "header"]
    starts = [zone.start for zone in parts]
    for header in search.headers:
        start, end = search.lines.starts[header.first], search.lines.end(header.last)
        at = bisect_left(starts, start)
        message = parts[at].message if at < len(parts) and starts[at] < end else None
        yield ExplainedHeader(start, end, header.kind, header.rule, list(header.reasons), message)


def _refused_runs(search: Search) -> Iterator[RefusedLabels]:
    """Yield the runs of labels outside the headers, each with what was said of its lines."""
    lines = search.lines
    refusals = deque(sorted(search.refused))
    taken = bytearray(len(lines))
    for header in search.headers:
        taken[header.first : header.last + 1] = b"\1" * (header.last + 1 - header.first)
    free = deque(at for at in sorted(lines.labels) if not taken[at] and not lines.furniture[at])
    while free:
        first = last = free[0]
        said: list[Refusal] = []
        while free and free[0] <= last + 1:
            at = free.popleft()
            last = max(last, at)
            while refusals and refusals[0].first <= at:
                refusal = refusals.popleft()
                if refusal.first == at and (not said or at > said[-1].last):  # not the rest of what was refused above
                    said.append(refusal)
                    last = max(last, refusal.last)
        reasons = [refusal.reason for refusal in said] or ["begins no block of fields"]
        rule = said[0].rule if said else None
        yield RefusedLabels(lines.starts[first], lines.end(last), rule, list(dict.fromkeys(reasons)))
