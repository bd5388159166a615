"""The source beside the messages: every line with its number, its zone's colour, and the message that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple, get_args

from threadparse.document import ZoneKind
from threadparse.views.html.elements import Markup, element, joined, source_text
from threadparse.views.html.material import DocumentPart, StandingCopy

__all__ = ["source_column"]

_LINE_END = re.compile(r"\r\n|\n|\r")


class _Owner(NamedTuple):
    """The message of a stretch: its number and anchor, and the class of its sender's colour."""

    label: str
    anchor: str
    colour: str


class _Stretch(NamedTuple):
    """A zone of the text and its message, None for what stands in none."""

    start: int
    end: int
    kind: str
    owner: _Owner | None


def source_column(
    parts: Sequence[DocumentPart], copies: Mapping[DocumentPart, Sequence[StandingCopy]]
) -> Markup | None:
    """Return the column of all sources.

    Args:
        parts: The documents.
        copies: The messages that stand in each.

    Returns:
        The section; None if no source is on the page.
    """
    shown = [part for part in parts if part.has_source]
    if not shown:
        return None
    kinds: set[str] = set()
    pieces: list[Markup] = []
    for part in shown:
        stretches = _stretches(part, copies.get(part, ()))
        kinds |= {stretch.kind for stretch in stretches}
        if len(shown) > 1:
            pieces.append(element("p", element("bdi", part.name), part.reason, class_="srcname"))
        pieces += _segments(part, stretches)
    title = element("bdi", shown[0].name, class_="soft") if len(shown) == 1 else None
    legend = element(
        "div",
        *(element("span", kind, class_=f"z-{kind}") for kind in get_args(ZoneKind) if kind in kinds),
        class_="legend",
    )
    header = element("header", element("h2", "Source text ", title, id="source-h"), legend)
    return element(
        "section",
        header,
        *pieces,
        element("div", class_="end"),
        class_="source",
        id="source",
        aria_labelledby="source-h",
    )


def _stretches(part: DocumentPart, copies: Iterable[StandingCopy]) -> list[_Stretch]:
    """Return the zones of a document in order."""
    stretches = [
        _Stretch(zone.start, zone.end, zone.kind if part.text[zone.start : zone.end].strip() else "", None)
        for zone in part.document.zones
    ]
    for thread, entry, message in copies:
        person = thread.person(entry.message.sender)
        colour = person.colour if person else "pr"
        owner = _Owner(thread.label(entry.number), thread.anchor(entry.number), colour)
        stretches += [_Stretch(zone.start, zone.end, zone.kind, owner) for zone in message.zones]
    return sorted(stretches, key=lambda stretch: (stretch.start, stretch.end))


def _segments(part: DocumentPart, stretches: Sequence[_Stretch]) -> Iterator[Markup]:
    """Return the stretches of each message with a tag that leads to its card."""
    lines = _SourceLines(part)
    for owner, group in groupby(stretches, lambda stretch: stretch.owner):
        lists = [shown for stretch in group for shown in lines.zone(stretch)]
        tag = name = None
        if owner is not None:
            number = element("span", owner.label, class_="no")
            tag = element("a", number, class_="tag", href=f"#{owner.anchor}", aria_label=f"Message {owner.label}")
            name = element("p", f"Message {owner.label}", class_="segname")
        yield element("div", name, tag, *lists, class_=f"seg {owner.colour}" if owner else "seg")


class _SourceLines:
    """The lines of a text, zone by zone.

    Args:
        part: The document.
    """

    def __init__(self, part: DocumentPart) -> None:
        self._part = part
        self._number = 1
        self._begins = True  # whether the next zone begins a line

    def zone(self, stretch: _Stretch) -> Iterator[Markup]:
        """Return the lists of a zone's lines, one a page, and what says that a page begins."""
        items: list[str] = []
        start = self._number
        for offset, words, ends in _pieces(self._part.text, stretch.start, stretch.end):
            if "\f" in words:
                if items:
                    yield _list(stretch.kind, start, items)
                    items, start = [], self._number
                yield element("p", f"Page {self._part.places.page(offset + words.index(chr(12))) or 1}", class_="pg")
                words = words.replace("\f", "")
            # Without end tags, which HTML does not ask for: a source has thousands of lines.
            differs = " class=differs" if self._number in self._part.differing else ""
            head = f"<li id={self._part.line_anchor(self._number)}{differs}>" if self._begins else "<li class=c>"
            items.append(head + source_text(words))
            self._begins = ends
            self._number += ends
        if items:
            yield _list(stretch.kind, start, items)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, str, bool]]:
    """Return the lines of a stretch: offset, words, and whether the line ends there."""
    position = start
    for match in _LINE_END.finditer(text, start, end):
        yield position, text[position : match.start()], True
        position = match.end()
    if position < end:
        yield position, text[position:end], False


def _list(kind: str, start: int, items: Sequence[str]) -> Markup:
    """Return lines as a list that counts from their number."""
    return element(
        "ol", joined(map(Markup, items)), class_=f"z-{kind}" if kind else None, start=start, aria_label=kind or None
    )
