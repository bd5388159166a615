"""What the README shows is what the tool does."""

from __future__ import annotations

import re
from pathlib import Path

from tests.conftest import Run

ROOT = Path(__file__).parents[1]


def test_the_readme_shows_the_fixture_and_its_real_timeline(run: Run, footbridge: Path) -> None:
    chain, timeline = re.findall(r"```text\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert chain == footbridge.read_text(encoding="utf-8")
    assert timeline == run("show", footbridge).stdout.decode()


def test_there_are_two_set_up_commands_of_one_line_each() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    install, test = re.findall(r"```sh\n(python3 -m venv [^\n]*)\n```", readme)
    assert install.endswith("threadparse show tests/fixtures/chains/footbridge.txt")
    assert test.endswith("/pytest -n 2 -m 'not slow'")


def test_every_link_of_the_readme_leads_somewhere() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in re.findall(r"\]\((?!http)([^)#]+)", readme):
        assert (ROOT / name).exists(), name
