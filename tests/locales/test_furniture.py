"""The words around page numbers, each of which is read with its numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.rows import each_row

import threadparse
from threadparse.locales.furniture import knowledge

PAGE_WORDS: dict[str, dict[str, list[str]]] = json.loads(
    Path(threadparse.__file__).with_name("locales").joinpath("furniture.json").read_text(encoding="utf-8")
)["page_words"]


@each_row(PAGE_WORDS)
def test_each_word_of_a_page_number_is_known_in_any_case(language: str) -> None:
    words = PAGE_WORDS[language]
    for page in words["page"]:
        assert knowledge().page_number(f"- {page.upper()} 12 -") == (12, None), page
        for of in words["of"]:
            assert knowledge().page_number(f"{page}. 3 {of} 7") == (3, 7), of


@pytest.mark.parametrize("cell", ["Room 3", "Page three", "Page 3 by 7", "Page 3 of"])
def test_other_words_and_numbers_are_no_page_number(cell: str) -> None:
    assert knowledge().page_number(cell) is None
