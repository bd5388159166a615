"""The phrases of letters as data: each language names its evidence, and the tables are looked up as they should be."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.rows import each_row

from threadparse.locales.folding import fold
from threadparse.locales.phrases import (
    Openings,
    Phrasebook,
    fold_lines,
    leading_words,
    phrasebook,
    words,
)

LOCALES = files("threadparse.locales")
RECORDS: list[dict[str, Any]] = [
    json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(LOCALES.joinpath("phrases").iterdir(), key=lambda path: path.name)
]


@each_row(RECORDS)
def test_a_record_names_its_evidence_and_known_kinds_only(record: dict[str, Any]) -> None:
    assert record["evidence"] in {"recalled", "published", "corpus"}
    assert set(record) - {"locale", "evidence"} <= set(Phrasebook._fields)
    assert record["greeting"]
    assert record["closing"]


@each_row(RECORDS)
def test_no_phrase_stands_twice(record: dict[str, Any]) -> None:
    for kind in set(record) & set(Phrasebook._fields):
        assert len(record[kind]) == len(set(record[kind])), kind


def test_words_are_folded_and_bare() -> None:
    assert words("*Best*  Regards,\u00a0ANN…") == ["best", "regards", "ann"]
    assert words(" -- !") == []


def test_the_longest_phrase_counts() -> None:
    assert leading_words(["good", "morning", "ann"], phrasebook().greeting) == 2
    assert leading_words(["report"], phrasebook().greeting) == 0


@given(st.lists(st.text(st.sampled_from("aB. \t\x1f\xa0éſ「\u200b"), max_size=12)))
def test_lines_fold_together_as_each_alone(lines: list[str]) -> None:
    assert fold_lines(lines) == [fold(line) for line in lines]


@given(st.lists(st.text("ab ", min_size=2, max_size=4)), st.text("ab ", max_size=6))
def test_openings_are_those_of_startswith(openings: list[str], text: str) -> None:
    assert Openings(openings).open(text) == text.startswith(tuple(openings))
