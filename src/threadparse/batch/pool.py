"""A pool of worker processes that outlives its workers: one that dies or hangs costs the file it had in hand."""

from __future__ import annotations

import contextlib
import pickle
import time
from collections import deque
from collections.abc import Callable, Iterator
from ctypes import c_long
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import NamedTuple, cast

from threadparse.batch.codec import failed
from threadparse.batch.outcome import ErrorCode, File, Outcome
from threadparse.batch.processes import context, start
from threadparse.batch.worker import Task, heard, serve
from threadparse.errors import ThreadparseError

__all__ = ["DIED", "Finished", "Job", "Pool"]

_FLUSH_EVERY = 5.0  # seconds after which what is done of a job is handed out, so that a kill costs no more
_START_WITHIN = 120.0
_MAX_FAILED_STARTS = 5  # one behind the other

#: The words for a file that nobody lived to tell of.
DIED = (
    "its worker died on it twice, the second time with nothing else in hand; the system ends a process that wants "
    "more memory than there is: split the file, or give the machine more"
)
_HUNG = (
    "no document of it was done within {:g} s; if it is only large, run again with a longer --timeout "
    "and with --retry-errors"
)


class Job(NamedTuple):
    """Files for one worker.

    Attributes:
        name: A name for its results that no other job has.
        files: The files, in order.
        singly: They are read one by one: a worker that had several in hand was lost.
        again: Its one file has cost a worker that had nothing else in hand.
    """

    name: str
    files: list[File]
    singly: bool = False
    again: bool = False


class Finished(NamedTuple):
    """What came of a job, or of a stretch of it.

    Attributes:
        name: The job's name with the number of the stretch.
        outcomes: In the order of the files.
    """

    name: str
    outcomes: list[Outcome]


class _Lane:
    """One worker, and what it has in hand."""

    def __init__(self, task: Task) -> None:
        way = context()
        self.connection, theirs = way.Pipe()
        self.in_hand = way.RawValue(c_long, -1)
        self.process = way.Process(
            target=serve, args=(theirs, self.in_hand, task), name="threadparse worker", daemon=True
        )
        start(self.process)
        theirs.close()
        self.ready = False
        self.job: Job | None = None
        self.stretch = 0
        self.done = 0
        self.outcomes: list[Outcome] = []
        self.heard = self.flushed = time.monotonic()

    def begin(self, job: Job) -> None:
        """Give the worker a job; one that has died meanwhile is found out later."""
        self.job, self.stretch, self.done, self.outcomes = job, 0, 0, []
        self.heard = self.flushed = time.monotonic()
        self.in_hand.value = -1
        with contextlib.suppress(OSError):
            self.connection.send_bytes(pickle.dumps((job.files, job.singly)))

    def hear(self, said: bytes) -> list[Outcome]:
        """Take what the worker says; the first that it says is that it is there."""
        self.ready, self.heard = True, time.monotonic()
        outcomes = heard(said, self.job.files[self.done :]) if self.job is not None else []
        self.outcomes += outcomes
        self.done += len(outcomes)
        return outcomes

    def flush(self) -> list[Finished]:
        """Hand out what was not handed out before."""
        outcomes, self.outcomes = self.outcomes, []
        self.flushed = time.monotonic()
        return [Finished(self._name(), outcomes)] if outcomes else []

    def rest(self) -> list[Job]:
        """Return what was not told. If a worker was lost that read singly, the file in hand is the first job."""
        if self.job is None:
            raise ThreadparseError("a worker without a job has nothing in hand")
        files = self.job.files[self.done :]
        if self.in_hand.value < 0:  # it has not seen them
            return [self.job._replace(name=self._name(), files=files)]
        if not self.job.singly:
            return [Job(self._name(), files, singly=True)]
        file = files.pop(min(self.in_hand.value - self.done, len(files) - 1))
        jobs = [Job(self._name(), [file], singly=True, again=True)]
        return [*jobs, Job(self._name(), files, singly=True)] if files else jobs

    def end(self) -> None:
        """End the worker, whatever it does."""
        self.process.kill()
        self.process.join()
        self.connection.close()

    def _name(self) -> str:
        name = f"{self.job.name if self.job else ''}.{self.stretch}"
        self.stretch += 1
        return name


