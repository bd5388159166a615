"""Reports of a merge: one line a finding, its fields separated by tabs, for ``cut``, ``sort`` and ``xargs``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from threadparse.merge.merged import ChangeKind, Merged, MergedMessage, Reason

__all__ = ["report_lines"]

_Rows = Iterator[tuple[str, ...]]
_NO_FIELD = re.compile(r"[\t\n\r]")


def report_lines(merged: Merged, report: str) -> Iterator[str]:
    """Return the lines of a report.

    Args:
        merged: The result of a merge.
        report: "inclusive", "missing", "altered", "revealed" or "participants"; ``cli.merge_forms.REPORTS`` says which
            fields each has.
    """
    for row in _REPORTS[report](merged):
        yield "\t".join(_NO_FIELD.sub(" ", value) for value in row) + "\n"


def _inclusive(merged: Merged) -> _Rows:
    """Return the documents that together hold everything, and what each is needed for."""
    for source in merged.sources:
        if source.inclusive:
            yield source.path, "; ".join(map(_needed, source.reasons))


def _needed(reason: Reason) -> str:
    named = "" if reason.name is None else f" {_one_line(reason.name)}"
    return f"{reason.kind}{named} of {reason.message}"


def _missing(merged: Merged) -> _Rows:
    """Return the messages that no source has as its own."""
    for message in _messages(merged):
        if message.missing:
            sender = message.sender.raw if message.sender else ""
            named = message.message_id if message.missing == "implied" and message.message_id else message.id
            yield message.missing, named, message.date or "", _one_line(sender), _one_line(message.subject or "")


def _altered(merged: Merged) -> _Rows:
    """Return what copies have in other words."""
    return _changes(merged, "altered")


def _revealed(merged: Merged) -> _Rows:
    """Return what copies black out, and others show."""
    return _changes(merged, "redacted")


def _changes(merged: Merged, kind: ChangeKind) -> _Rows:
    """Return the changes of a kind, each with its place in the document."""
    for message in _messages(merged):
        for occurrence in message.occurrences:
            for change in occurrence.changes:
                if change.kind == kind:
                    place = "" if change.span is None else f"{change.span[0]}-{change.span[1]}"
                    words = _one_line(change.merged), _one_line(change.here)
                    yield occurrence.path, place, message.id, change.field, *words


def _participants(merged: Merged) -> _Rows:
    """Return the people, each under all spellings."""
    for person in merged.participants:
        names, addresses = ("; ".join(map(_one_line, spellings)) for spellings in (person.names, person.addresses))
        yield person.id, names, addresses, str(person.sent), str(person.received)


def _messages(merged: Merged) -> Iterator[MergedMessage]:
    return (message for thread in merged.threads for message in thread.messages)


def _one_line(words: str) -> str:
    """Return words with each white space as one blank."""
    return " ".join(words.split())


_REPORTS: dict[str, Callable[[Merged], _Rows]] = {
    "inclusive": _inclusive,
    "missing": _missing,
    "altered": _altered,
    "revealed": _revealed,
    "participants": _participants,
}
