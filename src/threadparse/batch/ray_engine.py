"""Ray as the engine: the same jobs as tasks of a cluster, or of this machine in Ray's local mode."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from threadparse.batch.codec import failed
from threadparse.batch.engine import Keeper, Told, halves
from threadparse.batch.journal import Done
from threadparse.batch.outcome import Counts
from threadparse.batch.pool import DIED, Job, Pool
from threadparse.batch.worker import Task
from threadparse.errors import OptionError, ThreadparseError
from threadparse.readers.extras import install_line

__all__ = ["RayEngine"]

Item = TypeVar("Item")

# Ray tells nobody of its use, and prints nothing of tasks that die: they are retried, and errors.jsonl has the rest.
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_DEDUP_LOGS_SKIP_REGEX": "(?s).*",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}
# As Ray does on Windows and macOS: one on this machine alone listens on 127.0.0.1, where no other machine reaches it.
_ALONE = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}
_ANSWERS_WITHIN = 10.0  # seconds
_AHEAD = 2  # tasks for each core that wait at Ray, so that no core waits for this process


@dataclass(slots=True)
class RayEngine:
    """A Ray cluster, used until ``close``.

    Attributes:
        address: Of a cluster, as ``ray.init`` takes it; empty to start one on this machine.
        workers: How many cores to use of this machine, if there is no address.

    Raises:
        OptionError: Ray is not installed.
        ThreadparseError: There is no cluster at the address.
    """

    address: str
    workers: int
    _ray: Any = field(init=False)

    def __post_init__(self) -> None:
        for name, value in _QUIET.items():
            os.environ.setdefault(name, value)
        if not self.address:
            os.environ.update(_ALONE)
        try:
            import ray
        except ImportError as error:
            raise OptionError(f"Ray is not installed; run: {install_line('threadparse[ray]')}") from error
        _check_answers(self.address)
        own: dict[str, Any] = {"num_cpus": self.workers, "include_dashboard": False} if not self.address else {}
        try:
            ray.init(self.address or "local", log_to_driver=False, logging_level=logging.ERROR, **own)
        except (ConnectionError, ValueError, RuntimeError) as error:
            raise ThreadparseError(f"Ray at {self.address or 'this machine'} does not answer: {error}") from error
        self._ray = ray

    def close(self) -> None:
        """Leave the cluster; one that was started here ends."""
        self._ray.shutdown()

    def parse(self, task: Task, jobs: Iterator[Job], keeper: Keeper, told: Told) -> Iterator[list[Done]]:
        """See ``Engine``. A job whose task died twice is halved, until the one file to blame is named."""
        shared = self._ray.put((task, keeper))
        remote = self._ray.remote(num_cpus=1, max_retries=1)(parse_job)
        waiting: deque[Job] = deque()

        def take() -> Job | None:
            return waiting.popleft() if waiting else next(jobs, None)

        for job, done in self._flow(lambda job: remote.remote(shared, job), take):
            if done is None and len(job.files) > 1:
                waiting.extend(halves(job))
                continue
            if done is None:
                done = keeper.keep(job.name, [failed(job.files[0], "worker-died", DIED)])
            counts = Counts()
            for entry in done:
                counts = counts.plus(entry.counts)
            told(len(done), sum(entry.file.size for entry in done), counts)
            yield done

    def each(self, function: Callable[[Item], None], items: Iterable[Item]) -> None:
        """See ``Engine``."""
        remote = self._ray.remote(num_cpus=1, max_retries=2)(function)
        rest = iter(items)
        for _ in self._flow(remote.remote, lambda: next(rest, None), lost=False):
            pass

    def _flow(
        self, begin: Callable[[Item], Any], take: Callable[[], Item | None], *, lost: bool = True
    ) -> Iterator[tuple[Item, Any]]:
        """Run a task for each item, a bounded number at a time; a task that died gives None, where that is allowed.

        There may be more items when a task has ended, although there were none before.
        """
        errors = self._ray.exceptions
        most = _AHEAD * max(int(self._ray.cluster_resources().get("CPU", 1)), 1)
        flying: dict[Any, Item] = {}
        while True:
            while len(flying) < most and (item := take()) is not None:
                flying[begin(item)] = item
            if not flying:
                return
            (ready, *_), _ = self._ray.wait(list(flying), num_returns=1)
            item = flying.pop(ready)
            try:
                result = self._ray.get(ready)
            except errors.RayTaskError as error:
                if isinstance(error.cause, ThreadparseError | OSError):
                    raise error.cause from None
                words = " ".join(f"{type(error.cause).__name__}: {error.cause}".split())
                advice = "has every node the same version of threadparse, and its extras?"
                raise ThreadparseError(f"a task of Ray failed ({words}); {advice}") from error
            except (errors.WorkerCrashedError, errors.OutOfMemoryError, errors.NodeDiedError, errors.ObjectLostError):
                if not lost:
                    raise ThreadparseError("a task of Ray died three times; has each node memory enough?") from None
                result = None
            except errors.RayError as error:
                raise ThreadparseError(f"Ray gave up: {' '.join(str(error).split())}") from error
            yield item, result


def _check_answers(address: str) -> None:
    """See that something is there at all; Ray would try for minutes."""
    host, _, port = address.rpartition("://")[2].rpartition(":")
    if port.isdigit():
        try:
            socket.create_connection((host, int(port)), _ANSWERS_WITHIN).close()
        except OSError as error:
            raise ThreadparseError(f"no Ray cluster answers at {address}: {error.strerror or error}") from error


#: The pool of this process, kept for the next task that comes to it; its worker ends when this process does.
_POOLS: dict[Task, Pool] = {}


def parse_job(shared: tuple[Task, Keeper], job: Job) -> list[Done]:
    """Do one job as a task of Ray, supervised as on one machine.

    Args:
        shared: How to parse, and what keeps the outcomes.
        job: The files.

    Returns:
        Where the outcomes are.
    """
    task, keeper = shared
    pool = _POOLS.pop(task, None) or Pool(task, 1)
    with contextlib.ExitStack() as ended:
        ended.push(pool)
        done = [done for part in keeper.finish(pool, iter([job])) for done in part]
        ended.pop_all()
    _POOLS[task] = pool
    return done
