"""Files that ``merge`` has several processes parse: how they are shared out, and what is said of errors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from threadparse.batch import recorded_rows
from threadparse.batch.codec import failed
from threadparse.batch.outcome import ErrorCode
from threadparse.batch.pool import Finished, Job
from threadparse.batch.worker import Task
from threadparse.errors import InputError
from threadparse.merge.records import Spool
from threadparse.options import ParseOptions

CODES: tuple[ErrorCode, ...] = ("timeout", "memory", "unreadable")


class FailingPool:
    """In the place of a pool: fails on each file, and keeps what it was given."""

    workers = 0
    sizes: tuple[int, ...] = ()

    def __init__(self, _task: Task, workers: int) -> None:
        FailingPool.workers = workers

    def __enter__(self) -> FailingPool:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def run(self, jobs: Iterator[Job]) -> Iterator[Finished]:
        given = list(jobs)
        FailingPool.sizes = tuple(len(job.files) for job in given)
        for job in given:
            outcomes = [
                failed(file, CODES[int(file.path) % 3], "{run} batch again with --retry-errors or --memory")
                for file in job.files
            ]
            yield Finished(job.name, outcomes)


def spooled(monkeypatch: pytest.MonkeyPatch, count: int, workers: int) -> list[tuple[str, list[InputError]]]:
    """Return what is reported of files of which none can be parsed."""
    monkeypatch.setattr(recorded_rows, "Pool", FailingPool)
    found: list[tuple[str, list[InputError]]] = []
    with Spool() as spool:
        recorded_rows.spool_parsed(
            spool,
            [str(number) for number in range(count)],
            ParseOptions(),
            timeout=5,
            workers=workers,
            report=lambda path, errors, _: found.append((path, errors)),
            on_done=lambda _: None,
        )
    return found


def test_errors_advise_what_merge_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    reasons = [error.reason for _, errors in spooled(monkeypatch, 3, 2) for error in errors]
    assert reasons == [
        "takes longer than 5 seconds; give it more with --timeout, or split it",
        "needs more memory than there is; split it",
        "{run} batch again with --retry-errors or --memory",
    ]


@pytest.mark.parametrize(
    ("count", "workers", "size"), [(32, 4, 2), (3, 16, 1), (2_000, 4, 16)], ids=["some", "few", "many"]
)
def test_every_worker_has_something_to_do(monkeypatch: pytest.MonkeyPatch, count: int, workers: int, size: int) -> None:
    assert len(spooled(monkeypatch, count, workers)) == count
    assert FailingPool.sizes[0] == size
    assert FailingPool.workers == min(workers, len(FailingPool.sizes))
