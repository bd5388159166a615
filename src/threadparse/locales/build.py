"""Compile the locale files for look-up: ``python -m threadparse.locales.build`` after a change in ``data/``.

``data/<locale>.json`` is what people edit: each row names its clients and evidence. ``built/*.json`` is what the parser
loads: small tables keyed by folded text. A test holds both equal.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from threadparse.locales.calendar import compile_calendar
from threadparse.locales.lexicon import compile_attributions, compile_labels, compile_separators
from threadparse.locales.subject_prefixes import compile_subjects

__all__ = ["TABLES", "build", "read_locales"]

HERE = Path(__file__).parent
Record = dict[str, Any]

#: File in ``built/`` → what makes it from all locale records.
TABLES: dict[str, Callable[[list[Record]], Any]] = {
    "labels": compile_labels,
    "separators": compile_separators,
    "attributions": compile_attributions,
    "calendar": compile_calendar,
    "subjects": compile_subjects,
}


def read_locales(folder: Path = HERE / "data") -> list[Record]:
    """All locale records of a folder, in the order of their names."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def build(records: list[Record]) -> Iterable[tuple[str, str]]:
    """Yield (name, JSON text) of each compiled table.

    Args:
        records: The locale records, as ``read_locales`` gives them.
    """
    for name, compile_table in TABLES.items():
        yield name, json.dumps(compile_table(records), ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


if __name__ == "__main__":
    for table, content in build(read_locales()):
        (HERE / "built" / f"{table}.json").write_text(content, encoding="utf-8")
        print(f"built/{table}.json: {len(content):,} characters")
