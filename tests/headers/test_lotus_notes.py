"""What stands above and within a block without its labels: leads of Notes, and labels that a scanner misread."""

from __future__ import annotations

import pytest

from threadparse import parse


@pytest.mark.parametrize("field", ["Date", "Sent"])
def test_a_second_date_on_the_line_is_passed_over(field: str) -> None:
    line = f"Jane Roe 08/29/2000 06:19 PM    To: bob@x.org {field}: 3 May 2000 Subject: Bridge"
    (message,) = parse(f"{line}\n\nHi\n").messages
    assert (message.date, message.subject, message.body) == ("2000-08-29T18:19", "Bridge", "Hi")


@pytest.mark.parametrize(
    "lines",
    [
        "Prom: Jane Roe\nSant: Tuesday, April 26, 2011 1:21 PM\nTo: Bob Bee",
        "From: Jane Roe\nSent Tuesday, April 26, 2011 01:21 PM Eastern Standard lime\nTo: Bob Bee",
        "From: Jane Roe\n'Sent: Tuesday, April 26, 2011 1:21 PM\n'To: Bob Bee",
    ],
)
def test_a_misread_label_is_no_name(lines: str) -> None:
    messages = parse(f"FYI\n\n{lines}\nCc: Cy Dee\nSubject: Roof\n\nIt leaks.\n").messages
    (message,) = (message for message in messages if message.body == "It leaks.")
    assert message.sender is not None
    assert (message.sender.name, [to.name for to in message.to]) == ("Jane Roe", ["Bob Bee"])
    assert (message.date or "").startswith("2011-04-26T13:21")
