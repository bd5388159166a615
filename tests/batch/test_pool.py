"""Workers that die or hang cost the file that they had in hand, and no other."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from multiprocessing import active_children
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from tests.batch.folders import chain, many
from tests.batch.poison import PoisonOrigin
from threadparse.batch import processes
from threadparse.batch.outcome import File, Outcome
from threadparse.batch.pool import Job, Pool
from threadparse.batch.sources import FileChoice
from threadparse.batch.worker import Task
from threadparse.errors import ThreadparseError
from threadparse.options import ParseOptions

POISON = ("kills-a.txt", "hangs-b.txt", "once-c.txt", "kills-d.txt", "hangs-e.txt")


def files_of(folder: Path) -> list[File]:
    listing = PoisonOrigin(str(folder)).listing(FileChoice(), "/nowhere")
    return [item for item in listing if isinstance(item, File)]


def pids() -> list[int]:
    """The ids of the workers that there are now."""
    return [process.pid for process in active_children() if process.pid is not None]


def jobs_of(files: list[File], size: int) -> Iterator[Job]:
    for start in range(0, len(files), size):
        yield Job(f"{start:04}", files[start : start + size])


def task(folder: Path, timeout: float = 600, memory: int | None = None) -> Task:
    return Task(PoisonOrigin(str(folder)), ParseOptions(), timeout, memory)


def finished(pool: Pool, jobs: Iterator[Job]) -> dict[str, Outcome]:
    """What came of each file; the names of the stretches are all different."""
    found: dict[str, Outcome] = {}
    names: set[str] = set()
    for stretch in pool.run(jobs):
        assert stretch.name not in names
        names.add(stretch.name)
        for outcome in stretch.outcomes:
            assert outcome.file.path not in found
            found[outcome.file.path] = outcome
    return found


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("size", [1, 4, 100])
def test_each_poison_costs_its_own_file(tmp_path: Path, workers: int, size: int) -> None:
    folder = many(tmp_path / "in", 12)
    for name in POISON:
        (folder / "000" / f"{name}").write_text(chain(1))
    files = sorted(files_of(folder), key=lambda file: file.path.rpartition("-")[2])
    told: list[str] = []
    with Pool(task(folder, 3), workers, lambda outcome: told.append(outcome.file.path)) as pool:
        found = finished(pool, jobs_of(files, size))
    assert sorted(found) == sorted(told) == sorted(file.path for file in files)
    codes = {path: outcome.block for path, outcome in found.items() if outcome.counts.errors}
    assert {path.rpartition("/")[2] for path in codes} == {*POISON} - {"once-c.txt"}
    for path, error in codes.items():
        assert (b'"worker-died"' in error) == ("kills" in path)
        assert (b'"timeout"' in error) == ("hangs" in path)
        assert b"run again" in error or b"split the file" in error


@pytest.mark.slow
def test_a_file_that_goes_on_does_not_hang(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    mail = "From a@b.example Mon May  3 10:00:00 2021\nFrom: a@b.example\nSubject: {}\n\nHello\n\n"
    (tmp_path / "in" / "slow.mbox").write_text("".join(mail.format(number) for number in range(60)))
    with Pool(task(tmp_path / "in", 4), 1) as pool:
        (outcome,) = finished(pool, jobs_of(files_of(tmp_path / "in"), 1)).values()
    assert (outcome.counts.documents, outcome.counts.errors) == (60, 0)


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
def test_a_file_that_wants_too_much_memory_says_so(tmp_path: Path) -> None:
    folder = many(tmp_path / "in", 2)
    (folder / "000" / "hungry.txt").write_text(chain(1))
    with Pool(task(folder, memory=2 << 30), 1) as pool:
        found = finished(pool, jobs_of(files_of(folder), 9))
    (error,) = (outcome.block for outcome in found.values() if outcome.counts.errors)
    assert b'"memory"' in error
    assert b"--memory" in error


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_worker_that_is_killed_from_outside_loses_nothing(tmp_path: Path) -> None:
    folder = many(tmp_path / "in", 60)
    with Pool(task(folder, 600), 2) as pool:
        killed: list[int] = []

        def kill(_: Outcome) -> None:
            if not killed:  # all at once, as a file in hand twice would rightly be to blame
                killed.extend(pids())
                for process in killed:
                    os.kill(process, signal.SIGKILL)

        pool.told = kill
        found = finished(pool, jobs_of(files_of(folder), 20))
    assert len(killed) == 2
    assert len(found) == 60
    assert [outcome.block for outcome in found.values() if outcome.counts.errors] == []


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_file_given_to_a_worker_that_is_dead_already_is_not_to_blame(tmp_path: Path) -> None:
    """The retry of a file that has cost one worker must not end at another that was killed while it had nothing."""
    files = files_of(many(tmp_path / "in", 2))
    with Pool(task(tmp_path / "in"), 2) as pool:
        finished(pool, jobs_of(files, 1))
        for process in pids():
            os.kill(process, signal.SIGKILL)
        found = finished(pool, iter([Job("retry", files[:1], again=True)]))
    assert [outcome.block for outcome in found.values() if outcome.counts.errors] == []


def test_what_is_done_when_it_is_broken_off_is_there(tmp_path: Path) -> None:
    folder = many(tmp_path / "in", 20)

    def stop(_: Outcome) -> None:
        if len(told) == 4:
            raise KeyboardInterrupt
        told.append(1)

    told: list[int] = []
    with Pool(task(folder), 1, stop) as pool:
        with pytest.raises(KeyboardInterrupt):
            finished(pool, jobs_of(files_of(folder), 20))
        (stretch,) = pool.salvage()
    assert len(stretch.outcomes) >= 5


@pytest.mark.skipif(os.name != "posix", reason="a server of workers is a thing of POSIX")
def test_a_server_of_workers_that_dies_is_started_again_or_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Dying:
        tries = 0

        def start(self) -> None:
            self.tries += 1
            if self.tries < 3:
                raise EOFError("unexpected EOF") if self.tries == 1 else BrokenPipeError

    monkeypatch.setattr(processes, "_TRY_AGAIN_AFTER", 0.0)
    process = Dying()
    processes.start(cast(BaseProcess, process))
    assert process.tries == 3
    with pytest.raises(ThreadparseError, match=r"no worker can be started \(.*Bad file descriptor\)"):
        processes.start(cast(BaseProcess, SimpleNamespace(start=lambda: os.close(-1))))
