"""What a segment's header fields say, read into values, before the chain decides on dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from threadparse.document import MAILBOX_FIELDS, Attachment, Envelope, Mailbox, Message, Note
from threadparse.headers.header import Header
from threadparse.lines.lines import Lines
from threadparse.locales.folding import fold_blanks, fold_word
from threadparse.values.addresses.read import names_with_commas, parse_addresses, parse_blind_copies, parse_mailbox
from threadparse.values.dates.read import DateValue, parse_date, scan_dates
from threadparse.values.dates.value import weekday_fits
from threadparse.values.redactions import has_mark_beside, is_exemption, is_released_in_full, strip_redactions

__all__ = [
    "BlankFields",
    "ListHabits",
    "Values",
    "address_notes",
    "carried_values",
    "part_glued_addresses",
    "read_values",
    "recognise",
]

_MAX_DATE_CHARS = 400
_DEBRIS = r"(?m)^(?:\?(?:[ \t]*\?)+[ \t]*|\?[ \t]+|[\ufffdÂ](?:[ \t\xa0]*[\ufffdÂ])*(?:[ \t\xa0]+|$))"
_BEGIN_DEBRIS = ("?", "\ufffd", "Â")
_PARTED_WORD = r"(?<=\w-)\n(?=[^\W\d_])"  # "Jean-" and "Louis" below it
_ENCODED_BLANKS = r"^(?:=20)+\s*|\s*(?:=20)+$"  # RFC 2045 §6.7
_PERIOD_LEFT = r"(?:.*\W)?[aApPmMnNrRiIfFlvVwW.]{1,4}\Z"  # as text, as most dates leave no rest: "prn", "p.", "M", "FM"
_SIGN_LOST = r"(?:0\d|1[0-4])(?:00|15|30|45)\Z"  # an offset, which may be east or west
_MAX_GLUED_CHARS = 4  # of a name and a bracket glued to an address
_FEWEST_DEBRIS = 2  # fields; one alone may begin so in earnest


@dataclass(slots=True, eq=False, repr=False)
class Values:
    """The values of one message.

    Attributes:
        sender: The From mailbox; None where the header names nobody.
        to: Recipients; so ``cc`` and ``bcc``.
        date: The date as written, or None.
        date_raw: The text of the date field.
        date_rest: What of it the date does not explain.
        subject: As written, white space folded; None where there is no such field.
        attachments: Files that an "Attachments:" field or the carrier names.
    """

    sender: Mailbox | None = None
    to: list[Mailbox] = field(default_factory=list)
    cc: list[Mailbox] = field(default_factory=list)
    bcc: list[Mailbox] = field(default_factory=list)
    date: DateValue | None = None
    date_raw: str | None = None
    date_rest: str = ""
    subject: str | None = None
    attachments: list[Attachment] = field(default_factory=list)


class ListHabits:
    """How a chain writes lists of people.

    Args:
        headers: Its headers.
    """

    def __init__(self, headers: Sequence[Header]) -> None:
        self._senders = [value for header in headers if (value := header.value("from")) and "," in value]
        values = [value for header in headers for name in ("to", "cc") if (value := header.value(name))]
        self._divided = [value for value in values if ";" in value]
        self._set_semicolons = self._has_names_with_commas() and not any(
            value.count(",") > 1 for value in values if ";" not in value
        )

    def _has_names_with_commas(self) -> bool:
        """Tell whether a name with a comma stands between semicolons."""
        divided = (value for value in self._divided if "," in value)
        return any(entry.count(",") == 1 and "@" not in entry for value in divided for entry in value.split(";"))

    @cached_property
    def _names(self) -> frozenset[str]:
        """The names with a comma that the chain shows whole."""
        return names_with_commas(self._senders, self._divided)

    def read(self, value: str, *, joined: bool) -> list[Mailbox]:
        """Return the mailboxes of a recipient field.

        Args:
            value: The value.
            joined: Its header sets semicolons between people, so that a comma is within a name.
        """
        joined = joined or self._set_semicolons
        return list(map(Mailbox.of, parse_addresses(value, joined=joined, names=lambda: self._names)))


def read_values(header: Header | None, habits: ListHabits, *, markdown: bool) -> Values:
    """Read the fields of a header.

    Args:
        header: The header, or None.
        habits: How its chain writes lists of people.
        markdown: The carrier is markdown; emphasis and links in values are resolved.
    """
    if header is None or not header.fields:
        return Values()
    values = Values()
    written = {name: found.value for name, found in header.fields.items()}
    shown = "\n".join(written.values())  # of which a mark is looked for at once
    written = _mended(written, shown)
    joined = ";" in shown and any(";" in written.get(name, "") for name in MAILBOX_FIELDS)
    sender = written.get("from")
    if sender is not None:
        found = parse_mailbox(sender)
        values.sender = Mailbox.of(found) if found else None
    if "to" in written:
        values.to = habits.read(written["to"], joined=joined)
    if "bcc" in written:
        values.bcc = habits.read(written["bcc"], joined=joined)
    if "cc" in written:
        values.cc = habits.read(written["cc"], joined=joined)
        values.bcc += map(Mailbox.of, parse_blind_copies(written["cc"]))
    subject = written.get("subject")
    if subject is not None:
        values.subject = _shown(subject, markdown=markdown)
    date = written.get("date")
    if date is not None:
        values.date_raw = _shown(date, markdown=markdown)
        values.date, values.date_rest = read_date(values.date_raw)
    values.attachments = _attachments(written.get("attachments", ""))
    return values


class BlankFields:
    """The address fields in which nothing stands, until all of the chain is read.

    A blank field is a blacked-out one only if a mark or an exemption code stands beside it, or the same text shows
    that field blacked out elsewhere; never in a document released in full.

    Args:
        lines: The lines of the text.
    """

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._blank: list[tuple[Message, str]] = []
        self._marked: list[tuple[Message, str]] = []

    def add(self, message: Message, header: Header | None) -> None:
        """Note the blank fields of a message."""
        for name in MAILBOX_FIELDS if header is not None else ():
            found = header.fields.get(name) if header is not None else None
            if found is not None and not found.value.strip() and not message.mailboxes(name):
                (self._marked if self._has_mark(found.line) else self._blank).append((message, name))

    def _has_mark(self, line: int) -> bool:
        """Tell whether a mark stands beside a blank field, or a code alone in the margin of the row below."""
        if has_mark_beside(self._lines.raw(line)):
            return True
        below = self._lines.raw(line + 1) if line + 1 < len(self._lines.starts) else ""
        return below[:3].isspace() and is_exemption(below)

    def settle(self, messages: Iterable[Message]) -> None:
        """Give each blank field that was blacked out a redacted mailbox.

        Args:
            messages: All messages of the text.
        """
        if not (self._blank or self._marked) or is_released_in_full(self._lines.text):
            return
        if self._blank:
            shown = {
                name
                for message in messages
                for name in MAILBOX_FIELDS
                if any(box.blacked_out for box in message.mailboxes(name))
            }
            self._marked += (entry for entry in self._blank if entry[1] in shown)
        for message, name in self._marked:
            message.black_out(name)


def address_notes(message: Message) -> list[Note]:
    """Return a note for each address in which a sign was taken for the at sign or the bracket that it must have been.

    Args:
        message: The message, which has no id yet.
    """
    notes: list[Note] = []
    for mailbox in message.people:
        if mailbox.address is None:
            continue
        if _lost_bracket(mailbox) and mailbox.raw.partition(mailbox.address)[0][-1:].isalnum():
            text = f"{mailbox.raw!r} has no bracket before the address; read as {mailbox.address}, as elsewhere."
            notes.append(Note("address.misread", "warning", text, message.header_span))
        if mailbox.raw.isascii():
            continue
        raw = "".join(mailbox.raw.split())
        sign = next((sign for sign in "©®" if mailbox.address.replace("@", sign) in raw), None)
        if sign is not None:
            text = f"{mailbox.raw!r} has {sign!r} for the at sign; read as {mailbox.address}."
            notes.append(Note("address.misread", "warning", text, message.header_span))
    return notes


def part_glued_addresses(messages: Sequence[Message]) -> None:
    """Part names from addresses where a scan read the bracket between them as a letter, if the chain has the address.

    Args:
        messages: All messages of the text; "Roe, Jane Bejane@x.example>" becomes the name and the address.
    """
    boxes = [box for message in messages for box in message.people if box.address]
    glued = list(filter(_lost_bracket, boxes))
    known = {(box.address or "").casefold() for box in boxes if not _lost_bracket(box)} if glued else set()
    for box in glued:
        written = box.address or ""
        cut = next((at for at in range(1, _MAX_GLUED_CHARS + 1) if written[at:].casefold() in known), 0)
        if cut:
            box.name, box.address = " ".join(filter(None, (box.name, written[: cut - 1]))) or None, written[cut:]


def _lost_bracket(box: Mailbox) -> bool:
    """Tell whether a bracket closes behind an address and none opens before it."""
    return box.raw.endswith(">") and box.raw.find("<") < 0 and box.address is not None


def _shown(value: str, *, markdown: bool) -> str:
    """Return a value on one line, as it shows."""
    if markdown:
        from threadparse.lines.markup import plain

        value = plain(value)
    return fold_blanks(value)


def carried_values(envelope: Envelope, attachments: Sequence[Attachment]) -> Values:
    """Return the values of the outermost message, which the carrying e-mail's own header gives.

    Args:
        envelope: The header.
        attachments: The files that came with it.
    """
    return Values(
        sender=_copied(envelope.sender) if envelope.sender else None,
        to=[_copied(mailbox) for mailbox in envelope.to],
        cc=[_copied(mailbox) for mailbox in envelope.cc],
        date=parse_date(envelope.date) if envelope.date else None,
        date_raw=envelope.date,
        subject=envelope.subject,
        attachments=list(attachments),
    )


def recognise(values: Values, carried: Values) -> None:
    """Undo a redaction that is none: a name like "xxx" is one where the carrying e-mail's own header has it too.

    Args:
        values: The values of a message below; changed in place.
        carried: The values of the carrying e-mail.
    """
    sender = values.sender
    if sender is None or not sender.blacked_out:
        return
    for known in (carried.sender, *carried.to, *carried.cc):
        if known is not None and sender.raw and sender.raw in (known.raw, known.name, known.address):
            whole = sender.raw == known.raw
            values.sender = Mailbox(
                known.name if whole or sender.raw == known.name else None,
                known.address if whole or sender.raw == known.address else None,
                raw=sender.raw,
            )
            return


def _copied(mailbox: Mailbox) -> Mailbox:
    """Return a mailbox of the envelope as one of the message, which will know its participant."""
    return replace(mailbox, raw=" ".join(mailbox.raw.split()))


def read_date(text: str) -> tuple[DateValue | None, str]:
    """Return the date that a field holds, and what of the field it does not explain.

    Args:
        text: The field's value.

    Returns:
        The date of the whole value, or the first date in it; and the words beside it, without redaction marks. Where
        figures are left over the time of day may be misread, and only the day counts.
    """
    value = parse_date(text)
    if value is not None or len(text) > _MAX_DATE_CHARS:
        return value and _undisputed(value, ""), ""
    value = next(iter(scan_dates(text)), None)
    if value is None:
        return None, ""
    rest = " ".join(strip_redactions(f"{text[: value.start]} {text[value.end :]}")[0].split()).strip(" ,;.()[]")
    if any(letter.isdigit() for letter in rest) and not (value.second is not None and re.match(_SIGN_LOST, rest)):
        value = _without_time(value)
    return _undisputed(value, rest), rest


def _undisputed(value: DateValue, rest: str) -> DateValue:
    """Return a date as far as nothing in the field denies it: its rest, a weekday, a year beside it.

    The year goes if figures are left over and the weekday denies it, one of two figures for either; a time that
    could be before or after noon if what is left over may have said which; the day if it is not the weekday that stands
    in the rest.
    """
    if value.hour is not None and value.hour < 13 and not value.twelve_hour and rest and re.match(_PERIOD_LEFT, rest):
        value = _without_time(value)
    day = _weekday_in(rest) if value.weekday is None and rest else None
    if day is not None and weekday_fits(value._replace(weekday=day)) is False:
        value = _without_time(value)._replace(day=None)
    doubts = any(map(str.isdigit, rest)) + (weekday_fits(value) is False)
    whole = str(value.year) in value.raw
    return value._replace(year=None) if doubts > whole else value


def _without_time(value: DateValue) -> DateValue:
    return value._replace(hour=None, minute=None, second=None, offset=None)


def _weekday_in(rest: str) -> int | None:
    """Return the first weekday that a word names, misread perhaps by a letter."""
    from threadparse.locales.calendar import calendar_words  # most dates leave no rest
    from threadparse.values.dates.tokens import nearest_name

    for word in map(fold_word, re.findall(r"[^\W\d_]{3,}", rest)):
        found = calendar_words().get(word) or calendar_words().get(nearest_name(word) or "")
        if found is not None and found.days:
            return max(found.days, key=lambda day: len(found.days[day]))
    return None


def _mended(written: dict[str, str], shown: str) -> dict[str, str]:
    """Return values without what a carrier put into them; most have no trace of it."""
    if "??" in shown or "? " in shown or (not shown.isascii() and ("Â" in shown or "\ufffd" in shown)):
        written = _without_debris(written)
    if "=?" in shown:
        written = _without_encoded_words(written)
    if "=20" in shown:
        written = {name: re.sub(_ENCODED_BLANKS, "", value) for name, value in written.items()}
    if "-\n" in shown:
        written = {name: re.sub(_PARTED_WORD, "", value) for name, value in written.items()}
    return written


def _without_debris(written: dict[str, str]) -> dict[str, str]:
    """Return values without what a lost or wrong charset made of the blanks behind the labels ("??", "? ?", "Â")."""
    begun = [value for value in written.values() if value.startswith(_BEGIN_DEBRIS)]
    if len(begun) < _FEWEST_DEBRIS or sum(re.match(_DEBRIS, value) is not None for value in begun) < _FEWEST_DEBRIS:
        return written
    return {name: re.sub(_DEBRIS, "", value) for name, value in written.items()}


def _without_encoded_words(written: dict[str, str]) -> dict[str, str]:
    """Return the values of a header that was quoted raw, as it shows."""
    from threadparse.values.encoded_words import decode_words

    return {
        name: decode_words(value, quote=name in MAILBOX_FIELDS) if "=?" in value else value
        for name, value in written.items()
    }


def _attachments(value: str) -> list[Attachment]:
    """Return the files that an attachments field names."""
    return [Attachment(name=name) for part in value.replace("\n", " ").split(";") if (name := part.strip(" \t,\"'"))]
