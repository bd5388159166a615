"""When two texts are copies of one message."""

from __future__ import annotations

import threadparse
from tests.merge.exchange import messages, parsed


def test_the_same_words_under_other_subjects_without_a_date_are_two_messages() -> None:
    text = "I am away from my desk until Monday. Please call the harbour office about the moorings.\n\nIda Moe\n"
    one, two = (
        f"From: Ida Moe <ida.moe@slip.example>\nTo: Ada Lund <ada.lund@slip.example>\nSubject: {subject}\n\n{text}"
        for subject in ("Boathouse keys", "Invoice 4711")
    )
    assert len(messages(threadparse.merge(parsed(one=one, two=two)))) == 2
