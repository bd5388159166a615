"""Notes blocks on one line: a date behind the name, and a date field too."""

from __future__ import annotations

import pytest

from threadparse import parse


@pytest.mark.parametrize("field", ["Date", "Sent"])
def test_a_second_date_on_the_line_is_passed_over(field: str) -> None:
    line = f"Jane Roe 08/29/2000 06:19 PM    To: bob@x.org {field}: 3 May 2000 Subject: Bridge"
    (message,) = parse(f"{line}\n\nHi\n").messages
    assert (message.date, message.subject, message.body) == ("2000-08-29T18:19", "Bridge", "Hi")
