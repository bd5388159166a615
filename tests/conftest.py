"""What all tests share: the command line, in this process and in one of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, settings

from tests.fixtures import FIXTURES

# How long an example takes tells how busy the machine is, and nothing of the code: growth has tests of its own.
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


def heeding_ctrl_c() -> None:
    """Run in a process before its program: a shell has what it runs in the background ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def footbridge() -> Path:
    """The chain that the README shows: four messages, newest first, senders blacked out."""
    return FIXTURES / "chains" / "footbridge.txt"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run ``threadparse`` as a process of its own, in an empty folder and a plain environment."""

    def threadparse(
        *arguments: str | os.PathLike[str], stdin: bytes = b"", **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "SYSTEMROOT") if name in os.environ}
        return subprocess.run(
            [sys.executable, "-m", "threadparse", *arguments],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env={"PYTHONUTF8": "1", **kept, **environment},
            timeout=60,
            check=False,
        )

    return threadparse


@pytest.fixture
def invoke(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``threadparse`` in this process: sooner than ``run``, and enough for what a command writes."""
    from threadparse.cli.main import main

    monkeypatch.chdir(tmp_path)

    def threadparse(
        *arguments: str | os.PathLike[str], stdin: bytes = b"", **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        plain = dict.fromkeys(("COLUMNS", "FORCE_COLOR", "NO_COLOR", "TERM"))
        command = [os.fspath(argument) for argument in arguments]
        found = CliRunner().invoke(main, command, input=stdin, env={**plain, **environment}, prog_name="threadparse")
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            raise found.exception
        return subprocess.CompletedProcess(command, found.exit_code, found.stdout_bytes, found.stderr_bytes)

    return threadparse
