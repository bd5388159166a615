"""How much memory a text takes, in times its size."""

from __future__ import annotations

import resource
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import made
from bench.child import in_child
from bench.corpora import Corpus
from bench.parsers import OURS
from bench.plan import KIB, Plan
from bench.report import conditions, figure, table

__all__ = ["measure", "taken"]

#: The kernel's account of this process alone; the peak of ``getrusage`` may be that of the process that started it.
_STATUS = Path("/proc/self/status")


def taken(path: str) -> int:
    """Bytes by which the process grows at most while it reads and parses a text. To be called in a new process.

    Args:
        path: The file that holds the text.

    Returns:
        Bytes, those of the text included.
    """
    count = OURS.load()
    count(made.WARM_UP)
    before = peak()
    count(Path(path).read_text(encoding="utf-8"))
    return peak() - before


def measure(plan: Plan) -> str:
    """Measure, and tell in a table.

    Args:
        plan: What to measure.

    Returns:
        Markdown.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "text.txt")
        rows = []
        for corpus in _corpora(plan):
            plan.say(f"memory: {corpus}")
            path.write_text(corpus.texts[0], encoding="utf-8", errors="replace")
            grown = in_child(taken, str(path), seconds=600)
            rows.append([corpus.name, figure(corpus.size / 1e6), figure(grown / corpus.size)])
    head = ["one text", "megabytes", "peak memory in times its size"]
    return "\n".join([conditions([OURS]), table(head, rows)])


def _corpora(plan: Plan) -> Iterator[Corpus]:
    size = plan.scaled(4 * KIB * KIB)
    for corpus in plan.mail:
        yield Corpus(f"{corpus.name}, joined", ["\n\n".join(corpus.texts)[:size]])
    yield Corpus("a chain", [made.chain(size // 350)[:size]])
    yield Corpus("plain text", [made.prose(size)])


def peak() -> int:
    """Most bytes that this process ever had in memory."""
    if _STATUS.exists():
        (line,) = (line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * KIB
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * KIB
