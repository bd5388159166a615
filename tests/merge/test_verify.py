"""When two texts are copies of one message."""

from __future__ import annotations

import threadparse
from tests.merge.exchange import messages, own, parsed


def test_the_same_words_under_other_subjects_without_a_date_are_two_messages() -> None:
    text = "I am away from my desk until Monday. Please call the harbour office about the moorings.\n\nIda Moe\n"
    one, two = (
        f"From: Ida Moe <ida.moe@slip.example>\nTo: Ada Lund <ada.lund@slip.example>\nSubject: {subject}\n\n{text}"
        for subject in ("Boathouse keys", "Invoice 4711")
    )
    assert len(messages(threadparse.merge(parsed(one=one, two=two)))) == 2


def test_one_text_to_two_people_who_are_greeted_by_name_is_two_messages() -> None:
    text = "The moorings are closed from Monday on, as the quay has to be mended before the spring tides.\n\nIda Moe\n"
    head = "From: Ida Moe <ida.moe@slip.example>\nSubject: Moorings\n"
    one, two = (
        f"{head}Sent: 12 March 2019 09:{minute}\nTo: {name}\n\nDear {name},\n\n{text}"
        for minute, name in (("05", "Tobias"), ("06", "Vera"))
    )
    one = one.replace("To: Tobias\n", "")
    assert len(messages(threadparse.merge(parsed(one=one, two=two)))) == 2


def test_what_is_sent_anew_each_day_is_another_message_each_day() -> None:
    days = {f"day{day}": own(sent=f"{day} March 2019 09:05") for day in (12, 13, 14)}
    assert len(messages(threadparse.merge(parsed(**days)))) == 3
