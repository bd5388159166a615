"""Strategies for hypothesis: any text, text made of what mail is made of, and whole chains whose truth is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from bench.shapes import PIECES, PROMISED
from threadparse.locales.build import read_locales

__all__ = ["Chain", "Written", "chains", "mailish_text", "text", "worldly_text"]

#: Any text at all, but for lone surrogates, which are no characters and have tests of their own.
text = st.text(max_size=400)

_LABELS = [
    "From: ",
    "**From:** ",
    "Von:",
    "Oddi wrth / From: ",
    "Sent:",
    "Date: ",
    "To: ",
    "To",
    "Cc:",
    "Subject: RE: ",
]
_VALUES = [
    "Ann Alder",
    "<ann@alder.example>",
    "[a@b.example](mailto:a@b.example)",
    "Redacted",
    "████",
    "(b)(6)",
    ";",
    ", ",
]
_DATES = ["14 March 2024 09:05", "03/04/2021", "31 February 2020", "Thu, Mar 14, 2024 at 9:05 AM", "T10:15+25:00", "99"]
_WROTE = ["On ", " wrote:", "Le ", " a écrit :", "님이 작성:", "Am ", " schrieb ", "--- On "]
_BETWEEN = [
    "-----Original Message-----",
    "---------- Forwarded message ---------",
    "Begin forwarded message:",
    "_" * 32,
]
_PAGE = ["UNCLASSIFIED Case No. F-2014-1 Date: 06/30/2015", "RELEASE IN PART", "B6", "Page 1 of 2", " " * 50, "7", "\f"]
_BODY_LINES = ["Dear Bob,", "Kind regards,", "P.S.", "Sent from my iPhone", "Attachments: a.pdf", "word ", "-- ", "."]
_MARKUP = ["----- End of forwarded message -----", "---", ">>> ", "<", "&lt;", "=20", "=\n", "*", "```", "|", ":", "："]
_ODD = ["\u202a", "\u2069", "\u200f", "\ufeff", "\xa0", "\u202f", "\t", " ", "\0", "\x85", "\u2028", "\v"]
_PIECES = st.sampled_from([*_LABELS, *_VALUES, *_DATES, *_WROTE, *_BETWEEN, *_PAGE, *_BODY_LINES, *_MARKUP, *_ODD])
_ENDS = st.sampled_from(["\n", "\n", "\n", "\n\n", "\r\n", "\r", ""])
_MARKS = st.sampled_from(["", "", "", "> ", ">", ">> ", "> > ", " >", ">\xa0", "    ", "| "])
_LINE = st.tuples(_MARKS, st.lists(_PIECES | st.text(max_size=4), max_size=5).map("".join), _ENDS).map("".join)
#: Header fields, quote marks, separators and page stamps in any order, with every kind of line end.
mailish_text = st.lists(_LINE, max_size=30).map("".join)


def _strings(value: Any) -> Iterator[str]:
    """All texts of a table, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def _words_of(kind: str) -> st.SearchStrategy[str]:
    """What the clients of all languages write of one kind."""
    return st.sampled_from(sorted({text for record in read_locales() for text in _strings(record.get(kind, []))}))


def _filled(pattern: str, values: list[str]) -> str:
    """A pattern with values in its gaps, as long as there are any."""
    left = iter(values)
    return re.sub(r"\{[^{}]*\}", lambda _: next(left, ""), pattern)


_CLOCKS = [
    "24:00 12/03/2021",
    "31 Feb 2020",
    "١٤ مارس ٢٠٢٤",
    "2024年3月14日(木) 9:05",
    "Thu",
    "99/99/9999",
    "12:00 AM",
    "0",
]
_NAMES = ["Ann Alder", "Roe, Jane; Bee, Bob", "Иван Петров", "Jane Roe/LON/ECT@ECT", "[REDACTED]", "...", "?", "<>", ""]
_FILLED = st.sampled_from([*_CLOCKS, *_DATES, *_NAMES, *_VALUES])
_ATTRIBUTIONS = st.tuples(
    st.sampled_from([row["pattern"] for record in read_locales() for row in record.get("attributions", [])]),
    st.lists(_FILLED, min_size=4, max_size=4),
).map(lambda drawn: _filled(*drawn))
_FIELDS = st.tuples(_words_of("labels"), st.sampled_from([":", ": ", " :", "：", " ", ""]), _FILLED).map("".join)
_HOSTILE = st.sampled_from([piece.rstrip("\n") for piece in {**PROMISED, **PIECES}.values()])
_MARKS_ALONE = st.text(":;,.<>@()[]*_-/|'\"?!#=&%\v\u200b\u202a\xa0", min_size=1, max_size=6)
_WORLDLY = st.one_of(_FIELDS, _ATTRIBUTIONS, _words_of("separators"), _FILLED, _HOSTILE, _MARKS_ALONE, _PIECES)
#: The labels, separators and attributions of every language, filled in or not, among hostile shapes.
worldly_text = st.lists(st.tuples(_MARKS, _WORLDLY, _ENDS).map("".join), max_size=24).map("".join)


