"""Documents built by hand, so that the views are tested without the parser."""

from __future__ import annotations

from typing import Any

from tests.fixtures import FIXTURES
from threadparse.document import Document, Mailbox, Message, Note, Participant, Source, Thread, Zone

FOOTBRIDGE = FIXTURES / "chains" / "footbridge.txt"

REDACTED = Mailbox(redacted=True, raw="Redacted", participant="p2")
HIGHWAYS = Mailbox(
    name="Highways Enquiries", address="highways@harrowdale.example", raw="Highways Enquiries", participant="p1"
)
CLERK = Mailbox(name="Parish Clerk", address="clerk@nether-harrow.example", raw="Parish Clerk", participant="p3")


def footbridge() -> tuple[Document, str]:
    """The footbridge chain as it should be parsed, and its text."""
    text = FOOTBRIDGE.read_text(encoding="utf-8")
    bodies = [block.partition("\n\n")[2].strip() for block in text.split("From: ")[1:]]
    rows: tuple[tuple[int, str, str | None, Mailbox, list[Mailbox], list[Mailbox], str, str], ...] = (
        (3, "original", None, CLERK, [REDACTED], [], "2024-03-10T19:30", ""),
        (2, "forward", "m3", REDACTED, [HIGHWAYS], [], "2024-03-11T08:12", "FW: "),
        (1, "reply", "m2", HIGHWAYS, [REDACTED], [], "2024-03-13T16:48", "RE: "),
        (0, "reply", "m1", REDACTED, [HIGHWAYS], [REDACTED, CLERK], "2024-03-14T09:05", "RE: "),
    )
    messages = [
        message(
            f"m{index}",
            index,
            body=bodies[index],
            action=action,
            in_reply_to=answered,
            sender=sender,
            to=to,
            cc=cc,
            date=date,
            subject=f"{prefix}Mill Lane footbridge",
            zones=_zones(text, bodies[index]),
        )
        for index, action, answered, sender, to, cc, date, prefix in rows
    ]
    people = [
        Participant(id="p3", name="Parish Clerk", addresses=["clerk@nether-harrow.example"], sent=1, received=1),
        Participant(id="p2", redacted=True, sent=2, received=3),
        Participant(id="p1", name="Highways Enquiries", addresses=["highways@harrowdale.example"], sent=1, received=2),
    ]
    thread = Thread(id="t1", subject="Mill Lane footbridge", participants=people, messages=messages)
    return document(text, [thread]), text


def _zones(text: str, body: str) -> list[Zone]:
    """Header, body and, for the one letter that has it, signature."""
    start = text.index(body)
    header = text.rindex("From: ", 0, start)
    cut = body.find("Harrowdale County")
    end = start + len(body) if cut < 0 else start + cut
    zones = [Zone(kind="header", start=header, end=start), Zone(kind="body", start=start, end=end)]
    return zones if cut < 0 else [*zones, Zone(kind="signature", start=end, end=start + len(body))]


def message(identifier: str = "m0", index: int = 0, *, body: str = "Hello.", **fields: object) -> Message:
    """A message with sensible fields where none are given."""
    values: dict[str, Any] = {"action": "original", "sender": CLERK, "subject": "Greetings", "date": "2024-03-10T19:30"}
    return Message(id=identifier, source_index=index, body=body, **values | fields)


def thread_of(*messages: Message, subject: str | None = "Greetings") -> Thread:
    """A thread whose only participant is the clerk."""
    clerk = Participant(id="p3", name="Parish Clerk", addresses=["clerk@nether-harrow.example"], sent=len(messages))
    return Thread(id="t1", subject=subject, participants=[clerk], messages=list(messages))


def document(text: str, threads: list[Thread], notes: list[Note] | None = None) -> Document:
    """A document of some threads."""
    source = Source(path="chain.txt", format="text", sha256="0" * 64, characters=len(text))
    return Document(source=source, threads=threads, notes=notes or [])
