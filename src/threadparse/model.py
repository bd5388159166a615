"""The public models: Document, Thread, Message, Mailbox, Zone, Note, as they appear in the JSON.

Offsets are in characters of the decoded text. The names are a promise: see ``docs/schema.md`` before changing one.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from threadparse.document import SCHEMA_VERSION, Action, Severity, ZoneKind
from threadparse.values.dates.value import Precision

__all__ = [
    "SCHEMA_VERSION",
    "Action",
    "Attachment",
    "Cite",
    "Document",
    "Envelope",
    "Mailbox",
    "Message",
    "Note",
    "PageEntry",
    "Participant",
    "Source",
    "Span",
    "Thread",
    "Zone",
]

Offset = Annotated[int, Field(ge=0)]
Span = tuple[Offset, Offset]


_set_attribute = object.__setattr__  # a model's own checks each name


class _Model(BaseModel):
    """What all models share: no unknown names, so that a misspelt one is an error."""

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def of(cls, plain: Any) -> Self:
        """The model of what the parser made.

        It is not checked again: tests hold that what is written can be read. Its values are set one by one, as those of
        any object are: then all models of a kind share their names, and take half of what pydantic's own ones do.

        Args:
            plain: The object of the same name in ``parsed.py``. It is used up: its lists become those of the model.
        """
        made = cls.__new__(cls)
        names, given, parts = _shape(cls)
        for name in names:
            value = getattr(plain, name)
            if name in parts and value:
                value = _replaced(value, parts[name]) if isinstance(value, list) else parts[name].of(value)
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


class Source(_Model):
    """Where a document came from."""

    path: str = Field(description="As the user named it; ``-`` for standard input, empty for a text in memory.")
    format: str = Field(description="text, markdown, eml, mbox, html, …")
    sha256: str = Field(description="Of the bytes read; of the text in UTF-8 for a text in memory.")
    characters: int = Field(ge=0, description="Length of the decoded text.")
    pages: int | None = Field(None, ge=0, description="Number of pages, where the source has pages.")
    envelope: Envelope | None = None
    page_index: list[PageEntry] = Field(
        default_factory=list, description="Each page with its Bates number; empty where the source has no pages."
    )


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
        """Whether another document says the same, by its JSON; that need not hold the text."""
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
    Source: {"envelope": Envelope, "page_index": PageEntry},
    Document: {"source": Source, "threads": Thread, "zones": Zone, "notes": Note},
}


@cache
def _shape(kind: type[_Model]) -> tuple[tuple[str, ...], set[str], dict[str, type[_Model]]]:
    """The names of a model's fields, the same as the set that all models share of which were given, and its parts."""
    return tuple(kind.model_fields), set(kind.model_fields), _PARTS.get(kind, {})
