"""The built tables are what the data makes of them, and the data is well formed."""

from __future__ import annotations

import re
from typing import Any

from tests.locales.renderer import RECORDS
from tests.rows import each_row

from threadparse.locales.build import HERE, build
from threadparse.locales.folding import fold
from threadparse.locales.lexicon import labels

EVIDENCE = {"l10n", "sample", "peer-table", "recalled", "cldr", "iana-registry"}


def test_the_built_tables_agree_with_the_data() -> None:
    differ = [name for name, content in build() if (HERE / "built" / f"{name}.json").read_text("utf-8") != content]
    assert differ == [], "run: python -m threadparse.locales.build"


def lists(record: dict[str, Any]) -> list[dict[str, Any]]:
    """All rows of a locale that name clients."""
    groups = [rows for key in ("labels", "separators", "subjects") for rows in record.get(key, {}).values()]
    return [row for rows in (*groups, record.get("attributions", [])) for row in rows]


@each_row((locale, row) for locale, record in RECORDS.items() for row in lists(record))
def test_every_row_names_its_clients_and_its_evidence(locale: str, row: dict[str, Any]) -> None:
    assert row["evidence"] in EVIDENCE, locale
    assert row.get("clients") or row.get("client"), locale


def test_an_example_of_a_date_says_which_moment_it_means() -> None:
    for record in RECORDS.values():
        for row in record.get("attributions", []):
            assert ("date_example" in row) == ("moment" in row)
            assert "moment" not in row or re.fullmatch(
                r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d)?)?", row["moment"]
            )


def test_a_label_is_looked_up_as_folded() -> None:
    assert all(fold(label) == label for label in labels())
