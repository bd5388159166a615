"""JSON out of documents, documents out of JSON, and the JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from json import JSONDecodeError, JSONDecoder, JSONEncoder
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from threadparse import document as parsed
from threadparse.errors import InputError

if TYPE_CHECKING:
    from threadparse.model import Document

__all__ = ["dumps", "indented", "indented_pieces", "loads", "members", "on_one_line", "schema"]


def schema() -> str:
    """Return the JSON Schema (draft 2020-12) of what ``export`` writes for one document.

    Returns:
        The schema, indented, made from the models.
    """
    from threadparse.model import SCHEMA_VERSION, Document  # loads pydantic

    body = Document.model_json_schema(mode="serialization", by_alias=True)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"threadparse document, schema version {SCHEMA_VERSION}",
    }
    return JSONEncoder(indent=2).encode(head | {key: value for key, value in body.items() if key != "title"})


_BLANK = re.compile(r"\s*")
#: Names that the JSON has and Python cannot.
_NAMES = {(parsed.Envelope, "sender"): "from"}


def dumps(document: parsed.Document, *, indent: bool = True) -> str:
    """One document as one JSON object.

    Args:
        document: The document.
        indent: Indented for people; else all on one line, as JSON Lines wants it.

    Returns:
        The object, without a line end behind it. Letters outside ASCII stand as they are.
    """
    return (_INDENTED if indent else _COMPACT).encode(document)


def indented(value: Any) -> str:
    """Any part of a document, or anything made of such parts, indented for people."""
    return _INDENTED.encode(value)


def indented_pieces(value: Any) -> Iterator[str]:
    """Yield what ``indented`` returns in pieces, so that a large object is never one text in memory.

    Args:
        value: Anything with members; each element of those that are sequences is a piece.
    """
    opening = "{"
    for name, member in members(value).items():
        yield f'{opening}\n  "{name}": '
        opening = ","
        if isinstance(member, str) or not isinstance(member, Sequence) or not member:
            yield indented(member).replace("\n", "\n  ")
            continue
        bracket = "["
        for element in member:
            yield f"{bracket}\n    " + indented(element).replace("\n", "\n    ")
            bracket = ","
        yield "\n  ]"
    yield "\n}"


def on_one_line(value: Any) -> str:
    """Any part of a document, or anything made of such parts, as JSON Lines wants it."""
    return _COMPACT.encode(value)


def members(value: Any) -> dict[str, Any]:
    """Return the members of a part of a document by their names in the JSON, in their order there.

    Args:
        value: The part, one of the classes of ``parsed``.
    """
    names, read = _reader(value.__class__)
    return dict(zip(names, read(value), strict=True))


@cache
def _reader(kind: Any) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """Return the names of the members of a class, and what reads their values; no class has less than two."""
    return tuple(_NAMES.get((kind, name), name) for name in kind.__slots__), attrgetter(*kind.__slots__)


def _encodable(value: Any) -> Any:
    """Return what stands for a value in the JSON: its elements, or its members."""
    return list(value) if isinstance(value, Sequence) else members(value)


_INDENTED = JSONEncoder(ensure_ascii=False, indent=2, default=_encodable)
_COMPACT = JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_encodable)


def loads(text: str, *, path: str = "") -> Iterator[Document]:
    """Read documents back, indented or JSON Lines, one or many behind each other.

    Args:
        text: What ``dumps`` wrote.
        path: What to call it in errors.

    Returns:
        The documents in their order.

    Raises:
        InputError: Something in the text is not a document.
    """
    from pydantic import ValidationError

    from threadparse.model import Document

    decoder, position = JSONDecoder(), 0
    while (position := _blank_end(text, position)) < len(text):
        try:
            value, position = decoder.raw_decode(text, position)
            yield Document.model_validate(value)
        except JSONDecodeError as error:
            raise InputError(path, f"not JSON at line {error.lineno}: {error.msg}") from error
        except ValidationError as error:
            where = ".".join(map(str, error.errors()[0]["loc"]))
            raise InputError(path, f"no threadparse document: {where}: {error.errors()[0]['msg']}") from error


def _blank_end(text: str, position: int) -> int:
    """Where the white space at a position ends."""
    blank = _BLANK.match(text, position)
    return blank.end() if blank else position
