"""Signals end the command line in a word, from its first moment on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import threadparse
from tests.batch.folders import many
from tests.conftest import heeding_ctrl_c
from threadparse.cli import entry

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")

#: Runs the command line and sends itself a signal when a module is asked for the first time.
AT_IMPORT = """
import os, signal, sys
number, name = int(sys.argv.pop(1)), sys.argv.pop(1)

class Finder:
    def find_spec(self, module, *_):
        if module == name:
            sys.meta_path.remove(self)
            os.killpg(0, number)

sys.meta_path.insert(0, Finder())
from threadparse.cli.entry import run
run()
"""
STOPPED = {signal.SIGINT: "stopped", signal.SIGTERM: "stopped by SIGTERM"}
KEPT = "; what was done is kept: run the same command with --resume to carry on"


@pytest.mark.parametrize("number", STOPPED)
@pytest.mark.parametrize(
    ("module", "command"),
    [
        ("click", ["show", "-"]),
        ("threadparse.cli.show", ["show", "-"]),
        ("threadparse.pipeline", ["show", "-"]),
        ("threadparse.cli.batch", ["batch", "in", "-o", "out"]),
        ("threadparse.batch.run", ["batch", "in", "-o", "out"]),
        ("rich.progress", ["batch", "in", "-o", "out"]),
    ],
)
def test_the_first_second_is_as_good_as_any_other(
    number: signal.Signals, module: str, command: list[str], tmp_path: Path
) -> None:
    many(tmp_path / "in", 3)
    done = subprocess.run(
        [sys.executable, "-c", AT_IMPORT, str(int(number)), module, *command],
        input=b"Hello",
        capture_output=True,
        cwd=tmp_path,
        start_new_session=True,
        preexec_fn=heeding_ctrl_c,
        check=False,
    )
    assert done.stderr.decode().replace(KEPT, "") == f"threadparse: {STOPPED[number]}\n"
    assert done.returncode == 128 + number
    assert not list(tmp_path.glob("*.part"))


def test_who_starts_it_may_have_it_ignore_ctrl_c(footbridge: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", AT_IMPORT, str(int(signal.SIGINT)), "threadparse.pipeline", "show", str(footbridge)],
        capture_output=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Mill Lane footbridge" in done.stdout


def test_little_is_imported_before_signals_are_heeded() -> None:
    code = (
        "import sys; before = {*sys.modules, 'signal', 'enum'}; "
        "import threadparse.cli.entry; print(*{*sys.modules} - before)"
    )
    home = {**os.environ, "PYTHONPATH": str(Path(threadparse.__file__).parents[1])}
    alone = [sys.executable, "-S", "-c", code]  # without what an environment imports at its start
    found = subprocess.run(alone, capture_output=True, check=True, text=True, env=home).stdout.split()
    assert not {"typing", "re", "click", "inspect"} & set(found)
    assert {name for name in found if name.startswith("threadparse")} == {
        "threadparse", "threadparse.cli", "threadparse.cli.entry",
    }  # fmt: skip


def test_each_signal_has_the_status_that_shells_give_it() -> None:
    assert (entry.Stopped().status, entry.Stopped().word) == (130, "stopped")
    assert entry.Stopped(signal.SIGTERM).status == 143
