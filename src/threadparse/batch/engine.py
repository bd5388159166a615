"""The interface of engines, which do the work of a run, and the engine that uses the processes of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from threadparse.batch.journal import Done, write_part
from threadparse.batch.outcome import Counts, Outcome
from threadparse.batch.pool import Finished, Job, Pool
from threadparse.batch.store import Store
from threadparse.batch.worker import Task

__all__ = ["Engine", "Keeper", "LocalEngine", "Told", "halves"]

Item = TypeVar("Item")
#: Told of progress: how many files were done, their bytes, and what came of them.
Told = Callable[[int, int, Counts], None]


@dataclass(frozen=True, slots=True)
class Keeper:
    """Keeps outcomes as parts; it can be sent to another process or machine.

    Attributes:
        store: Where.
        rule: By what the files are parsed.
    """

    store: Store
    rule: str

    def keep(self, name: str, outcomes: Sequence[Outcome]) -> list[Done]:
        """Write a part.

        Args:
            name: A name that no other part has.
            outcomes: What came of some files.

        Returns:
            Where each is now.
        """
        return write_part(self.store, name, self.rule, outcomes)

    def finish(self, pool: Pool, jobs: Iterator[Job]) -> Iterator[list[Done]]:
        """Have a pool do jobs, and keep what comes of them.

        Args:
            pool: The pool.
            jobs: The jobs.

        Returns:
            Where the outcomes are now, part by part. What is done when it is broken off is kept as well.
        """
        try:
            for finished in pool.run(jobs):
                yield self._kept(finished)
        except KeyboardInterrupt:
            for finished in pool.salvage():
                yield self._kept(finished)
            raise

    def _kept(self, finished: Finished) -> list[Done]:
        return self.keep(finished.name, finished.outcomes)


class Engine(Protocol):
    """Parses jobs and writes partitions; which one does it makes no difference to the result."""

    def parse(self, task: Task, jobs: Iterator[Job], keeper: Keeper, told: Told) -> Iterator[list[Done]]:
        """Do jobs.

        Args:
            task: How.
            jobs: What, taken as it goes.
            keeper: Keeps the outcomes.
            told: Told of progress.

        Returns:
            Where the outcomes are, part by part, in any order.
        """

    def each(self, function: Callable[[Item], None], items: Iterable[Item]) -> None:
        """Call a function with each item; the calls do not depend on each other.

        Args:
            function: A function that can be sent.
            items: Taken as it goes.
        """


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """Processes of this machine.

    Attributes:
        workers: How many.
    """

    workers: int

    def parse(self, task: Task, jobs: Iterator[Job], keeper: Keeper, told: Told) -> Iterator[list[Done]]:
        """See ``Engine``."""
        with Pool(task, self.workers, lambda outcome: told(1, outcome.file.size, outcome.counts)) as pool:
            yield from keeper.finish(pool, jobs)

    def each(self, function: Callable[[Item], None], items: Iterable[Item]) -> None:
        """See ``Engine``."""
        for item in items:
            function(item)


def halves(job: Job) -> list[Job]:
    """Return the two halves of a job that failed as a whole, so that the file to blame is found in a few steps.

    Args:
        job: A job of more than one file.
    """
    middle = len(job.files) // 2
    return [Job(f"{job.name}.{half}", files) for half, files in (("a", job.files[:middle]), ("b", job.files[middle:]))]
