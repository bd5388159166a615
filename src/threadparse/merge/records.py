"""What a merge holds of each occurrence: a short record in memory; the words lie in a spool file."""

from __future__ import annotations

import json
import re
import tempfile
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, is_dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, Literal, NamedTuple, TypeVar
from zlib import crc32

from threadparse.errors import OutputError
from threadparse.locales.folding import fold
from threadparse.merge.body_places import BodyPlaces, Piece
from threadparse.merge.compared_words import MASK, Words, cut_words
from threadparse.merge.merged import MergedSource
from threadparse.threads.chronology import instant
from threadparse.values.addresses.read import name_key
from threadparse.values.redactions import is_redacted
from threadparse.values.subjects import Action, Subject, base_subject, quoted_subject, read_subject
from threadparse.views.json import members

__all__ = [
    "Copy",
    "PersonKey",
    "Record",
    "Spool",
    "Time",
    "disk_errors_named",
    "distinct_paths",
    "hash_of",
    "person_of",
    "time_of",
]

_Shared = TypeVar("_Shared")
Header = Literal["envelope", "block", "attribution"]

_SKETCH_HASHES = 4
_SHINGLE_WORDS = 3
_EPOCH = datetime(1970, 1, 1)
# Of an address that was misread: "Moe, Ida [rnailto:ida.moe"
_OPEN_BRACKET = re.compile(r"[\[{](?![^\[{:@]*[\]}])")
_PARAGRAPH = re.compile(r"\n\s*\n")
_MIN_COMMON_WORDS = 4  # words of a paragraph that may be a gateway's; shorter ones are greetings
_SEVERAL_SENDERS = -1
_SEEN_BITS = 20
_MAX_SEEN = 65_535
_MAX_KEPT_COPIES = 256  # copies whose words are held in memory


class Time(NamedTuple):
    """When a message was sent, as one copy shows it.

    Attributes:
        minute: Minutes since 1970, in UTC if ``exact``, else as the clock of some zone showed it.
        exact: The copy shows an offset.
        day: The copy shows a day only.
        wall: Minutes since 1970 as the copy shows them.
    """

    minute: int
    exact: bool
    day: bool
    wall: int


class PersonKey(NamedTuple):
    """Who a header field names, in forms that can be compared; empty where it is not told."""

    name: str
    address: str


@dataclass(slots=True)
class Record:
    """What is held in memory of an occurrence.

    Attributes:
        number: Its place among all.
        source: Place of its document among the sources.
        thread: Place of its thread in the document.
        answers: Number of what it answers or forwards in its document; -1 for nothing.
        attached: It came with a mail as a message of its own (message/rfc822).
        time: When it was sent; None without a date.
        quoter: Who quotes it in its document, if not under another subject: that may be another mail's print.
        recipients: Of To and Cc; empty if none is known by name or address.
        addressed: How many of them, the first, are of To.
        all_recipients: All of them are known by name or address.
        subject: Base subject, folded; None without a subject.
        topic: The same; without a subject, what that of its quoter or its thread in the document says of it.
        depth: How many messages of its thread stand above it.
        actions: What the prefixes of its subject say; without a subject, what that of its quoter says of them.
        forwarded: It forwards something.
        words: How many words it has; redaction marks do not count.
        content: Hash of its words.
        sketch: The least hashes of stretches of its words.
        ends: Hashes of its first and its last words.
        start: Where its line begins in the spool.
    """

    number: int
    source: int
    thread: int
    id: str
    source_index: int
    answers: int
    outermost: bool
    attached: bool
    header: Header
    time: Time | None
    sender: PersonKey
    quoter: PersonKey
    recipients: tuple[PersonKey, ...]
    addressed: int
    all_recipients: bool
    subject: str | None
    topic: str
    depth: int
    actions: tuple[Action, ...]
    forwarded: bool
    message_id: str
    masked: bool
    words: int
    letters: int
    content: int
    sketch: tuple[int, ...]
    ends: tuple[int, ...]
    start: int


class _Standing(NamedTuple):
    """How an occurrence stands in its document; beside what ``Record`` has, whether the document is a mail.

    Attributes:
        outermost: It stands first in its thread, or nothing in it quotes it and nothing says that it is forwarded.
        carrying: It is the mail itself.
        carried: It came in a mail, or is it.
    """

    source: int
    thread: int
    answers: int
    depth: int
    outermost: bool
    carrying: bool
    carried: bool
    quoter: PersonKey
    topic: str
    actions: tuple[Action, ...]


