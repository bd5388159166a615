"""Folders of mail for the tests, and what a run over them left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from threadparse.batch.engine import LocalEngine
from threadparse.batch.run import Report, Settings, run

__all__ = ["TABLES", "chain", "many", "results", "rows", "run_local"]

TABLES = ("messages", "threads", "documents", "redactions", "errors")


def chain(number: int) -> str:
    """A chain of two messages that no other number has."""
    return (
        f"Yes, the pump of house {number} runs.\n\n"
        f"From: Ann Roe <ann@roe.example>\nSent: 3 May 2021 10:{number % 60:02}\nTo: Bob\n"
        f"Subject: Pump {number}\n\nDoes the pump of house {number} run?\n"
    )


def many(folder: Path, count: int) -> Path:
    """A folder with chains in subfolders of a hundred."""
    for number in range(count):
        path = folder / f"{number // 100:03}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(chain(number), encoding="utf-8")
    return folder


def run_local(folder: Path, out: Path, *, workers: int = 1, **settings: Any) -> Report:
    """Run over a folder with processes of this machine."""
    return run(Settings(str(folder), str(out), workers=workers, **settings), LocalEngine(workers))


def results(out: Path) -> dict[str, bytes]:
    """The results of a run as they are on the disk."""
    return {table: (out / f"{table}.jsonl").read_bytes() for table in TABLES}


def rows(out: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table."""
    return list(_lines(out / f"{table}.jsonl"))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
        yield json.loads(line)


def without_keys(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of a database as the other forms have them."""
    return [{name: value for name, value in row.items() if not name.endswith("_key")} for row in found]
