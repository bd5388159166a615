"""JSON Lines: each table a file, each row a line, as it was made."""

from __future__ import annotations

import os
from collections.abc import Sequence

__all__ = ["JsonLines"]

_BUFFER = 1 << 20


class JsonLines:
    """Writes ``messages.jsonl`` and its like; see ``Writer``.

    Args:
        folder: Where to write.
        tables: Which tables.
    """

    def __init__(self, folder: str, tables: Sequence[str] = ("messages", "threads", "documents", "redactions")) -> None:
        self._paths = {f"{table}.jsonl": os.path.join(folder, f"{table}.jsonl") for table in tables}
        self._streams = {table: open(os.path.join(folder, f"{table}.jsonl"), "wb", _BUFFER) for table in tables}  # noqa: SIM115

    def add(self, table: str, line: bytes) -> None:
        """See ``Writer``."""
        self._streams[table].write(line)

    def finish(self) -> dict[str, str]:
        """See ``Writer``."""
        self.close()
        return self._paths

    def close(self) -> None:
        """See ``Writer``."""
        for stream in self._streams.values():
            stream.close()
