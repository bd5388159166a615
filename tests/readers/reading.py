"""Bytes to texts, as the registry reads them."""

from __future__ import annotations

import io
from collections.abc import Iterable

from threadparse.errors import InputError
from threadparse.options import ParseOptions
from threadparse.readers.base import Item, Text
from threadparse.readers.registry import texts

__all__ = ["codes", "only_text", "read_damaged", "read_items", "read_text"]


def read_items(data: bytes, path: str, options: ParseOptions | None = None) -> list[Item]:
    """All that some bytes hold."""
    return list(texts(io.BytesIO(data), path, options or ParseOptions()))


def read_text(data: bytes, path: str, options: ParseOptions | None = None) -> Text:
    """The one text of some bytes."""
    return only_text(read_items(data, path, options))


def only_text(items: Iterable[Item]) -> Text:
    """The one text that a reader yields."""
    (item,) = items
    assert isinstance(item, Text)
    return item


def read_damaged(data: bytes, path: str, most: int) -> None:
    """Read some bytes cut at so many places, and with one of them changed there; an error names the file."""
    for at in range(0, len(data), max(1, len(data) // most)):
        for broken in (data[:at], data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]):
            try:
                read_items(broken, path)
            except InputError as error:
                assert str(error).startswith(path)  # noqa: PT017 - any of these may be whole enough


def codes(text: Text) -> list[str]:
    """The codes of a text's notes."""
    return [note.code for note in text.notes]
