"""``threadparse batch``: a folder at a time, with progress, and carried on wherever it was broken off."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from threadparse.cli.entry import Stopped
from threadparse.cli.reading import jobs_option, reading_options
from threadparse.cli.stderr import say

if TYPE_CHECKING:
    from threadparse.batch.engine import Engine
    from threadparse.batch.run import Report, Settings
    from threadparse.options import ParseOptions

__all__ = ["batch"]

_EPILOG = """\b
Examples:
  threadparse batch release/ -o out
  threadparse batch release/ -o out --resume
  threadparse batch mail/ -o out --to parquet --glob '*.eml' --jobs 8
"""
_CHOICE = (
    click.option(
        "--glob", "globs", multiple=True, metavar="PATTERN", help="Read files of such names, as '*.eml', only."
    ),
    click.option("--exclude", "excludes", multiple=True, metavar="PATTERN", help="Leave out such files and folders."),
    click.option("--hidden", is_flag=True, help="Read files and folders whose names begin with a dot, too."),
    click.option("--follow-links", "links", is_flag=True, help="Follow symbolic links."),
)


class _Choice(NamedTuple):
    """Which files are meant, see ``batch.sources.FileChoice``, which takes longer to import."""

    globs: tuple[str, ...]
    excludes: tuple[str, ...]
    hidden: bool
    links: bool


def _choice_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say which files are meant; they come to it as ``choice``."""

    @wraps(command)
    def with_choice(
        *arguments: Any, globs: tuple[str, ...], excludes: tuple[str, ...], hidden: bool, links: bool, **others: Any
    ) -> None:
        command(*arguments, choice=_Choice(globs, excludes, hidden, links), **others)

    for option in reversed(_CHOICE):
        with_choice = option(with_choice)
    return with_choice


@click.command(epilog=_EPILOG, short_help="Parse a folder of any size into tables of messages and threads.")
@click.argument("folder", metavar="FOLDER")
@click.option("-o", "--output", "out", required=True, metavar="OUT", help="Folder for the results, made if need be.")
@click.option(
    "--to",
    "forms",
    type=click.Choice(["jsonl", "parquet", "csv", "xlsx", "sqlite", "duckdb", "html"]),
    multiple=True,
    default=["jsonl"],
    show_default=True,
    help="Form of the results; may be given several times.",
)
@jobs_option
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=300,
    show_default=True,
    help="Seconds that a document may take; then its file is given up.",
)
@click.option("--memory", type=click.IntRange(min=200), metavar="MB", help="Most memory that a process may take.")
@_choice_options
@click.option("--resume", is_flag=True, help="Carry on with a run that was broken off.")
@click.option("--retry-errors", is_flag=True, help="Parse files again of which something could not be read.")
@click.option("--fresh", is_flag=True, help="Parse every file anew, whatever OUT holds.")
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True, help="Who does it.")
@click.option("--address", default="", metavar="ADDRESS", help="Ray cluster.  [default: one on this machine]")
@reading_options
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary; errors are in errors.jsonl.")
@click.pass_context
def batch(
    ctx: click.Context,
    folder: str,
    out: str,
    forms: tuple[str, ...],
    jobs: int,
    timeout: float,
    memory: int | None,
    choice: _Choice,
    resume: bool,
    retry_errors: bool,
    fresh: bool,
    engine: str,
    address: str,
    options: ParseOptions,
    quiet: bool,
) -> None:
    """Parse all files of a folder and its subfolders, on all cores, into tables of messages, threads, redactions, ….

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
    from threadparse.batch.run import Settings
    from threadparse.batch.sources import FileChoice
    from threadparse.errors import ThreadparseError

    settings = Settings(
        folder,
        out,
        choice=FileChoice(*choice),
        options=options,
        forms=tuple(dict.fromkeys(forms)),
        timeout=timeout,
        memory=None if memory is None else memory << 20,
        workers=jobs,
        resume=resume,
        fresh=fresh,
        retry_errors=retry_errors,
    )
    try:
        report = _run(settings, engine, address, quiet)
    except Stopped as stopped:
        say(f"{stopped.word}; what was done is kept: run the same command with --resume to carry on")
        ctx.exit(stopped.status)
    except ThreadparseError as error:
        say(str(error))
        ctx.exit(1)
    if not report.files and not report.counts.errors:
        chosen = choice.globs or choice.excludes
        say(f"{folder}: no file in this folder {'fits --glob and --exclude' if chosen else 'can be read'}")
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
