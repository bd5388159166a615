"""Whatever damages the files of a run: the next one has the right rows, or says what to do and then has them."""

from __future__ import annotations

import json
import re
import shutil
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.batch.folders import many, results
from threadparse.batch import workspace
from threadparse.batch.engine import Item, Keeper, Told
from threadparse.batch.journal import Done
from threadparse.batch.pool import Job
from threadparse.batch.run import Report, Settings, run
from threadparse.batch.state import State
from threadparse.batch.store import store_of
from threadparse.batch.worker import Task, outcomes
from threadparse.errors import OutputError

NOW = 1e9
DEEP = b"[" * 100_000


class OneProcess:
    """An engine that needs no other process."""

    def parse(self, task: Task, jobs: Iterator[Job], keeper: Keeper, told: Told) -> Iterator[list[Done]]:
        for job in jobs:
            found = list(outcomes(job.files, task.origin, task.options))
            for outcome in found:
                told(1, outcome.file.size, outcome.counts)
            yield keeper.keep(job.name, found)

    def each(self, function: Callable[[Item], None], items: Iterable[Item]) -> None:
        for item in items:
            function(item)


def again(folder: Path, out: Path | str, *, resume: bool = False, fresh: bool = False) -> Report:
    settings = Settings(str(folder), str(out), forms=("jsonl", "csv"), job_files=3, resume=resume, fresh=fresh)
    return run(settings, OneProcess())


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder ``in`` and its finished results ``out``."""
    home = tmp_path_factory.mktemp("whole")
    many(home / "in", 5)
    again(home / "in", home / "out")
    return home


def files_of(out: Path) -> list[Path]:
    """What a run leaves: two parts, the state, the lock, and a table of each form; the other tables are like them."""
    names = [path.relative_to(out) for path in out.rglob("*") if path.is_file()]
    return [name for name in names if name.parts[0] == ".threadparse" or name.stem == "messages"]


def flipped(at: int) -> Callable[[bytes], bytes]:
    """Change two bytes that stand side by side."""
    return lambda data: (
        data[: at % len(data)]
        + bytes(byte ^ 0x15 for byte in data[at % len(data) : at % len(data) + 2])
        + data[at % len(data) + 2 :]
    )


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda _: b"",
    "zeros": lambda data: bytes(len(data)),
    "cut": lambda data: data[: len(data) // 2],
    "cut by one": lambda data: data[:-1],
    "longer": lambda data: data + data,
    "without its head": lambda data: data.partition(b"\n")[2],
    "deep": lambda _: DEEP,
    "no text": lambda _: b"\xff\xfe\x00{",
    "other types": lambda _: b'{"folder": 1, "runs": "x", "finished": null}',
    **{f"flipped at {at}": flipped(at * 97) for at in range(20)},
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_never_gives_wrong_rows(damage: Callable[[bytes], bytes], whole: Path, tmp_path: Path) -> None:
    right = results(whole / "out")
    for number, name in enumerate(files_of(whole / "out")):
        out = tmp_path / str(number)
        shutil.copytree(whole / "out", out)
        (out / name).write_bytes(damage((out / name).read_bytes() or b"x"))
        try:
            again(whole / "in", out)
        except OutputError as error:
            said = str(error)
            assert re.search("--resume", said), said
            if (named := re.search(r"(\S+): is damaged; delete that file", said)) is not None:
                (out / named[1]).unlink()
            again(whole / "in", out, resume=True)
        assert results(out) == right, name


def test_a_file_that_is_gone_or_a_folder_is_made_anew_or_said(whole: Path, tmp_path: Path) -> None:
    right = results(whole / "out")
    for number, name in enumerate(files_of(whole / "out")):
        out = tmp_path / str(number)
        shutil.copytree(whole / "out", out)
        (out / name).unlink()
        again(whole / "in", out, resume=True)
        assert results(out) == right
        (out / name).unlink(missing_ok=True)
        (out / name / "x").mkdir(parents=True)
        with pytest.raises(OutputError, match=f"{name.name}: cannot be read or written: Is a directory"):
            again(whole / "in", out, fresh=True)


@pytest.mark.parametrize("state", [b"", b"{", DEEP, b"null", b'{"folder": "/x", "runs": true, "finished": 1}'])
def test_a_damaged_state_is_said_and_both_ways_out_work(state: bytes, whole: Path, tmp_path: Path) -> None:
    for way in ({"resume": True}, {"fresh": True}):
        out = tmp_path / next(iter(way))
        shutil.copytree(whole / "out", out)
        (out / ".threadparse" / "state.json").write_bytes(state)
        with pytest.raises(OutputError, match=r"state\.json in it is damaged or gone; add --resume .* or --fresh"):
            again(whole / "in", out)
        assert again(whole / "in", out, **way).reused == (5 if "resume" in way else 0)
        assert results(out) == results(whole / "out")
        assert again(whole / "in", out).reused == 5


def test_a_run_that_still_goes_on_is_not_called_broken_off(whole: Path, tmp_path: Path) -> None:
    store = store_of(str(tmp_path / "out"))
    State(str(whole / "in"), 1, finished=False).save(store)
    for resume in (False, True):
        with (
            workspace.workspace(store, "out"),
            pytest.raises(OutputError, match="another run is writing to it; wait for its end"),
        ):
            again(whole / "in", tmp_path / "out", resume=resume)
    with pytest.raises(OutputError, match="holds a run that was broken off"):
        again(whole / "in", tmp_path / "out")


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A store of objects."""
    fsspec = pytest.importorskip("fsspec", reason="needs threadparse[ray]")
    monkeypatch.setattr(workspace, "_SETTLED_AFTER", 0.0)
    yield "memory://locked/out"
    fsspec.filesystem("memory").rm("/locked", recursive=True)


