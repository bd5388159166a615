"""The one text that a mail makes: its body, and below it the mails that are attached, each with a header block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from threadparse.document import Attachment, Envelope, Note, Severity
from threadparse.errors import InputError
from threadparse.options import ParseOptions
from threadparse.readers.attached import unread_note
from threadparse.readers.base import HEAD_BYTES
from threadparse.readers.built_text import BEGIN, END, listed, written_out
from threadparse.readers.mime.bodies import Body, read_body
from threadparse.readers.mime.fields import Fields, read_fields
from threadparse.readers.mime.outlook import is_outlook, read_outlook
from threadparse.readers.mime.parameters import Typed
from threadparse.readers.mime.part_tree import MimePart, is_smime
from threadparse.readers.mime.signed import ENCRYPTED
from threadparse.values.encoded_words import address_text

__all__ = ["Composed", "compose"]

_HEADER = (("From", "from"), ("Date", "date"), ("To", "to"), ("Cc", "cc"), ("Subject", "subject"))
# Reports of mail servers (RFC 3464, RFC 8098, RFC 5965): text in all but name.
_REPORTS = frozenset({"message/delivery-status", "message/disposition-notification", "message/feedback-report"})
_QUOTING_HTML = re.compile(rb"<blockquote|3Cblockquote|class=(?:3D)?[\"']?gmail_quote", re.IGNORECASE)
_QUOTE_MARK = re.compile(r"^[ \t]*>", re.MULTILINE)
# What stands above the first boundary: the words of a program to programs without MIME, with few exceptions.
_PREAMBLE = re.compile(rb"\A.*?(?=^--)", re.DOTALL | re.MULTILINE)
_PROGRAM = re.compile(rb"mime|multi-?part", re.IGNORECASE)
# A plain part of so few words may be a stub for clients without HTML, if the HTML part says far more.
_STUB_WORDS = 60
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_PACKED = "Outlook packed attachments in winmail.dat (TNEF), which is damaged, or threadparse[tnef] is not installed."
_NOTES = {
    "multipart/encrypted": ("mail.encrypted", "The mail is encrypted (PGP/MIME): its words cannot be read."),
    "application/ms-tnef": ("mail.tnef", _PACKED),
}
# Text that is no words: cards, and what a saved page (.mht) is made of.
_NO_WORDS = frozenset({"text/rtf", "text/x-vcard", "text/vcard", "text/css", "text/javascript"})
_CERTIFICATES = "certs-only"  # RFC 8551 §3.2.2: no words were ever in it


@dataclass(slots=True)
class Composed:
    """What a mail makes.

    Attributes:
        blocks: Paragraphs of its text.
        attachments: The files that came with it; those of attached mails stand in their header blocks.
        notes: What was guessed or could not be read.
    """

    blocks: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def text(self) -> str:
        r"""Return the text, lines ending with "\n"."""
        return "\n\n".join(block for block in self.blocks if block)


@dataclass(slots=True)
class _Mail:
    """A mail in work: the carrying one, or one attached to it."""

    fields: Fields
    slot: int
    attachments: list[Attachment]
    worded: bool = False


def compose(root: MimePart, path: str, options: ParseOptions) -> Composed:
    """Make one text of a mail and of the mails attached to it.

    Args:
        root: The mail.
        path: What to call it in an error.
        options: The limits.

    Returns:
        Its text, attachments and notes.

    Raises:
        LimitError: A part has more text than allowed.
    """
    return _Composer(path, options).run(root)


class _Composer:
    """The walk over the parts, with a stack in place of recursion."""

    def __init__(self, path: str, options: ParseOptions) -> None:
        self.path = path
        self.options = options
        self.made = Composed()
        self.read: dict[int, Body] = {}  # bodies that were read to choose between them
        self.noted: set[tuple[str, str]] = set()
        self.todo: list[tuple[MimePart | None, _Mail]] = []

    def run(self, root: MimePart) -> Composed:
        self.todo.append((root, _Mail(root.fields, -1, self.made.attachments)))
        while self.todo:
            part, mail = self.todo.pop()
            if part is None:
                self._end_mail(mail)
            elif part.content.value.startswith("multipart/") and part.children:
                self._multipart(part, mail)
            elif part.children and is_smime(part):
                self.todo.append((part.children[0], mail))
            elif part.children:
                self._begin_mail(part.children[0].fields, mail, part.children[0])
            else:
                self._leaf(part, mail)
        if root.children and not any(self.made.blocks):
            self._preamble(root)
        return self.made

    def _preamble(self, root: MimePart) -> None:
        """Add what a mailer wrote above the first boundary, where no part has words."""
        above = _PREAMBLE.match(root.body)
        if above is None or not above[0].strip() or _PROGRAM.search(above[0]):
            return
        boundary = root.content.parameters.get("boundary", "").encode()
        if boundary and boundary in above[0]:  # its delimiter is indented: these are the parts, not words above them
            return
        part = replace(root, content=Typed("text/plain", {}), body=above[0], children=[])
        self._words(part, _Mail(root.fields, -1, []))
        self._note("mail.boundary", "warning", "The words of this mail stand above its first part, where none belong.")

    def _multipart(self, part: MimePart, mail: _Mail) -> None:
        kind = part.content.value
        if part.broken:
            words = "The parts of this mail have no proper boundary; they were cut where they seem to begin."
            self._note("mail.boundary", "warning", words)
        if kind in _NOTES:
            self._note(_NOTES[kind][0], "warning", _NOTES[kind][1])
        children = part.children
        if kind == "multipart/alternative":
            chosen = self._chosen(children)
            for child in children:
                if child is not chosen:
                    for leaf in _leaves(child):
                        if not _is_wording(leaf):
                            self._list(leaf, mail)
            children = [chosen]
        self.todo.extend((child, mail) for child in reversed(children))

    def _chosen(self, children: list[MimePart]) -> MimePart:
        """Return the alternative with more structure (RFC 2046 §5.1.4): text, unless a stub or without its quotes."""
        plain = next((child for child in children if child.content.value == "text/plain"), None)
        rich = next((child for child in reversed(children) if _html_of(child) is not None), None)
        if plain is None or rich is None:
            return plain or rich or children[-1]
        html = _html_of(rich)
        assert html is not None
        text = self._body(plain).text
        words = len(text.split())
        if words == 0 or (_QUOTING_HTML.search(html.body) and not _QUOTE_MARK.search(text)):
            return rich
        if words <= _STUB_WORDS and len(html.body) > 8 * len(text):
            return rich if len(self._body(html).text.split()) > 3 * words + 20 else plain
        return plain

    def _body(self, part: MimePart) -> Body:
        if id(part) not in self.read:
            self.read[id(part)] = read_body(part, self.path, self.options)
        return self.read[id(part)]

    def _leaf(self, part: MimePart, mail: _Mail) -> None:
        kind = part.content.value
        attached = part.disposition.value == "attachment" or (part.name() is not None and mail.worded)
        if kind == "text/rfc822-headers":
            self._begin_mail(read_fields(part.decoded())[0], mail, None)
        elif kind == "text/calendar":
            self._list(part, mail)
            if not mail.worded:
                self._words(part, mail)
        elif (kind.startswith("text/") and not attached and kind not in _NO_WORDS) or (kind in _REPORTS):
            self._words(part, mail)
        elif part.body.strip() or part.name():
            if is_outlook(part) and self._outlook(part, mail):
                return
            if kind in _TNEF and self._unpacked(part, mail):
                return
            self._list(part, mail)
            told = _NOTES.get(kind)
            if is_smime(part) and part.content.parameters.get("smime-type", "").lower() != _CERTIFICATES:
                told = ENCRYPTED
            if told is not None:
                self._note(told[0], "warning", told[1])

    def _list(self, part: MimePart, mail: _Mail) -> None:
        """Add a file that is not read; one that may hold mail is named."""
        name, data = part.name() or "unnamed", part.decoded()
        mail.attachments.append(Attachment(name=name, content_type=part.content.value, size=len(data)))
        placed = part.disposition.value or ("inline" if part.fields.raw("content-id") else "")
        note = unread_note(name, data[:HEAD_BYTES], len(data), inline=placed == "inline")
        if note is not None:
            self._add(note)

    def _outlook(self, part: MimePart, mail: _Mail) -> bool:
        """Add an Outlook message that is attached; one that cannot be read stays a file, with a note."""
        name = part.name() or "unnamed"
        text = read_outlook(part, f"{self.path}/{name}", self.options)
        if isinstance(text, InputError):
            words = f"{name!r} is attached and was not read, so its messages are missing: {text.reason}."
            self._note("mail.outlook", "warning", words)
            return False
        for note in text.notes:
            self._add(replace(note, span=None))
        mail.worded = True
        self.made.blocks.append(written_out(text.source.envelope or Envelope(), text.characters, text.attachments))
        return True

    def _unpacked(self, part: MimePart, mail: _Mail) -> bool:
        """Add what Outlook packed for its own kind; tell whether it can be read."""
        from threadparse.readers.tnef import unpack

        try:
            found = unpack(part.decoded(), f"{self.path}/{part.name() or 'unnamed'}", self.options)
        except InputError:
            return False
        mail.attachments += found.attachments
        for note in found.notes:
            self._add(note)
        if found.words.strip() and not mail.worded:
            mail.worded = True
            self.made.blocks.append(found.words.strip("\n"))
        return True

    def _words(self, part: MimePart, mail: _Mail) -> None:
        """Add the text of a part."""
        body = self._body(part)
        for note in body.notes:
            self._add(note)
        text = body.text.strip("\n")
        if text.strip():
            mail.worded = True
            self.made.blocks.append(text)

    def _begin_mail(self, fields: Fields, mail: _Mail, child: MimePart | None) -> None:
        """Open an attached mail; its header block is written when its attachments are known."""
        attached = _Mail(fields, len(self.made.blocks), [])
        mail.worded = True
        self.made.blocks.append("")
        self.todo.append((None, attached))
        if child is not None:
            self.todo.append((child, attached))

    def _end_mail(self, mail: _Mail) -> None:
        """Write the header block of an attached mail above its words, and its end below them."""
        lines = [f"{label}: {text}" for label, name in _HEADER if (text := _line(mail.fields, name))]
        if not lines and not mail.attachments and len(self.made.blocks) == mail.slot + 1:
            return
        if mail.attachments:
            lines.append(f"Attachments: {listed(mail.attachments)}")
        self.made.blocks[mail.slot] = "\n".join([BEGIN, *lines])
        self.made.blocks.append(END)

    def _note(self, code: str, severity: Severity, words: str) -> None:
        self._add(Note(code, severity, words))

    def _add(self, note: Note) -> None:
        """Keep a note, once."""
        if (note.code, note.text) not in self.noted:
            self.noted.add((note.code, note.text))
            self.made.notes.append(note)


def _line(fields: Fields, name: str) -> str:
    """Return a field of an attached mail on one line."""
    raws = fields.all_raw(name)
    return (
        ", ".join(text for raw in raws if (text := address_text(raw)))
        if name in ("from", "to", "cc")
        else (fields.text(name) or "")
    )


def _leaves(part: MimePart) -> Iterator[MimePart]:
    """Return the parts without parts, in their order."""
    todo = [part]
    while todo:
        found = todo.pop()
        if found.children:
            todo.extend(reversed(found.children))
        else:
            yield found


def _html_of(part: MimePart) -> MimePart | None:
    """Return the HTML of an alternative: the part itself, or the first of its parts."""
    return next((leaf for leaf in _leaves(part) if leaf.content.value == "text/html"), None)


def _is_wording(part: MimePart) -> bool:
    """Tell whether a part is one more wording of the same message, and no file of its own."""
    attached = part.disposition.value == "attachment" or part.name() is not None
    return part.content.value.startswith("text/") and part.content.value != "text/calendar" and not attached
