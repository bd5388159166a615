"""Where a message stands in the text of its document: all of it, the words of its body, the fields of its header."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Any

from threadparse.headers.separators import read_separator
from threadparse.merge.body_places import OWN_ZONES, Piece, find_pieces
from threadparse.readers.built_text import BEGIN, END

__all__ = ["NOWHERE", "message_places"]

#: Attached messages in one another; of more, those at the top count as quoted.
_MAX_DEPTH = 100
# Where an attached message begins, its date as mails have it (RFC 5322 §3.3, ISO 8601), and where one ends.
_DATE = r"(?:(?:\w{3}, )?\d\d? \w{3} \d{4} \d|\d{4}-\d\d-)"
_EDGE = re.compile(rf"^(?:{BEGIN}\n(?:From: .*\n|(?!From: ))(?:Date: {_DATE}|(?!Date: ))|{END}$)", re.MULTILINE)
_MAX_WRAPPED_WORDS = 40  # of a field of a header that are looked for where it is wrapped, perhaps below quote marks
#: The places of a message whose text is not known.
NOWHERE: dict[str, Any] = {
    "span": None,
    "pieces": [],
    "written": {},
    "banner": 0,
    "forwarded": False,
    "attached": False,
}


def message_places(text: str, message: Any) -> dict[str, Any]:
    """Find the places of a message.

    Args:
        text: The document's text; empty if it is not known, then nothing is placed in it.
        message: What the parser made of the message.

    Returns:
        ``span``, ``pieces`` (see ``find_pieces``), ``written``: where fields of the header stand, and their words if
        they are wrapped there, ``banner``: how many characters of the body, from its first, are a gateway's,
        ``forwarded``: a separator that says so stands above its header, and ``attached``: a reader wrote it into the
        text as it writes attached messages.
    """
    zones = message.zones
    span = (min(zone.start for zone in zones), max(zone.end for zone in zones)) if zones else message.header_span
    if not text or span is None:
        return dict(NOWHERE)
    pieces = find_pieces(text, message.body, zones)
    own = text[span[0] : span[1]]
    first, last = span[0] + len(own) - len(own.lstrip()), span[0] + len(own.rstrip())
    return {
        "span": (first, last) if first < last else None,
        "pieces": pieces,
        "written": {name: _written(text, message.header_span, value) for name, value in _shown(message)},
        "banner": _banner_end(pieces, zones, passes_on=message.action != "original"),
        "forwarded": _is_forwarded(text, message.header_span),
        "attached": _is_attached(text, message.header_span),
    }


def _is_forwarded(text: str, header: tuple[int, int] | None) -> bool:
    """Tell whether a header begins with a separator that says that somebody passes the message on."""
    if header is None:
        return False
    separator = read_separator(text[slice(*header)].partition("\n")[0].lstrip("> "))
    return separator is not None and separator.kind == "forwarded"


def _is_attached(text: str, header: tuple[int, int] | None) -> bool:
    """Tell whether a reader wrote the header of an attached message: a line that begins it, and one that ends it.

    Who forwards a mail within their own words has such a line above it, too, and none below it.
    """
    if header is None or not (begin := _EDGE.match(text, header[0])) or begin[0] == END:
        return False
    depth = 1
    for edge in _EDGE.finditer(text, begin.end()):
        depth += -1 if edge[0] == END else 1
        if not 0 < depth < _MAX_DEPTH:
            return depth == 0
    return False


def _banner_end(pieces: Sequence[Piece], zones: Iterable[Any], *, passes_on: bool) -> int:
    """Return where the warning ends that a gateway put above the first words of a body: a disclaimer that opens it.

    Nobody writes a mail without a word but to pass another one on, so else a disclaimer alone is what it says.
    """
    opening = takewhile(lambda zone: zone.kind == "disclaimer", (zone for zone in zones if zone.kind in OWN_ZONES))
    end = max((zone.end for zone in opening), default=0)
    if not passes_on and pieces and pieces[-1][1] < end:
        return 0
    return max((body_at + length for body_at, text_at, length, _ in pieces if text_at < end), default=0)


def _shown(message: Any) -> Iterator[tuple[str, str]]:
    """Return the fields of a header that a change may be in, as they are read."""
    if message.sender is not None:
        yield "sender", message.sender.raw
    if message.subject:
        yield "subject", message.subject
    if message.date is None and message.date_raw:
        yield "date", message.date_raw
    for name in ("to", "cc"):
        for mailbox in getattr(message, name):
            if mailbox.redacted:
                yield name, mailbox.raw


def _written(text: str, header: tuple[int, int] | None, value: str) -> tuple[int, int] | tuple[int, int, str] | None:
    """Return where a value stands in a header, and its words if they are wrapped there; None if it does not."""
    if header is None or not value:
        return None
    at = text.find(value, *header)
    if at >= 0:
        return at, at + len(value)
    words = value.split()
    if not 1 < len(words) <= _MAX_WRAPPED_WORDS:
        return None
    wrapped = re.compile(r"[\s>|]++".join(map(re.escape, words))).search(text, *header)
    return (*wrapped.span(), wrapped[0]) if wrapped else None
