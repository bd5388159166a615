"""Evidence: the look at the kinds of a block's fields turns no header away."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from threadparse.headers.evidence import judge, may_be_header
from threadparse.headers.header import Block, Field
from threadparse.headers.labelled_lines import LabelledLines
from threadparse.lines.lines import cut_lines

NAMES = ("from", "date", "to", "cc", "bcc", "subject", "reply_to", "sent_by", "attachments", "importance")
VALUES = ("", "Ann", "Ann <ann@alder.example>", "6 May 2021 09:00", "[REDACTED]", "Ann 6 May 2021 09:00")


@pytest.mark.parametrize("count", [1, 2, 3])
def test_fields_that_are_turned_away_make_no_header(count: int) -> None:
    lines = LabelledLines.of(cut_lines("x\n" * 5))
    for names, value in product(combinations(NAMES, count), VALUES):
        fields = {name: Field(name, value, at) for at, name in enumerate(names, 1)}
        for more, separated, lead in product((0, 1), (True, False), (True, False)):
            block = Block(1, count + more, fields, [*names])
            verdict = judge(lines, block, separated=separated, lead=lead)
            assert may_be_header(block, lead=lead) or not verdict.is_header
            assert verdict.reasons


def test_most_fields_alone_are_turned_away() -> None:
    alone = {name: Block(1, 1, {name: Field(name, "Ann", 1)}, [name]) for name in NAMES}
    assert [name for name, block in alone.items() if may_be_header(block, lead=True)] == ["to", "cc"]


@pytest.mark.parametrize(
    ("sender", "subject", "found"),
    [("ann@alder.example", "Tides", True), ("Ann", "Tides", False), ("Ann", "Re: Tides", True)],
)
def test_a_label_without_a_date_takes_nothing_from_an_address_or_a_reply(
    sender: str, subject: str, found: bool
) -> None:
    fields = {
        "from": Field("from", sender, 1),
        "date": Field("date", "", 2),
        "subject": Field("subject", subject, 3),
    }
    block = Block(1, 3, fields, [*fields])
    assert judge(LabelledLines.of(cut_lines("x\n" * 5)), block, separated=False, lead=False).is_header is found
