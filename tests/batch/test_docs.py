"""docs/batch.md says what the code does."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from threadparse.batch.outcome import ErrorCode
from threadparse.batch.writers.columns import DocumentRow, ErrorRow, MessageRow, ThreadRow
from threadparse.batch.writers.forms import FORMS
from threadparse.cli.batch import batch
from threadparse.model import Message

DOCS = (Path(__file__).parents[2] / "docs" / "batch.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", get_args(ErrorCode))
def test_every_error_code_is_explained(code: str) -> None:
    assert f"| `{code}` |" in DOCS


@pytest.mark.parametrize("model", [MessageRow, ThreadRow, DocumentRow, ErrorRow])
def test_every_field_of_a_row_is_named(model: type[MessageRow | ThreadRow | DocumentRow | ErrorRow]) -> None:
    for name in model.model_fields:
        assert f"`{name}`" in DOCS or (model is MessageRow and name in Message.model_fields)


def test_every_form_is_listed_and_an_option() -> None:
    (option,) = (option for option in batch.params if option.name == "forms")
    assert list(option.type.choices) == ["jsonl", "parquet", "csv", "xlsx", "sqlite", "duckdb", "html"]  # type: ignore[attr-defined]
    assert {*FORMS} == {*option.type.choices}  # type: ignore[attr-defined]
    assert all(f"| `{form}` |" in DOCS for form in FORMS)