@dataclass(frozen=True)
class Written:
    """One message as its author wrote it."""

    sender: tuple[str, str]
    date: datetime
    subject: str
    body: str


@dataclass(frozen=True)
class Chain:
    """A text and the messages in it, the newest first; the newest may stand without a header."""

    text: str
    messages: tuple[Written, ...]
    shapes: tuple[str, ...]


_PEOPLE = (
    ("Ann Alder", "ann@alder.example"),
    ("Bob van Birch", "bob.birch@birch.example"),
    ("Cécile Cèdre", "cecile@cedre.example"),
    ("D. O'Dell", "odell@harbour.example"),
)
_WORDS = (
    "tide",
    "harbour",
    "the",
    "boats",
    "come",
    "late",
    "again,",
    "nobody",
    "knows",
    "why.",
    "Please",
    "look",
    "from",
    "to",
    "on",
)
_SENTENCE = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=24).map(" ".join)
_PARAGRAPH = st.lists(_SENTENCE, min_size=1, max_size=3).map("\n".join)
_BODY = st.tuples(
    st.sampled_from([[], ["Dear all,"], ["Hi Ann,"]]),
    st.lists(_PARAGRAPH, min_size=1, max_size=3),
    st.sampled_from([[], ["Kind regards,\nBob"], ["Thanks!"], ["Sent from my iPhone"]]),
).map(lambda parts: "\n\n".join([*parts[0], *parts[1], *parts[2]]))
_SUBJECT = st.sampled_from(["Tides", "Boat no. 7: paint", "Low water on 3 May", "Fwd: Tides"])


def _outlook(message: Written, to: tuple[str, str]) -> str:
    return (
        f"From: {_mailbox(message.sender)}\nSent: {message.date:%d %B %Y %H:%M}\nTo: {_mailbox(to)}\n"
        f"Subject: {message.subject}\n\n"
    )


def _gmail_block(message: Written, to: tuple[str, str]) -> str:
    return (
        f"From: {_mailbox(message.sender)}\nDate: {message.date:%a, %d %b %Y at %H:%M}\n"
        f"Subject: {message.subject}\nTo: {_mailbox(to)}\n\n"
    )


def _gmail_reply(message: Written, to: tuple[str, str]) -> str:
    del to
    return f"On {message.date:%a, %b %d, %Y at %I:%M %p} {_mailbox(message.sender)} wrote:\n\n"


def _thunderbird_reply(message: Written, to: tuple[str, str]) -> str:
    del to
    return f"On {message.date:%Y-%m-%d %H:%M}, {message.sender[0]} wrote:\n"


def _apple(message: Written, to: tuple[str, str]) -> str:
    return (
        f"From: {_mailbox(message.sender)}\nSubject: {message.subject}\n"
        f"Date: {message.date:%d %B %Y at %H:%M:%S} BST\nTo: {_mailbox(to)}\n\n"
    )


#: Name: (words above the header, the header, whether header and all below are quoted, whether only what is below is).
_SHAPES = {
    "outlook": ("", _outlook, False, False),
    "outlook rule": ("_" * 32 + "\n", _outlook, False, False),
    "original message": ("-----Original Message-----\n", _outlook, False, False),
    "gmail forward": ("---------- Forwarded message ---------\n", _gmail_block, False, False),
    "gmail reply": ("", _gmail_reply, False, True),
    "thunderbird reply": ("", _thunderbird_reply, False, True),
    "apple forward": ("Begin forwarded message:\n\n", _apple, True, False),
}


def _mailbox(person: tuple[str, str]) -> str:
    return f"{person[0]} <{person[1]}>"


def _quoted(words: str) -> str:
    return "".join(f"> {line}\n" if line else ">\n" for line in words.removesuffix("\n").split("\n"))


@st.composite
def chains(draw: st.DrawFn) -> Chain:
    """Well-formed chains of one to six messages, each level in a client's own shape."""
    count = draw(st.integers(1, 6))
    date = draw(st.datetimes(datetime(1996, 1, 1), datetime(2030, 1, 1))).replace(second=0, microsecond=0)
    messages: list[Written] = []
    shapes: list[str] = []
    words = ""
    for level in range(count):
        sender, to = draw(st.sampled_from([(one, two) for one in _PEOPLE for two in _PEOPLE if one != two]))
        body = draw(_BODY)
        message = Written(sender, date, draw(_SUBJECT), body)
        date += timedelta(minutes=draw(st.integers(60 * 27, 60 * 24 * 40)))
        words = f"{body}\n\n{words}" if words else f"{body}\n"
        newest = level == count - 1
        shape = draw(st.sampled_from(["none", "outlook"] if newest else sorted(_SHAPES)))
        if shape != "none":
            above, header, all_quoted, below_quoted = _SHAPES[shape]
            head = header(message, to)
            words = _quoted(head + words) if all_quoted else head + (_quoted(words) if below_quoted else words)
            words = above + words
        messages.insert(0, message)
        shapes.insert(0, shape)
    return Chain(words, tuple(messages), tuple(shapes))
