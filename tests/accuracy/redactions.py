"""Redactions against gold: figures for the gate, from the scorer that lies beside the gold."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import threadparse

__all__ = ["gold_files", "redaction_figures"]

SCORED = ("recall", "precision", "codes", "law", "message", "field")


def gold_files(corpora: Path) -> Iterator[Path]:
    """The gold of redactions, if there is any: files in ``redactions/`` beside the corpora."""
    folder = corpora.parent / "redactions"
    if (folder / "score_redactions.py").exists():
        yield from sorted(folder.glob("redactions-*.jsonl"))


def redaction_figures(gold: Path) -> dict[str, float]:
    """Parse and score the documents of one file."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "found.jsonl"
        lines = [json.dumps(_prediction(json.loads(line))) for line in gold.read_text(encoding="utf-8").splitlines()]
        found.write_text("\n".join(lines) + "\n", encoding="utf-8")
        scorer = [sys.executable, str(gold.with_name("score_redactions.py")), str(gold), str(found), "--json"]
        figures = json.loads(subprocess.run(scorer, check=True, capture_output=True).stdout)
    return {name: round(figures[name], 4) for name in SCORED if figures[name] is not None}


def _prediction(record: dict[str, Any]) -> dict[str, Any]:
    """The places of a document in the shape that the scorer reads."""
    document = threadparse.parse(record["text"])
    indices = {message.id: message.source_index for message in document.messages}
    return {
        "id": record["id"],
        "redactions": [
            {
                "span": place.span,
                "message": None if place.message is None else indices[place.message],
                "field": place.field,
                "form": place.form,
                "codes": [{"code": code.code, "law": code.law} for code in place.codes],
            }
            for place in document.redactions
        ],
    }
