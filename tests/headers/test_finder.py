"""The finder: what it passes over for its kind would have been no header had it been read."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from threadparse.headers import block_rules, completion
from threadparse.headers.evidence import may_be_header
from threadparse.headers.finder import find_headers
from threadparse.headers.header import Header
from threadparse.options import ParseOptions
from threadparse.pipeline import read_lines

LINES = (
    "From:",
    "From: Ann",
    "From: [REDACTED]",
    "From: Ann <ann@alder.example>",
    "From: Ann Subject: Tides Date: 6 May 2021 09:00",
    "From: Ann on 03/05/2001 08:12 AM",
    "To: Bob",
    "cc:",
    "Date: 6 May 2021 09:00",
    "Subject: Tides",
    "Importance: High",
    "Reply-To: Ann",
    "-----Original Message-----",
    "Ann Alder",
    "To",
    "cc",
    "Subject",
    "收件人",
    "发送时间 2021-05-06 09:00",
    "03/05/2001 08:12 AM",
    "> late",
    "  late again",
    "",
)


def headers(text: str) -> list[Header]:
    return find_headers(read_lines(text, ParseOptions())[0]).headers


@given(st.lists(st.sampled_from(LINES), max_size=24))
@example(["收件人", "发送时间 2021-05-06 09:00", "To: Bob", "Subject: Tides"])
@example(["Ann Alder", "03/05/2001 08:12 AM", "To", "Bob", "cc", "", "Subject", "Tides"])
def test_what_is_passed_over_is_no_header(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = headers(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(block_rules, "_is_spare", lambda *_: False)
        patch.setattr(completion, may_be_header.__name__, lambda *_, **__: True)
        patch.setattr(block_rules, "above_subjects", lambda _, lines: lines)
        assert headers(text) == found


def test_the_lowest_of_many_from_fields_begins_the_header() -> None:
    (found,) = headers("From: Ann\n" * 9 + "Date: 6 May 2021 09:00\nTo: Bob\nSubject: Tides\n\nLate again.\n")
    assert (found.first, found.last) == (8, 11)


def test_of_many_from_fields_only_the_lowest_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    monkeypatch.setattr(block_rules, "read_block", lambda _lines, first, *_: read.append(first))
    headers("From: Ann\n" * 9)
    assert read == [8]


def test_a_to_alone_is_looked_at_only_above_a_subject_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    monkeypatch.setattr(block_rules, "read_lone_labels", lambda _lines, first, _stop: read.append(first))
    headers("To\n" * 300 + "Subject\nTo\n")
    assert read == [*range(101, 300)]


@pytest.mark.parametrize(("sent", "found"), [("14:07", 1), ("15:07", 1), ("14:11", 2)])
def test_an_attribution_and_a_block_of_another_minute_are_two_headers(sent: str, found: int) -> None:
    attribution = "On Wed, 2021-05-05 at 14:07 +0000, [redacted] wrote:"
    block = f"> -----Original Message-----\n> From: [redacted]\n> Sent: 5 May 2021 {sent}\n> Subject: Tides"
    assert len(headers(f"{attribution}\n{block}\n>\n> Late again.\n")) == found
