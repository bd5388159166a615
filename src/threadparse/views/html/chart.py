"""The chart: a row a person, a mark a message, along the axis of time; drawn at export, it needs no script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from threadparse.document import Mailbox
from threadparse.views.dates import date_words
from threadparse.views.entries import Entry, counted, counts_words
from threadparse.views.html.elements import Markup, element
from threadparse.views.html.material import Person, ThreadPart
from threadparse.views.html.time_axis import Axis, time_axis

__all__ = ["chart", "chart_rules"]

_SENDER_HEIGHT, _OTHER_HEIGHT, _AXIS_HEIGHT = 44, 24, 27
_MAX_SENDERS, _MAX_ROWS = 16, 18
# Up to so many messages are drawn as numbered discs, dots, strokes; more as bars.
_DISCS, _DOTS, _STROKES = 16, 60, 400
_BINS = 150
#: The rows of nobody: of messages without a sender, of those that nobody has, and, in a merge, of blacked-out senders.
_NOBODY = {"": "no sender named", "?": "not known", "█": "redacted"}
# Width classes by the number of messages: below their widths the chart scrolls.
_WIDTHS = ((6, "w0"), (9, "w1"))
_CAPTION_OF_DISCS = (
    "Disc: a message, in its sender’s row; ring: who it went to; dotted: a copy.{redacted} "
    "Choose a name to see only what that person sent or received."
)
_CAPTION = "One row for each person, a {mark}.{redacted} Choose a name to see only what that person sent or received."


class _ChartRow(NamedTuple):
    """A row of the chart: whose, its words, where its middle is and how high it is."""

    person: Person | None
    words: str
    middle: float
    height: int


@dataclass(frozen=True, slots=True)
class _ChartRows:
    """The rows of a chart, by the key of a person; the others share the last one."""

    rows: list[_ChartRow]
    by_key: dict[str, _ChartRow]
    others: _ChartRow | None

    def find(self, key: str) -> _ChartRow | None:
        """Return the row of a key."""
        return self.by_key.get(key, self.others)

    @property
    def height(self) -> int:
        """The height of all rows."""
        return sum(row.height for row in self.rows)


def _rows(thread: ThreadPart) -> _ChartRows:
    """Give each person a row: those who sent something in order, then those who only received."""
    senders: dict[str, tuple[Person | None, str]] = {}
    for entry in thread.entries:
        key, person = _sender(thread, entry)
        senders.setdefault(key, (person, person.words if person else _NOBODY[key]))
    chosen = list(senders.items())[:_MAX_SENDERS]
    silent = [(person.key, (person, person.words)) for person in thread.people if person.key not in senders]
    chosen += silent[: max(0, _MAX_ROWS - len(chosen))]
    rows, by_key, top = [], {}, 0
    for key, (who, words) in chosen:
        height = _SENDER_HEIGHT if key in senders else _OTHER_HEIGHT
        by_key[key] = _ChartRow(who, words, top + height / 2, height)
        rows.append(by_key[key])
        top += height
    left = len(senders) + len(silent) - len(chosen)
    others = _ChartRow(None, f"and {left:,} more", top + _OTHER_HEIGHT / 2, _OTHER_HEIGHT) if left else None
    return _ChartRows([*rows, others] if others else rows, by_key, others)


def _sender(thread: ThreadPart, entry: Entry) -> tuple[str, Person | None]:
    """Return the key of the row that a message stands in, and whose row it is."""
    sender = entry.message.sender
    person = thread.person(sender)
    if person is not None:
        return person.key, person
    if sender is not None and sender.redacted:
        return "█", None
    return "?" if thread.known_from(entry.message) == "missing" else "", None


def chart(thread: ThreadPart) -> Markup:
    """Return the figure of a thread."""
    rows = _rows(thread)
    axis = time_axis([entry.when for entry in thread.entries])
    names = element("ul", *(_name(thread, row) for row in rows.rows), class_="names")
    count = len(thread.entries)
    width = next((name for most, name in _WIDTHS if count <= most), "w2")
    svg = element(
        "svg",
        *_lanes(rows),
        *_axis_marks(axis, rows.height),
        *_marks(thread, rows, axis),
        width="100%",
        height=rows.height + _AXIS_HEIGHT,
        role="group",
        aria_label=f"{counted(count, 'message')} along time",
        class_=width,
    )
    scroll = element(
        "div", svg, class_="scroll", tabindex=0, role="region", aria_label=f"Chart of thread {thread.number}"
    )
    caption = element("figcaption", _caption(thread))
    return element(
        "figure", element("div", names, scroll, class_="lanes"), caption, class_="chart", id=f"c{thread.number}"
    )


def _caption(thread: ThreadPart) -> str:
    """Return what the marks of the chart mean."""
    redacted = any(person.participant.redacted for person in thread.people)
    shared = " Redacted people share one row." if redacted else ""
    count = len(thread.entries)
    if count <= _DISCS:
        return _CAPTION_OF_DISCS.format(redacted=shared)
    mark = "dot" if count <= _DOTS else "stroke" if count <= _STROKES else "bar as high as messages are many"
    each = "" if count > _STROKES else " for each message they sent"
    return _CAPTION.format(mark=mark + each, redacted=shared)


def _name(thread: ThreadPart, row: _ChartRow) -> Markup:
    """Return the name of a row; it leads to itself, which shows that person's messages alone."""
    slim = " slim" if row.height == _OTHER_HEIGHT else ""
    if row.person is None:
        return element("li", element("span", row.words, class_="none"), class_=f"pr{slim}")
    person = row.person
    anchor = f"t{thread.number}{person.key}"
    small = None
    if not slim:
        addresses = person.participant.addresses if person.participant.name else []
        small = element("small", " · ".join([counts_words(person.participant, "·"), *addresses[:1]]))
    link = element("a", person.named, href=f"#{anchor}", id=anchor)
    return element("li", link, small, class_=f"{person.colour}{slim}")


