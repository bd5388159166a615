"""The accuracy gate: fails if a figure falls below its floor. ``python -m tests.accuracy.gate [CORPUS…] [--worst N]``.

Gold corpora are not part of the project: they lie in the folder that THREADPARSE_CORPORA names, or in
``shared/corpora`` beside the checkout, with their scorer in ``score/`` next to them. Without them the gate says so and
passes.

``floors.json`` holds, for each corpus, its fingerprint and the floors. ``--update`` raises floors to what was measured;
it lowers none unless ``--allow-regression`` is given too.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import io
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import threadparse
from tests.accuracy.merged_beds import beds, merge_figures
from tests.accuracy.predict import prediction
from tests.accuracy.redactions import gold_files, redaction_figures

__all__ = ["figures", "main"]

ROOT = Path(__file__).parents[2]
CORPORA = Path(os.environ.get("THREADPARSE_CORPORA", ROOT.parent / "shared" / "corpora"))
FLOORS = Path(__file__).with_name("floors.json")
#: What a figure may fall by without failing: rounding in the fourth place.
TOLERANCE = 0.00005
#: What is scored together, by the formats of the records.
SETS = {"": ("text",), " (eml, html)": ("eml", "html")}


def scorer_of(corpora: Path) -> Path:
    """Where the scorer of some corpora lies."""
    return corpora.parent / "score" / "score.py"


def load_scorer(corpora: Path) -> ModuleType:
    """The scorer that lies beside the corpora."""
    spec = importlib.util.spec_from_file_location("score", scorer_of(corpora))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figures(fig: dict[str, Any]) -> dict[str, float]:
    """The figures that have floors, out of the scorer's."""
    flat = {"split_exact": fig["split_exact"], "document_exact": fig["document_exact"]}
    if fig["boundaries"]:
        flat["boundary_f1"] = fig["boundaries"]["f1"]
    for name, field in fig["fields"].items():
        if "of_all" in field:
            flat[name] = field["of_all"]
    if fig["zones"]:
        flat["zones_two"], flat["zones_five"] = fig["zones"]["two"], fig["zones"]["five"]
    return {name: round(value, 4) for name, value in flat.items() if value is not None}


def run_corpus(gold: dict[str, Any], scorer: ModuleType) -> tuple[dict[str, float], list[Any], float, int]:
    """Parse and score one corpus; figures, documents from the worst up, seconds, characters."""
    begin = time.perf_counter()
    predictions = {key: prediction(key, document(record)) for key, record in gold.items()}
    seconds = time.perf_counter() - begin
    fig, documents = scorer.score(gold, predictions)
    found = figures(fig)
    if all(
        record["format"] != "text" for record in gold.values()
    ):  # offsets of the raw source are not those of the text
        found = {name: value for name, value in found.items() if name not in ("split_exact", "boundary_f1")}
    return found, documents, seconds, sum(len(record["text"]) for record in gold.values())


def document(record: dict[str, Any]) -> threadparse.Document:
    """The document of a gold record: a text as it stands, anything else read as the file that it is."""
    if record["format"] == "text":
        return threadparse.parse(record["text"])
    (found,) = threadparse.read(io.BytesIO(record["text"].encode()))
    return found


def corpora(options: argparse.Namespace, scorer: ModuleType) -> Iterator[tuple[Path, str, dict[str, Any]]]:
    """Each corpus, its name, and the records to score; records that are files have figures of their own."""
    for path in sorted(CORPORA.glob("*.jsonl")):
        if options.corpora and not any(name in path.stem for name in options.corpora):
            continue
        records = scorer.load(path)
        for suffix, formats in SETS.items():
            gold = {key: r for key, r in records.items() if r["format"] in formats and options.only in key}
            if gold:
                yield path, path.stem + suffix, gold


def main(argv: list[str] | None = None) -> int:
    """Run the gate; 0 if every figure holds or there are no corpora."""
    parser = argparse.ArgumentParser(description="Score threadparse against gold and hold the floors.")
    parser.add_argument("corpora", nargs="*", help="only corpora whose name contains one of these")
    parser.add_argument("--only", default="", help="only documents whose id contains this")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="show the N worst documents of each corpus")
    parser.add_argument("--update", action="store_true", help="raise floors to what was measured")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: lower floors too")
    options = parser.parse_args(argv)
    for part in (CORPORA, scorer_of(CORPORA)):
        if not part.exists():
            print(f"accuracy gate skipped: {part} is not there (set THREADPARSE_CORPORA; CONTRIBUTING.md says what to)")
            return 0
    scorer = load_scorer(CORPORA)
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    failed = False
    for path, name, gold in corpora(options, scorer):
        found, documents, seconds, characters = run_corpus(gold, scorer)
        print(f"\n{name}: {len(documents)} documents, {characters / seconds / 1e6:.2f} M characters/s")
        print("  " + "  ".join(f"{figure} {100 * value:.2f}" for figure, value in found.items()))
        for score, key, why in documents[: options.worst]:
            print(f"    {score:.3f}  {key}  {'; '.join(why)}")
        if not options.only:
            failed |= _hold(floors, path, name, found, options)
    for path in gold_files(CORPORA):
        if not options.only and (not options.corpora or any(name in path.stem for name in options.corpora)):
            found = redaction_figures(path)
            print(f"\n{path.stem}:\n  " + "  ".join(f"{figure} {100 * value:.2f}" for figure, value in found.items()))
            failed |= _hold(floors, path, path.stem, found, options)
    for path in beds(CORPORA):
        name = path.parent.name
        if not options.only and (not options.corpora or any(wanted in name for wanted in options.corpora)):
            found = merge_figures(path)
            print(f"\n{name}:\n  " + "  ".join(f"{figure} {100 * value:.2f}" for figure, value in found.items()))
            failed |= _hold(floors, path, f"merge {name}", found, options)
    if options.update:
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print("\naccuracy gate: " + ("FAILED" if failed else "passed"))
    return int(failed)


def _hold(
    floors: dict[str, Any], path: Path, corpus: str, found: dict[str, float], options: argparse.Namespace
) -> bool:
    """Compare with the floors of a corpus, or renew them; True if a figure fell."""
    fingerprint = hashlib.sha256(path.read_bytes()).hexdigest()
    entry = floors.setdefault(corpus, {"sha256": fingerprint, "floors": {}})
    if options.update:
        kept = {} if options.allow_regression or entry["sha256"] != fingerprint else entry["floors"]
        floors[corpus] = {
            "sha256": fingerprint,
            "floors": {name: max(value, kept.get(name, 0.0)) for name, value in found.items()},
        }
        return False
    if entry["sha256"] != fingerprint:
        print(f"  {corpus} is not the corpus that the floors were measured on; run with --update")
        return True
    fallen = {n: f for n, f in entry["floors"].items() if found.get(n, 0.0) < f - TOLERANCE}
    for name, floor in fallen.items():
        print(f"  FELL: {name} {100 * found.get(name, 0.0):.2f}, floor {100 * floor:.2f}")
    return bool(fallen)


if __name__ == "__main__":
    sys.exit(main())
