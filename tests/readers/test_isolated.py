"""Libraries in processes of their own: what they print comes one by one, and their end without success is said."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from threadparse.errors import InputError
from threadparse.readers.isolated import killed_after, records_of


def test_objects_come_as_they_are_printed(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    (module := f"{tmp_path}/echoing.py")
    with open(module, "w", encoding="utf-8") as file:
        file.write("import sys\nfor line in sys.stdin.buffer.read().split():\n    print(line.decode())\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    data = b"\n".join(json.dumps({"n": n}).replace(" ", "").encode() for n in range(3))
    found = records_of("echoing", io.BytesIO(data), "a.pst", "a file", "mend it")
    assert list(found) == [{"n": 0}, {"n": 1}, {"n": 2}]


def test_a_process_that_fails_is_said_behind_what_it_gave(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    with open(f"{tmp_path}/failing.py", "w", encoding="utf-8") as file:
        file.write("print('{\"n\": 0}', flush=True)\nraise SystemExit(3)\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    found = records_of("failing", io.BytesIO(b""), "a.pst", "a file", "mend it")
    assert next(found) == {"n": 0}
    with pytest.raises(InputError, match=r"^a\.pst: this is a file that .*mend it"):
        next(found)


def test_a_line_that_is_cut_off_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    with open(f"{tmp_path}/cut.py", "w", encoding="utf-8") as file:
        file.write("print('{\"n\"')\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(InputError):
        list(records_of("cut", io.BytesIO(b""), "a.pst", "a file", "mend it"))


def test_no_module_of_the_current_folder_is_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for folder, words in (("here", "raise SystemExit(1)"), ("modules", "import json\nprint(json.dumps({'n': 1}))")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / ("json.py" if folder == "here" else "printing.py")).write_text(words, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "modules"))
    monkeypatch.chdir(tmp_path / "here")
    assert list(records_of("printing", io.BytesIO(b""), "a.pst", "a file", "mend it")) == [{"n": 1}]


def test_a_wait_that_is_broken_off_leaves_no_timer() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    with pytest.raises(KeyboardInterrupt), killed_after(60, process) as watch:
        raise KeyboardInterrupt  # as the time limit of a run does
    watch.join(10)
    assert not watch.is_alive()
    assert process.wait() == 0
