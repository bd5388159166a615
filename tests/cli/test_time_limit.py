"""A file that takes too long is given up; what is done with its texts does not count."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from threadparse.cli.main import main
from threadparse.cli.time_limit import within
from threadparse.errors import InputError

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no alarms")


def slowly(*seconds: float) -> Iterator[float]:
    for pause in seconds:
        time.sleep(pause)
        yield pause


def test_what_takes_too_long_is_an_error_that_names_the_way_out() -> None:
    with pytest.raises(InputError, match=r"a\.pdf: takes longer than 0\.2 seconds; give it more with --timeout"):
        list(within(0.2, "a.pdf", slowly(0, 30)))
    assert signal.getsignal(signal.SIGALRM) == signal.SIG_DFL


def test_time_that_is_spent_elsewhere_does_not_count() -> None:
    taken = []
    for item in within(0.5, "a.pdf", slowly(0, 0, 0)):
        time.sleep(0.3)
        taken.append(item)
    assert taken == [0, 0, 0]


def test_without_a_limit_all_is_taken() -> None:
    assert list(within(None, "a.pdf", slowly(0, 0))) == [0, 0]


@pytest.mark.parametrize("command", ["show", "export", "text", "explain", "redactions", "stats", "merge"])
def test_each_command_that_reads_gives_a_file_up(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Hello\n", encoding="utf-8")
    monkeypatch.setattr("threadparse.readers.files.read_file", lambda *_: slowly(30))
    result = CliRunner().invoke(main, [command, "--timeout", "0.05", str(path)])
    assert result.exit_code == 1
    assert "takes longer than 0.05 seconds" in result.stderr