def chart_rules(thread: ThreadPart) -> str:
    """Return the style that shows in full only what the person who is the page's target sent or received."""
    # ``:has`` on the figure alone: asked of the whole section it takes seconds for thousands of messages.
    rules = []
    for key in (key for key in _rows(thread).by_key if key not in _NOBODY):
        chosen = f"#c{thread.number}:has(#t{thread.number}{key}:target)~"
        rules.append(
            f"{chosen}.messages .item:not(.w-{key}) .body,{chosen}.index:not(.people) tbody tr:not(.w-{key})"
            "{display:none}"
        )
    return "\n".join(rules)


def _lanes(rows: _ChartRows) -> Iterator[Markup]:
    """Draw the line of each row and the one below it."""
    top = 0
    for row in rows.rows:
        top += row.height
        yield element("line", class_="lane", x1="0", x2="100%", y1=_px(row.middle), y2=_px(row.middle))
        yield element("line", class_="base" if row is rows.rows[-1] else "rowline", x1="0", x2="100%", y1=top, y2=top)


def _axis_marks(axis: Axis, height: int) -> Iterator[Markup]:
    """Draw cut gaps with their lengths, and the days below."""
    for cut in axis.cuts:
        left, right = cut.start + (cut.end - cut.start) * 0.3, cut.end - (cut.end - cut.start) * 0.3
        yield element("rect", class_="cut", x=_percent(left), y=0, width=_percent(right - left), height=height)
        for x in (left, right):
            yield element("line", class_="cutline", x1=_percent(x), x2=_percent(x), y1=0, y2=height)
        yield element("text", cut.words, class_="cutword", x=_percent((left + right) / 2), y=height + 18)
    taken = [(cut.start + cut.end) / 2 for cut in axis.cuts]
    shown = [label for label in axis.labels if all(abs(label.x - x) > 12 for x in taken)]
    for index, label in enumerate(shown):
        anchor = {"start": " s", "end": " e"}.get(label.anchor, "")
        between = " alt" if index % 2 and index < len(shown) - 1 else ""
        x = {"start": 2.0, "end": 98.0}.get(label.anchor, label.x)
        yield element("text", label.words, class_=f"day{anchor}{between}", x=_percent(x), y=height + 18)


def _marks(thread: ThreadPart, rows: _ChartRows, axis: Axis) -> Iterator[Markup]:
    """Draw the messages."""
    count = len(thread.entries)
    if count > _STROKES:
        yield from _bars(thread, rows, axis)
        return
    for entry, x in zip(thread.entries, axis.positions, strict=True):
        key, person = _sender(thread, entry)
        row = rows.find(key)
        if row is None:
            continue
        if count <= _DISCS:
            yield from _receivers(thread, entry, rows, x, row)
        shape = _disc if count <= _DISCS else _dot if count <= _DOTS else _stroke
        yield element(
            "a",
            element("title", _title(thread, entry)),
            *shape(f"{entry.number}", _percent(x), row.middle),
            href=f"#{thread.anchor(entry.number)}",
            class_=" ".join([person.colour if person else "pr", *_class_of_mark(thread, entry)]),
            tabindex=-1 if count > _DISCS else None,
            aria_hidden="true" if count > _DISCS else None,
        )


