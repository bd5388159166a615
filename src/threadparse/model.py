"""The public models: Document, Thread, Message, Mailbox, Zone, Note, as they appear in the JSON.

Offsets are in characters of the decoded text. The names are a promise: see ``docs/schema.md`` before changing one.
"""

from datetime import datetime as _Datetime  # noqa: N812 - a property has its name
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from threadparse.document import (
    SCHEMA_VERSION,
    Action,
    RedactionField,
    RedactionForm,
    ReleaseStatus,
    Severity,
    ZoneKind,
)
from threadparse.values.dates.value import Precision

__all__ = [
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
    "Release",
    "Source",
    "Span",
    "Thread",
    "Zone",
]

Offset = Annotated[int, Field(ge=0)]
Span = tuple[Offset, Offset]


_set_attribute = object.__setattr__  # a model's own checks each name


if TYPE_CHECKING:
    from pydantic._internal._model_construction import ModelMetaclass as _PydanticType
else:
    _PydanticType = type(BaseModel)

#: What models have for this package and for pydantic alone.
_NOT_SHOWN = frozenset({"consume", "model_config", "model_post_init", "of"})


class _ModelType(_PydanticType):
    """Lists, in ``help`` and ``dir`` of a model, what is its own: those of pydantic alone fill hundreds of lines."""

    def __dir__(self) -> list[str]:
        own = [base for base in self.__mro__ if issubclass(base, BaseModel) and base.__module__ != BaseModel.__module__]
        names = (name for base in own for name in vars(base) if name[0] != "_" and name not in _NOT_SHOWN)
        return sorted({*names, *(["__str__"] if any("__str__" in vars(base) for base in own) else [])})


class _Model(BaseModel, metaclass=_ModelType):
    """What all models share: no unknown names, so that a misspelt one is an error."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    @classmethod
    def of(cls, plain: Any) -> Self:
        """Return the model of what the parser made.

        It is not checked again: tests hold that what is written can be read. Its values are set one by one, as those of
        any object are: then all models of a kind share their names, and take half of what pydantic's own ones do.

        Args:
            plain: The object of the same name in ``parsed.py``. It is used up: its lists become those of the model.
        """
        made = cls.__new__(cls)
        fields, given = _shape(cls)
        for name, part in fields:
            value = getattr(plain, name)
            if part is not None and value:
                value = _replaced(value, part) if isinstance(value, list) else part.of(value)
            _set_attribute(made, name, value)
        _set_attribute(made, "__pydantic_fields_set__", given)
        _set_attribute(made, "__pydantic_extra__", None)
        _set_attribute(made, "__pydantic_private__", None)
        return made


def _replaced(items: list[Any], kind: type[_Model]) -> list[Any]:
    """Put in place of each object of a list its model, so that nothing is held twice."""
    for at, plain in enumerate(items):
        items[at] = kind.of(plain)
    return items


class Mailbox(_Model):
    """An RFC 5322 §3.4 mailbox: a person or group as one header field names it."""

    name: str | None = Field(None, description="Display name; null if there is none or it only repeats the address.")
    address: str | None = Field(None, description="addr-spec; null if there is none or it is blacked out.")
    redacted: bool = Field(False, description="The mailbox, or part of it, was blacked out in the source.")
    raw: str = Field("", description="As written in the source, white space folded.")
    participant: str | None = Field(None, description="Id of the participant of the thread.")

    def __str__(self) -> str:
        """Write the mailbox as RFC 5322 has it, such as ``Ann Lee <ann@lee.example>``; empty for a blank one."""
        from threadparse.values.addresses.write import rfc5322_mailbox  # a parse writes none

        return rfc5322_mailbox(self.name, self.address, redacted=self.redacted)


class Participant(_Model):
    """One person or group of a thread, under all the spellings met."""

    id: str
    name: str | None = Field(None, description="The fullest name met.")
    addresses: list[str] = Field(default_factory=list)
    redacted: bool = Field(False, description="Stands for all blacked-out mailboxes that cannot be told apart.")
    sent: int = Field(0, ge=0, description="Messages sent.")
    received: int = Field(0, ge=0, description="Messages received (to, cc, bcc).")


class Attachment(_Model):
    """A file that came with a message; size in bytes where known."""

    name: str
    content_type: str | None = None
    size: int | None = Field(None, ge=0)


class Zone(_Model):
    """A stretch ``text[start:end]`` of one kind, at one quote depth (RFC 3676 §4.5)."""

    kind: ZoneKind
    start: Offset
    end: Offset
    depth: int = Field(0, ge=0)


class Cite(_Model):
    """Where something begins and ends for people: page, line, Bates number."""

    page: int | None = Field(None, ge=1, description="Page of the first character, from 1; null without pages.")
    line: int | None = Field(None, ge=1, description="Its line, counted over the whole text as threadparse text does.")
    bates: str | None = Field(None, description="The Bates number printed on that page, as printed.")
    end_page: int | None = Field(None, ge=1, description="Page of the last character.")
    end_bates: str | None = Field(None, description="The Bates number printed on that page.")


class Message(_Model):
    """One message: its header fields, its own words, and the zones of the source that hold them."""

    id: str = Field(description="From sender, date, base subject and folded body: the same message has the same id.")
    source_index: int = Field(ge=0, description="Place in source order, the outermost message first.")
    action: Action
    in_reply_to: str | None = Field(None, description="Id of the message that this one answers or forwards.")
    sender: Mailbox | None
    to: list[Mailbox] = Field(default_factory=list)
    cc: list[Mailbox] = Field(default_factory=list)
    bcc: list[Mailbox] = Field(default_factory=list)
    date: str | None = Field(
        None, description="ISO 8601 to the precision of the text; offset only if the text has one."
    )
    date_raw: str | None = Field(None, description="As written in the source.")
    date_precision: Precision | None = None
    subject: str | None = Field(None, description="As written, white space folded.")
    body: str = Field(description="The message's own words, without header, quote marks, older mail or furniture.")
    attachments: list[Attachment] = Field(default_factory=list)
    cite: Cite = Field(default_factory=Cite, description="Where it begins and ends for people.")
    header_span: Span | None = Field(None, description="The header block with its separator; null if there is none.")
    zones: list[Zone] = Field(default_factory=list)

    @property
    def datetime(self) -> _Datetime | None:
        """The date as an object, with an offset only if the text gives one; None unless it is known to the minute."""
        if self.date is None or self.date_precision not in ("minute", "second"):
            return None
        return _Datetime.fromisoformat(self.date)


class Thread(_Model):
    """A conversation, its messages in order of time, oldest first."""

    id: str
    subject: str | None = Field(None, description="Base subject (RFC 5256 §2.1): no reply or forward prefixes.")
    participants: list[Participant] = Field(default_factory=list)
    messages: list[Message] = Field(default_factory=list)


class Envelope(_Model):
    """The carrying e-mail's own header, from .eml, .msg or .mbox."""

    message_id: str | None = None
    in_reply_to: str | None = None
    references: list[str] = Field(default_factory=list)
    sender: Mailbox | None = Field(None, alias="from")
    to: list[Mailbox] = Field(default_factory=list)
    cc: list[Mailbox] = Field(default_factory=list)
    date: str | None = None
    subject: str | None = None

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)


