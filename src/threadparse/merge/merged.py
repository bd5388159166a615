"""What a merge gives: sources, threads, messages with occurrences and changes, participants, notes.

The names are those of the JSON (``docs/merge.md``). Offsets are in characters of a document's
text, or of a merged body.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from threadparse.document import SCHEMA_VERSION, Action, Attachment, Cite, Mailbox, Note, Span
from threadparse.values.dates.value import Precision

__all__ = [
    "Change",
    "ChangeKind",
    "ChangedField",
    "Evidence",
    "Link",
    "Merged",
    "MergedMessage",
    "MergedParticipant",
    "MergedSource",
    "MergedThread",
    "Occurrence",
    "Reason",
    "schema",
]

ChangeKind = Literal["altered", "redacted", "cut", "added", "misread"]
Evidence = Literal["one-header", "one-message", "answered", "same-address"]
ChangedField = Literal["body", "sender", "to", "cc", "subject", "date"]


@dataclass(slots=True)
class Change:
    """One stretch of words in which an occurrence departs from the merged message."""

    kind: ChangeKind
    field: ChangedField
    merged: str
    here: str
    merged_span: Span | None
    span: Span | None


@dataclass(slots=True)
class Occurrence:
    """One place where a message stands: a document's own message, or words quoted in another."""

    path: str
    id: str
    source_index: int
    role: Literal["outermost", "attached", "quoted"]
    header_span: Span | None
    span: Span | None
    cite: Cite
    date: str | None
    changes: list[Change] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class MergedMessage:
    """What somebody once sent, once, with all places where it stands."""

    id: str
    ids: list[str] = field(default_factory=list)
    message_id: str | None = None
    missing: Literal["quoted", "implied"] | None = None
    action: Action | None = None
    in_reply_to: str | None = None
    sender: Mailbox | None = None
    to: list[Mailbox] = field(default_factory=list)
    cc: list[Mailbox] = field(default_factory=list)
    bcc: list[Mailbox] = field(default_factory=list)
    date: str | None = None
    date_raw: str | None = None
    date_precision: Precision | None = None
    subject: str | None = None
    body: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    occurrences: list[Occurrence] = field(default_factory=list)


@dataclass(slots=True)
class MergedThread:
    """A conversation over all sources, its messages in order of time, oldest first."""

    id: str
    subject: str | None
    participants: list[str] = field(default_factory=list)
    messages: list[MergedMessage] = field(default_factory=list)


@dataclass(slots=True)
class Reason:
    """For what an inclusive source is needed."""

    kind: Literal["words", "attachment", "altered", "revealed"]
    message: str
    name: str | None = None


@dataclass(slots=True)
class MergedSource:
    """One document of a merge, and whether it is needed to hold everything."""

    path: str
    sha256: str
    format: str
    characters: int
    pages: int | None
    inclusive: bool = False
    reasons: list[Reason] = field(default_factory=list)
    same_as: str | None = None
    held_by: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Link:
    """Why two spellings are one person, and where that is seen."""

    a: str
    b: str
    because: Evidence
    path: str
    span: Span | None = None


@dataclass(slots=True)
class MergedParticipant:
    """One person or group of a merge, under all spellings that evidence links."""

    id: str
    name: str | None = None
    names: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    redacted: bool = False
    sent: int = 0
    received: int = 0
    links: list[Link] = field(default_factory=list)


@dataclass(slots=True)
class Merged:
    """One timeline out of many documents.

    Attributes:
        threads: Lie in a file without a name, and are read when they are asked for.
    """

    schema_version: str
    sources: list[MergedSource] = field(default_factory=list)
    threads: Sequence[MergedThread] = ()
    participants: list[MergedParticipant] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def schema() -> str:
    """Return the JSON Schema (draft 2020-12) of what ``merge`` writes, indented."""
    from pydantic import TypeAdapter

    from threadparse.views.json import indented

    body = TypeAdapter(Merged).json_schema(mode="serialization")
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"threadparse merged documents, schema version {SCHEMA_VERSION}",
    }
    return indented(head | {key: value for key, value in body.items() if key != "title"})
