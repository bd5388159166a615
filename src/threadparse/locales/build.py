"""Compile the locale files for look-up: ``python -m threadparse.locales.build`` after a change in a table.

``data/<locale>.json`` (what mail clients write) and ``phrases/<locale>.json`` (what people write) are what one edits:
each row names its clients and evidence. ``built/*.json`` is what the parser loads: small tables keyed by folded text. A
test holds both equal.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from threadparse.locales.attribution_table import compile_attributions
from threadparse.locales.calendar_table import compile_calendar
from threadparse.locales.exemption_signs import compile_exemption_signs
from threadparse.locales.exemptions import compile_exemptions
from threadparse.locales.lexicon import compile_labels, compile_separators
from threadparse.locales.phrases import compile_phrases
from threadparse.locales.redaction_words import compile_redactions
from threadparse.locales.subject_prefixes import compile_subjects

__all__ = ["TABLES", "build", "read_locales"]

HERE = Path(__file__).parent
Record = dict[str, Any]

#: File in ``built/`` → the folder of its records, or the file, and what makes it from them.
TABLES: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "attributions": ("data", compile_attributions),
    "calendar": ("data", compile_calendar),
    "exemption_signs": ("exemptions.json", compile_exemption_signs),
    "exemptions": ("exemptions.json", compile_exemptions),
    "labels": ("data", compile_labels),
    "phrases": ("phrases", compile_phrases),
    "redactions": ("redactions.json", compile_redactions),
    "separators": ("data", compile_separators),
    "subjects": ("data", compile_subjects),
}


def read_locales(folder: Path = HERE / "data") -> list[Record]:
    """All locale records of a folder, in the order of their names."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def build() -> Iterable[tuple[str, str]]:
    """Yield (name, JSON text) of each compiled table."""
    for name, (folder, compile_table) in TABLES.items():
        source = HERE / folder
        records = read_locales(source) if source.is_dir() else json.loads(source.read_text(encoding="utf-8"))
        table = compile_table(records)
        yield name, json.dumps(table, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


if __name__ == "__main__":
    for table_name, content in build():
        (HERE / "built" / f"{table_name}.json").write_text(content, encoding="utf-8")
        print(f"built/{table_name}.json: {len(content):,} characters")
