"""Rows for databases: each with its key and that of the row above it, and the recipients of messages as rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, Field

from threadparse.batch.outcome import Counts
from threadparse.batch.writers.columns import ROWS, Kind, columns
from threadparse.model import Mailbox

__all__ = ["KEYED_TABLES", "OWN_KEYS", "VIEWS", "KeyedRows", "keyed_columns"]

_FIELDS = ("to", "cc", "bcc")
#: The keys of the tables, from 1 in the order of the rows; a table has its own first, then that of the table above it.
OWN_KEYS = {"documents": "document_key", "threads": "thread_key", "messages": "message_key"}
_ABOVE = {"threads": "documents", "messages": "threads", "redactions": "documents", "recipients": "messages"}


class _RecipientPlace(BaseModel):
    """Where a recipient stands."""

    field: str = Field(description="to, cc or bcc.")
    position: int = Field(description="Place in the field, from 0.")


class _RecipientRow(Mailbox, _RecipientPlace):
    """A recipient of a message: where it stands, and the fields of ``Mailbox``."""


_MODELS: dict[str, type[BaseModel]] = {**ROWS, "recipients": _RecipientRow}
KEYED_TABLES = tuple(_MODELS)

#: Views for SQLite and DuckDB; ``{sender}`` and ``{cite}`` stand for how each begins the names of fields.
VIEWS = """
CREATE VIEW timeline AS
  SELECT message_key, date, coalesce({sender}name, {sender}address, '(redacted or blank)') AS sender,
    (SELECT group_concat(coalesce(listed.name, listed.address, '(redacted or blank)'), ', ') FROM
      (SELECT * FROM recipients WHERE recipients.message_key = messages.message_key ORDER BY field DESC, position)
      AS listed) AS recipients,
    subject, body, path, {cite}page AS page, {cite}line AS line
  FROM messages ORDER BY date;
CREATE VIEW people AS
  SELECT max(name) AS name, max(address) AS address, sum(sent) AS sent, sum(received) AS received FROM (
    SELECT {sender}name AS name, {sender}address AS address, 1 AS sent, 0 AS received FROM messages
      WHERE {sender}name IS NOT NULL OR {sender}address IS NOT NULL
    UNION ALL SELECT name, address, 0, 1 FROM recipients WHERE name IS NOT NULL OR address IS NOT NULL) AS every
  GROUP BY coalesce(lower(every.address), every.name) ORDER BY sum(sent) + sum(received) DESC;
CREATE VIEW who_to_whom AS
  SELECT coalesce({sender}address, {sender}name, '(redacted or blank)') AS sender,
    coalesce(recipients.address, recipients.name, '(redacted or blank)') AS recipient, count(*) AS messages,
    min(date) AS first, max(date) AS last
  FROM messages JOIN recipients USING (message_key) GROUP BY 1, 2 ORDER BY count(*) DESC;
CREATE VIEW by_day AS
  SELECT substr(date, 1, 10) AS day, count(*) AS messages FROM messages WHERE length(date) >= 10 GROUP BY 1 ORDER BY 1;
"""


def keyed_columns(table: str) -> dict[str, Kind]:
    """The columns of a table with its keys.

    Args:
        table: One of ``KEYED_TABLES``.
    """
    return dict.fromkeys(_keys(table), Kind("integer")) | columns(_MODELS[table])


def _keys(table: str) -> list[str]:
    """Return the keys of a table: its own, if it has one, and that of the table above it."""
    return [OWN_KEYS[each] for each in (table, _ABOVE.get(table)) if each in OWN_KEYS]


class KeyedRows:
    """Gives rows their keys.

    Args:
        before: How many documents, threads and messages stand before the first row.
    """

    def __init__(self, before: Counts) -> None:
        self._last = dict(zip(OWN_KEYS.values(), before, strict=False))

    def rows(self, table: str, line: bytes) -> Iterator[tuple[str, dict[str, Any]]]:
        """The row with its keys, and those of the recipients of a message, each with its table.

        Args:
            table: One of ``ROWS``; a document comes before its threads, a thread before its messages.
            line: The row as a line of JSON.
        """
        row = json.loads(line)
        if table in OWN_KEYS:
            self._last[OWN_KEYS[table]] += 1
        yield table, {key: self._last[key] for key in _keys(table)} | row
        if table == "messages":
            above = {key: self._last[key] for key in _keys("recipients")}
            for field in _FIELDS:
                for position, mailbox in enumerate(row[field]):
                    yield "recipients", {**above, "field": field, "position": position, **mailbox}
