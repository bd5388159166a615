"""A small exchange in many copies, for the tests of merging."""

from __future__ import annotations

import threadparse
from threadparse.merge.merged import Merged, MergedMessage, Occurrence

__all__ = ["LETTER", "REPLY", "messages", "occurrences", "own", "parsed", "quoted"]

LETTER = (
    "Dear Mr Quill,\n\nThe repair of the boathouse costs 4,200 pounds. We can not begin before the "
    "spring tides are over.\n\nThe key hangs behind the door of the shed.\n\nKind regards\nAda Lund"
)
REPLY = "Dear Ms Lund,\n\nPlease begin as soon as you can; the regatta is on the fifth of June.\n\nTobias Quill"


def own(body: str = LETTER, sender: str = "Ada Lund <ada.lund@slip.example>", sent: str = "12 March 2019 09:05") -> str:
    """Return the letter as a document of its own."""
    return f"From: {sender}\nSent: {sent}\nTo: Tobias Quill <t.quill@regatta.example>\nSubject: Boathouse\n\n{body}\n"


def quoted(body: str = LETTER, sender: str = "Ada Lund <ada.lund@slip.example>", when: str = "12/03/2019 09:05") -> str:
    """Return the reply, with the letter quoted below an attribution line."""
    marked = "\n".join(f"> {line}".rstrip() for line in body.split("\n"))
    return (
        "From: Tobias Quill <t.quill@regatta.example>\nSent: 13 March 2019 11:40\n"
        f"To: Ada Lund <ada.lund@slip.example>\n"
        f"Subject: Re: Boathouse\n\n{REPLY}\n\nOn {when}, {sender} wrote:\n\n{marked}\n"
    )


def parsed(**texts: str) -> list[threadparse.Document]:
    """Return documents, each by the name of its text."""
    return [threadparse.parse(text, path=f"{name}.txt") for name, text in texts.items()]


def messages(merged: Merged) -> list[MergedMessage]:
    """Return all messages of all threads."""
    return [message for thread in merged.threads for message in thread.messages]


def occurrences(merged: Merged) -> list[tuple[MergedMessage, Occurrence]]:
    """Return all occurrences, each with its message."""
    return [(message, occurrence) for message in messages(merged) for occurrence in message.occurrences]
