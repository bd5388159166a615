"""The text of single parts: plain, flowed (RFC 3676), HTML, enriched, calendar, reports."""

from __future__ import annotations

import re
from typing import NamedTuple

from threadparse.document import Note
from threadparse.headers.labels import read_label
from threadparse.options import ParseOptions
from threadparse.readers.base import decode_source
from threadparse.readers.hypertext.convert import convert, declared_charset
from threadparse.readers.mime.part_tree import MimePart

__all__ = ["Body", "Event", "calendar_events", "calendar_moment", "calendar_text", "read_body", "unflow"]


def unflow(text: str, *, delsp: bool) -> str:
    r"""Join the lines that a client broke for transport.

    Args:
        text: The body of a part that is declared ``format=flowed``, lines ending with "\n".
        delsp: The part is declared ``delsp=yes`` (§4.2): the blank at a soft break is no part of the text.

    Returns:
        The text with one line for each paragraph, quoted ones with ``depth`` quote marks and a blank.
    """
    lines: list[str] = []
    depths: list[int] = []
    pieces: list[list[str]] = []
    open_depth = -1
    for raw in text.split("\n"):
        depth, words = _unquoted(raw)
        soft = words.endswith(" ") and words != "-- "  # §4.3: the line above a signature is never soft
        if open_depth == depth and words != "-- " and not (read_label(words) and read_label(pieces[-1][0])):
            pieces[-1].append(words)
        else:
            depths.append(depth)
            pieces.append([words])
        if soft and delsp:
            pieces[-1][-1] = words[:-1]
        open_depth = depth if soft else -1
    for depth, parts in zip(depths, pieces, strict=True):
        joined = "".join(parts)
        words = joined if joined == "-- " else joined.rstrip(" ")
        lines.append(f"{'>' * depth} {words}".rstrip(" ") if depth else words)
    return "\n".join(lines)


def _unquoted(raw: str) -> tuple[int, str]:
    """Quote depth of a line and its words without the stuffed blank (§4.4, §4.5)."""
    words = raw.lstrip(">")
    depth = len(raw) - len(words)
    if words[:1] == " " and (depth or words[1:2] != ">"):  # else a stuffed ">" of the text would become a quote mark
        words = words[1:]
    return depth, words


_ENRICHED_MARK = re.compile(r"<param>[^<]{0,400}</param>|</?[A-Za-z-]{1,60}>|(?<=<)<", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([\\;,nN])")
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?")
_EVENTS = ("VEVENT", "VTODO", "VJOURNAL")  # RFC 5545 §3.6.1 to §3.6.3
_COMMON_NAME = re.compile(r";CN=(?:\"([^\"]{1,200})\"|([^;:\"]{1,200}))", re.IGNORECASE)
# A name with its parameters, whose values may be quoted (§3.1).
_PROPERTY = re.compile(r"(?>(?:[^\":]|\"[^\"]*+\")*)(?=:)")
_TIMES = ("DTSTART", "DTEND", "DUE")
_SHOWN = ("DTSTAMP", "SUMMARY", *_TIMES, "LOCATION", "DESCRIPTION")


class Body(NamedTuple):
    r"""The text of one part.

    Attributes:
        text: The text, lines ending with "\n".
        notes: What was guessed or left out.
    """

    text: str
    notes: list[Note]


class Event(NamedTuple):
    """An event, a task or a journal entry.

    Attributes:
        values: The values of its properties by their names, of several of one name the first.
        attendees: Who is invited, as "Name <address>".
    """

    values: dict[str, str]
    attendees: list[str]


def read_body(part: MimePart, path: str, options: ParseOptions) -> Body:
    """Decode a text part.

    Args:
        part: A part of a ``text`` type, or of a type that is text in all but name.
        path: What to call the mail in an error.
        options: The limits.

    Raises:
        LimitError: The text is longer than allowed.
    """
    data = part.decoded()
    kind = part.content.value
    charset = part.content.parameters.get("charset")
    if charset is None and kind == "text/html":
        charset = declared_charset(data)
    charset = charset or options.encoding
    text, notes = decode_source(data, charset)
    if kind == "text/html":
        converted = convert(text, path, options)
        return Body(converted.characters, notes + converted.notes)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if kind in ("text/enriched", "text/richtext"):  # RFC 1896
        text = _ENRICHED_MARK.sub("", re.sub(r"\n(\n*)", lambda match: match[1] or " ", text))
    elif kind == "text/calendar":
        text = "\n\n".join(map(calendar_text, calendar_events(text)))
    elif part.content.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, delsp=part.content.parameters.get("delsp", "").lower() == "yes")
    return Body(text, notes)


def calendar_events(text: str) -> list[Event]:
    r"""Read the events, tasks and journal entries of an iCalendar object (RFC 5545), as far as people read them.

    Args:
        text: The object, lines ending with "\n".

    Returns:
        They in their order; what an alarm in one says is left out.
    """
    events: list[Event] = []
    inside, within = False, ""  # an event, and a component in it
    for line in re.sub(r"\n[ \t]", "", text).split("\n"):
        property_ = _PROPERTY.match(line)
        head = property_[0] if property_ else line.partition(":")[0]  # a quote that is never closed
        name, value = head.partition(";")[0].upper(), line[len(head) + 1 :]
        component = value.strip().upper() if name in ("BEGIN", "END") else ""
        if component in _EVENTS:
            inside, within = name == "BEGIN", ""
            if inside:
                events.append(Event({}, []))
        elif component:
            if name == "BEGIN":
                within = within or component
            elif component == within:
                within = ""
        elif inside and not within:
            _add(events[-1], name, head, value)
    return events


def _add(event: Event, name: str, head: str, value: str) -> None:
    """Add a property to an event, if it says something to people."""
    if name == "ATTENDEE":
        event.attendees.append(_person(head, value))
    elif name == "ORGANIZER":
        event.values.setdefault(name, _person(head, value))
    elif name in _SHOWN:
        words = _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
        event.values.setdefault(name, words.strip())


def calendar_text(event: Event) -> str:
    """Return what an invitation says to people: its title, time, place and words.

    Args:
        event: One of ``calendar_events``.

    Returns:
        Its summary, times, location and description, each on lines of its own.
    """
    values = event.values
    times = [calendar_moment(values[name]) for name in _TIMES if values.get(name)]
    parts = [values.get("SUMMARY", ""), " – ".join(times), values.get("LOCATION", "")]
    head = "\n".join(part for part in parts if part)
    return f"{head}\n\n{values.get('DESCRIPTION', '')}".strip()


def _person(head: str, value: str) -> str:
    """Return an organizer or attendee as a mailbox is written."""
    named = _COMMON_NAME.search(head)
    name = (named[1] or named[2]) if named else ""
    address = value.strip().removeprefix("mailto:").removeprefix("MAILTO:")
    return f'"{name}" <{address}>' if name and "@" in address else name or address


def calendar_moment(value: str) -> str:
    """Return an iCalendar date or time as people write it in ISO 8601.

    Args:
        value: As the object has it; what is no such value stays as it is.
    """
    match = _MOMENT.match(value)
    if match is None:
        return value
    year, month, day, hour, minute, zulu = match.groups()
    date = f"{year}-{month}-{day}"
    return f"{date} {hour}:{minute}{' UTC' if zulu else ''}" if hour else date