class PageEntry(_Model):
    """One page of a text, and the Bates number that is printed on it."""

    page: int = Field(ge=1)
    span: Span
    bates: str | None = Field(None, description="As printed, never repaired or computed; null if there is none.")


class Release(_Model):
    """The stamp of a document that says how much of it was released."""

    status: ReleaseStatus
    codes: list[str] = Field(default_factory=list, description="The exemptions that the stamp names.")
    as_written: str = Field("", description="The stamp, white space folded.")
    span: Span = (0, 0)


class DocumentNumbers(_Model):
    """What numbers the document, and the case that it was released in."""

    document: str | None = Field(None, description="Number of the document, not of a page.")
    case: str | None = None


class Source(_Model):
    """Where a document came from."""

    path: str = Field(description="As the user named it; ``-`` for standard input, empty for a text in memory.")
    format: str = Field(description="text, markdown, eml, mbox, html, …")
    sha256: str = Field(description="Of the bytes read; of the text in UTF-8 for a text in memory.")
    characters: int = Field(ge=0, description="Length of the decoded text.")
    pages: int | None = Field(None, ge=0, description="Number of pages, where the source has pages.")
    envelope: Envelope | None = None
    release: Release | None = Field(None, description="The release stamp; null if there is none.")
    numbers: DocumentNumbers | None = Field(
        None, description="Printed numbers of the document; null if there are none."
    )
    page_index: list[PageEntry] = Field(
        default_factory=list, description="Each page with its Bates number; empty where the source has no pages."
    )


class ExemptionCode(_Model):
    """An exemption as the release prints it, and the law it belongs to."""

    code: str = Field(description="The law's own numbering, lower case, no blanks, as deep as printed.")
    law: str | None = Field(description="Key of the law; null where nothing decides which it is.")
    detail: str | None = Field(description="What stands with the code.")
    as_written: str
    span: Span


class Redaction(_Model):
    """One stretch that was blacked out: in a header field, in the text, or a page."""

    span: Span = Field(description="What stands for the words; the rows of a code in the margin.")
    cite: Cite
    message: str | None = Field(description="Id of the message in which it stands; null outside any.")
    field: RedactionField | None = Field(description="Where in the message; null outside any.")
    form: RedactionForm
    text: str = Field(description="The mark as it stands; empty where nothing but a code beside it does.")
    covered: int | None = Field(None, description="How many characters a drawn bar leaves in the file.")
    codes: list[ExemptionCode] = Field(default_factory=list, description="In the order of the page.")


