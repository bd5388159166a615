"""The words of headers: field labels and separators of every locale; ``load_table`` reads any table."""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from functools import cache
from typing import Any

from threadparse.locales.folding import fold, squeeze, without_accents

__all__ = ["compile_labels", "compile_separators", "label_lengths", "labels", "load_table", "separators"]

_HERE = os.path.dirname(__file__)


def load_table(name: str) -> Any:
    """Read a table; who asks keeps what he makes of it.

    Args:
        name: Its path without ending, such as ``furniture`` or ``built/labels``.
    """
    with open(os.path.join(_HERE, f"{name}.json"), "rb") as file:  # bytes are decoded at once, a text piece by piece
        return json.load(file)


#: "Sent" and "Date" mean the same: when the message was written.
_FIELDS = {"sent": "date"}
_DECORATION = "-_=*>#~<>[]━—–+ \t"


def compile_labels(records: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the tables of ``labels`` and of ``label_lengths``."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for record in records:
        for field, rows in record.get("labels", {}).items():
            for row in rows:
                counts[fold(row["text"])][_FIELDS.get(field, field)] += len(row["clients"])
    for label, fields in list(counts.items()):
        for worn in without_accents(label) if len(label) > 1 or "to" in fields else ():  # "? :" is "À :"
            if worn not in counts:
                counts[worn] = fields
    lengths: dict[str, set[int]] = defaultdict(set)
    for label in counts:
        lengths[label[-2:]].add(len(label))
    return {
        "fields": {label: sorted(fields, key=lambda name: (-fields[name], name)) for label, fields in counts.items()},
        "lengths": {end: sorted(found, reverse=True) for end, found in lengths.items()},
    }


def compile_separators(records: list[dict[str, Any]]) -> dict[str, Any]:
    """Separator lines by their words.

    Returns:
        ``plain`` (folded words → the kind that most clients mean by them), ``bare`` (those that clients write without
        dashes) and ``around`` (first letter, "" for none → [words before, words behind, kind] where a name or date
        stands between).
    """
    plain: dict[str, Counter[str]] = defaultdict(Counter)
    bare: set[str] = set()
    around: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for record in records:
        for kind, rows in record.get("separators", {}).items():
            for row in rows:
                text = row["text"]
                before, variable, behind = _variable(text)
                if variable:
                    words = squeeze(before)
                    around[words[:1]].add((words, squeeze(behind), kind))
                    continue
                core = squeeze(text.strip(_DECORATION))
                if not core:
                    continue  # a mere rule: known by its shape
                plain[core][kind] += len(row["clients"])
                if text.strip(_DECORATION) == text:
                    bare.add(core)
    return {
        "plain": {core: max(sorted(kinds), key=lambda kind: kinds[kind]) for core, kinds in plain.items()},
        "bare": sorted(bare),
        "around": {letter: sorted(found) for letter, found in around.items()},
    }


def _variable(text: str) -> tuple[str, bool, str]:
    """Return the words before the first and behind the last placeholder, and whether there is one."""
    before, opening, rest = text.strip(_DECORATION).partition("{")
    return before, bool(opening), rest.rpartition("}")[2].strip(_DECORATION)


@cache
def _labels() -> dict[str, Any]:
    table: dict[str, Any] = load_table("built/labels")
    return table


def labels() -> dict[str, list[str]]:
    """Folded label → field names (``from``, ``date``, ``to``, ``cc``, ``bcc``, ``subject``, …), the commonest first."""
    fields: dict[str, list[str]] = _labels()["fields"]
    return fields


def label_lengths() -> dict[str, list[int]]:
    """Last two letters → the lengths of the folded labels that end so, the longest first."""
    lengths: dict[str, list[int]] = _labels()["lengths"]
    return lengths


@cache
def separators() -> dict[str, Any]:
    """Return the separator tables, as ``compile_separators`` makes them."""
    table: dict[str, Any] = load_table("built/separators")
    return table
