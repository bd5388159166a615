"""What a parse gives: documents, threads, messages as plain objects, cheap to make and to import.

The names are those of the JSON and of ``model.py``, which gives users of the library the same as pydantic models, with
descriptions; ``tests/test_document.py`` holds the two alike. Offsets are in characters of the decoded text. What nobody
compares or prints has no methods for that: making those takes half of the time that such a class costs at import.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from dataclasses import field as dataclass_field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from threadparse.values.addresses.read import Address
    from threadparse.values.dates.value import Precision

__all__ = [
    "MAILBOX_FIELDS",
    "SCHEMA_VERSION",
    "Action",
    "Attachment",
    "Cite",
    "Document",
    "DocumentNumbers",
    "Envelope",
    "ExemptionCode",
    "Mailbox",
    "Message",
    "Note",
    "PageEntry",
    "Participant",
    "Redaction",
    "RedactionField",
    "RedactionForm",
    "Release",
    "ReleaseStatus",
    "Severity",
    "Source",
    "Span",
    "Thread",
    "Zone",
    "ZoneKind",
]

SCHEMA_VERSION: Literal["2"] = "2"

Span = tuple[int, int]
Action = Literal["original", "reply", "reply-all", "forward"]
Severity = Literal["info", "warning"]
RedactionForm = Literal["word", "code", "crosses", "bar", "blank", "page"]
RedactionField = Literal["from", "to", "cc", "bcc", "date", "subject", "attachments", "body"]
#: The fields of a message that hold mailboxes.
MAILBOX_FIELDS: tuple[RedactionField, ...] = ("from", "to", "cc", "bcc")
ReleaseStatus = Literal["full", "part", "denied"]
ZoneKind = Literal[
    "header",
    "greeting",
    "body",
    "closing",
    "signature",
    "disclaimer",
    "attachments",
    "ps",
    "quote-context",
    "preamble",
    "furniture",
]


@dataclass(slots=True, repr=False)
class Mailbox:
    """A mailbox as one header field names it."""

    name: str | None = None
    address: str | None = None
    redacted: bool = False
    raw: str = ""
    participant: str | None = None

    @property
    def blacked_out(self) -> bool:
        """Tell whether nothing of it is legible."""
        return self.redacted and not self.name and not self.address

    @classmethod
    def of(cls, address: Address) -> Mailbox:
        """Return the mailbox that an address field names.

        Args:
            address: As ``values.addresses`` reads it.
        """
        return cls(address.name, address.address, address.redacted, address.raw)


@dataclass(slots=True, eq=False, repr=False)
class Participant:
    """One person or group of a thread, under all the spellings met."""

    id: str
    name: str | None = None
    addresses: list[str] = field(default_factory=list)
    redacted: bool = False
    sent: int = 0
    received: int = 0


@dataclass(slots=True, eq=False, repr=False)
class Attachment:
    """A file that came with a message."""

    name: str
    content_type: str | None = None
    size: int | None = None


@dataclass(slots=True, eq=False, repr=False)
class Zone:
    """A stretch ``text[start:end]`` of one kind, at one quote depth."""

    kind: ZoneKind
    start: int
    end: int
    depth: int = 0


@dataclass(slots=True, eq=False, repr=False)
class Cite:
    """Where something begins and ends for people: page, line, Bates number."""

    page: int | None = None
    line: int | None = None
    bates: str | None = None
    end_page: int | None = None
    end_bates: str | None = None


@dataclass(slots=True, eq=False, repr=False, kw_only=True)
class Message:
    """One message: its header fields, its own words, and the zones of the source that hold them."""

    id: str
    source_index: int
    action: Action
    in_reply_to: str | None = None
    sender: Mailbox | None
    to: list[Mailbox] = field(default_factory=list)
    cc: list[Mailbox] = field(default_factory=list)
    bcc: list[Mailbox] = field(default_factory=list)
    date: str | None = None
    date_raw: str | None = None
    date_precision: Precision | None = None
    subject: str | None = None
    body: str
    attachments: list[Attachment] = field(default_factory=list)
    cite: Cite = field(default_factory=Cite)
    header_span: Span | None = None
    zones: list[Zone] = field(default_factory=list)

    @property
    def people(self) -> list[Mailbox]:
        """Return all mailboxes, field by field."""
        sender = [] if self.sender is None else [self.sender]
        return [*sender, *self.to, *self.cc, *self.bcc]

    def mailboxes(self, name: str) -> list[Mailbox]:
        """Return the mailboxes of a field.

        Args:
            name: One of ``MAILBOX_FIELDS``.
        """
        if name == "from":
            return [self.sender] if self.sender is not None else []
        boxes: list[Mailbox] = getattr(self, name)
        return boxes

    def black_out(self, name: str) -> None:
        """Give a field that names nobody a mailbox of which nothing is legible.

        Args:
            name: One of ``MAILBOX_FIELDS``.
        """
        if name == "from":
            self.sender = Mailbox(redacted=True)
        else:
            self.mailboxes(name).append(Mailbox(redacted=True))

    def take_marks_back(self, name: str) -> None:
        """Say that nothing is blacked out in a field; of one that shows nothing no mailbox is left.

        Args:
            name: One of ``MAILBOX_FIELDS``.
        """
        boxes = self.mailboxes(name)
        for box in boxes:
            box.redacted = False
        shown = [box for box in boxes if box.name or box.address or box.raw.strip()]
        if name != "from":
            boxes[:] = shown
        elif not shown:
            self.sender = None


@dataclass(slots=True, eq=False, repr=False)
class Thread:
    """A conversation, its messages in order of time, oldest first."""

    id: str
    subject: str | None = None
    participants: list[Participant] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)


@dataclass(slots=True, repr=False)
class Envelope:
    """The carrying e-mail's own header; ``sender`` is called ``from`` in the JSON."""

    message_id: str | None = None
    in_reply_to: str | None = None
    references: list[str] = field(default_factory=list)
    sender: Mailbox | None = None
    to: list[Mailbox] = field(default_factory=list)
    cc: list[Mailbox] = field(default_factory=list)
    date: str | None = None
    subject: str | None = None


