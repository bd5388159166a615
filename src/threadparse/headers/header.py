"""Header and Field: what the finders find, in lines, before any value is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from threadparse.headers.labels import Label
from threadparse.values.dates.read import parse_date, scan_dates
from threadparse.values.subjects import subject_action

__all__ = ["ADDRESS_FIELDS", "RECIPIENT_FIELDS", "REPEATABLE_FIELDS", "Block", "Field", "Header", "breaks_off"]


@dataclass(slots=True, repr=False)
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


@dataclass(slots=True, repr=False)
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
        original: A separator calls it the original message, as clients do that quote what is answered.
        rule: Name of the rule that found it.
        reasons: On what evidence, in words for a person.
    """

    kind: Literal["block", "attribution", "separator"]
    first: int
    last: int
    depth: int
    fields: dict[str, Field] = field(default_factory=dict)
    forwarded: bool = False
    original: bool = False
    rule: str = ""
    reasons: tuple[str, ...] = ()

    def value(self, name: str) -> str | None:
        """Return the value of a field, or None where the header has no such field."""
        found = self.fields.get(name)
        return None if found is None else found.value


ADDRESS_FIELDS = frozenset({"from", "to", "cc", "bcc", "reply_to"})
RECIPIENT_FIELDS = frozenset({"to", "cc", "bcc"})
#: Fields of which a block may have several.
REPEATABLE_FIELDS = frozenset({"importance", "attachments", "other"})
_WHOLE = frozenset({"from", "date", "to", "subject"})
_OPEN_ENDS = frozenset(',;，；、<(["“')


def breaks_off(value: str) -> bool:
    """Whether an address list breaks off: at a comma or semicolon, or inside brackets.

    Args:
        value: The value as far as it was read.
    """
    if value.rstrip()[-1:] in _OPEN_ENDS:
        return True
    unclosed = "[" in value and value.rfind("[") > value.rfind("]")
    return unclosed or ("<" in value and value.rfind("<") > value.rfind(">"))


@dataclass(slots=True, eq=False, repr=False)
class Block:
    """The fields that were read, in order, and the last line."""

    first: int
    last: int
    fields: dict[str, Field] = field(default_factory=dict)
    #: Labels as written, folded, in order.
    labels: list[str] = field(default_factory=list)
    #: The field that was read last; "other" where no client's field was.
    current: str = ""
    #: The sender stands on the line above, behind a label that lost its colon or before the date.
    led: bool = False
    #: Column at which values begin, where the block is laid out in two columns.
    column: int = 0
    #: A separator stands before the first field on its line.
    separator: bool = False
    #: The first label is emphasised, as markdown has it.
    emphasised: bool = False
    #: Blank lines stand between the fields.
    spaced: bool = False
    #: The sender is the one of a raw "Sender:", who sent for the author (RFC 5322 §3.6.2).
    by_agent: bool = False
    #: Fields that only raw mail has stand in it ("Received:", "X-Mailer:").
    raw: bool = False

    def misses(self, name: str) -> bool:
        """Whether a field may still come.

        Args:
            name: The field.
        """
        return name not in self.fields and not (self.led and name == "from")

    def may_have(self, name: str) -> bool:
        """Whether a field may still come, or come again.

        Args:
            name: The field.
        """
        return name in REPEATABLE_FIELDS or self.misses(name)

    def takes(self, label: Label) -> bool:
        """Whether a label with its colon is one more field of the block, or the first of something else.

        Args:
            label: The label that comes.
        """
        for name in label.fields:
            if name not in self.fields:
                if name != "from" or not self.led:
                    return True
            elif name in REPEATABLE_FIELDS:
                return True
        return self.is_appointment(label) or self.supersedes(label)

    def is_appointment(self, label: Label) -> bool:
        """Tell whether a label below a whole header says when people meet: Outlook's "Date :" in French.

        Args:
            label: The label that comes.
        """
        if label.fields[0] != "date" or self.current != "subject" or label.text in self.labels:
            return False
        return self.fields.keys() >= _WHOLE and not self._is_misdated(label) and bool(scan_dates(label.value))

    def latest(self) -> Field:
        """Return the field that came last."""
        return next(reversed(self.fields.values()))

    def weak(self) -> bool:
        """Whether what was read begins no block before a gap: "E: jane@x.org" in a signature, "Where: Room 3"."""
        if "other" in self.fields and len(self.fields) == 1:
            return True
        return len(self.labels) == 1 and len(self.labels[0]) == 1 and not self.emphasised

    def breaks_off(self) -> bool:
        """Whether the last field is a list that goes on, in a block whose lines all stand apart."""
        last = self.latest()
        return self.spaced and last.name in ADDRESS_FIELDS and breaks_off(last.value)

    def begins_anew(self, label: Label | None) -> bool:
        """Whether a label below a blank line is the first of the next block, and not one more field of this."""
        return label is not None and label.fields[0] == "from" and len(self.fields) > 1 and not self.spaced

    def supersedes(self, label: Label) -> bool:
        """Tell whether a label names a field again that was not read right the first time.

        Args:
            label: The label that comes.
        """
        return self._is_titled(label) or self._is_misdated(label) or self._is_author(label)

    def _is_titled(self, label: Label) -> bool:
        """Tell whether the first line is a title, "Re: Lamp" above all fields, and the subject comes only now."""
        found = self.fields.get("subject")
        if found is None or found.line != self.first or "subject" not in label.fields:
            return False
        return len(self.fields) > 1 and subject_action(f"{self.labels[0]}: {found.value}") is not None

    def _is_author(self, label: Label) -> bool:
        """Tell whether a label names the author, where the sender so far is the one who sent for them."""
        return self.by_agent and label.fields == ("from",)

    def _is_misdated(self, label: Label) -> bool:
        """Tell whether the date so far is no date, as in "Received: from …; DATE", and the field that comes has one."""
        found = self.fields.get("date")
        if found is None or "date" not in label.fields or parse_date(label.value) is None:
            return False
        return found.value != "" and parse_date(found.value.replace("\n", " ")) is None

    def add(self, label: Label, name: str, value: str, line: int) -> None:
        """Note a field; its value begins on the given line."""
        if name not in self.fields or self.supersedes(label):
            self.fields.pop(name, None)
            self.fields[name] = Field(name, value, line)
            self.by_agent = "other" in label.fields if name == "from" else self.by_agent
        self.labels.append(label.text)
        self.current = name
