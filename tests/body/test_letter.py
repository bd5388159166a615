"""The day of a letter, by table: ``tests/fixtures/tables/letters.json``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.readable import in_source_order

import threadparse

TABLE: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "fixtures" / "tables" / "letters.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: ascii(row["text"][:60]))
def test_only_a_day_above_the_salutation_or_below_the_closing_is_the_date(row: dict[str, Any]) -> None:
    document = threadparse.parse(row["text"])
    top = in_source_order(document.messages)[0]
    assert top.date == row["date"]
