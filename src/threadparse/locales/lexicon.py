"""The words of headers: field labels, separators and attribution lines of every locale, compiled and looked up."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from threadparse.locales.folding import fold, squeeze

__all__ = [
    "Skeleton",
    "attribution_skeletons",
    "compile_attributions",
    "compile_labels",
    "compile_separators",
    "labels",
    "separators",
]

_BUILT = Path(__file__).parent / "built"
#: "Sent" and "Date" mean the same: when the message was written.
_FIELDS = {"sent": "date"}
_DECORATION = "-_=*>#~<>[]━—–+ \t"
_DATE = "\x01"
_PERSON = "\x02"
_DATE_NAMES = re.compile(r"\$?\{ ?(?:date|time|[A-Z0-9][A-Za-z0-9 ]*)\}")
_PERSON_NAMES = re.compile(r"\{(?:name|address|from|initials)\}")


class Skeleton(NamedTuple):
    """The fixed words of an attribution line, folded, around its date and its person.

    Attributes:
        order: ``DP`` (date, then person), ``PD``, ``P`` or ``D``.
        prefix: Words before the first part.
        middle: Words between the parts.
        suffix: Words behind the last part, the colon not counted.
    """

    order: str
    prefix: str
    middle: str
    suffix: str


def compile_labels(records: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Folded label → the fields that it names in some locale, the commonest first."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for record in records:
        for field, rows in record.get("labels", {}).items():
            for row in rows:
                counts[fold(row["text"])][_FIELDS.get(field, field)] += len(row["clients"])
    return {label: sorted(fields, key=lambda name: (-fields[name], name)) for label, fields in counts.items()}


def compile_separators(records: list[dict[str, Any]]) -> dict[str, Any]:
    """Separator lines by their words: ``plain`` (folded words → kind), ``bare`` (those that clients write without
    dashes) and ``around`` ([words before, words behind, kind] where a name or date stands between).
    """
    plain: dict[str, str] = {}
    bare: set[str] = set()
    around: set[tuple[str, str, str]] = set()
    for record in records:
        for kind, rows in record.get("separators", {}).items():
            for row in rows:
                text = row["text"]
                before, variable, behind = _variable(text)
                if variable:
                    around.add((squeeze(before), squeeze(behind), kind))
                    continue
                core = squeeze(text.strip(_DECORATION))
                if not core:
                    continue  # a mere rule: known by its shape
                plain.setdefault(core, kind)
                if text.strip(_DECORATION) == text:
                    bare.add(core)
    return {"plain": plain, "bare": sorted(bare), "around": sorted(around)}


def _variable(text: str) -> tuple[str, bool, str]:
    """The words before the first and behind the last placeholder, and whether there is one."""
    before, opening, rest = text.strip(_DECORATION).partition("{")
    return before, bool(opening), rest.rpartition("}")[2].strip(_DECORATION)


def compile_attributions(records: list[dict[str, Any]]) -> list[list[str]]:
    """The skeletons of all attribution patterns, without doubles."""
    found: set[tuple[str, ...]] = set()
    for record in records:
        for row in record.get("attributions", []):
            skeleton = _skeleton(row["pattern"])
            if skeleton is not None:
                found.add(tuple(skeleton))
    return [list(skeleton) for skeleton in sorted(found)]


def _skeleton(pattern: str) -> Skeleton | None:
    """A pattern reduced to its fixed words; None for what is a header block or has no fixed words to know it by."""
    if "{to}" in pattern:
        return None
    text = _PERSON_NAMES.sub(_PERSON, _DATE_NAMES.sub(_DATE, pattern))
    text = re.sub(r"\{[a-z]+\}.*", "", text, flags=re.DOTALL) if "{id}" in text else re.sub(r"\{[a-z]+\}", "", text)
    text = re.sub(rf"{_DATE}[^{_DATE}{_PERSON}]{{0,14}}(?={_DATE})", "", text)
    text = re.sub(rf"{_PERSON}[\s\"'“”«»„<>()]*(?={_PERSON})", "", text)
    parts = re.split(f"([{_DATE}{_PERSON}])", text)
    order = "".join("D" if part == _DATE else "P" for part in parts[1::2])
    literals = [squeeze(part.replace("<", " ").replace(">", " ") if ">>>" not in part else part) for part in parts[::2]]
    if order not in ("DP", "PD", "D", "P"):
        return None
    middle = literals[1] if len(order) == 2 else ""
    return Skeleton(order, literals[0], middle, literals[-1])


@cache
def _load(name: str) -> Any:
    return json.loads((_BUILT / f"{name}.json").read_text(encoding="utf-8"))


def labels() -> dict[str, list[str]]:
    """Folded label → field names (``from``, ``date``, ``to``, ``cc``, ``bcc``, ``subject``, …), the commonest first."""
    table: dict[str, list[str]] = _load("labels")
    return table


def separators() -> dict[str, Any]:
    """The separator tables, as ``compile_separators`` makes them."""
    table: dict[str, Any] = _load("separators")
    return table


@cache
def attribution_skeletons() -> dict[str, tuple[Skeleton, ...]]:
    """Skeletons by their order, those with the most fixed words first, so that the first that fits fits best."""
    groups: dict[str, list[Skeleton]] = defaultdict(list)
    for row in _load("attributions"):
        groups[row[0]].append(Skeleton(*row))
    return {
        order: tuple(sorted(rows, key=lambda row: -len(row.prefix + row.middle + row.suffix)))
        for order, rows in groups.items()
    }
