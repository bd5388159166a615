"""People of a merge: spellings that evidence shows to be one person, each link with its place; never by likeness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from threadparse.document import Mailbox
from threadparse.merge.merged import Evidence, Link, MergedMessage, MergedParticipant, MergedThread
from threadparse.merge.records import Copy
from threadparse.values.addresses.read import name_key
from threadparse.values.redactions import is_redacted

__all__ = ["People"]

#: A spelling: its kind (name or address), and the spelling as it is compared.
Spelling = tuple[str, str]


class People:
    """Who is who. It is told of all copies and answers, then of all threads.

    Two addresses are never linked. A name that stands beside one address only is that person wherever it stands alone;
    one that stands beside several is a person of its own there.
    """

    def __init__(self) -> None:
        self._written: defaultdict[Spelling, dict[str, None]] = defaultdict(dict)
        self._beside: defaultdict[str, dict[str, Link]] = defaultdict(dict)  # name → address → where both stand
        self._names: defaultdict[str, set[str]] = defaultdict(set)  # of an address
        self._known: dict[str, str] = {}  # name → address, by other evidence than one header
        self._answered: list[tuple[str, str, str]] = []  # name, address and path of an answer
        self._links: defaultdict[str, list[Link]] = defaultdict(list)
        self._people: dict[Spelling, MergedParticipant] = {}

    @property
    def found(self) -> list[MergedParticipant]:
        """All people of the threads that were completed, in their order."""
        return list(self._people.values())

    def see(self, copies: Sequence[Copy], paths: Sequence[str]) -> None:
        """Learn from the copies of one message.

        Args:
            copies: The copies.
            paths: Their documents.
        """
        senders: dict[Spelling, tuple[str, tuple[int, int] | None]] = {}
        for copy, path in zip(copies, paths, strict=True):
            spot = copy.row["written"].get("sender")
            span = (spot[0], spot[1]) if spot else None
            for place, row in enumerate([copy.row["sender"], *copy.row["to"], *copy.row["cc"], *copy.row["bcc"]]):
                name, address = self._spelled(Mailbox(**row)) if row else (None, None)
                if name and address:
                    link = Link(row["name"], row["address"], "one-header", path, None if place else span)
                    self._beside[name[1]].setdefault(address[1], link)
                    self._names[address[1]].add(name[1])
                if place == 0:
                    senders |= {spelling: (path, span) for spelling in (name, address) if spelling}
        addresses = [text for kind, text in senders if kind == "address"]
        if len(addresses) == 1:
            for (kind, text), (path, span) in senders.items():
                if kind == "name":
                    self._learn(text, addresses[0], "one-message", path, span)

    def _spelled(self, mailbox: Mailbox) -> tuple[Spelling | None, Spelling | None]:
        """Return a mailbox's name and address as they are compared, and note how they are written."""
        name = address = None
        if mailbox.name and not is_redacted(mailbox.name, mailbox=True):
            name = "name", name_key(mailbox.name)
            self._written[name][mailbox.name] = None
        if mailbox.address:
            address = "address", mailbox.address.casefold()
            self._written[address][mailbox.address] = None
        return name, address

    def _learn(self, name: str, address: str, because: Evidence, path: str, span: tuple[int, int] | None) -> None:
        """Note that a name is that of an address, unless a header shows it beside another one."""
        if name in self._beside or self._known.setdefault(name, address) != address:
            return
        if any(link.because == because for link in self._links[name]):
            return
        spelled, written = (next(iter(self._written[key])) for key in (("name", name), ("address", address)))
        self._links[name].append(Link(spelled, written, because, path, span))

    def answered(self, message: MergedMessage, answer: MergedMessage) -> None:
        """Learn from an answer: the only addressee of a message is who answers it.

        Args:
            message: A message.
            answer: What answers it.
        """
        boxes = [*message.to, *message.cc, *message.bcc]
        if len(boxes) != 1 or answer.sender is None or not answer.occurrences:
            return
        (mine, address), (name, theirs) = self._spelled(boxes[0]), self._spelled(answer.sender)
        place = answer.occurrences[0].path
        for one, other, alone in ((mine, theirs, not address and not name), (name, address, not theirs and not mine)):
            if one and other and alone:
                self._answered.append((one[1], other[1], place))

    def complete(self, threads: Iterable[MergedThread]) -> Iterator[MergedThread]:
        """Note in each mailbox of all threads whose it is; ``found`` has all people afterwards.

        Args:
            threads: All threads.

        Returns:
            The threads, completed.
        """
        for name, address, path in self._answered:
            if not self._names[address]:
                self._learn(name, address, "answered", path, None)
        by_id: dict[str, MergedParticipant] = {}
        for thread in threads:
            present: dict[str, MergedParticipant] = {}
            for message in thread.messages:
                for mailbox in _mailboxes(message):
                    person = self._person(mailbox)
                    if person is not None:
                        mailbox.participant = person.id
                        present[person.id] = by_id[person.id] = person
                _count(message, by_id)
            thread.participants = list(present)
            yield thread

    def _person(self, mailbox: Mailbox) -> MergedParticipant | None:
        """Return whose a mailbox is; nobody's if it is blacked out."""
        mailbox.participant = None
        name, address = self._spelled(mailbox)
        key = address or name
        if key is None:
            return None
        if key[0] == "name":
            beside = self._beside.get(key[1], {})
            known = next(iter(beside)) if len(beside) == 1 else self._known.get(key[1]) if not beside else None
            key = ("address", known) if known else key
        person = self._people.get(key)
        if person is None:
            person = self._people[key] = self._new(key, f"p{len(self._people) + 1}")
        return person

    def _new(self, key: Spelling, number: str) -> MergedParticipant:
        """Return a person with all spellings that belong to it."""
        kind, text = key
        if kind == "name":
            names = sorted(self._written[key])
            return MergedParticipant(number, max(names, key=len), names)
        known = {name for name, address in self._known.items() if address == text and name not in self._beside}
        keys = sorted(self._names[text] | known)
        names = [written for name in keys for written in sorted(self._written["name", name])]
        links = [self._beside[name][text] for name in keys if text in self._beside.get(name, {})]
        links += [link for name in sorted(known) for link in self._links[name]]
        if len(links) > 1:
            first = links[0]
            links += [
                Link(first.a, link.a, "same-address", link.path, link.span) for link in links[1:] if first.a != link.a
            ]
        addresses = sorted({written.casefold(): written for written in sorted(self._written[key])}.values())
        return MergedParticipant(number, max(names, key=len, default=None), names, addresses, links=links)


def _mailboxes(message: MergedMessage) -> Iterator[Mailbox]:
    if message.sender is not None:
        yield message.sender
    yield from (*message.to, *message.cc, *message.bcc)


def _count(message: MergedMessage, people: Mapping[str, MergedParticipant]) -> None:
    """Count who sent and who got a message."""
    if message.sender is not None and message.sender.participant is not None:
        people[message.sender.participant].sent += 1
    for person in {box.participant for box in (*message.to, *message.cc, *message.bcc) if box.participant is not None}:
        people[person].received += 1
