"""Participants: one person of a thread under all the spellings met."""

from __future__ import annotations

from collections.abc import Iterable

from threadparse.document import Mailbox, Message, Participant
from threadparse.values.addresses.read import name_key

__all__ = ["gather_participants"]


def gather_participants(messages: Iterable[Message]) -> list[Participant]:
    """Find the people of a thread, count what they sent and received, and note in each mailbox whose it is.

    Two mailboxes are one person if they share an address, or a name where not both have addresses. All blacked-out
    mailboxes together are one participant, ``redacted``: who they were cannot be told.

    Args:
        messages: The messages in order of time; their mailboxes' ``participant`` is set.

    Returns:
        The participants in order of their first appearance.
    """
    messages = list(messages)
    book = _Book(box for message in messages for box in message.people)
    for message in messages:
        if message.sender:
            book.find(message.sender).sent += 1
        received = {
            id(person): person for mailbox in [*message.to, *message.cc, *message.bcc] if (person := book.find(mailbox))
        }
        for person in received.values():
            person.received += 1
    return book.people


class _Book:
    """The people met so far, by address and by name."""

    def __init__(self, mailboxes: Iterable[Mailbox]) -> None:
        named = [(box.address.casefold(), name_key(box.name)) for box in mailboxes if box.address and box.name]
        self._names = dict(reversed(named))  # the first of each address, for mailboxes that have the address alone
        self.people: list[Participant] = []
        self._by_address: dict[str, Participant] = {}
        self._by_name: dict[str, Participant] = {}
        self._by_both: dict[tuple[str | None, str | None], Participant] = {}  # of a mailbox spelled as one before
        self._redacted: Participant | None = None

    def find(self, mailbox: Mailbox) -> Participant:
        """Return the person of a mailbox, a new one if nobody fits."""
        both = mailbox.name, mailbox.address
        person = self._by_both.get(both) or self._find(mailbox)
        self._by_both[both] = person
        mailbox.participant = person.id
        return person

    def _find(self, mailbox: Mailbox) -> Participant:
        """Return the same for a spelling that was not met before."""
        if not mailbox.name and not mailbox.address:
            self._redacted = self._redacted or self._add(None, redacted=True)
            return self._redacted
        address = (mailbox.address or "").casefold()
        name = name_key(mailbox.name or "") or self._names.get(address, "")
        person = self._by_address.get(address) if address else None
        if person is None and name:
            namesake = self._by_name.get(name)
            if namesake is not None and not (address and namesake.addresses):
                person = namesake
        if person is None:
            person = self._add(mailbox.name, redacted=False)
        self._learn(person, mailbox, address, name)
        return person

    def _add(self, name: str | None, *, redacted: bool) -> Participant:
        person = Participant(id=f"p{len(self.people) + 1}", name=name, redacted=redacted)
        self.people.append(person)
        return person

    def _learn(self, person: Participant, mailbox: Mailbox, address: str, name: str) -> None:
        """Note what a mailbox adds to what is known of a person."""
        if address and address not in self._by_address:
            self._by_address[address] = person
            person.addresses.append(mailbox.address or "")
        if name:
            self._by_name.setdefault(name, person)
            if len(mailbox.name or "") > len(person.name or ""):
                person.name = mailbox.name
