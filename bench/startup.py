"""How long the command takes to start, beside Python with the libraries that it needs."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path

from bench.corpora import TESTS
from bench.parsers import OURS
from bench.plan import Plan
from bench.report import conditions, figure, table

__all__ = ["measure"]

CHAIN = str(TESTS / "fixtures" / "chains" / "footbridge.txt")

#: What is compared with Python and these imports.
LIBRARIES = "click, rich.console, rich.table, pydantic"
COMMANDS = {
    "`threadparse --version`": (["--version"], "click"),
    "`threadparse show`, four messages": (["show", CHAIN], LIBRARIES),
    "`threadparse export`, four messages": (["export", CHAIN], LIBRARIES),
}


def measure(plan: Plan) -> str:
    """Measure, and tell in a table.

    Args:
        plan: What to measure.

    Returns:
        Markdown.
    """
    python, script = sys.executable, Path(sys.executable).with_name("threadparse")
    command = [str(script)] if script.exists() else [python, "-m", "threadparse"]
    bare = [python, "-c", "pass"]
    rows = []
    for name, (arguments, imports) in COMMANDS.items():
        plan.say(f"start-up: {name}")
        _seconds([*command, *arguments])  # the first run writes bytecode
        pairs = [
            (_seconds([*command, *arguments]), _seconds([python, "-c", f"import {imports}"]), _seconds(bare))
            for _ in range(1 if plan.quick else 20)
        ]
        against = statistics.median(own / other for own, other, _ in pairs)
        starts = statistics.median(own / least for own, _, least in pairs)
        rows.append([name, f"`import {imports}`", figure(against), figure(starts)])
    head = ["command", "beside", "times that", "times `python -c pass`"]
    return "\n".join([conditions([OURS]), table(head, rows)])


def _seconds(command: list[str]) -> float:
    """Processor time of a command and of the system for it; bytecode is kept, as that of installed packages is."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
