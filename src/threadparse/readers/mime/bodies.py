"""The text of single parts: plain, flowed (RFC 3676), HTML, enriched, calendar, reports."""

from __future__ import annotations

import re
from typing import NamedTuple

from threadparse.document import Note
from threadparse.headers.labels import read_label
from threadparse.lines.charsets import decode, decode_declared
from threadparse.options import ParseOptions
from threadparse.readers.hypertext.convert import convert, declared_charset
from threadparse.readers.mime.part_tree import MimePart

__all__ = ["Body", "calendar_text", "read_body", "unflow"]


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
_SHOWN = ("SUMMARY", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION")


class Body(NamedTuple):
    r"""The text of one part.

    Attributes:
        text: The text, lines ending with "\n".
        notes: What was guessed or left out.
    """

    text: str
    notes: list[Note]


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
    decoded = decode(data) if charset is None and b"\x1b$" not in data else decode_declared(data, charset)
    notes = []
    if decoded.guess is not None:
        notes.append(Note(code="encoding.guessed", severity="warning", text=decoded.guess))
    text = decoded.characters
    if kind == "text/html":
        converted = convert(text, path, options)
        return Body(converted.characters, notes + converted.notes)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if kind in ("text/enriched", "text/richtext"):  # RFC 1896
        text = _ENRICHED_MARK.sub("", re.sub(r"\n(\n*)", lambda match: match[1] or " ", text))
    elif kind == "text/calendar":
        text = calendar_text(text)
    elif part.content.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, delsp=part.content.parameters.get("delsp", "").lower() == "yes")
    return Body(text, notes)


def calendar_text(text: str) -> str:
    """What an invitation says to people: its title, time, place and words (RFC 5545 §3.8).

    Args:
        text: An iCalendar object.

    Returns:
        The first event's summary, times, location and description, each on lines of its own.
    """
    found: dict[str, str] = {}
    inside = False
    for line in re.sub(r"\n[ \t]", "", text).split("\n"):
        name, _, value = line.partition(":")
        name = name.partition(";")[0].upper()
        if name in ("BEGIN", "END") and value.strip().upper() == "VEVENT":
            if name == "END":
                break
            inside = True
        elif inside and name in _SHOWN:
            words = _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
            found.setdefault(name, words.strip())
    times = [_moment(found[name]) for name in ("DTSTART", "DTEND") if found.get(name)]
    parts = [found.get("SUMMARY", ""), " – ".join(times), found.get("LOCATION", "")]
    head = "\n".join(part for part in parts if part)
    return f"{head}\n\n{found.get('DESCRIPTION', '')}".strip()


def _moment(value: str) -> str:
    """An iCalendar date or time as people write it in ISO 8601."""
    match = _MOMENT.match(value)
    if match is None:
        return value
    year, month, day, hour, minute, zulu = match.groups()
    date = f"{year}-{month}-{day}"
    return f"{date} {hour}:{minute}{' UTC' if zulu else ''}" if hour else date
