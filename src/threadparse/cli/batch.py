"""``threadparse batch``: a folder at a time, with progress, and carried on wherever it was broken off."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from threadparse.cli.inputs import date_order_option, encoding_option, parse_options, say
from threadparse.cli.limits import limit_option

if TYPE_CHECKING:
    from threadparse.batch.engine import Engine
    from threadparse.batch.run import Report, Settings

__all__ = ["batch"]

_INTERRUPTED = 130  # what a shell gives a command that Ctrl-C ended
_EPILOG = """\b
Examples:
  threadparse batch release/ -o out
  threadparse batch release/ -o out --resume
  threadparse batch mail/ -o out --to parquet --glob '*.eml' --jobs 8
"""


@click.command(epilog=_EPILOG, short_help="Parse a folder of any size into tables of messages and threads.")
@click.argument("folder", metavar="FOLDER")
@click.option("-o", "--output", "out", required=True, metavar="OUT", help="Folder for the results, made if need be.")
@click.option(
    "--to",
    "forms",
    type=click.Choice(["jsonl", "parquet", "csv", "sqlite", "duckdb"]),
    multiple=True,
    default=["jsonl"],
    show_default=True,
    help="Form of the results; may be given several times.",
)
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes that parse.  [default: the cores there are]")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=300,
    show_default=True,
    help="Seconds after which a file is given up of which no document was done.",
)
@click.option("--memory", type=click.IntRange(min=200), metavar="MB", help="Most memory that a process may take.")
@click.option("--glob", "globs", multiple=True, metavar="PATTERN", help="Read files of such names, as '*.eml', only.")
@click.option("--exclude", "excludes", multiple=True, metavar="PATTERN", help="Leave out such files and folders.")
@click.option("--hidden", is_flag=True, help="Read files and folders whose names begin with a dot, too.")
@click.option("--follow-links", is_flag=True, help="Follow symbolic links.")
@click.option("--resume", is_flag=True, help="Carry on with a run that was broken off.")
@click.option("--retry-errors", is_flag=True, help="Parse files again of which something could not be read.")
@click.option("--fresh", is_flag=True, help="Parse every file anew, whatever OUT holds.")
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True, help="What works.")
@click.option("--address", default="", metavar="ADDRESS", help="Ray cluster.  [default: one on this machine]")
@date_order_option
@encoding_option
@limit_option
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary; errors are still said.")
@click.pass_context
def batch(
    ctx: click.Context,
    folder: str,
    out: str,
    forms: tuple[str, ...],
    jobs: int | None,
    timeout: float,
    memory: int | None,
    globs: tuple[str, ...],
    excludes: tuple[str, ...],
    hidden: bool,
    follow_links: bool,
    resume: bool,
    retry_errors: bool,
    fresh: bool,
    engine: str,
    address: str,
    day_first: bool | None,
    encoding: str | None,
    limits: dict[str, int],
    quiet: bool,
) -> None:
    """Parse all files of a folder and its subfolders, on all cores, into messages, threads, documents and errors.

    A file that cannot be read costs that file: it is named in errors.jsonl. A run that was broken off carries on with
    --resume. The same command again parses only files that are new or have changed. FOLDER and OUT may be URLs
    (s3://…, gs://…).
    """
    if address and engine != "ray":
        raise click.UsageError("--address is for --engine ray.")
    if fresh and resume:
        raise click.UsageError("--fresh begins again, --resume carries on; give one of them.")
    if engine == "local":
        from threadparse.batch.processes import prepare

        prepare()
    from threadparse.batch.origin import Choice
    from threadparse.batch.run import Settings
    from threadparse.errors import ThreadparseError

    workers = jobs or _cores()
    settings = Settings(
        folder,
        out,
        choice=Choice(globs, excludes, hidden, follow_links),
        options=parse_options(day_first, limits, encoding),
        forms=tuple(dict.fromkeys(forms)),
        timeout=timeout,
        memory=None if memory is None else memory << 20,
        workers=workers,
        resume=resume,
        fresh=fresh,
        retry_errors=retry_errors,
    )
    try:
        report = _run(settings, engine, address, quiet)
    except KeyboardInterrupt:
        say("stopped; what was done is kept: run the same command with --resume to carry on")
        ctx.exit(_INTERRUPTED)
    except ThreadparseError as error:
        raise click.ClickException(str(error)) from error
    if not report.files and not report.counts.errors:
        say(f"{folder}: no file in this folder can be read")
    if report.counts.errors or not report.files:
        ctx.exit(1)


def _run(settings: Settings, engine: str, address: str, quiet: bool) -> Report:
    """Do it, with what a person sees of it."""
    from contextlib import ExitStack, closing

    from threadparse.batch.engine import LocalEngine
    from threadparse.batch.run import run
    from threadparse.cli.progress import Progress, summary

    with ExitStack() as opened:
        works: Engine = LocalEngine(settings.workers)
        if engine == "ray":
            from threadparse.batch.ray_engine import RayEngine

            works = opened.enter_context(closing(RayEngine(address, settings.workers)))
        progress = opened.enter_context(Progress(shown=not quiet))
        report = run(settings, works, progress.show)
    if not quiet:
        summary(report, settings.out)
    return report


def _cores() -> int:
    """The cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # a system that does not bind processes to cores
        return os.cpu_count() or 1
