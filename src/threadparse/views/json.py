"""JSON out of documents, and documents out of JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import ValidationError

from threadparse.errors import InputError
from threadparse.model import Document

__all__ = ["dumps", "loads"]

_BLANK = re.compile(r"\s*")


def dumps(document: Document, *, indent: bool = True) -> str:
    """One document as one JSON object.

    Args:
        document: The document.
        indent: Indented for people; else all on one line, as JSON Lines wants it.

    Returns:
        The object, without a line end behind it. Letters outside ASCII stand as they are.
    """
    return document.model_dump_json(by_alias=True, indent=2 if indent else None)


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
    from json import JSONDecodeError, JSONDecoder

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
