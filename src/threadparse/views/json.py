"""JSON out of documents, and documents out of JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder
from json import dumps as write
from typing import TYPE_CHECKING, Any

from threadparse import parsed
from threadparse.errors import InputError

if TYPE_CHECKING:
    from threadparse.model import Document

__all__ = ["dumps", "loads"]

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
    separators = None if indent else (",", ":")
    return write(document, default=_members, ensure_ascii=False, indent=2 if indent else None, separators=separators)


def _members(value: Any) -> dict[str, Any]:
    """The members of an object by their names in the JSON."""
    kind = type(value)
    return {_NAMES.get((kind, name), name): getattr(value, name) for name in kind.__slots__}


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
