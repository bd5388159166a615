"""Headers of prints that a converter put on one line are cut where their fields begin."""

from __future__ import annotations

from itertools import pairwise

import pytest

from threadparse.headers.glued_prints import cut_printed_headers

IDA, PER, JO = "Ida Lund <ida@mole.example>", "Per Ravn <per@mole.example>", "<jo@mole.example>"
DATE = "Tue, Mar 12, 2024 at 9:05 AM"
BOLD = "**Ida Lund** <ida@mole.example>"


def parts(content: str) -> list[str]:
    columns = [0, *(at for at, _ in cut_printed_headers(content)), len(content)]
    return [content[begin:end].strip() for begin, end in pairwise(columns)]


@pytest.mark.parametrize(
    "fields",
    [
        [f"{IDA} {DATE}", f"To: {PER}", "The lamp is dark."],
        [f"{BOLD} {DATE}", f"To: {PER}, {JO}", f"Cc: {JO}", "Dark.", f"{BOLD} {DATE}", f"To: {PER}", "Lit."],
        [f"To: {PER}", f"Cc: {JO}, {IDA}"],
        [f"**From** {IDA}", f"**Date** {DATE}", f"**To** {PER}", f"**Cc** {JO}"],
    ],
    ids=["one message", "two messages", "recipients", "a table"],
)
def test_each_field_begins_a_line(fields: list[str]) -> None:
    assert parts(" ".join(fields)) == fields


@pytest.mark.parametrize(
    "content",
    [
        f"To: {PER} and everybody on the mole",
        f"I wrote on {DATE} to: {PER}",
        f"The lamp was seen by Ida <ida@mole.example> {DATE} before she left; To: {PER}",
        f"**From** {IDA} **with** love, 9:05",
        f"Cc: {JO}",
    ],
)
def test_other_lines_are_left_whole(content: str) -> None:
    assert cut_printed_headers(content) == []


def test_a_long_conversation_on_one_line_is_cut_to_its_end() -> None:
    line = " ".join(f"{BOLD} {DATE} To: {PER} " + f"Words of {number}. " * 80 for number in range(20))
    assert len(parts(line)) == 60
