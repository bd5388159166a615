"""Page furniture: what is found, and above all what is left alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadparse.zoning.furniture import find_furniture

CASES = json.loads((Path(__file__).parent.parent / "tables" / "furniture.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_marks_what_belongs_to_the_page_and_nothing_else(case: dict[str, Any]) -> None:
    lines = case["lines"]
    whole, parts = find_furniture(lines)
    assert [lines[index].strip() for index in whole] == case["whole"]
    assert [lines[index][start:end] for index, start, end in parts] == case["parts"]


@given(st.lists(st.text(alphabet="aB6 \t\f>(:.)-#0129é\u2028", max_size=40), max_size=40))
def test_any_text_gives_places_inside_it_in_order(lines: list[str]) -> None:
    whole, parts = find_furniture(lines)
    assert whole == sorted(set(whole))
    assert parts == sorted(parts)
    assert all(0 <= index < len(lines) for index in whole)
    assert all(0 <= start < end <= len(lines[index]) for index, start, end in parts)
    assert not {index for index, _, _ in parts} & set(whole)
