"""How worker processes are started."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

#: Asks for a worker, and does not say what for, as a command does that SIGTERM ends between the two.
ASK = """
import os
from multiprocessing.connection import wait
from multiprocessing.forkserver import connect_to_new_process
from threadparse.batch import processes

processes.prepare()
sentinel, told = connect_to_new_process([])
os.close(told)
wait([sentinel])
"""


@pytest.mark.skipif(os.name != "posix", reason="processes are forked on POSIX only")
def test_a_worker_of_an_ended_command_says_nothing() -> None:
    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, check=True)
    assert done.stderr == b""
