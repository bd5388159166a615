"""The rows of a document and the columns of their tables, taken from the models, the same in every form."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, Field

from threadparse.model import SCHEMA_VERSION, Message, Note, Participant, Redaction, Source, Zone

__all__ = [
    "ROWS",
    "DocumentRow",
    "ErrorRow",
    "Kind",
    "MessageRow",
    "RedactionRow",
    "ThreadRow",
    "columns",
    "flat_columns",
    "flat_values",
]


class _RowPlace(BaseModel):
    """Where a row comes from."""

    file: str = Field(description="Path of the file below the folder of the run.")
    path: str = Field(description="Path of the document: the file, or a member of it such as export.zip/17.msg.")
    document: int = Field(description="Number of the document in its file, from 0.")


class _MessagePlace(_RowPlace):
    """Where a message comes from."""

    format: str = Field(description="Format of the document.")
    thread: str = Field(description="Id of the thread that it belongs to.")


class MessageRow(Message, _MessagePlace):
    """A message as it stands in one document: where it was found, and the fields of ``Message``."""


class ThreadRow(_RowPlace):
    """A conversation of one document."""

    messages: list[str] = Field(description="Ids of the messages, oldest first.")
    id: str
    subject: str | None
    participants: list[Participant]


class RedactionRow(Redaction, _RowPlace):
    """A place that was blacked out: the document, and the fields of ``Redaction``."""


class DocumentRow(_RowPlace):
    """A document without its messages and places: source, notes, and the zones that belong to no message."""

    threads: list[str] = Field(description="Ids of the threads, in their order.")
    schema_version: Literal["2"] = SCHEMA_VERSION
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


ROWS: dict[str, type[BaseModel]] = {
    "messages": MessageRow,
    "threads": ThreadRow,
    "documents": DocumentRow,
    "redactions": RedactionRow,
}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a column holds.

    Attributes:
        name: ``text``, ``integer``, ``boolean``, ``list`` or ``record``.
        items: What a list holds.
        fields: What a record holds, by name.
    """

    name: Literal["text", "integer", "boolean", "list", "record"]
    items: Kind | None = None
    fields: tuple[tuple[str, Kind], ...] = ()


def columns(model: type) -> dict[str, Kind]:
    """Return the columns of a table.

    Args:
        model: The model or the dataclass of its rows.

    Returns:
        What each holds, by its name in the JSON.
    """
    if issubclass(model, BaseModel):
        return {field.alias or name: _kind(field.annotation) for name, field in model.model_fields.items()}
    return {name: _kind(annotation) for name, annotation in get_type_hints(model).items()}


def flat_columns(kinds: Mapping[str, Kind]) -> dict[str, Kind]:
    """Return the columns of a table whose cells hold single values: a record becomes a column for each of its fields.

    Args:
        kinds: What ``columns`` says of the table.
    """
    return dict(_flattened("", kinds))


def flat_values(row: dict[str, Any], kinds: Mapping[str, Kind]) -> Iterator[Any]:
    """Return the values of a row for ``flat_columns``; lists stay lists.

    Args:
        row: A row as it comes out of its JSON.
        kinds: What ``columns`` says of its table.
    """
    for name, kind in kinds.items():
        value = row.get(name)
        if kind.name == "record":
            yield from flat_values(value or {}, dict(kind.fields))
        else:
            yield value


def _flattened(prefix: str, kinds: Mapping[str, Kind]) -> Iterator[tuple[str, Kind]]:
    for name, kind in kinds.items():
        if kind.name == "record":
            yield from _flattened(f"{prefix}{name}_", dict(kind.fields))
        else:
            yield f"{prefix}{name}", kind


def _kind(annotation: Any) -> Kind:
    """Return what a type of a model is as a column."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _kind(arguments[0])
    if origin in (Union, types.UnionType):
        return _kind(next(argument for argument in arguments if argument is not type(None)))
    if origin in (list, tuple):
        return Kind("list", items=_kind(arguments[0]))
    if isinstance(annotation, type) and (issubclass(annotation, BaseModel) or is_dataclass(annotation)):
        return Kind("record", fields=tuple(columns(annotation).items()))
    if annotation is bool:
        return Kind("boolean")
    return Kind("integer") if annotation is int else Kind("text")