def person_of(mailbox: Any) -> PersonKey:
    """Return who a mailbox names."""
    if mailbox is None:
        return PersonKey("", "")
    name = mailbox.name if mailbox.name and not is_redacted(mailbox.name, mailbox=True) else ""
    return PersonKey(name_key(_OPEN_BRACKET.split(name, maxsplit=1)[0] or name), (mailbox.address or "").casefold())


def _is_torn(mailbox: Any) -> bool:
    """Tell whether a mailbox cannot be compared: an address that was misread is its name, or a part of one."""
    name = mailbox.name or ""
    return "@" in name or (name[:1] in ("'", '"') and name.count(name[0]) == 1)


def time_of(date: str | None) -> Time | None:
    """Return when a message was sent; a date without a day is none."""
    shown = instant(date)
    if shown is None:
        return None
    day = shown.last - shown.time == timedelta(days=1)
    return Time(_minute(shown.time), shown.exact, day, _minute(shown.time + shown.offset))


def _minute(time: datetime) -> int:
    """Return the minutes from 1970 to a time."""
    return (time - _EPOCH) // timedelta(minutes=1)


def _plain(value: Any) -> dict[str, Any]:
    """Return the members of a part of a document, whether the parser's own or a pydantic model."""
    return members(value) if is_dataclass(value) else dict(vars(value))


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)


class Copy:
    """All of an occurrence, as the spool has it.

    Args:
        row: What was written.

    Attributes:
        start: Where its own words begin in the body, behind a gateway's banner.
    """

    def __init__(self, row: dict[str, Any]) -> None:
        self.row = row
        self.body: str = row["body"]
        self.start: int = row["banner"]
        self.words: Words = cut_words(self.body, self.start)

    @property
    def places(self) -> BodyPlaces:
        """Where its words stand in the text."""
        pieces: list[Piece] = self.row["pieces"]
        span = self.row["span"]
        return BodyPlaces(pieces, self.body, span[1] if span else 0)


def _header_kind(message: Any) -> Header:
    """Return what the header of an occurrence is: a block, or an attribution line."""
    return "block" if message.header_span and (message.to or message.subject) else "attribution"


def _who_quotes(quoter: Any, known: Subject | None, subjects: Mapping[str, Subject]) -> PersonKey:
    """Return who quotes a message, if not under another subject: that may be another mail on the same paper."""
    about = subjects.get(quoter.id) if quoter is not None else None
    apart = known is not None and about is not None and fold(known.base) != fold(about.base)
    return person_of(None if quoter is None or apart else quoter.sender)


def _end_hashes(own: list[str]) -> tuple[int, ...]:
    """Return the hashes of the first and the last five words; none of fewer words."""
    return (hash_of(own[:5]), hash_of(own[-5:])) if len(own) >= 5 else ()


@contextmanager
def disk_errors_named() -> Iterator[None]:
    """Say where the files of a merge are, if there is no room for them.

    Raises:
        OutputError: They cannot be written or read.
    """
    try:
        yield
    except OSError as error:
        place = f"{tempfile.gettempdir()}: the words of the messages cannot be kept there ({error.strerror})"
        raise OutputError(f"{place}; make room, or set TMPDIR to a folder on another disk") from error


