"""Which messages are shown, and in which order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from threadparse.document import Document, Mailbox, Thread
from threadparse.views.entries import Entry, entries

__all__ = ["EVERYTHING", "Selection"]


@dataclass(frozen=True, slots=True)
class Selection:
    """What a user asked for; without an argument, everything.

    Args:
        senders: Words of which one must be in a name or an address of the sender, whatever the case.
        recipients: The same for one of the recipients.
        since: ISO 8601 to any precision; older and undated messages are left out.
        until: The same for newer ones; a day counts whole.
        pattern: What must be found in a line of the body or in the subject.
        numbers: Numbers of messages, with that of the thread before a full stop or without (of every thread).
        newest_first: The order.
    """

    senders: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    pattern: re.Pattern[str] | None = None
    numbers: frozenset[str] = frozenset()
    newest_first: bool = False

    @property
    def leaves_out(self) -> bool:
        """Tell whether there may be messages that it leaves out."""
        return any((self.senders, self.recipients, self.since, self.until, self.pattern, self.numbers))

    def choose(self, document: Document, text: str | None) -> list[tuple[int, Thread, list[Entry]]]:
        """Choose messages.

        Args:
            document: The document.
            text: Its text; None if it is not at hand.

        Returns:
            Number, thread and chosen entries of each thread that has any.
        """
        chosen = []
        for number, thread in enumerate(document.threads, 1):
            kept = [entry for entry in entries(thread, text) if self._keeps(number, thread, entry)]
            if kept:
                chosen.append((number, thread, kept[::-1] if self.newest_first else kept))
        return chosen

    def _keeps(self, number: int, thread: Thread, entry: Entry) -> bool:
        """Tell whether a message is among those asked for."""
        message = entry.message
        if self.numbers and not self.numbers & {f"{entry.number}", f"{number}.{entry.number}"}:
            return False
        if not self._in_time(message.date):
            return False
        names = {person.id: [person.name or "", *person.addresses] for person in thread.participants}
        if self.senders and not _found(self.senders, filter(None, [message.sender]), names):
            return False
        if self.recipients and not _found(self.recipients, [*message.to, *message.cc, *message.bcc], names):
            return False
        return self.pattern is None or self.found(entry) is not None or bool(self.pattern.search(message.subject or ""))

    def _in_time(self, date: str | None) -> bool:
        """Tell whether a date lies between the two, as far as it is known and they are precise."""
        if not (self.since or self.until):
            return True
        return (
            date is not None
            and (not self.since or date[: len(self.since)] >= self.since[: len(date)])
            and (not self.until or date[: len(self.until)] <= self.until[: len(date)])
        )

    def found(self, entry: Entry) -> str | None:
        """Return the first line of a body in which the pattern is found; None without one."""
        if self.pattern is None:
            return None
        return next((line.words for line in entry.lines if self.pattern.search(line.words)), None)


EVERYTHING = Selection()


def _found(wanted: Sequence[str], mailboxes: Iterable[Mailbox], names: dict[str, list[str]]) -> bool:
    """Tell whether some words are in a name or an address of some mailboxes; "redacted" finds those blacked out."""
    for mailbox in mailboxes:
        said = [mailbox.name or "", mailbox.address or "", *names.get(mailbox.participant or "", ())]
        said += ["redacted"] if mailbox.redacted else []
        if any(word.casefold() in each.casefold() for word in wanted for each in said):
            return True
    return False
