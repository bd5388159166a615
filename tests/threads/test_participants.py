"""People under all the spellings that a thread has of them."""

from __future__ import annotations

import pytest

from threadparse.document import Mailbox, Message
from threadparse.threads.participants import gather_participants


def mailbox(words: str) -> Mailbox:
    """``Name <address>``, a part of it, or ``-`` for a blacked-out one."""
    name, _, address = words.partition("<")
    if words == "-":
        return Mailbox(redacted=True)
    return Mailbox(name=name.strip() or None, address=address.removesuffix(">") or None)


@pytest.mark.parametrize(
    ("mails", "people"),
    [
        pytest.param(
            [("Ann <ann@a.example>", "Bob"), ("Bob", "Ann <ANN@A.example>")],
            [("Ann", ["ann@a.example"], 1, 1), ("Bob", [], 1, 1)],
            id="the address in other letters",
        ),
        pytest.param(
            [("Alder, Ann", "Bob"), ("Ann Alder <ann@a.example>", "Bob")],
            [("Ann Alder", ["ann@a.example"], 2, 0), ("Bob", [], 0, 2)],
            id="the family name first",
        ),
        pytest.param(
            [("Ann <ann@a.example>", "Bob"), ("Ann Mary Alder <ann@a.example>", "Bob")],
            [("Ann Mary Alder", ["ann@a.example"], 2, 0), ("Bob", [], 0, 2)],
            id="the fullest name",
        ),
        pytest.param(
            [("Ann <ann@a.example>", "Ann <ann@b.example>")],
            [("Ann", ["ann@a.example"], 1, 0), ("Ann", ["ann@b.example"], 0, 1)],
            id="namesakes with addresses of their own",
        ),
        pytest.param(
            [("Bob", "<ann@a.example>"), ("Ann", "Bob"), ("Bob", "Ann <ann@a.example>")],
            [("Bob", [], 2, 1), ("Ann", ["ann@a.example"], 1, 2)],
            id="the address alone first, the name alone next, both at last",
        ),
        pytest.param(
            [("-", "Ann"), ("Ann", "-")], [(None, [], 1, 1), ("Ann", [], 1, 1)], id="all who are blacked out are one"
        ),
    ],
)
def test_one_person_is_one_participant(
    mails: list[tuple[str, str]], people: list[tuple[str | None, list[str], int, int]]
) -> None:
    messages = [
        Message(id=str(at), source_index=at, action="original", sender=mailbox(sender), to=[mailbox(to)], body="")
        for at, (sender, to) in enumerate(mails)
    ]
    found = gather_participants(messages)
    names = [(person.name, person.addresses, person.sent, person.received) for person in found]
    known = {person.id for person in found}
    assert [(name and name.replace("Alder, Ann", "Ann Alder"), *rest) for name, *rest in names] == people
    assert all(message.sender and message.sender.participant in known for message in messages)
