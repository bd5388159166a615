"""The rows of a run: the names and kinds of their fields, which are a promise (docs/batch.md)."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from threadparse.model import SCHEMA_VERSION, Message, Note, Participant, Source, Zone

__all__ = ["DocumentRow", "ErrorRow", "MessageRow", "ThreadRow"]


class _Place(BaseModel):
    """Where a row comes from."""

    file: str = Field(description="Path of the file below the folder of the run.")
    path: str = Field(description="Path of the document: the file, or a member of it such as export.zip/17.msg.")
    document: int = Field(description="Number of the document in its file, from 0.")


class _MessagePlace(_Place):
    """Where a message comes from."""

    format: str = Field(description="Format of the document.")
    thread: str = Field(description="Id of the thread that it belongs to.")


class MessageRow(Message, _MessagePlace):
    """A message as it stands in one document: where it was found, and the fields of ``Message``."""


class ThreadRow(_Place):
    """A conversation of one document."""

    messages: list[str] = Field(description="Ids of the messages, oldest first.")
    id: str
    subject: str | None
    participants: list[Participant]


class DocumentRow(_Place):
    """A document without its messages: source, notes, and the zones that belong to no message."""

    threads: list[str] = Field(description="Ids of the threads, in their order.")
    schema_version: Literal["1"] = SCHEMA_VERSION
    source: Source
    zones: list[Zone]
    notes: list[Note]


class ErrorRow(BaseModel):
    """A file, or a part of it, that is not among the results, or is there with a doubt about its words."""

    file: str = Field(description="Path of the file below the folder of the run.")
    path: str = Field(description="Path of the part that it is about: the file, or a member of it.")
    severity: Literal["error", "warning"] = Field(description="error: not read; warning: read with a doubt.")
    code: str
    text: str = Field(description="What is wrong and what to do, for people.")
