"""Evidence: the look at the kinds of a block's fields turns no header away."""

from __future__ import annotations

from itertools import product

import pytest

from threadparse.headers.block import Block
from threadparse.headers.evidence import is_header, may_be_header
from threadparse.headers.header import Field
from threadparse.headers.page import Page
from threadparse.syntax.lines import cut_lines

NAMES = ("from", "date", "to", "cc", "bcc", "subject", "reply_to", "sent_by", "attachments", "importance")
VALUES = ("", "Ann", "Ann <ann@alder.example>", "6 May 2021 09:00", "[REDACTED]", "Ann\nAlder", "Ann 6 May 2021 09:00")


@pytest.mark.parametrize("name", NAMES)
def test_a_field_alone_that_is_turned_away_is_no_header(name: str) -> None:
    page = Page.open(cut_lines("x\nx\nx\n"), ["x"] * 4, ())
    for value, lines, separated, lead in product(VALUES, (1, 2), (True, False), (True, False)):
        block = Block(1, lines, {name: Field(name, value, 1)}, [name])
        assert may_be_header(block, lead=lead) or not is_header(page, block, separated=separated, lead=lead)
