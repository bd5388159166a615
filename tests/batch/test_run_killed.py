"""Killed at any moment and resumed: nothing is lost, nothing is there twice, nothing is half-written."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.batch.folders import TABLES, chain, many, results, run_local
from tests.conftest import heeding_ctrl_c
from threadparse.batch.store import store_of
from threadparse.batch.workspace import workspace

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")]

BATCH = [sys.executable, "-m", "threadparse", "batch"]


def started(folder: Path, out: Path, *options: str) -> subprocess.Popen[bytes]:
    """A run in a session of its own, so that a signal to it reaches nobody else."""
    return subprocess.Popen(
        [*BATCH, str(folder), "-o", str(out), "--jobs", "2", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=heeding_ctrl_c,
    )


def until_parts(out: Path, process: subprocess.Popen[bytes], count: int = 1) -> None:
    """Wait until some files are parsed."""
    parts = out / ".threadparse" / "parts"
    while process.poll() is None and not (parts.is_dir() and len(os.listdir(parts)) >= count):
        time.sleep(0.01)


def add_slow_file(folder: Path) -> Path:
    """Add a file that takes far longer than all the others, so that no run is over before it is killed."""
    path = folder / "slow.txt"
    path.write_text("".join(chain(number) for number in range(80_000)), encoding="utf-8")
    return path


def whole(out: Path) -> bool:
    """Whether what has its final name is whole, as far as it is there."""
    return all(
        all(json.loads(line) for line in (out / f"{table}.jsonl").read_bytes().splitlines())
        for table in TABLES
        if (out / f"{table}.jsonl").exists()
    )


def test_killed_again_and_again_it_ends_with_the_same_result(tmp_path: Path) -> None:
    folder, out = many(tmp_path / "in", 1500), tmp_path / "out"
    run_local(folder, tmp_path / "undisturbed", workers=2)
    slow = add_slow_file(folder)
    chance = random.Random(6)
    for _ in range(3):
        process = started(folder, out, "--resume")
        until_parts(out, process)
        time.sleep(chance.random())
        process.kill()
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        assert whole(out)
    slow.unlink()
    process = started(folder, out, "--resume")
    assert process.communicate()[0] == b""
    assert process.returncode == 0
    assert results(out) == results(tmp_path / "undisturbed")
    assert run_local(folder, out).parsed == 0


def test_without_resume_an_unfinished_run_is_left_alone(tmp_path: Path) -> None:
    folder, out = many(tmp_path / "in", 200), tmp_path / "out"
    slow = add_slow_file(folder)
    process = started(folder, out)
    until_parts(out, process)
    process.kill()
    process.communicate()
    refused = started(folder, out)
    _, said = refused.communicate()
    assert refused.returncode == 1
    assert b"holds a run that was broken off; add --resume" in said
    slow.unlink()
    report = run_local(folder, out, resume=True)
    assert report.reused > 0
    assert report.reused + report.parsed == 200


def test_ctrl_c_ends_at_once_and_keeps_what_is_done(tmp_path: Path) -> None:
    folder, out = many(tmp_path / "in", 200), tmp_path / "out"
    slow = add_slow_file(folder)
    process = started(folder, out, "--quiet")
    until_parts(out, process)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to the workers too
    _, said = process.communicate()
    assert process.returncode == 130
    assert said.decode().splitlines() == [
        "threadparse: stopped; what was done is kept: run the same command with --resume to carry on"
    ]
    slow.unlink()
    report = run_local(folder, out, workers=2, resume=True)
    assert report.reused > 0
    run_local(folder, tmp_path / "undisturbed", workers=2)
    assert results(out) == results(tmp_path / "undisturbed")


def test_two_runs_do_not_write_to_one_place(tmp_path: Path) -> None:
    folder, out = many(tmp_path / "in", 3), tmp_path / "out"
    with workspace(store_of(str(out)), "out"):
        refused = started(folder, out, "--resume")
        _, said = refused.communicate()
    assert (refused.returncode, b"another run is writing to it" in said) == (1, True)
    assert run_local(folder, out).parsed == 3


def test_a_disk_that_is_full_is_said_and_resumed(tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk: the writing of the results fails in the middle."""
    import resource

    folder, out = many(tmp_path / "in", 60), tmp_path / "out"
    done = subprocess.run(
        [*BATCH, str(folder), "-o", str(out), "--jobs", "1"],
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000)),
    )
    assert done.returncode == 1
    assert b"cannot be read or written: File too large; mend that, and run the same command with" in done.stderr
    assert b"Traceback" not in done.stderr
    assert not (out / "messages.jsonl").exists()
    assert run_local(folder, out, resume=True).counts.documents == 60
    run_local(folder, tmp_path / "undisturbed")
    assert results(out) == results(tmp_path / "undisturbed")
