"""In which order the messages of a merged thread stand."""

from __future__ import annotations

import threadparse
from tests.merge.exchange import LETTER, REPLY, messages, parsed


def test_a_message_without_a_date_stands_before_what_answers_it() -> None:
    marked = "\n".join(f"> {line}".rstrip() for line in LETTER.split("\n"))
    head = (
        "From: Tobias Quill <t.quill@regatta.example>\nSent: 13 March 2019 11:40\nTo: Ada Lund <ada.lund@slip.example>"
    )
    below = f"Ada Lund <ada.lund@slip.example> wrote:\n\n{marked}\n"
    reply = f"{head}\nSubject: Re: Boathouse\n\n{REPLY}\n\n{below}"
    first, second = messages(threadparse.merge(parsed(reply=reply)))
    assert first.date is None
    assert second.in_reply_to == first.id
