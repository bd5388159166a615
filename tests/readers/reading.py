"""Bytes to texts, as the registry reads them."""

from __future__ import annotations

import io
from collections.abc import Iterable

from threadparse.options import ParseOptions
from threadparse.readers.base import Item, Text
from threadparse.readers.registry import texts

__all__ = ["only_text", "read_text"]


def read_text(data: bytes, path: str, options: ParseOptions | None = None) -> Text:
    """The one text of some bytes."""
    return only_text(texts(io.BytesIO(data), path, options or ParseOptions()))


def only_text(items: Iterable[Item]) -> Text:
    """The one text that a reader yields."""
    (item,) = items
    assert isinstance(item, Text)
    return item