class Spool:
    """The occurrences of a merge on disk, in the order in which they came: a context manager.

    Attributes:
        sources: The documents.
        records: The occurrences.
    """

    def __init__(self) -> None:
        self.sources: list[MergedSource] = []
        self.envelopes: dict[int, tuple[str, str, tuple[str, ...]]] = {}
        self.records: list[Record] = []
        self._known: set[tuple[str, str]] = set()
        self._shared: dict[Any, Any] = {}  # people, subjects and ids are in many records, and in memory once
        self._paragraphs: dict[int, int] = {}
        self._common: set[int] = set()
        self._seen = array("H", bytes(2 << _SEEN_BITS))
        self._file = tempfile.TemporaryFile(prefix="threadparse-merge-")  # noqa: SIM115 - closed in __exit__
        self._kept: OrderedDict[int, Copy] = OrderedDict()

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # what is not yet on a full disk is not needed any more
            self._file.close()

    def add(self, document: Any, places: Callable[[Any], dict[str, Any]]) -> None:
        """Take in a document, unless it is there already.

        Args:
            document: What the parser made of it, or rows of a batch.
            places: Says where a message stands in the text, see ``message_places``.
        """
        source = document.source
        if (source.path, source.sha256) in self._known:
            return
        self._known.add((source.path, source.sha256))
        number = len(self.sources)
        facts = (source.path, source.sha256, source.format, source.characters, source.pages)
        envelope = source.envelope
        if envelope is not None:
            links = envelope.message_id or "", envelope.in_reply_to or "", tuple(envelope.references)
            self.envelopes[number] = links
        records = [
            record
            for place, thread in enumerate(document.threads)
            for record in self._thread(number, place, thread, places, envelope is not None)
        ]
        self.sources.append(MergedSource(*facts))
        self.records += records

    def _thread(
        self, source: int, place: int, thread: Any, places: Callable[[Any], dict[str, Any]], carried: bool
    ) -> Iterator[Record]:
        """Write the messages of a thread down; return what stays in memory."""
        indices = {message.id: message.source_index for message in thread.messages}
        quoters = {message.in_reply_to: message for message in thread.messages if message.in_reply_to}
        first = min((message.source_index for message in thread.messages), default=0)
        subjects: dict[str, Subject] = {}
        for message in sorted(thread.messages, key=lambda message: message.source_index):
            quoter = quoters.get(message.id)
            if message.subject:
                subjects[message.id] = read_subject(message.subject)
            elif quoter is not None and quoter.id in subjects:
                subjects[message.id] = quoted_subject(subjects[quoter.id])
            if not _is_any(message):
                continue
            known, shown = subjects.get(message.id), places(message)
            standing = _Standing(
                source=source,
                thread=place,
                answers=indices.get(message.in_reply_to or "", -1),
                depth=message.source_index - first,
                outermost=message.source_index == first or (quoter is None and not shown["forwarded"]),
                carrying=carried and message.source_index == 0,
                carried=carried,
                quoter=_who_quotes(quoter, known, subjects),
                topic=fold(known.base if known is not None else thread.subject or ""),
                actions=known.actions if known is not None else (),
            )
            yield self._record(message, _row(message) | shown, standing)

    def arrange(self) -> None:
        """Put documents and occurrences in the order of their paths, so that the order of arrival tells nothing."""
        order = sorted(range(len(self.sources)), key=lambda at: (self.sources[at].path, self.sources[at].sha256, at))
        places = {old: new for new, old in enumerate(order)}
        self.sources = [self.sources[old] for old in order]
        names = distinct_paths((source.path, source.sha256) for source in self.sources)
        for source in self.sources:
            source.path = names[source.path, source.sha256]
        self.envelopes = {places[old]: links for old, links in self.envelopes.items()}
        for record in self.records:
            record.source = places[record.source]
        self.records.sort(key=lambda record: (record.source, record.source_index))
        for number, record in enumerate(self.records):
            record.number = number
        for _, own in groupby(self.records, key=attrgetter("source")):
            numbers = {record.source_index: record.number for record in own}
            for record in map(self.records.__getitem__, numbers.values()):
                record.answers = numbers.get(record.answers, -1)
        self._common = {paragraph for paragraph, writer in self._paragraphs.items() if writer == _SEVERAL_SENDERS}
        for needed_no_more in (self._paragraphs, self._known, self._shared, self._kept):
            needed_no_more.clear()

    def _learn(self, message: Any, own: list[str], banner: int) -> None:
        """Count the words of an occurrence and of its people; note whose messages have one paragraph at an end."""
        named = _header_words(tuple(map(person_of, (message.sender, *message.to, *message.cc))))
        for key in named.union(own):
            slot = _slot(key)
            self._seen[slot] = min(self._seen[slot] + 1, _MAX_SEEN)
        writer = hash_of(person_of(message.sender))
        for paragraph in _edges(message.body[banner:]):
            if self._paragraphs.setdefault(paragraph, writer) != writer:
                self._paragraphs[paragraph] = _SEVERAL_SENDERS

    def _record(self, message: Any, row: dict[str, Any], standing: _Standing) -> Record:
        """Write an occurrence down; return what stays in memory."""
        keys = cut_words(message.body, row["banner"]).keys
        own = [key for key in keys if key != MASK]
        self._learn(message, own, row["banner"])
        people = tuple(self._share(person_of(mailbox)) for mailbox in (*message.to, *message.cc))
        line = _ENCODER.encode(row).encode("utf-8", "surrogatepass") + b"\n"
        with disk_errors_named():
            start = self._file.seek(0, 2)
            self._file.write(line)
        subject = message.subject or ""
        return Record(
            number=len(self.records),
            source=standing.source,
            thread=standing.thread,
            id=self._share(message.id),
            source_index=message.source_index,
            answers=standing.answers,
            outermost=standing.outermost,
            attached=standing.carried and row["attached"],
            header="envelope" if standing.carrying else _header_kind(message),
            time=time_of(message.date),
            sender=self._share(person_of(message.sender)),
            quoter=self._share(standing.quoter),
            recipients=self._share(tuple(person for person in people if person.name or person.address)),
            addressed=sum(bool(person.name or person.address) for person in people[: len(message.to)]),
            all_recipients=bool(people)
            and all(person.name or person.address for person in people)
            and not any(map(_is_torn, (*message.to, *message.cc))),
            subject=None if not subject or is_redacted(subject) else self._share(fold(base_subject(subject))),
            topic=self._share(standing.topic),
            depth=standing.depth,
            actions=self._share(standing.actions),
            forwarded=message.action == "forward",
            message_id=self.envelopes[standing.source][0] if standing.carrying else "",
            masked=len(own) < len(keys),
            words=len(own),
            letters=sum(map(len, own)),
            content=hash_of(keys),
            sketch=self._share(_sketch(own)),
            ends=self._share(_end_hashes(own)),
            start=start,
        )

    def _share(self, value: _Shared) -> _Shared:
        """Return the first value that is the same."""
        shared: _Shared = self._shared.setdefault(value, value)
        return shared

    def own_words(self, record: Record) -> list[str]:
        """Return the words of an occurrence but for paragraphs that messages of several people begin or end with."""
        keys: list[str] = []
        copy = self.copy(record)
        for paragraph in _PARAGRAPH.split(copy.body[copy.start :]):
            words = cut_words(paragraph).keys
            if hash_of(words) not in self._common or len(words) < _MIN_COMMON_WORDS:
                keys += words
        return keys

    def seen(self, key: str) -> int:
        """Return in how many occurrences a word stands, about; the words themselves are not held."""
        return self._seen[_slot(key)]

    def copy(self, record: Record) -> Copy:
        """Return all of an occurrence."""
        kept = self._kept.get(record.number)
        if kept is None:
            with disk_errors_named():
                self._file.seek(record.start)
                line = self._file.readline()
            kept = self._kept[record.number] = Copy(json.loads(line))
            if len(self._kept) > _MAX_KEPT_COPIES:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(record.number)
        return kept


