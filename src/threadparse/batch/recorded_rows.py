"""Rows of documents as ``threadparse merge`` takes them: what a batch has recorded, or what several processes parse."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from threadparse.batch.codec import PLACES, TABLES, unpack
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

__all__ = ["is_batch", "parse_task", "spool_parsed", "spool_recorded"]

_FILES_OF_A_JOB = 16
_ANY_TIME = 24 * 3600.0  # seconds that a document may take: who waits can stop the command

#: A document, and what says where each of its messages stands in its text.
_Recorded = tuple[Any, Callable[[Any], dict[str, Any]]]


def is_batch(path: str) -> bool:
    """Tell whether a folder holds the results of a batch.

    Args:
        path: Any path.
    """
    return os.path.isfile(os.path.join(path, *HOME.split("/"), "state.json"))


def spool_recorded(spool: Spool, place: str, report: Callable[[InputError], None]) -> None:
    """Take in the documents of a batch; of a file that several runs have parsed those of the last.

    Args:
        spool: Takes them.
        place: The folder of results.
        report: Told of what is damaged, of another schema, or not finished; the rest goes on.
    """
    store = store_of(place)
    if not _is_finished(store):
        words = "holds a run that was broken off; what it has is merged, run the batch again with --resume for the rest"
        report(InputError(place, words))
    latest: dict[str, Done] = {}
    for name in part_names(store):
        try:
            latest.update((done.file.path, done) for done in read_contents(store, name, None))
        except OutputError as error:
            report(InputError(place, str(error)))
    with closing(JournalReader(store)) as reader:
        for done in latest.values():
            try:
                for document, places in _documents(place, reader.rows(done)):
                    spool.add(document, places)
            except InputError as error:
                report(error)
            except OutputError as error:
                report(InputError(place, str(error)))


def parse_task(options: ParseOptions, timeout: float | None) -> Task:
    """Return what workers need to know to parse files, each of which has a path of its own.

    Args:
        options: How to parse.
        timeout: Seconds that a document may take; None for no limit.
    """
    return Task(LocalOrigin(""), options, timeout or _ANY_TIME)


def spool_parsed(
    spool: Spool,
    files: Sequence[str],
    task: Task,
    workers: int,
    report: Callable[[InputError], None],
    told: Callable[[int], None],
) -> None:
    """Parse files in several processes, and take in their documents.

    Args:
        spool: Takes them.
        files: Paths of files.
        task: How to parse them, see ``parse_task``.
        workers: How many processes.
        report: Told of what cannot be read; the rest goes on.
        told: Told of each file that is done, with its number from 1.
    """
    jobs = (
        Job(str(first), [File(path, 0, "") for path in files[first : first + _FILES_OF_A_JOB]])
        for first in range(0, len(files), _FILES_OF_A_JOB)
    )
    done = 0
    with Pool(task, workers) as pool:
        for finished in pool.run(jobs):
            for outcome in finished.outcomes:
                rows = list(unpack(BytesIO(outcome.block), len(outcome.block)))
                for document, places in _documents(outcome.file.path, rows):
                    spool.add(document, places)
                for error in (json.loads(line) for kind, line in rows if TABLES.get(kind) == "errors"):
                    if error["severity"] == "error":
                        report(InputError(error["path"], error["text"]))
                done += 1
                told(done)


def _is_finished(store: Store) -> bool:
    """Tell whether the last run of a batch came to its end, as far as its state can be read."""
    try:
        state = last_state(store)
    except ValueError:
        return False
    return state is not None and state.finished


def _documents(place: str, rows: Iterable[tuple[bytes, bytes]]) -> list[_Recorded]:
    """Return the documents of one file.

    Raises:
        InputError: The rows are of another schema.
    """
    documents: list[_Recorded] = []
    threads: dict[str, Any] = {}
    for kind, line in rows:
        table = TABLES.get(kind)
        row: Any = json.loads(line, object_hook=lambda members: SimpleNamespace(**members))
        if table == "documents":
            if row.schema_version != SCHEMA_VERSION:
                words = f"holds rows of schema version {row.schema_version}; run the batch again with --fresh"
                raise InputError(place, words)
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
