"""Rows of documents as ``threadparse merge`` takes them: what a batch has recorded, or what several processes parse."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from threadparse.batch.codec import PASSED_OVER, PLACES, TABLES, unpack
from threadparse.batch.journal import Done, JournalReader, part_names, read_contents
from threadparse.batch.outcome import File
from threadparse.batch.pool import Job, Pool
from threadparse.batch.sources import LocalOrigin
from threadparse.batch.state import last_state
from threadparse.batch.store import HOME, Store, store_of
from threadparse.batch.worker import Task
from threadparse.document import SCHEMA_VERSION
from threadparse.errors import InputError, OutputError
from threadparse.merge.message_places import NOWHERE
from threadparse.merge.records import Spool
from threadparse.options import ParseOptions

__all__ = ["is_batch", "spool_parsed", "spool_recorded"]

_JOB_FILES = 16
_JOBS_EACH = 4  # so that no worker is left alone with a long job at the end
_ANY_TIME = 24 * 3600.0  # seconds that a document may take: who waits can stop the command
#: What to do about an error, by its code, where that is told of options that only ``batch`` has.
_ADVICE = {
    "timeout": "takes longer than {:g} seconds; give it more with --timeout, or split it",
    "memory": "needs more memory than there is; split it",
}

#: A document, and what says where each of its messages stands in its text.
_Recorded = tuple[Any, Callable[[Any], dict[str, Any]]]


def is_batch(path: str) -> bool:
    """Tell whether a folder holds the results of a batch.

    Args:
        path: Any path.
    """
    return os.path.isdir(os.path.join(path, HOME))


def spool_recorded(spool: Spool, place: str, report: Callable[[InputError], None]) -> None:
    """Take in the documents of a batch; of a file that several runs have parsed those of the last.

    Args:
        spool: Takes them.
        place: The folder of results.
        report: Called with what is damaged, of another schema, or not finished; the rest goes on.
    """
    store = store_of(place)
    told: set[str] = set()

    @contextmanager
    def told_once(name: str) -> Iterator[None]:
        """Report what is wrong with a part, and go on."""
        try:
            yield
        except (OSError, OutputError) as error:
            trouble = f"{name}: cannot be read: {error.strerror}" if isinstance(error, OSError) else str(error)
            if trouble not in told:
                told.add(trouble)
                report(InputError(place, trouble))

    names = part_names(store)
    latest: dict[str, Done] = {}
    for name in names:
        with told_once(name):
            latest.update((done.file.path, done) for done in read_contents(store, name, None))
    trouble = _trouble_of_state(store) if names else "holds no results; run the batch again"
    if trouble and (latest or not told):
        report(InputError(place, trouble))
    with closing(JournalReader(store)) as reader:
        for done in latest.values():
            documents: list[_Recorded] = []
            with told_once(done.part):
                documents = _documents(reader.rows(done))
            for document, places in documents:
                spool.add(document, places)


def spool_parsed(
    spool: Spool,
    files: Sequence[str],
    options: ParseOptions,
    *,
    timeout: float | None,
    workers: int,
    report: Callable[[str, list[InputError], Counter[str]], None],
    on_done: Callable[[int], None],
) -> None:
    """Parse files in several processes, and take in their documents.

    Args:
        spool: Takes them.
        files: Paths of files.
        options: How to parse them.
        timeout: Seconds that a document may take; None for no limit.
        workers: How many processes at most.
        report: Called with what cannot be read of a file, and how many files in it hold no mail, by ending.
        on_done: Called for each file that is done, with its number from 1.
    """
    size = max(1, min(_JOB_FILES, len(files) // (workers * _JOBS_EACH)))
    firsts = range(0, len(files), size)
    jobs = (Job(str(first), [File(path, 0, "") for path in files[first : first + size]]) for first in firsts)
    task = Task(LocalOrigin(""), options, timeout or _ANY_TIME)
    done = 0
    with Pool(task, min(workers, len(firsts))) as pool:
        for finished in pool.run(jobs):
            for outcome in finished.outcomes:
                rows = list(unpack(BytesIO(outcome.block), len(outcome.block)))
                for document, places in _documents(rows):
                    spool.add(document, places)
                errors = (json.loads(line) for kind, line in rows if TABLES.get(kind) == "errors")
                found = [_advised(error, task.timeout) for error in errors if error["severity"] == "error"]
                passed_over: Counter[str] = Counter()
                for kinds in (json.loads(line) for kind, line in rows if kind == PASSED_OVER):
                    passed_over.update(kinds)
                report(outcome.file.path, found, passed_over)
                done += 1
                on_done(done)


def _advised(error: dict[str, str], timeout: float) -> InputError:
    """Return an error with words on what to do that ``merge`` can follow."""
    advice = _ADVICE.get(error["code"], "").format(timeout)
    return InputError(error["path"], advice or error["text"])


def _trouble_of_state(store: Store) -> str:
    """Return what is wrong with the last run of a batch; nothing if it came to its end."""
    try:
        state = last_state(store)
    except (OSError, ValueError):
        trouble = "its state.json is damaged"
    else:
        if state is not None and state.finished:
            return ""
        trouble = "its state.json is gone" if state is None else "holds a run that was broken off"
    return f"{trouble}; what it has is merged, run the batch again with --resume for the rest"


def _documents(rows: Iterable[tuple[bytes, bytes]]) -> list[_Recorded]:
    """Return the documents of one file.

    Raises:
        OutputError: The rows are of another schema.
    """
    documents: list[_Recorded] = []
    threads: dict[str, Any] = {}
    for kind, line in rows:
        table = TABLES.get(kind)
        row: Any = json.loads(line, object_hook=lambda members: SimpleNamespace(**members))
        if table == "documents":
            if row.schema_version != SCHEMA_VERSION:
                raise OutputError(
                    f"holds rows of schema version {row.schema_version}; run the batch again with --fresh"
                )
            places: dict[int, dict[str, Any]] = {}
            threads = {}
            document = SimpleNamespace(source=row.source, threads=[])
            documents.append((document, _look_up(places)))
        elif table == "threads":
            row.messages = []
            threads[row.id] = row
            documents[-1][0].threads.append(row)
        elif table == "messages":
            threads[row.thread].messages.append(row)
        elif kind == PLACES:
            row = json.loads(line)
            places[row.pop("source_index")] = row
    return documents


def _look_up(places: dict[int, dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
    """Return what says where a message stands."""
    return lambda message: NOWHERE | places.get(message.source_index, {})
