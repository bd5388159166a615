"""Base subjects and actions by table: ``tests/fixtures/tables/subjects.json``."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures import table

from threadparse.locales.build import read_locales
from threadparse.locales.subject_prefixes import compile_subjects, subject_prefixes
from threadparse.values.subjects import base_subject, former_subject, subject_action

TABLE: list[dict[str, Any]] = table("subjects")


@pytest.mark.parametrize("row", TABLE, ids=lambda row: ascii(row["subject"]))
def test_a_subject_is_read_as_the_table_says(row: dict[str, Any]) -> None:
    assert (base_subject(row["subject"]), subject_action(row["subject"])) == (row["base"], row["action"])


def test_every_prefix_of_the_locale_files_is_taken_off() -> None:
    for record in read_locales():
        for action in ("reply", "forward"):
            for row in record.get("subjects", {}).get(action, []):
                text = row["text"]
                if text.endswith((":", "：")) and any(letter.isalpha() for letter in text):
                    assert base_subject(f"{text} Roof") == "Roof", (record["locale"], text)


def test_the_compiled_table_is_up_to_date() -> None:
    assert compile_subjects(read_locales()) == subject_prefixes()


def test_the_better_proved_action_counts_where_languages_differ() -> None:
    row = {"text": "VS:", "clients": ["one"]}
    table = compile_subjects(
        [
            {"subjects": {"forward": [{**row, "evidence": "recalled"}]}},
            {"subjects": {"reply": [{**row, "evidence": "l10n"}]}},
        ]
    )
    assert table["prefixes"] == {"vs": "reply"}


@given(st.text(alphabet="reRE fwd:[](){}：\u200f2^*ab", max_size=60))
def test_any_subject_has_a_base_that_is_its_own_base(subject: str) -> None:
    base = base_subject(subject)
    assert base_subject(base) == base


@pytest.mark.parametrize(
    ("subject", "former"),
    [
        ("New (was: Old)", "Old"),
        ("New (Was: RE: Old (draft))", "Old (draft)"),
        ("New (was: Old (was: Older))", "Old (was: Older)"),
        ("New (was: Old) and (more)", None),
        ("New (was: Old) :)", None),
        ("New", None),
    ],
)
def test_the_former_subject_is_in_the_brackets_at_the_end(subject: str, former: str | None) -> None:
    assert former_subject(subject) == former


def test_ten_thousand_prefixes_are_no_trouble() -> None:
    assert base_subject("Re: " * 10_000 + "[a] " * 10_000 + "Roof" + " (fwd)" * 10_000) == "Roof"
