"""Forms of header blocks (``headers.json``): what each message says, from the whole way through the program."""

from __future__ import annotations

from typing import Any

import pytest
from tests.fixtures import table
from tests.readable import in_source_order, written

from threadparse import parse

CASES = table("headers")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_header_block_gives_its_fields(case: dict[str, Any]) -> None:
    messages = in_source_order(parse("\n".join(case["lines"])).messages)
    found = [
        {
            "from": message.sender and written(message.sender),
            "to": list(map(written, message.to)),
            "cc": list(map(written, message.cc)),
            "date": message.date,
            "subject": message.subject,
            "body": message.body,
        }
        for message in messages
    ]
    assert [{key: got[key] for key in want} for got, want in zip(found, case["messages"], strict=True)] == case[
        "messages"
    ]
