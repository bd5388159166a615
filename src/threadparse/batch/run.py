"""A run from the listing to the results: each stage picks up what an earlier run has done."""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from functools import partial

from threadparse.batch.codec import TABLES, error_line
from threadparse.batch.engine import Engine, Keeper
from threadparse.batch.index import Index
from threadparse.batch.journal import Done, JournalReader, part_names, read_contents
from threadparse.batch.outcome import Counts, File, Trouble
from threadparse.batch.pool import Job
from threadparse.batch.settled_rows import read_folder_laws, settled_rows
from threadparse.batch.sources import FileChoice, Origin, PassedFile, origin_of
from threadparse.batch.state import check_ours, next_state, rule_of
from threadparse.batch.store import HOME, Store, store_of
from threadparse.batch.urls import is_url, local_path
from threadparse.batch.worker import Task
from threadparse.batch.workspace import workspace
from threadparse.batch.writers.forms import PARTITIONED, Writer, check_installed, writer_of
from threadparse.batch.writers.json_lines import JsonLines
from threadparse.errors import OutputError, ThreadparseError
from threadparse.options import ParseOptions
from threadparse.readers.base import printable_path
from threadparse.releases.laws import FolderLaws

__all__ = ["Report", "Settings", "run"]

_JOB_BYTES = 8 << 20
_READS_AT_ONCE = 16
_JOBS_AHEAD = 4  # that each worker could do of what is left, so that none is left alone with a long one at the end
_SHORTEST, _MANY = 8, 400  # files; where a worker has many to do, a shorter job costs more for its part than it saves


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run does.

    Attributes:
        folder: What to read: a folder or a URL.
        out: Where the results go: a folder or a URL.
        choice: Which files are meant.
        options: How to parse.
        forms: In which forms to write the results.
        timeout: Seconds that one document may take.
        memory: Most bytes of memory of a worker; None for no limit.
        workers: How many files are parsed at a time, to cut jobs that keep all of them busy.
        job_files: Most files of a job.
        resume: Whether to carry on with a run that was broken off.
        fresh: Whether to parse every file anew, whatever is known of it.
        retry_errors: Whether to parse files again of which something could not be read.
    """

    folder: str
    out: str
    choice: FileChoice = FileChoice()  # noqa: RUF009 - frozen
    options: ParseOptions = ParseOptions()  # noqa: RUF009 - frozen
    forms: tuple[str, ...] = ("jsonl",)
    timeout: float = 300.0
    memory: int | None = None
    workers: int = 1
    job_files: int = 200
    resume: bool = False
    fresh: bool = False
    retry_errors: bool = False


@dataclass(slots=True)
class Report:
    """How far a run is, and at its end what came of it.

    Attributes:
        stage: ``listing``, ``parsing``, ``writing`` or ``done``.
        files: How many files there are.
        size: Their bytes.
        reused: How many of them an earlier run has parsed.
        parsed: How many of them this run has parsed.
        pending_size: Bytes of the files that this run has to parse.
        parsed_size: Bytes of those that it has parsed.
        counts: What came of all files; while parsing, of those of this run.
        passed_over: How many files were not meant, by ending.
        written: Names of the results.
        seconds: How long the parsing took.
    """

    stage: str = "listing"
    files: int = 0
    size: int = 0
    reused: int = 0
    parsed: int = 0
    pending_size: int = 0
    parsed_size: int = 0
    counts: Counts = Counts()  # noqa: RUF009 - a tuple
    passed_over: dict[str, int] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    seconds: float = 0.0


def run(settings: Settings, engine: Engine, told: Callable[[Report], None] = lambda _: None) -> Report:
    """Parse the files of a folder that are not parsed yet, and write the results of all.

    Args:
        settings: What to do.
        engine: What does it.
        told: Called with the report whenever it has changed.

    Returns:
        The report.

    Raises:
        InputError: The folder cannot be read.
        OptionError: The library of a form is not installed.
        OutputError: The results cannot be written, or must not be.
        ThreadparseError: The engine cannot work.
    """
    for form in settings.forms:
        check_installed(form)
    settings = replace(settings, options=_keeping_recognised(settings))
    origin = origin_of(settings.folder)
    folder = settings.folder if is_url(settings.folder) else printable_path(local_path(settings.folder))
    report = Report()
    try:
        store = store_of(settings.out)
        _check_apart(settings)
        check_ours(store, settings.out)
        with workspace(store, settings.out) as (work, check_lock), Index(work) as index:
            state = next_state(store, settings.out, folder, resume=settings.resume, fresh=settings.fresh)
            state.save(store)
            for item in origin.listing(settings.choice, settings.out):
                _list(item, index, report, told)
            keeper = Keeper(store, rule_of(settings.options))
            known = _known(store, keeper.rule, settings, index)
            _begin_parsing(index, report)
            task = Task(origin, settings.options, settings.timeout, settings.memory)
            jobs = _jobs(index, settings, state.runs, report.files - report.reused)
            for done in engine.parse(task, jobs, keeper, partial(_tell, report, told)):
                check_lock()
                index.add(done)
            _end_parsing(index, report)
            told(report)
            check_lock()
            with closing(JournalReader(store)) as reader:
                laws = read_folder_laws(partial(_parsed, index), reader)
            _write(index, store, settings, engine, work, laws, report)
            if "html" in settings.forms:
                _write_pages(index, store, settings, origin, laws, report)
            replace(state, finished=True).save(store)
            for name in sorted(known - index.parts_in_use()):
                store.delete(name)
    except (OSError, sqlite3.Error) as error:
        raise OutputError(_words(settings.out, error)) from error
    report.stage = "done"
    told(report)
    return report


def _keeping_recognised(settings: Settings) -> ParseOptions:
    """Return the options with the folder in which recognised pages are kept, if the results go to this machine."""
    if settings.options.ocr_kept is not None or is_url(settings.out):
        return settings.options
    return replace(settings.options, ocr_kept=os.path.join(local_path(settings.out), HOME, "recognised"))


def _check_apart(settings: Settings) -> None:
    """Refuse to write results among the files that are read."""
    if is_url(settings.folder) or is_url(settings.out):
        same = settings.folder.rstrip("/") == settings.out.rstrip("/")
    else:
        same = os.path.realpath(local_path(settings.folder)) == os.path.realpath(local_path(settings.out))
    if same:
        raise OutputError(f"{settings.out}: is the folder that is read; name another for the results")


def _list(item: File | Trouble | PassedFile, index: Index, report: Report, told: Callable[[Report], None]) -> None:
    """Note what the listing gave."""
    if isinstance(item, PassedFile):
        report.passed_over[item.ending] = report.passed_over.get(item.ending, 0) + 1
        return
    index.list(item)
    report.files += isinstance(item, File)
    told(report)


def _known(store: Store, rule: str, settings: Settings, index: Index) -> set[str]:
    """Learn what earlier runs have done, and return the names of their parts."""
    names = part_names(store)
    if settings.fresh:
        for name in names:
            store.delete(name)
        return set()
    with ThreadPoolExecutor(_READS_AT_ONCE) as reads:  # a store of objects takes its time for each
        for start in range(0, len(names), _READS_AT_ONCE):
            some = names[start : start + _READS_AT_ONCE]
            for contents in reads.map(lambda name: _contents(store, name, rule), some):
                index.add(contents)
    if settings.retry_errors:
        index.forget_failed()
    return {*names}


def _contents(store: Store, name: str, rule: str) -> list[Done]:
    """Return what a part holds; a damaged one holds nothing, so that its files are parsed again."""
    try:
        return list(read_contents(store, name, rule))
    except OutputError:
        return []


def _begin_parsing(index: Index, report: Report) -> None:
    """See how much there is to do."""
    report.files, report.size = index.listed()
    report.reused, reused_size = index.reused()
    report.pending_size = report.size - reused_size
    report.stage, report.seconds = "parsing", time.monotonic()


def _end_parsing(index: Index, report: Report) -> None:
    """See that nothing was left out, whatever the engine did."""
    if next(index.pending(), None) is not None:
        raise ThreadparseError("not all files came back from the engine; run the same command with --resume")
    report.stage, report.counts = "writing", index.counts()
    report.seconds = time.monotonic() - report.seconds


def _tell(report: Report, told: Callable[[Report], None], files: int, size: int, counts: Counts) -> None:
    """Tell how far the parsing is."""
    report.parsed += files
    report.parsed_size += size
    report.counts = report.counts.plus(counts)
    told(report)


def _jobs(index: Index, settings: Settings, number: int, pending: int) -> Iterator[Job]:
    """Cut the files that are not parsed into jobs, which become shorter towards the end."""
    files: list[File] = []
    count = size = 0
    least = _SHORTEST if pending > settings.workers * _MANY else 1
    for file in index.pending():
        most = min(max(pending // (settings.workers * _JOBS_AHEAD), least), settings.job_files)
        if files and (len(files) >= most or size + file.size > _JOB_BYTES):
            yield Job(f"{number:06}-{count:08}", files)
            pending -= len(files)
            count, size, files = count + 1, 0, []
        files.append(file)
        size += file.size
    if files:
        yield Job(f"{number:06}-{count:08}", files)


def _write(
    index: Index, store: Store, settings: Settings, engine: Engine, work: str, laws: FolderLaws, report: Report
) -> None:
    """Write the results of all files, in order, and give them their names when all are whole."""
    with ExitStack() as opened:
        reader = opened.enter_context(closing(JournalReader(store)))
        errors = opened.enter_context(closing(JsonLines(work, ["errors"])))
        forms = [form for form in settings.forms if form not in PARTITIONED and form != "html"]
        writers = [opened.enter_context(closing(writer_of(form, work))) for form in forms]
        for item in index.results():
            if isinstance(item, Trouble):
                path = printable_path(item.path)
                errors.add("errors", error_line(path, path, "error", "unreadable", item.reason))
            elif writers or item.counts.errors or item.counts.warnings:
                _write_file(settled_rows(reader.rows(item), laws), writers, errors)
        if PARTITIONED & {*settings.forms}:
            _write_partitions(store, _parsed(index), laws, engine, report)
        for writer in (*writers, errors):
            for name, path in writer.finish().items():
                store.take(path, name)
                report.written.append(name)


def _write_pages(
    index: Index, store: Store, settings: Settings, origin: Origin, laws: FolderLaws, report: Report
) -> None:
    """Write a page of each document."""
    from threadparse.batch.writers.pages import write_pages

    write_pages(store, origin, settings.options, _parsed(index), laws)
    report.written.append("pages/")


def _parsed(index: Index) -> Iterator[Done]:
    """Return where the rows of all files are that were parsed, in order."""
    return (item for item in index.results() if isinstance(item, Done))


def _write_file(rows: Iterator[tuple[bytes, bytes]], writers: list[Writer], errors: Writer) -> None:
    """Write the rows of one file."""
    for kind, line in rows:
        if table := TABLES.get(kind):
            for writer in (errors,) if table == "errors" else writers:
                writer.add(table, line)


def _write_partitions(store: Store, files: Iterator[Done], laws: FolderLaws, engine: Engine, report: Report) -> None:
    """Write the partitions, and delete those of an earlier run that are too many now."""
    from threadparse.batch.writers.parquet import Partition, partitions, write_partition  # loads pydantic

    names: set[str] = set()

    def noted() -> Iterator[Partition]:
        for partition in partitions(store, files, laws):
            names.update(partition.names())
            yield partition

    engine.each(write_partition, noted())
    for folder in sorted({name.partition("/")[0] for name in names}):
        report.written.append(f"{folder}/")
        for name in store.names(folder):
            if name not in names:
                store.delete(name)


def _words(place: str, error: Exception) -> str:
    """Return a failure to write in words that say what to do."""
    again = "run the same command with --resume: what is done is kept"
    if "disk is full" in str(error) or (isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)):
        return f"{place}: the disk is full; make room, and {again}"
    reason = (error.strerror if isinstance(error, OSError) else None) or error
    name = printable_path(str(error.filename)) if isinstance(error, OSError) and error.filename else place
    return f"{name}: cannot be read or written: {reason}; mend that, and {again}"
