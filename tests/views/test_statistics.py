"""What is counted."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from tests.views.documents import CLERK, HIGHWAYS, REDACTED, document, footbridge, message, thread_of
from threadparse.document import Participant
from threadparse.views.bars import StatisticsTable
from threadparse.views.statistics import statistics_of


def test_people_months_answers_and_silence() -> None:
    chain, _ = footbridge()
    found = statistics_of([chain])
    assert (found.documents, found.threads, found.messages, found.undated) == (1, 1, 4, 0)
    assert [(person.name, person.sent, person.received) for person in found.people] == [
        (None, 2, 3),
        ("Highways Enquiries", 1, 2),
        ("Parish Clerk", 1, 1),
    ]
    assert found.months == {"2024-03": 4}
    assert found.answers == 2  # a forward is no answer
    assert found.median_answer_seconds == (56 * 3600 + 36 * 60 + 16 * 3600 + 17 * 60) / 2
    assert found.longest_silence is not None
    assert found.longest_silence.seconds == 56 * 3600 + 36 * 60


def test_the_same_message_counts_once_and_people_join_over_documents() -> None:
    chain, _ = footbridge()
    again, _ = footbridge()
    other = thread_of(message("x1", sender=CLERK, to=[HIGHWAYS], date="2023-12"))
    other.participants.append(Participant(id="p1", name="Highways", addresses=["HIGHWAYS@harrowdale.example"]))
    found = statistics_of([chain, again, document("", [other])])
    assert (found.documents, found.threads, found.messages) == (3, 2, 5)
    assert {person.name: person.received for person in found.people}["Highways Enquiries"] == 3
    assert list(found.months) == ["2023-12", "2024-01", "2024-02", "2024-03"]
    assert found.months["2024-01"] == 0


def test_times_of_different_clocks_and_days_are_no_answers() -> None:
    asked = message("m1", date="2024-03-01T10:00")
    for date in ("2024-03-02", "2024-03-02T10:00+01:00", None):
        answer = message("m2", action="reply", in_reply_to="m1", date=date, sender=REDACTED)
        assert statistics_of([document("", [thread_of(asked, answer)])]).answers == 0


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    chain, _ = footbridge()
    chain.threads[0].subject = "long " * 60
    chain.messages[0].date = "2021-01"
    console = Console(file=io.StringIO(), width=width, highlight=False)
    console.print(StatisticsTable(statistics_of([chain])))
    assert isinstance(console.file, io.StringIO)
    lines = console.file.getvalue().split("\n")
    assert max(cell_len(line) for line in lines if "■" in line or "Longest" in line) <= width
    assert any(line.startswith("[redacted]") for line in lines)
