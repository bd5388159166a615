"""The built tables are what the data makes of them, and the data is well formed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.locales.renderer import RECORDS

from threadparse.locales.build import HERE, build
from threadparse.locales.folding import fold
from threadparse.locales.lexicon import labels

EVIDENCE = {"l10n", "sample", "peer-table", "recalled", "cldr", "iana-registry"}


@pytest.mark.parametrize(("name", "content"), [pytest.param(*built, id=built[0]) for built in build()])
def test_a_built_table_agrees_with_the_data(name: str, content: str) -> None:
    assert (HERE / "built" / f"{name}.json").read_text(encoding="utf-8") == content, (
        "run: python -m threadparse.locales.build"
    )


def lists(record: dict[str, Any]) -> list[dict[str, Any]]:
    """All rows of a locale that name clients."""
    groups = [rows for key in ("labels", "separators", "subjects") for rows in record.get(key, {}).values()]
    return [row for rows in (*groups, record.get("attributions", [])) for row in rows]


@pytest.mark.parametrize("locale", RECORDS)
def test_every_row_names_its_clients_and_its_evidence(locale: str) -> None:
    for row in lists(RECORDS[locale]):
        assert row["evidence"] in EVIDENCE
        assert row.get("clients") or row.get("client")


def test_an_example_of_a_date_says_which_moment_it_means() -> None:
    for record in RECORDS.values():
        for row in record.get("attributions", []):
            assert ("date_example" in row) == ("moment" in row)
            assert "moment" not in row or re.fullmatch(
                r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d)?)?", row["moment"]
            )


def test_a_label_is_looked_up_as_folded() -> None:
    assert all(fold(label) == label for label in labels())
