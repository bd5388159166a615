"""Rows for databases: each with its key and that of the row above it, and the recipients of messages as rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from threadparse.batch.writers.columns import ROWS, Kind, columns
from threadparse.model import Mailbox

__all__ = ["DOCUMENTS", "KeyedRows", "Layout"]

_FIELDS = ("to", "cc", "bcc")


#: A recipient of a message: the field it stands in (to, cc or bcc), its place there from 0, and the mailbox.
_RECIPIENTS = {"field": Kind("text"), "position": Kind("integer"), **columns(Mailbox)}

# Views for SQLite and DuckDB. ``{sender}`` and ``{cite}`` are how each begins the names of fields; ``{place}`` are the
# columns that say where a message is from.
_VIEWS = """
CREATE VIEW timeline AS
  SELECT message_key, date, coalesce({sender}name, {sender}address, '(redacted or blank)') AS sender,
    (SELECT group_concat(coalesce(listed.name, listed.address, '(redacted or blank)'), ', ') FROM
      (SELECT * FROM recipients WHERE recipients.message_key = messages.message_key ORDER BY field DESC, position)
      AS listed) AS recipients,
    subject, body, {place}
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


@dataclass(frozen=True, slots=True)
class Layout:
    """Tables of rows, and how those of a database hang together.

    A table whose rows others belong to has a key of its own, from 1 in the order of the rows; theirs is in the rows
    that belong to it. Messages have their recipients as a table of its own in databases.

    Attributes:
        tables: The columns of each table.
        own_keys: The names of keys; a table comes after the one that its rows belong to.
        above: The table that the rows of a table belong to.
        indexes: Table and column of what is looked up often.
        labels: The column that names a row, for Datasette.
        place: The columns that say where a message is from, in the SQL of ``views``.
        description: What the tables hold, for Datasette.
    """

    tables: Mapping[str, Mapping[str, Kind]]
    own_keys: Mapping[str, str]
    above: Mapping[str, str]
    indexes: Sequence[tuple[str, str]]
    labels: Mapping[str, str]
    place: str
    description: str

    def keyed(self) -> dict[str, dict[str, Kind]]:
        """Return the columns of each table of a database, its keys first."""
        tables = {**self.tables, "recipients": _RECIPIENTS}
        return {
            table: dict.fromkeys(self.keys(table), Kind("integer")) | dict(kinds) for table, kinds in tables.items()
        }

    def views(self, *, sender: str, cite: str) -> str:
        """Return the SQL of the views.

        Args:
            sender: How a database begins the names of the sender's fields.
            cite: How it begins those of a place.
        """
        return _VIEWS.format(sender=sender, cite=cite, place=self.place.format(cite=cite))

    def keys(self, table: str) -> list[str]:
        """Return the keys of a table: its own, if it has one, and that of the table above it."""
        above = "messages" if table == "recipients" else self.above.get(table, "")
        return [self.own_keys[each] for each in (table, above) if each in self.own_keys]


#: The rows of documents.
DOCUMENTS = Layout(
    tables={table: columns(model) for table, model in ROWS.items()},
    own_keys={"documents": "document_key", "threads": "thread_key", "messages": "message_key"},
    above={"threads": "documents", "messages": "threads", "redactions": "documents"},
    indexes=(
        ("messages", "id"),
        ("messages", "thread"),
        ("messages", "thread_key"),
        ("messages", "date"),
        ("threads", "id"),
        ("threads", "document_key"),
        ("documents", "path"),
        ("redactions", "message"),
    ),
    labels={"timeline": "subject", "messages": "subject", "threads": "subject", "documents": "path"},
    place="path, {cite}page AS page, {cite}line AS line",
    description="The messages of the chains, taken apart by threadparse; line is that in the source.",
)


class KeyedRows:
    """Gives rows their keys.

    Args:
        layout: The tables.
        before: How many rows stand before the first row, by table.
    """

    def __init__(self, layout: Layout, before: Mapping[str, int] | None = None) -> None:
        self._layout = layout
        self._last = {key: (before or {}).get(table, 0) for table, key in layout.own_keys.items()}

    def rows(self, table: str, line: bytes) -> Iterator[tuple[str, dict[str, Any]]]:
        """Return the row with its keys, and those of the recipients of a message, each with its table.

        Args:
            table: One of the layout's; a row comes before those that belong to it.
            line: The row as a line of JSON.
        """
        row = json.loads(line)
        if table in self._layout.own_keys:
            self._last[self._layout.own_keys[table]] += 1
        yield table, self._with_keys(table) | row
        if table == "messages":
            above = self._with_keys("recipients")
            for field in _FIELDS:
                for position, mailbox in enumerate(row[field]):
                    yield "recipients", {**above, "field": field, "position": position, **mailbox}

    def _with_keys(self, table: str) -> dict[str, Any]:
        return {key: self._last[key] for key in self._layout.keys(table)}
