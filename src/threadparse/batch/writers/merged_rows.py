"""The rows of a merge and the columns of their tables, the same in every form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from threadparse.batch.writers.columns import Kind, columns
from threadparse.batch.writers.keyed_rows import Layout
from threadparse.merge.merged import Change, Merged, MergedMessage, MergedParticipant, MergedSource, Occurrence
from threadparse.views.json import members

__all__ = ["MERGED", "merged_rows"]


def _columns(model: type, place: tuple[str, ...] = (), without: str = "") -> dict[str, Kind]:
    """Return the columns of a part of a merge: where it belongs, and its members but for one that is a table."""
    kinds = dict.fromkeys(place, Kind("text")) | columns(model)
    return {name: kind for name, kind in kinds.items() if name != without}


#: The rows of merges.
MERGED = Layout(
    tables={
        "sources": _columns(MergedSource),
        "messages": _columns(MergedMessage, ("thread",), "occurrences"),
        "occurrences": _columns(Occurrence, ("message",), "changes"),
        "changes": _columns(Change, ("message", "path")),
        "participants": _columns(MergedParticipant),
    },
    own_keys={"messages": "message_key", "occurrences": "occurrence_key"},
    above={"occurrences": "messages", "changes": "occurrences"},
    indexes=(
        ("messages", "id"),
        ("messages", "thread"),
        ("messages", "date"),
        ("occurrences", "message_key"),
        ("occurrences", "path"),
        ("changes", "occurrence_key"),
        ("changes", "kind"),
    ),
    labels={"timeline": "subject", "messages": "subject", "sources": "path", "participants": "name"},
    place="missing, (SELECT count(*) FROM occurrences WHERE occurrences.message_key = messages.message_key) AS places",
    description="Each message once, with all places where it stands and how the copies differ, merged by threadparse.",
)


def merged_rows(merged: Merged) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return the rows of a merge, each with its table, in the order of the threads."""
    for source in merged.sources:
        yield "sources", members(source)
    for thread in merged.threads:
        for message in thread.messages:
            yield "messages", {"thread": thread.id} | _without("occurrences", message)
            for occurrence in message.occurrences:
                yield "occurrences", {"message": message.id} | _without("changes", occurrence)
                for change in occurrence.changes:
                    yield "changes", {"message": message.id, "path": occurrence.path} | members(change)
    for participant in merged.participants:
        yield "participants", members(participant)


def _without(name: str, part: Any) -> dict[str, Any]:
    """Return the members of a part of a merge but for one that is a table."""
    return {key: value for key, value in members(part).items() if key != name}