class Note(_Model):
    """Something guessed or odd, with a stable code."""

    code: str
    severity: Severity
    text: str
    span: Span | None = Field(None, description="The place in the text that it is about.")
    message: str | None = Field(None, description="Id of the message that it is about.")


class Document(_Model):
    """One text, e-mail or page bundle, taken apart without loss.

    The zones of all messages and of the document, sorted by ``start``, tile the text without gap or overlap.
    """

    schema_version: Literal["2"] = SCHEMA_VERSION
    source: Source
    threads: list[Thread] = Field(default_factory=list)
    redactions: list[Redaction] = Field(default_factory=list, description="What was blacked out, in order.")
    zones: list[Zone] = Field(default_factory=list, description="What belongs to no message.")
    notes: list[Note] = Field(default_factory=list)
    _text: str = PrivateAttr("")

    @classmethod
    def consume(cls, text: str, plain: Any) -> Self:
        """Make the document of a text out of what the parser made of it, which is used up.

        Args:
            text: The text.
            plain: What the parser made of it; nothing is left of it.
        """
        made = cls.of(plain)
        _set_attribute(made, "__pydantic_private__", {"_text": text})
        return made

    def __eq__(self, other: object) -> bool:
        """Tell whether another document says the same, by its JSON; that need not hold the text."""
        return isinstance(other, Document) and self.__dict__ == other.__dict__

    @property
    def text(self) -> str:
        """The characters that all offsets count in, as ``threadparse text`` prints them.

        They are no part of the JSON: a document that was read from JSON has none.
        """
        return self._text

    @property
    def messages(self) -> list[Message]:
        """All messages of all threads, in the order of the threads."""
        return [message for thread in self.threads for message in thread.messages]

    @property
    def participants(self) -> list[Participant]:
        """The participants of all threads, in the order of the threads; their ids are those of their thread."""
        return [person for thread in self.threads for person in thread.participants]

    def to_records(self) -> list[dict[str, Any]]:
        """Return a flat row for each message, as tables of pandas and polars take them.

        Returns:
            Rows with the columns ``path``, ``thread``, ``id``, ``source_index``, ``action``, ``in_reply_to``,
            ``date``, ``datetime`` (see ``Message``), ``subject``, ``sender_name``, ``sender_address``,
            ``sender_redacted``, ``to``, ``cc`` and ``bcc`` (lists of RFC 5322 mailboxes), ``body``, ``attachments``
            (names), ``cite_page``, ``cite_line``, ``cite_bates``.
        """
        return [_record(self, thread, message) for thread in self.threads for message in thread.messages]


def _record(document: Document, thread: Thread, message: Message) -> dict[str, Any]:
    """Return the row of a message."""
    sender = message.sender or Mailbox()
    return {
        "path": document.source.path,
        "thread": thread.id,
        "id": message.id,
        "source_index": message.source_index,
        "action": message.action,
        "in_reply_to": message.in_reply_to,
        "date": message.date,
        "datetime": message.datetime,
        "subject": message.subject,
        "sender_name": sender.name,
        "sender_address": sender.address,
        "sender_redacted": sender.redacted,
        "to": [str(mailbox) for mailbox in message.to],
        "cc": [str(mailbox) for mailbox in message.cc],
        "bcc": [str(mailbox) for mailbox in message.bcc],
        "body": message.body,
        "attachments": [file.name for file in message.attachments],
        "cite_page": message.cite.page,
        "cite_line": message.cite.line,
        "cite_bates": message.cite.bates,
    }


#: The fields of each model that hold other models, one or a list of them.
_PARTS: dict[type[_Model], dict[str, type[_Model]]] = {
    Message: {
        "sender": Mailbox,
        "to": Mailbox,
        "cc": Mailbox,
        "bcc": Mailbox,
        "attachments": Attachment,
        "cite": Cite,
        "zones": Zone,
    },
    Thread: {"participants": Participant, "messages": Message},
    Envelope: {"sender": Mailbox, "to": Mailbox, "cc": Mailbox},
    Source: {"envelope": Envelope, "release": Release, "numbers": DocumentNumbers, "page_index": PageEntry},
    Redaction: {"cite": Cite, "codes": ExemptionCode},
    Document: {"source": Source, "threads": Thread, "redactions": Redaction, "zones": Zone, "notes": Note},
}


@cache
def _shape(kind: type[_Model]) -> tuple[list[tuple[str, type[_Model] | None]], set[str]]:
    """Return the names of a model's fields with the models in them, if any, and the same set of names for all."""
    parts = _PARTS.get(kind, {})
    return [(name, parts.get(name)) for name in kind.model_fields], set(kind.model_fields)
