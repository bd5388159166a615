"""Reports of a merge: one line a finding, its fields separated by tabs, for ``cut``, ``sort`` and ``xargs``."""

from __future__ import annotations

from collections.abc import Iterator

from threadparse.merge.merged import ChangeKind, Merged

__all__ = ["report_lines"]


def report_lines(merged: Merged, report: str) -> Iterator[str]:
    """Return the lines of a report.

    Args:
        merged: The result of a merge.
        report: "inclusive" (path, what it is needed for), "missing" (how, id, date, sender, subject), "altered" and
            "revealed" (path, place, message, field, merged words, words here), or "participants" (id, names, addresses,
            sent, received).
    """
    rows: Iterator[tuple[str, ...]]
    if report == "inclusive":
        rows = (
            (source.path, ", ".join(f"{reason.kind} of {reason.message}" for reason in source.reasons))
            for source in merged.sources
            if source.inclusive
        )
    elif report == "missing":
        rows = _missing(merged)
    elif report == "participants":
        rows = (
            (person.id, "; ".join(person.names), "; ".join(person.addresses), str(person.sent), str(person.received))
            for person in merged.participants
        )
    else:
        rows = _changes(merged, "altered" if report == "altered" else "redacted")
    for row in rows:
        yield "\t".join(" ".join(value.split()) for value in row) + "\n"


def _missing(merged: Merged) -> Iterator[tuple[str, ...]]:
    """Return the messages that no source has as its own."""
    for thread in merged.threads:
        for message in thread.messages:
            if message.missing:
                sender = message.sender.raw if message.sender else ""
                named = message.message_id if message.missing == "implied" and message.message_id else message.id
                yield message.missing, named, message.date or "", sender, message.subject or ""


def _changes(merged: Merged, kind: ChangeKind) -> Iterator[tuple[str, ...]]:
    """Return the changes of a kind, each with its place in the document."""
    for thread in merged.threads:
        for message in thread.messages:
            for occurrence in message.occurrences:
                for change in occurrence.changes:
                    if change.kind == kind:
                        place = "" if change.span is None else f"{change.span[0]}-{change.span[1]}"
                        yield occurrence.path, place, message.id, change.field, change.merged, change.here
