"""The list of redactions for a terminal: by message, one line a place, then the counts by code and by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from threadparse.document import Note, Redaction
from threadparse.views.entries import counted
from threadparse.views.places import cite_words
from threadparse.views.redaction_log import Logged
from threadparse.views.visible import visible_line

__all__ = ["COVERED", "check_lines", "redaction_lines"]

#: Codes of notes that words lie under bars of a file.
COVERED = frozenset({"pdf.covered-text", "pdf.covered-read"})


def redaction_lines(logged: Sequence[Logged], *, titled: bool) -> Iterator[str]:
    """Write the places of documents, one line each.

    Args:
        logged: The documents.
        titled: Whether the path of each stands above its places.
    """
    for item in logged:
        if titled and (item.redactions or item.notes):
            yield visible_line(f"── {item.path} ──")
        for message, group in groupby(item.redactions, key=lambda place: place.message):
            yield visible_line(item.titles.get(message or "", "outside any message"))
            yield from (f"  {visible_line(_line(place))}" for place in group)
        for note in item.notes:
            yield visible_line(f"! {note.text} ({note.code})")
    if any(item.redactions or item.notes for item in logged):
        yield ""
    yield from _count_lines(logged)


def _count_lines(logged: Sequence[Logged]) -> Iterator[str]:
    """Write how many places there are, by code and by field."""
    places = [place for item in logged for place in item.redactions]
    documents = sum(bool(item.redactions) for item in logged)
    yield f"{counted(len(places), 'place')} in {documents:,} of {counted(len(logged), 'document')}"
    for name, found in (
        ("code", Counter(code.code for place in places for code in place.codes)),
        ("field", Counter(place.field or "no message" for place in places)),
    ):
        if found:
            yield f"by {name}:  " + ", ".join(f"{key} {count:,}" for key, count in found.most_common())


def check_lines(logged: Sequence[Logged]) -> Iterator[str]:
    """Write what lies under the bars of PDF files, what was marked and never blacked out, and what was not looked at.

    Args:
        logged: The documents.
    """
    for item in logged:
        for note in item.notes:
            if note.code == "pdf.covered-text":
                lines = sorted(
                    {place.cite.line for place in item.redactions if place.cite.line and _lies_in(place, note)}
                )
                words = f" (line{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines))})" if lines else ""
                yield visible_line(f"{item.path}: {note.text.partition(';')[0]}{words}.")
            elif note.code.startswith("pdf."):
                yield visible_line(f"{item.path}: {note.text}")
    codes = [{note.code for note in item.notes} for item in logged]
    covered = sum(not found.isdisjoint(COVERED) for found in codes)
    checked = sum("pdf.covered-unchecked" not in found for found in codes)
    if covered:
        file = "the file" if covered == 1 else "these files"
        documents = counted(len(logged), "document")
        yield f"Words lie under bars in {covered:,} of {documents} and can be copied out of {file}."
        yield "Redact again with a tool that removes the words, and check once more before you publish."
    else:
        yield f"No words lie under a bar in {counted(checked, 'document')}." if checked else "Nothing was checked."


def _lies_in(place: Redaction, note: Note) -> bool:
    """Tell whether a place is one of those that a note on covered words is about."""
    return place.covered is not None and note.span is not None and note.span[0] <= place.span[0] <= note.span[1]


def _line(place: Redaction) -> str:
    """Write a place: field, form, codes, and where it stands."""
    codes = ", ".join(f"{code.as_written}{f' {code.detail}' if code.detail else ''}" for code in place.codes) or "–"
    mark = f"  {' '.join(place.text.split())[:40]}" if place.form == "word" else ""
    if place.covered:
        verb = "is" if place.covered == 1 else "are"
        mark = f"  {counted(place.covered, 'character')} {verb} still in the file"
    return f"{place.field or '–':11} {place.form:8} {codes:22} {cite_words(place.cite, with_line=True)}{mark}"
