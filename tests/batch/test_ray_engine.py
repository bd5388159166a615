"""Ray as the engine, in its local mode: the same rows as the processes of this machine give, whatever dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import closing, suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.batch.folders import chain, many, results, rows, run_local, without_keys
from tests.batch.poison import PoisonOrigin
from threadparse.batch.ray_engine import RayEngine
from threadparse.batch.run import Report, Settings, run
from threadparse.batch.sources import Origin
from threadparse.errors import ThreadparseError

pytestmark = [
    # The engine imports Ray after it has told it where to listen.
    pytest.mark.skipif(find_spec("ray") is None, reason="needs threadparse[ray]"),
    pytest.mark.slow,
    pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="finds Ray's processes in /proc"),
]


@pytest.fixture(scope="module")
def engine() -> Iterator[RayEngine]:
    with closing(RayEngine("", 2)) as engine:
        yield engine


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = many(tmp_path / "in", 120)
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7\n")
    (folder / "mail.eml").write_text("From: a@b.example\nSubject: Hi\n\nHello\n")
    return folder


def test_rows_are_those_of_the_local_engine(folder: Path, tmp_path: Path, engine: RayEngine) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs threadparse[parquet]")
    place = f"local://{tmp_path}"  # a URL that fsspec opens, though it is a folder
    settings = Settings(f"{place}/in", f"{place}/out", forms=("jsonl", "parquet"), job_files=30)
    report = run(settings, engine)
    run_local(folder, tmp_path / "local")
    assert results(tmp_path / "out") == results(tmp_path / "local")
    assert (report.parsed, report.counts.errors) == (122, 1)
    found = parquet.read_table(tmp_path / "out" / "messages.parquet").to_pylist()
    assert without_keys(found) == rows(tmp_path / "out", "messages")
    assert run(settings, engine).parsed == 0
    assert results(tmp_path / "out") == results(tmp_path / "local")


def test_a_worker_that_is_killed_in_the_middle_changes_nothing(folder: Path, tmp_path: Path, engine: RayEngine) -> None:
    killed: set[int] = set()

    def kill(report: Report) -> None:
        if report.stage == "parsing" and report.parsed and len(killed) < 2:
            for process in tasks_of_ray()[: 2 - len(killed)]:
                killed.add(process)
                os.kill(process, signal.SIGKILL)

    run(Settings(str(folder), str(tmp_path / "out"), job_files=10), engine, kill)
    run_local(folder, tmp_path / "local")
    assert killed
    assert results(tmp_path / "out") == results(tmp_path / "local")


def test_a_file_that_breaks_its_task_is_found_by_halving(
    folder: Path, tmp_path: Path, engine: RayEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def poisoned(place: str) -> Origin:
        return PoisonOrigin(place)

    names = ("000/000003-.txt", "kills.txt", "breaks.txt", "hangs.txt")
    for name in names:
        (folder / name).write_text(chain(1))
    monkeypatch.setattr("threadparse.batch.run.origin_of", poisoned)
    report = run(Settings(str(folder), str(tmp_path / "out"), timeout=20, job_files=8), engine)
    assert report.counts.documents == 122
    errors = {row["file"]: row["code"] for row in rows(tmp_path / "out", "errors")}
    assert errors == {
        "bad.pdf": "unreadable",
        "breaks.txt": "worker-died",
        "hangs.txt": "timeout",
        "kills.txt": "worker-died",
    }


def test_a_node_that_fails_in_another_way_is_said(
    folder: Path, tmp_path: Path, engine: RayEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise AttributeError("no such option")

    monkeypatch.setattr("threadparse.batch.ray_engine.parse_job", fail)
    with pytest.raises(ThreadparseError, match=r"\(AttributeError: no such option\); has every node the same version"):
        run(Settings(str(folder), str(tmp_path / "out")), engine)


def test_a_cluster_that_is_not_there_is_said_at_once() -> None:
    with pytest.raises(ThreadparseError, match=r"no Ray cluster answers at 127\.0\.0\.1:1: Connection refused"):
        RayEngine("127.0.0.1:1", 1)


@pytest.mark.skipif(not os.path.isfile("/proc/net/tcp"), reason="finds sockets in /proc/net")
def test_on_this_machine_alone_it_listens_where_no_other_machine_reaches_it(engine: RayEngine) -> None:  # noqa: ARG001
    listening = {}
    for table in ("tcp", "tcp6"):
        for line in Path("/proc/net", table).read_text().splitlines()[1:]:
            cells = line.split()
            if cells[3] == "0A":  # LISTEN
                listening[f"socket:[{cells[9]}]"] = cells[1].rpartition(":")[0]
    places = set()
    for process in below_this():
        for descriptor in Path("/proc", str(process), "fd").glob("*"):
            with suppress(OSError):
                places.add(listening.get(os.readlink(descriptor), ""))
    local = {"0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000"}
    assert places - {""}
    assert places - {""} <= local


def tasks_of_ray() -> list[int]:
    """The processes that run tasks and were started below this one; others of this machine are none of our business."""
    return [process for process, command in below_this().items() if command.startswith(b"ray::parse_job")]


def below_this() -> dict[int, bytes]:
    """All processes that were started below this one, with their commands."""
    parents: dict[int, int] = {}
    commands: dict[int, bytes] = {}
    for name in os.listdir("/proc"):
        with suppress(OSError, ValueError):
            facts = Path("/proc", name, "stat").read_text().rpartition(")")[2].split()
            parents[int(name)] = int(facts[1])
            commands[int(name)] = Path("/proc", name, "cmdline").read_bytes()

    def ours(process: int) -> bool:
        while process > 1 and process != os.getpid():
            process = parents.get(process, 0)
        return process == os.getpid()

    return {process: command for process, command in commands.items() if ours(process)}