class Pool:
    """Some worker processes and their supervision.

    Args:
        task: What the workers do.
        workers: How many.
        told: Called with each outcome as it comes, before it is handed out.

    Attributes:
        told: See above.

    Raises:
        ThreadparseError: The workers cannot be started.
    """

    def __init__(self, task: Task, workers: int, told: Callable[[Outcome], None] = lambda _: None) -> None:
        self._task = task
        self.told = told
        self._failed_starts = 0
        self._waiting: deque[Job] = deque()
        self._finished: deque[Finished] = deque()
        self._lanes = [_Lane(task) for _ in range(workers)]

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for lane in self._lanes:
            lane.end()

    def run(self, jobs: Iterator[Job]) -> Iterator[Finished]:
        """Do jobs.

        Args:
            jobs: Taken one by one, as workers become free.

        Returns:
            Outcomes as they come; those of one job in its order.

        Raises:
            ThreadparseError: Several workers, one behind the other, die before they have anything to do.
        """
        while True:
            for lane in self._lanes:
                if lane.job is None and (job := self._next(jobs)) is not None:
                    lane.begin(job)
            yield from self._take_finished()  # now that no worker waits for what is done with it
            busy = {lane.connection: lane for lane in self._lanes if lane.job is not None}
            if not busy:
                return
            for connection in wait(list(busy), self._patience(busy)):
                self._hear(busy[cast(Connection, connection)])
            for lane in self._lanes:
                if lane.job is not None and time.monotonic() > lane.heard + self._limit(lane):
                    self._replace(lane, hung=True)

    def salvage(self) -> Iterator[Finished]:
        """Return what is done of jobs that are broken off."""
        for lane in self._lanes:
            self._finished += lane.flush()
        yield from self._take_finished()

    def _next(self, jobs: Iterator[Job]) -> Job | None:
        return self._waiting.popleft() if self._waiting else next(jobs, None)

    def _take_finished(self) -> Iterator[Finished]:
        while self._finished:
            yield self._finished.popleft()

    def _hear(self, lane: _Lane) -> None:
        """Take what a worker says, which is nothing if it is dead."""
        try:
            said = lane.connection.recv_bytes()
        except (EOFError, OSError):
            self._replace(lane, hung=False)
            return
        self._failed_starts = 0
        for outcome in lane.hear(said):
            self.told(outcome)
        over = lane.job is not None and lane.done == len(lane.job.files)
        if over or lane.heard > lane.flushed + _FLUSH_EVERY:
            self._finished += lane.flush()
        if over:
            lane.job = None

    def _replace(self, lane: _Lane, *, hung: bool) -> None:
        """Put a new worker in the place of one that died or hangs, and see what becomes of its files.

        Those that it had in hand together are read again one by one; so the one to blame is found.
        """
        lane.end()
        self._finished += lane.flush()
        jobs = lane.rest()
        if lane.in_hand.value < 0:
            self._start_failed()
        elif lane.job is not None and lane.job.singly and (hung or lane.job.again):
            job = jobs.pop(0)
            code: ErrorCode = "timeout" if hung else "worker-died"
            outcome = failed(job.files[0], code, _HUNG.format(self._task.timeout) if hung else DIED)
            self.told(outcome)
            self._finished.append(Finished(job.name, [outcome]))
        self._waiting.extendleft(reversed(jobs))
        self._lanes[self._lanes.index(lane)] = _Lane(self._task)

    def _start_failed(self) -> None:
        """Give up if no worker starts any more, whatever it is given."""
        self._failed_starts += 1
        if self._failed_starts > _MAX_FAILED_STARTS:
            raise ThreadparseError("the workers do not start; is the machine out of memory, or of processes?")

    def _limit(self, lane: _Lane) -> float:
        return self._task.timeout if lane.ready else _START_WITHIN

    def _patience(self, busy: dict[Connection, _Lane]) -> float:
        """Seconds until the first worker will have hung too long."""
        soonest = min(lane.heard + self._limit(lane) for lane in busy.values())
        return max(soonest - time.monotonic(), 0) + 0.01
