"""Statistics of documents: who wrote how much, when, how soon they answered, how long nobody wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from threadparse.document import Document, Message, Participant, Thread
from threadparse.views.dates import read_iso_date

__all__ = ["Correspondent", "Silence", "Statistics", "statistics_of"]


@dataclass(slots=True)
class Correspondent:
    """A person of all documents; those blacked out are counted as one.

    Attributes:
        name: The name, if one is known.
        addresses: All addresses.
        redacted: Whether it stands for everybody who is blacked out.
        sent: Messages sent.
        received: Messages received.
        words: Words of the messages sent.
        median_answer_seconds: How soon he or she answers; None without an answer whose time is known.
    """

    name: str | None
    addresses: list[str]
    redacted: bool
    sent: int = 0
    received: int = 0
    words: int = 0
    median_answer_seconds: float | None = None


@dataclass(slots=True)
class Silence:
    """The longest time between two messages of a thread that follow one another."""

    seconds: float
    since: str
    until: str
    subject: str | None


@dataclass(slots=True)
class Statistics:
    """What is counted; dates are ISO 8601, times in seconds.

    Attributes:
        documents: How many documents.
        threads: How many threads.
        messages: How many messages.
        undated: How many of them have no date.
        first: The earliest date.
        last: The latest date.
        people: Who wrote or received something; who sent most comes first.
        months: Messages by month, such as ``2025-01``, in order; months without any are there too.
        answers: Answers whose time is known.
        median_answer_seconds: How soon they came.
        longest_silence: The longest time between two messages of one thread.
    """

    documents: int = 0
    threads: int = 0
    messages: int = 0
    undated: int = 0
    first: str | None = None
    last: str | None = None
    people: list[Correspondent] = field(default_factory=list)
    months: dict[str, int] = field(default_factory=dict)
    answers: int = 0
    median_answer_seconds: float | None = None
    longest_silence: Silence | None = None


class _Correspondents:
    """The people of all documents, by address, else by name."""

    def __init__(self) -> None:
        self._by_key: dict[str, Correspondent] = {}
        self.people: list[Correspondent] = []
        self.answers: dict[int, list[float]] = {}

    def find(self, person: Participant) -> Correspondent:
        """Return the person of a participant, a new one if nobody has one of the addresses, or the name without any."""
        keys = [address.casefold() for address in person.addresses] or [(person.name or "").casefold()]
        keys = ["\0redacted"] if person.redacted and not keys[0] else keys
        found = next((self._by_key[key] for key in keys if key in self._by_key), None)
        if found is None:
            found = Correspondent(person.name, [], person.redacted)
            self.people.append(found)
        found.addresses += [address for address in person.addresses if address not in found.addresses]
        found.name = max(found.name or "", person.name or "", key=len) or None
        self._by_key |= dict.fromkeys(keys, found)
        return found


def statistics_of(documents: Iterable[Document]) -> Statistics:
    """Count.

    Args:
        documents: The documents; a message that stands in several of them is counted once.
    """
    found, book, seen = Statistics(), _Correspondents(), set[str]()
    months: Counter[str] = Counter()
    dates: list[str] = []
    for document in documents:
        found.documents += 1
        for thread in document.threads:
            new = [message for message in thread.messages if message.id not in seen]
            seen |= {message.id for message in new}
            found.threads += bool(new)
            found.messages += len(new)
            dates += [message.date for message in new if message.date]
            months.update(message.date[:7] for message in new if message.date and len(message.date) >= 7)
            _count_people(thread, new, book)
            _find_silence(thread, found)
    found.undated = found.messages - len(dates)
    found.first, found.last = min(dates, default=None), max(dates, default=None)
    found.months = _without_gaps(months)
    times = [seconds for answers in book.answers.values() for seconds in answers]
    found.answers, found.median_answer_seconds = len(times), median(times) if times else None
    for person in book.people:
        own = book.answers.get(id(person))
        person.median_answer_seconds = median(own) if own else None
    found.people = sorted(book.people, key=lambda person: (-person.sent, -person.received))
    return found


def _count_people(thread: Thread, messages: list[Message], book: _Correspondents) -> None:
    """Count what the people of a thread sent, received and answered."""
    people = {person.id: book.find(person) for person in thread.participants}
    by_id = {message.id: message for message in thread.messages}
    for message in messages:
        sender = people.get(message.sender.participant or "") if message.sender else None
        if sender is not None:
            sender.sent += 1
            sender.words += len(message.body.split())
            seconds = _seconds(by_id.get(message.in_reply_to or ""), message)
            if seconds is not None and seconds >= 0 and message.action != "forward":
                book.answers.setdefault(id(sender), []).append(seconds)
        boxes = [*message.to, *message.cc, *message.bcc]
        for receiver in {id(person): person for box in boxes if (person := people.get(box.participant or ""))}.values():
            receiver.received += 1


def _seconds(earlier: Message | None, later: Message) -> float | None:
    """Return the time between two messages, if both say when they were sent, by the same kind of clock."""
    first, last = read_iso_date(earlier.date if earlier else None), read_iso_date(later.date)
    if first is None or last is None or not {first.precision, last.precision} <= {"minute", "second"}:
        return None
    if (first.value.tzinfo is None) != (last.value.tzinfo is None):
        return None
    return (last.value - first.value).total_seconds()


def _find_silence(thread: Thread, found: Statistics) -> None:
    """Note the longest silence of a thread, if it is longer than those before."""
    dated = [message for message in thread.messages if message.date]
    for earlier, later in pairwise(dated):
        seconds = _seconds(earlier, later)
        longest = found.longest_silence
        if seconds is not None and seconds > (longest.seconds if longest else 0):
            found.longest_silence = Silence(seconds, earlier.date or "", later.date or "", thread.subject)


def _without_gaps(months: Counter[str]) -> dict[str, int]:
    """Return all months from the first to the last."""
    if not months:
        return {}
    first, last = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (min(months), max(months)))
    names = (f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, last + 1))
    return {name: months.get(name, 0) for name in names}