def _class_of_mark(thread: ThreadPart, entry: Entry) -> Iterator[str]:
    """Return how a mark is drawn if its message is missing or has no date."""
    if thread.known_from(entry.message) == "missing":
        yield "missing"
    elif entry.when is None:
        yield "undated"


def _disc(label: str, x: str, y: float) -> Iterator[Markup]:
    yield element("circle", class_="disc", cx=x, cy=_px(y), r=12)
    yield element("text", label, class_="no", x=x, y=_px(y + 4))


def _dot(_label: str, x: str, y: float) -> Iterator[Markup]:
    yield element("circle", class_="bar", cx=x, cy=_px(y), r=5)


def _stroke(_label: str, x: str, y: float) -> Iterator[Markup]:
    yield element("rect", class_="bar", x=x, y=_px(y - 11), width=3, height=22)


def _receivers(thread: ThreadPart, entry: Entry, rows: _ChartRows, x: float, sender: _ChartRow) -> Iterator[Markup]:
    """Draw lines from a sender to the farthest recipients, and a ring for each."""
    message = entry.message
    person = thread.person(message.sender)
    colour = person.colour if person else "pr"
    to = _middles(thread, message.to, rows)
    copied = _middles(thread, [*message.cc, *message.bcc], rows)
    for middles, style in ((to, "to"), (copied, "cc")):
        for end in {min([sender.middle, *middles]), max([sender.middle, *middles])} - {sender.middle}:
            yield element(
                "line",
                class_=f"{style} {colour}",
                x1=_percent(x),
                x2=_percent(x),
                y1=_px(sender.middle),
                y2=_px(end),
            )
    for middles, radius in ((to, "4.5"), ([middle for middle in copied if middle not in to], "3")):
        for middle in middles:
            if middle != sender.middle:
                yield element("circle", class_=f"hit {colour}", cx=_percent(x), cy=_px(middle), r=radius)


def _middles(thread: ThreadPart, mailboxes: Sequence[Mailbox], rows: _ChartRows) -> list[float]:
    """Return where the rows of some people are, each once, from the top."""
    found = (rows.find(person.key) for mailbox in mailboxes if (person := thread.person(mailbox)) is not None)
    return sorted({row.middle for row in found if row is not None})


def _title(thread: ThreadPart, entry: Entry) -> str:
    """Return what a mark says of its message."""
    when = "no date" if entry.when is None else date_words(entry.when)
    sender = f"{'from ' if entry.message.sender else ''}{thread.sender_words(entry.message)}"
    return f"Message {thread.label(entry.number)}, {when}, {sender}"


def _bars(thread: ThreadPart, rows: _ChartRows, axis: Axis) -> Iterator[Markup]:
    """Draw, of very many messages, how many each person sent in each stretch of time."""
    counts: Counter[tuple[float, int]] = Counter()
    first: dict[tuple[float, int], Entry] = {}
    for entry, x in zip(thread.entries, axis.positions, strict=True):
        row = rows.find(_sender(thread, entry)[0])
        if row is not None:
            cell = row.middle, int(x / 100 * _BINS)
            counts[cell] += 1
            first.setdefault(cell, entry)
    most = max(counts.values(), default=1)
    heights = {row.middle: row.height for row in rows.rows}
    for (middle, place), count in sorted(counts.items()):
        entry = first[middle, place]
        person = thread.person(entry.message.sender)
        room = heights[middle] - 8
        height = max(2.0, room * count / most)
        title = f"{counted(count, 'message')} from {thread.label(entry.number)} on"
        bar = element(
            "rect",
            class_="bar",
            x=_percent(place * 100 / _BINS),
            y=_px(middle + room / 2 - height),
            width=_percent(80 / _BINS),
            height=_px(height),
        )
        yield element(
            "a",
            element("title", title),
            bar,
            href=f"#{thread.anchor(entry.number)}",
            class_=person.colour if person else "pr",
            tabindex=-1,
            aria_hidden="true",
        )


def _percent(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


def _px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
