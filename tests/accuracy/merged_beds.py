"""Figures of ``threadparse merge`` on beds of overlapping exports whose truth is known.

A bed is a folder with ``files/`` and ``truth.json``; beds lie in ``merge/`` beside the corpora, with their scorer.
"""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import threadparse
from threadparse.readers.files import walk
from threadparse.views.json import on_one_line

__all__ = ["beds", "merge_figures"]

_BOTH = (
    "pairs",
    "missing_quoted",
    "missing_implied",
    "altered",
    "revealed_body",
    "revealed_sender",
    "replies",
    "threads",
)


def beds(corpora: Path) -> list[Path]:
    """Return the truth of each bed; none if there are none."""
    return sorted((corpora.parent / "merge").glob("*/truth.json"))


def merge_figures(truth: Path, scorer: Path | None = None) -> dict[str, float]:
    """Merge the files of a bed and score the result, by the scorer of a folder; of all figures more is better."""
    merged = json.loads(on_one_line(threadparse.merge(_documents(truth.parent / "files"))))
    scored, _ = _scorer(scorer or truth.parent.parent).score(json.loads(truth.read_text(encoding="utf-8")), merged)
    found = {f"{name}_{part}": scored[name][part] for name in _BOTH for part in ("precision", "recall")}
    found["unaltered_quiet"] = 1 - scored["altered"]["false_per_1000_unaltered_copies"] / 1000
    found["facts_held"] = scored["inclusive"]["held"]
    found["inclusive_small"] = min(1.0, 1 - scored["inclusive"]["excess"])
    found["order"] = scored["order"]["right"]
    found |= {f"merged_{name}": value for name, value in scored["fields"].items()}
    found["not_wrongly_linked"] = float(not scored["participants"]["wrongly_linked"])
    return {name: round(value, 4) for name, value in found.items() if value is not None}


def _documents(folder: Path) -> Iterator[threadparse.Document]:
    """Return all documents of a folder."""
    for file in walk(os.fspath(folder)).files:
        yield from threadparse.read(file)


def _scorer(folder: Path) -> Any:
    """Return the scorer that lies beside the beds."""
    spec = importlib.util.spec_from_file_location("score_merge", folder / "score_merge.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