def distinct_paths(documents: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return what to call each document: its path; of several of one path the second one is "PATH (2)".

    Args:
        documents: The path of each and what tells it from others, its SHA-256, in any order.
    """
    known = set(documents)
    paths = {path for path, _ in known}
    names: dict[tuple[str, str], str] = {}
    above, count = None, 1
    for path, sha256 in sorted(known):
        name = path
        if path == above:
            while name in paths:
                count += 1
                name = f"{path or '-'} ({count})"
        else:
            above, count = path, 1
        paths.add(name)
        names[path, sha256] = name
    return names


def _edges(body: str) -> Iterator[int]:
    """Return the hashes of the first paragraph and of the last ones."""
    paragraphs = _PARAGRAPH.split(body)
    for paragraph in dict.fromkeys((*paragraphs[:1], *paragraphs[-3:])):
        yield hash_of(cut_words(paragraph).keys)


@lru_cache(maxsize=4096)
def _header_words(people: tuple[PersonKey, ...]) -> frozenset[str]:
    """Return the words of names and addresses, which signatures repeat."""
    return frozenset(cut_words(" ".join(spelling for person in people for spelling in person)).keys)


def _slot(key: str) -> int:
    return crc32(key.encode("utf-8", "surrogatepass")) & (1 << _SEEN_BITS) - 1


def _is_any(message: Any) -> bool:
    """Tell whether anything is known of a message; an empty file has one of which nothing is."""
    return bool(
        message.header_span
        or message.sender
        or message.date_raw
        or message.subject
        or message.to
        or message.attachments
        or message.body
    )


def _row(message: Any) -> dict[str, Any]:
    """Return what is written down of a message, but for its places."""
    names = ("sender", "to", "cc", "bcc", "date", "date_raw", "date_precision", "subject", "body", "attachments")
    return {name: getattr(message, name) for name in (*names, "action", "header_span", "cite")}


def hash_of(keys: Sequence[str]) -> int:
    """Return a number that the same words have in every run."""
    data = "\x1f".join(keys).encode("utf-8", "surrogatepass")
    return crc32(data) << 32 | crc32(data[::-1])


def _sketch(keys: list[str]) -> tuple[int, ...]:
    """Return the least hashes of all stretches of three words."""
    return tuple(sorted(set(_shingles(keys)))[:_SKETCH_HASHES])


def _shingles(keys: list[str]) -> Iterator[int]:
    for words in zip(*(islice(keys, at, None) for at in range(_SHINGLE_WORDS)), strict=False):
        yield crc32("\x1f".join(words).encode("utf-8", "surrogatepass"))