def test_a_store_of_objects_is_locked(bucket: str, whole: Path) -> None:
    store = store_of(bucket)
    words = r"another run is writing to it \(on .*, process \d+, \d+ s ago\); wait"
    with workspace.workspace(store, "out"), pytest.raises(OutputError, match=words):
        again(whole / "in", bucket)
    assert store.names(".threadparse") == []
    again(whole / "in", bucket)
    assert store.names(".threadparse") == [".threadparse/parts", ".threadparse/state.json"]


def test_a_lock_that_another_run_took_over_is_left_to_it(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workspace, "_SAID_EVERY", 0.001)
    store, facts = store_of(bucket), b'{"token": "another"}'
    with workspace.workspace(store, "out") as (_, check_lock):

        def take_over() -> None:
            for _ in range(500):  # what the run was about to say may come after it once
                check_lock()
                store.put(".threadparse/lock", [facts])
                time.sleep(0.01)

        with pytest.raises(OutputError, match="out: another run has taken it over"):
            take_over()
    with store.open(".threadparse/lock") as stream:
        assert stream.read() == facts


@pytest.mark.parametrize(
    ("facts", "busy"),
    [
        ({"token": "x", "host": "elsewhere", "process": 1, "time": 0.0}, True),
        ({"token": "x", "host": "elsewhere", "process": 1, "time": -1000.0}, False),
        ({"token": "x", "host": "here", "process": 2**22 + 1, "time": 0.0}, False),
        ({"token": "x", "host": "here", "process": "1", "time": None}, False),
        ([], False),
    ],
)
def test_a_lock_holds_while_its_run_says_that_it_is_there(
    facts: object, busy: bool, bucket: str, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspace, "time", SimpleNamespace(time=lambda: NOW, sleep=time.sleep))
    if isinstance(facts, dict):
        facts["host"] = socket.gethostname() if facts["host"] == "here" else facts["host"]
        facts["time"] = NOW + facts["time"] if facts["time"] is not None else "soon"
    store_of(bucket).put(".threadparse/lock", [json.dumps(facts).encode()])
    if busy:
        with pytest.raises(OutputError, match="another run"):
            again(whole / "in", bucket)
    else:
        assert again(whole / "in", bucket).parsed == 5
