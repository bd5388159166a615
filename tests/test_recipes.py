"""Every recipe runs, where what it needs is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
RECIPES = re.findall(
    r"^## ([^\n]+)\n\n```(\w+)\n(.*?)```", (DOCS / "recipes.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
)
NEEDS = {
    "jq": ["jq"],
    "pandas": ["pandas"],
    "polars": ["polars"],
    "DuckDB": ["duckdb"],
    "Datasette": ["datasette"],
    "LangChain": ["langchain_core"],
    "LlamaIndex": ["llama_index"],
    "notmuch": ["notmuch"],
    "Thunderbird": [],
}
SAYS = {
    "jq": "Parish Clerk",
    "DuckDB": "Parish Clerk",
    "Datasette": "1 row\n        where search matches",
    "notmuch": "[4/4]",
    "polars": "Parish Clerk",
}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "language", "code"), RECIPES, ids=[name for name, _, _ in RECIPES])
def test_a_recipe_runs(name: str, language: str, code: str, footbridge: Path, tmp_path: Path) -> None:
    for needed in NEEDS[name]:
        there = find_spec(needed) if language == "python" else shutil.which(needed, path=_path(tmp_path))
        if there is None:
            pytest.skip(f"{needed} is not installed")
    shutil.copy(footbridge, tmp_path / "chain.txt")
    command = [sys.executable, "-c", code] if language == "python" else ["bash", "-euo", "pipefail", "-c", code]
    environment = {**os.environ, "PATH": _path(tmp_path), "PYTHONUTF8": "1"}
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert SAYS.get(name, "") in result.stdout


def _path(folder: Path) -> str:
    """A search path on which ``threadparse`` is the one that is tested, whether or not it is installed."""
    script = folder / "threadparse"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m threadparse "$@"\n')
    script.chmod(0o755)
    return os.pathsep.join([str(folder), str(Path(sys.executable).parent), os.environ.get("PATH", "")])


def test_every_recipe_is_known() -> None:
    assert [name for name, _, _ in RECIPES] == list(NEEDS)
