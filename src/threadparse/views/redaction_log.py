"""The log of redactions: one row a place, as journalists list what to appeal and officers what they withheld."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from threadparse.document import Document, ExemptionCode, Message, Note, Redaction
from threadparse.locales.exemptions import exemptions
from threadparse.releases.shown_rows import blanked
from threadparse.views.cells import harmless_cell
from threadparse.views.entries import mailbox_label
from threadparse.views.json import members, on_one_line

__all__ = ["COLUMNS", "Logged", "csv_log", "json_log", "log_document"]

#: The columns of the log.
COLUMNS = (
    *("entry", "path", "document", "bates_begin", "bates_end", "page", "line"),
    *("message", "date", "from", "to", "cc", "subject", "field", "form", "text"),
    *("code", "law", "detail", "meaning", "release", "before", "after"),
)
_WORDS_BESIDE = 5
_MAX_BESIDE_CHARS = 400  # that are looked through for them
_WORD = re.compile(r"\S*\w\S*")


@dataclass(slots=True)
class Logged:
    """What the log keeps of a document.

    Attributes:
        path: Its path.
        redactions: Its places.
        rows: The cells of each place that need the document, by column.
        notes: Its notes on redactions, on what lies under bars, and on pages that were not read or left out.
        titles: What each message is called, by its id.
    """

    path: str
    redactions: list[Redaction]
    rows: list[dict[str, str]]
    notes: list[Note]
    titles: dict[str, str]


def log_document(text: str, document: Document) -> Logged:
    """Take from a document what the log says of it."""
    messages = {message.id: message for message in document.messages}
    notes = [note for note in document.notes if note.code.startswith(("redaction.", "pdf.", "bates.gap"))]
    shown = _legible(text, document) if document.redactions else ""
    rows = [_row(document, place, messages.get(place.message or ""), shown) for place in document.redactions]
    titles = {
        message.id: ", ".join(
            filter(None, (f"message {number} of {len(thread.messages)}", message.date or "no date", _sender(message)))
        )
        for thread in document.threads
        for number, message in enumerate(thread.messages, 1)
    }
    return Logged(document.source.path, document.redactions, rows, notes, titles)


def csv_log(logged: Iterable[Logged]) -> Iterator[str]:
    """Write the log as CSV, one row a place."""
    yield _csv_line(COLUMNS)
    entry = 0
    for item in logged:
        for place, row in zip(item.redactions, item.rows, strict=True):
            entry += 1
            known = {"entry": str(entry), **row, **_codes(place.codes)}
            yield _csv_line([known[column] for column in COLUMNS])


def json_log(logged: Iterable[Logged], *, indent: bool) -> Iterator[str]:
    """Write the places as JSON: one list, or one object a line.

    Args:
        logged: The documents.
        indent: One list, indented.
    """
    places = ({"path": item.path, **members(place)} for item in logged for place in item.redactions)
    if indent:
        from threadparse.views.json import indented

        yield indented(list(places)) + "\n"
    else:
        yield from (f"{on_one_line(place)}\n" for place in places)


def _row(document: Document, place: Redaction, message: Message | None, shown: str) -> dict[str, str]:
    """Return the cells of a place that do not depend on its codes."""
    cite, release, numbers = place.cite, document.source.release, document.source.numbers
    begin = place.codes[0].span[0] if place.form == "blank" and place.codes else place.span[0]
    return {
        "path": document.source.path,
        "document": (numbers.document if numbers else None) or "",
        "bates_begin": cite.bates or "",
        "bates_end": cite.end_bates or "",
        "page": str(cite.page or ""),
        "line": str(cite.line or ""),
        "message": place.message or "",
        "date": (message.date if message else None) or "",
        "from": _sender(message) if message else "",
        "to": _people(message.to) if message else "",
        "cc": _people(message.cc) if message else "",
        "subject": (message.subject if message else None) or "",
        "field": place.field or "",
        "form": place.form,
        "text": " ".join(place.text.split()),
        "release": release.as_written if release else "",
        "before": " ".join(_WORD.findall(shown, max(0, begin - _MAX_BESIDE_CHARS), begin)[-_WORDS_BESIDE:]),
        "after": " ".join(_WORD.findall(shown, place.span[1], place.span[1] + _MAX_BESIDE_CHARS)[:_WORDS_BESIDE]),
    }


def _legible(text: str, document: Document) -> str:
    """Return a text with blanks for page furniture and for what stands for blacked-out words."""
    hidden = [(zone.start, zone.end) for zone in document.zones if zone.kind == "furniture"]
    for place in document.redactions:
        hidden += [place.span] if place.form != "blank" else [code.span for code in place.codes]
    return blanked(text, sorted(hidden))


def _codes(codes: list[ExemptionCode]) -> dict[str, str]:
    """Return the cells of the codes of a place."""
    return {
        "code": _joined(code.code for code in codes),
        "law": _joined(code.law for code in codes),
        "detail": _joined(code.detail for code in codes),
        "meaning": _joined(map(meaning, codes)),
    }


def _joined(cells: Iterable[str | None]) -> str:
    """Join what is said of each code, as far as anything is; the codes keep their order."""
    found = [cell or "" for cell in cells]
    return "; ".join(found) if any(found) else ""


def meaning(code: ExemptionCode) -> str:
    """Say what a code means; one whose source was not seen says so."""
    found = exemptions().meaning(code.law, code.code)
    if found is None:
        return ""
    words, checked = found
    return words if checked else f"{words} (unchecked)"


def _sender(message: Message) -> str:
    return _people([message.sender]) if message.sender else ""


def _people(boxes: Iterable[Any]) -> str:
    return "; ".join(mailbox_label(box) or ("[redacted]" if box.redacted else "") for box in boxes)


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(map(harmless_cell, cells))
    return line.getvalue()
