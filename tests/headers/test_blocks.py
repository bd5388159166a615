"""Forms of header blocks (``headers.json``): what each message says, from the whole way through the program."""

from __future__ import annotations

from typing import Any

import pytest
from tests.fixtures import table
from tests.readable import fields_of, in_source_order

from threadparse import parse

CASES = table("headers")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_header_block_gives_its_fields(case: dict[str, Any]) -> None:
    found = map(fields_of, in_source_order(parse("\n".join(case["lines"])).messages))
    assert [{key: got[key] for key in want} for got, want in zip(found, case["messages"], strict=True)] == case[
        "messages"
    ]
