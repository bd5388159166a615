"""What a person sees of a long run: a bar while it goes, a table when it is over; all on standard error."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from threadparse.cli.stderr import kinds_words
from threadparse.views.entries import counted
from threadparse.views.visible import visible_line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as RichProgress

    from threadparse.batch.run import Report

__all__ = ["Progress", "StepProgress", "summary"]

_EVERY = 0.1  # seconds between two looks at the report; it changes with each file
_STAGES = {"listing": "Looking", "parsing": "Parsing", "writing": "Writing", "done": "Done"}


class _Bar:
    """A bar on standard error, if that is a terminal: a context manager.

    Args:
        step: What is done first.
        shown: Whether to show anything at all.
    """

    def __init__(self, step: str, *, shown: bool = True) -> None:
        console = _console()
        self._shown = shown and console.is_terminal
        self._bar = _bar(console, shown=self._shown)
        self._task = self._bar.add_task(step, total=None, words="")
        self._next = 0.0
        self._step = step

    def __enter__(self) -> Self:
        if self._shown:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:  # before 14.1, rich ends a bar that was not shown with a blank line
            self._bar.stop()

    def _show(self, step: str, figures: Callable[[], tuple[int | None, int, str]]) -> None:
        """Show how far a step is, if it has just begun or some time has passed: what there is, what is done, words."""
        now = time.monotonic()
        begins = step != self._step
        if not self._shown or (now < self._next and not begins):
            return
        self._next, self._step = now + _EVERY, step
        total, done, words = figures()
        # Each step is seen, however short.
        self._bar.update(self._task, description=step, total=total, completed=done, words=words, refresh=begins)


class Progress(_Bar):
    """A bar for a run.

    Args:
        shown: Whether to show anything at all.
    """

    def __init__(self, *, shown: bool) -> None:
        super().__init__(_STAGES["listing"], shown=shown)

    def show(self, report: Report) -> None:
        """Show how far a run is.

        Args:
            report: The run's report.
        """

        def figures() -> tuple[int | None, int, str]:
            size = (max(report.pending_size, 1), report.parsed_size) if report.stage == "parsing" else (None, 0)
            return *size, _words(report)

        self._show(_STAGES[report.stage], figures)


class StepProgress(_Bar):
    """A bar for work in steps."""

    def __init__(self) -> None:
        super().__init__("")

    def show(self, step: str, done: int, total: int) -> None:
        """Show how far a step is.

        Args:
            step: Its name.
            done: How much of it is done.
            total: How much there is to do; 0 if that is not known.
        """
        self._show(step, lambda: (total or None, done, f"{done:,} of {total:,}" if total else ""))


def _bar(console: Console, *, shown: bool) -> RichProgress:
    """Return a bar with its step and its figures beside it."""
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    return RichProgress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        TextColumn("{task.fields[words]}"),
        TimeRemainingColumn(compact=True),
        console=console,
        transient=True,
        refresh_per_second=4,
        expand=True,
        disable=not shown,
    )


def summary(report: Report, out: str) -> None:
    """Print what came of a run.

    Args:
        report: The report of a run that has ended.
        out: Where the results are.
    """
    from rich.table import Table
    from rich.text import Text

    counts = report.counts
    files = f"{report.files:,}"
    if report.reused:
        files += f"  ({report.parsed:,} parsed now, {report.reused:,} as they were)"
    rows = [
        ("files", files),
        ("documents", f"{counts.documents:,}"),
        ("messages", f"{counts.messages:,}"),
        ("threads", f"{counts.threads:,}"),
        ("errors", f"{counts.errors:,}" + ("  (named in errors.jsonl)" if counts.errors else "")),
        ("warnings", f"{counts.warnings:,}"),
    ]
    if report.passed_over:
        rows.append(("passed over", kinds_words(report.passed_over)))
    if report.parsed:
        rows.append(("time", f"{_time(report.seconds)}, {_rate(report.parsed_size, report.seconds)}"))
    rows.append(("results", f"{', '.join(report.written)} in {out}"))
    table = Table.grid(padding=(0, 2))
    for name, value in rows:
        style = {"errors": "red", "warnings": "yellow"}.get(name, "") if value != "0" else ""
        table.add_row(Text(name, style="dim"), Text(visible_line(value), style=style))
    _console().print(table)


def _words(report: Report) -> str:
    """Return the figures beside the bar."""
    if report.stage != "parsing":
        return counted(report.files, "file")
    rate = _rate(report.parsed_size, time.monotonic() - report.seconds)
    done = f"{report.reused + report.parsed:,} of {report.files:,} files · {report.counts.messages:,} messages · {rate}"
    return f"{done} · {report.counts.errors:,} errors" if report.counts.errors else done


def _rate(size: int, seconds: float) -> str:
    return f"{size / 1e6 / max(seconds, 0.001):.2f} MB/s"


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{seconds:.1f} s"


def _console() -> Console:
    from rich.console import Console

    return Console(stderr=True, highlight=False, markup=False, emoji=False)
