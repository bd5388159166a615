"""A message out of an Outlook data file, as the storages and streams that an Outlook message file would have."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

__all__ = ["RecordedStorage"]


class RecordedStorage:
    """A storage as ``pst_items`` prints it; has what ``storage.Storage`` has.

    Args:
        item: Its streams in base 64 by their names, the sizes of those left out, and the storages in it.
        name: Its name.

    Attributes:
        damaged: Names of damaged streams; none, as a damaged message is not printed.
    """

    def __init__(self, item: dict[str, Any], name: str = "") -> None:
        self.name = name
        self.damaged: list[str] = []
        self._streams: dict[str, str] = item["streams"]
        self._sizes: dict[str, int] = item.get("sizes", {})
        self._storages: list[tuple[str, dict[str, Any]]] = item["storages"]

    def storages(self, prefix: str) -> Iterator[RecordedStorage]:
        """The storages in this one whose names begin so.

        Args:
            prefix: How the names begin.
        """
        return (RecordedStorage(item, name) for name, item in self._storages if name.startswith(prefix))

    def size(self, name: str) -> int | None:
        """How many bytes a stream has; None if there is no such stream.

        Args:
            name: Its name.
        """
        data = self.read(name)
        return self._sizes.get(name) if data is None else len(data)

    def read(self, name: str) -> bytes | None:
        """The bytes of a stream; None if there is no such stream.

        Args:
            name: Its name.
        """
        coded = self._streams.get(name)
        return None if coded is None else base64.b64decode(coded)
