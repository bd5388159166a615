"""How fast the runner is, what it costs beside the parsing, what it holds, and whether kills change anything.

``python -m tests.batch.measure --files 5000`` makes that many files out of the fixtures of this repository and prints
the figures of docs/scaling.md; ``--kills 10`` kills a run over them at as many random moments, and resumes it. Linux.
"""

from __future__ import annotations

import argparse
import ctypes
import filecmp
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.batch.folders import TABLES
from tests.fixtures import CHAINS, CLIENTS

_BATCH = [sys.executable, "-m", "threadparse", "batch"]
_BECOME_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER: workers that outlive their parent are waited for, and so counted
_ALONE = """
import sys, threadparse
for line in open(sys.argv[1]):
    for document in threadparse.read(line.strip()):
        pass
"""


class Cost(NamedTuple):
    """What a command cost: seconds by the clock, of processor time, and megabytes of its largest process."""

    wall: float
    cpu: float
    memory: float


def main() -> None:
    """Measure, and print a line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3, help="best of so many")
    parser.add_argument("--kills", type=int, default=0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="threadparse-measure-") as place:
        folder = Path(place, "in")
        size = make_files(folder, arguments.files)
        print(f"{arguments.files} files, {size / 1e6:.1f} MB, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        if arguments.kills:
            kills(folder, Path(place), arguments.kills)
        else:
            speed(folder, Path(place), arguments.rounds)
            memory(folder, Path(place), arguments.files)


def make_files(folder: Path, count: int) -> int:
    """Write files of which no two are the same, and return their bytes."""
    chains = [*sorted(CLIENTS.iterdir()), *CHAINS]
    size = 0
    for number in range(count):
        source = chains[number % len(chains)]
        data = source.read_bytes().replace(b"2024", str(1980 + number // len(chains) % 100).encode())
        path = folder / f"{number // 500:04}" / f"{number:07}{source.suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        size += len(data)
    return size


def speed(folder: Path, place: Path, rounds: int) -> None:
    """One process and two, beside the parsing alone; the rounds are interleaved, as other work comes and goes."""
    names = place / "names"
    names.write_text("\n".join(str(path) for path in sorted(folder.rglob("*.*"))))
    commands = {
        "parsing alone": [sys.executable, "-c", _ALONE, str(names)],
        "export --to jsonl": [*_BATCH[:-1], "export", "--to", "jsonl", "-o", str(place / "all"), str(folder)],
        "batch, 1 process": [*_BATCH, str(folder), "-o", str(place / "out1"), "--jobs", "1", "--fresh", "-q"],
        "batch, 2 processes": [*_BATCH, str(folder), "-o", str(place / "out2"), "--jobs", "2", "--fresh", "-q"],
    }
    found: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            found[name].append(cost(command))
    best = {name: Cost(*(min(figures) for figures in zip(*costs, strict=True))) for name, costs in found.items()}
    for name, figures in best.items():
        print(f"{name:20} {figures.wall:7.2f} s by the clock {figures.cpu:7.2f} s of processor")
    alone, export, one, two = best.values()
    print(f"2 processes are {one.wall / two.wall:.2f} times as fast as 1")
    print(
        f"overhead: {one.cpu / alone.cpu - 1:.1%} of the parsing, {one.cpu / export.cpu - 1:.1%} of export (processor)"
    )
    print(
        f"overhead: {one.wall / alone.wall - 1:.1%} of the parsing, {one.wall / export.wall - 1:.1%} of export (clock)"
    )


def memory(folder: Path, place: Path, count: int) -> None:
    """The largest process for a tenth of the files and for all."""
    few = place / "few"
    for path in sorted(folder.iterdir())[: max(count // 5000, 1)]:
        shutil.copytree(path, few / path.name)
    for name, source in (("a tenth or less", few), ("all files", folder)):
        largest = cost([*_BATCH, str(source), "-o", str(place / f"memory-{source.name}"), "-q"]).memory
        print(f"largest process, {name:16} {largest:6.1f} MB")


def kills(folder: Path, place: Path, count: int) -> None:
    """Kill a run at random moments and resume it; its result must be that of an undisturbed one."""
    whole = cost([*_BATCH, str(folder), "-o", str(place / "undisturbed"), "-q"]).wall
    chance, killed = random.Random(), 0
    while killed < count:
        process = subprocess.Popen([*_BATCH, str(folder), "-o", str(place / "killed"), "--resume", "-q"])
        try:
            process.wait(1 + chance.random() * whole / count)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            killed += 1
        parts = place / "killed" / ".threadparse" / "parts"
        print(f"kill {killed}: {len(list(parts.iterdir())) if parts.is_dir() else 0} parts are there")
    subprocess.run([*_BATCH, str(folder), "-o", str(place / "killed"), "--resume"], check=True)
    names = [f"{table}.jsonl" for table in TABLES]
    same, *different = filecmp.cmpfiles(place / "undisturbed", place / "killed", names, shallow=False)
    print(f"after {killed} kills the same as undisturbed: {', '.join(same)}; not: {different}")


def cost(command: list[str]) -> Cost:
    """Run a command in a process that waits for all that it leaves behind."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        ctypes.CDLL(None).prctl(_BECOME_SUBREAPER, 1, 0, 0, 0)
        begun = time.perf_counter()
        subprocess.run(command, check=True)
        wall = time.perf_counter() - begun
        try:
            while True:
                os.wait()
        except ChildProcessError:
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
        os.write(writer, json.dumps([wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]).encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with open(reader, "rb") as stream:
        return Cost(*json.loads(stream.read()))


if __name__ == "__main__":
    main()
