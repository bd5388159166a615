"""Attribution lines as clients and people print them (``attributions.json``), each above a quotation."""

from __future__ import annotations

from typing import Any

import pytest
from tests.fixtures import table

from threadparse import parse
from threadparse.headers.attribution_patterns import match_attribution

CASES: list[dict[str, Any]] = table("attributions")
OUTER = "Thank you, that is fine.\nWe go on Monday."
OLDER = "A first line of older words.\nAnd one more of them."


@pytest.mark.parametrize("case", CASES, ids=[case["line"].replace("\n", "\\n") for case in CASES])
def test_its_sender_and_date_are_read(case: dict[str, Any]) -> None:
    quoted = "".join(f"> {line}\n" for line in OLDER.splitlines())
    outer, older = sorted(
        parse(f"{OUTER}\n\n{case['line']}\n{quoted}").messages, key=lambda message: message.source_index
    )
    assert (outer.body, older.body) == (OUTER, OLDER)
    sender = older.sender
    name, address = (sender.name, sender.address) if sender else (None, None)
    assert (name, address, older.date) == (case["name"], case["address"], case["date"])
    assert (sender is not None and sender.redacted) is case.get("redacted", False)


def test_attributions_one_below_the_other_are_matched_once_each() -> None:
    text = "".join(f"Am {n % 28 + 1}. Januar {2000 + n % 24} schrieb A{n}:\n" for n in range(500))
    before = match_attribution.cache_info().misses
    parse(text)
    assert match_attribution.cache_info().misses - before <= 520


def test_fields_and_answers_of_another_depth_are_not_read_with_the_attribution_below_them() -> None:
    fields = ("From: Ann{} <a@elm.example>", "Sent: 3 May 2021 10:{}", "To: Bob{}", "Subject: Pump {}")
    lines = [f"{'> ' * (n % 40)}{fields[n % 4].format(n // 4)}" for n in range(400)]
    answers = [f"On {n % 28 + 1} May {1990 + n % 30}, Jane R{n} wrote:\n> Yes, {n}" for n in range(100)]
    for text, most in (("\n".join(lines), 300), ("\n".join(answers), 110)):
        before = match_attribution.cache_info().misses
        parse(text)
        assert match_attribution.cache_info().misses - before <= most