@dataclass(slots=True, eq=False, repr=False)
class PageEntry:
    """One page of a text, and the Bates number that is printed on it."""

    page: int
    span: Span
    bates: str | None = None


@dataclass(slots=True, eq=False, repr=False)
class Release:
    """The stamp of a document that says how much of it was released."""

    status: ReleaseStatus
    codes: list[str] = field(default_factory=list)
    as_written: str = ""
    span: Span = (0, 0)


@dataclass(slots=True, eq=False, repr=False)
class DocumentNumbers:
    """What numbers the document, and the case that it was released in."""

    document: str | None = None
    case: str | None = None

    @property
    def ends(self) -> tuple[str | None, str | None]:
        """Return the first and the last number of the document: those of "A–B", or twice the only one."""
        first, _, last = (self.document or "").partition("–")
        return first or None, last or first or None


@dataclass(slots=True, eq=False, repr=False)
class Source:
    """Where a document came from."""

    path: str
    format: str
    sha256: str
    characters: int
    pages: int | None = None
    envelope: Envelope | None = None
    release: Release | None = None
    numbers: DocumentNumbers | None = None
    page_index: list[PageEntry] = field(default_factory=list)


@dataclass(slots=True, eq=False, repr=False)
class ExemptionCode:
    """An exemption as the release prints it, and the law it belongs to."""

    code: str
    law: str | None
    detail: str | None
    as_written: str
    span: Span


@dataclass(slots=True, eq=False, repr=False)
class Redaction:
    """One stretch that was blacked out."""

    span: Span
    cite: Cite
    message: str | None
    field: RedactionField | None
    form: RedactionForm
    text: str
    covered: int | None = None
    codes: list[ExemptionCode] = dataclass_field(default_factory=list)


@dataclass(slots=True, eq=False, repr=False)
class Note:
    """Something guessed or odd, with a stable code."""

    code: str
    severity: Severity
    text: str
    span: Span | None = None
    message: str | None = None


@dataclass(slots=True, eq=False, repr=False)
class Document:
    """One text, e-mail or page bundle, taken apart without loss."""

    schema_version: Literal["2"] = field(default=SCHEMA_VERSION, init=False)
    source: Source
    threads: list[Thread] = field(default_factory=list)
    redactions: list[Redaction] = field(default_factory=list)
    zones: list[Zone] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def messages(self) -> list[Message]:
        """All messages of all threads, in the order of the threads."""
        return [message for thread in self.threads for message in thread.messages]
