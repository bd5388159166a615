"""Explanations: the rule and the evidence of each header, and why other runs of labels are no header."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from tests.fixtures import table
from tests.strategies import mailish_text
from threadparse.explain import Explanation, explain_text
from threadparse.headers.finder import RULES, find_headers
from threadparse.headers.labelled_lines import LabelledLines
from threadparse.options import ParseOptions
from threadparse.pipeline import read_lines
from threadparse.readers.text import from_string

CASES: list[dict[str, Any]] = table("explained")
OPTIONS = ParseOptions()


def explained(text: str) -> Explanation:
    source = from_string(text, "case.txt", OPTIONS).source
    return explain_text(text, source, OPTIONS)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_each_header_and_each_refusal_says_why(case: dict[str, Any]) -> None:
    found = explained("\n".join(case["lines"]))
    assert [[header.rule, *header.evidence] for header in found.headers] == case["headers"]
    assert [run.reasons for run in found.refused] == case["refused"]


def test_each_rule_is_explained_by_a_case() -> None:
    assert {header[0] for case in CASES for header in case["headers"]} == {rule.name for rule in RULES}


@given(mailish_text)
def test_each_label_belongs_to_a_header_or_has_a_reason(text: str) -> None:
    found = explained(text)
    assert "".join(text[zone.start : zone.end] for zone in found.zones) == text
    lines, _, _ = read_lines(text, OPTIONS)
    labelled = LabelledLines.of(lines)
    find_headers(lines)  # sets captions aside
    spans = [(header.start, header.end) for header in found.headers]
    spans += [(run.start, run.end) for run in found.refused]
    for at in labelled.labels:
        if not lines.furniture[at]:
            assert any(start <= lines.starts[at] <= end for start, end in spans)
    assert all(run.reasons for run in found.refused)
    assert all(header.rule and header.evidence for header in found.headers)
