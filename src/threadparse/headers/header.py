"""Header and Field: what the finders find, in lines, before any value is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Field", "Header"]


@dataclass(slots=True)
class Field:
    """One field of a header block.

    Attributes:
        name: ``from``, ``date``, ``to``, ``cc``, ``bcc``, ``subject``, ``reply_to``, ``attachments`` or ``importance``.
        value: As written, folded lines joined by a line feed, quote marks and page furniture left out.
        line: Index of its first line.
    """

    name: str
    value: str
    line: int


@dataclass(slots=True)
class Header:
    """Where a message begins: the lines that say who wrote it and when.

    Attributes:
        kind: ``block`` ("From: … Sent: …"), ``attribution`` ("On … wrote:") or ``separator`` (a line such as
            "-----Original Message-----" with no fields below it).
        first: Index of the first line, a separator above included.
        last: Index of the last line.
        depth: Quote depth of these lines.
        fields: Fields by name.
        forwarded: A separator or banner says that the message was forwarded.
    """

    kind: Literal["block", "attribution", "separator"]
    first: int
    last: int
    depth: int
    fields: dict[str, Field] = field(default_factory=dict)
    forwarded: bool = False

    def value(self, name: str) -> str | None:
        """The value of a field, or None where the header has no such field."""
        found = self.fields.get(name)
        return None if found is None else found.value
