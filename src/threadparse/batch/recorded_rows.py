"""What a batch has recorded, as documents that ``threadparse merge`` takes: nothing is parsed again."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from contextlib import closing
from types import SimpleNamespace
from typing import Any

from threadparse.batch.codec import PLACES
from threadparse.batch.journal import Done, JournalReader, part_names, read_contents
from threadparse.batch.state import last_state
from threadparse.batch.store import HOME, Store, store_of
from threadparse.document import SCHEMA_VERSION
from threadparse.errors import InputError, OutputError
from threadparse.merge.records import Spool

__all__ = ["is_batch", "spool_recorded"]

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
        row: Any = json.loads(line, object_hook=lambda members: SimpleNamespace(**members))
        if kind == b"d":
            if row.schema_version != SCHEMA_VERSION:
                words = f"holds rows of schema version {row.schema_version}; run the batch again with --fresh"
                raise InputError(place, words)
            places: dict[int, dict[str, Any]] = {}
            threads = {}
            document = SimpleNamespace(source=row.source, threads=[])
            documents.append((document, _look_up(places)))
        elif kind == b"t":
            row.messages = []
            threads[row.id] = row
            documents[-1][0].threads.append(row)
        elif kind == b"m":
            threads[row.thread].messages.append(row)
        elif kind == PLACES:
            row = json.loads(line)
            places[row.pop("source_index")] = row
    return documents


def _look_up(places: dict[int, dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
    """Return what says where a message stands."""
    nowhere: dict[str, Any] = {"span": None, "pieces": [], "written": {}, "banner": 0}
    return lambda message: places.get(message.source_index, nowhere)
