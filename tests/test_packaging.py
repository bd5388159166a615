"""What is installed with which extra: pyproject.toml and constraints.txt hold together."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]


def packages(requirements: list[str]) -> set[str]:
    """Return the normalised names of other projects that requirements name."""
    names = {re.match(r"[\w.-]+", requirement) for requirement in requirements}
    return {re.sub(r"[-_.]+", "-", name[0]).lower() for name in names if name} - {"threadparse"}


def extras_within(extra: str) -> set[str]:
    """Return the extras that an extra takes in, by way of others too."""
    named = {
        name for line in EXTRAS[extra] for part in re.findall(r"^threadparse\[(.*)\]", line) for name in part.split(",")
    }
    return named.union(*(extras_within(name) for name in named))


def test_one_extra_installs_all_that_the_tests_can_use() -> None:
    assert extras_within("test-all") == EXTRAS.keys() - {"test-all"}


@pytest.mark.parametrize("extra", EXTRAS)
def test_each_package_has_the_version_that_the_tests_were_run_with(extra: str) -> None:
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = packages([line for line in constraints if not line.startswith("#")])
    assert packages(EXTRAS[extra]) <= pinned


def test_each_package_has_a_lowest_version() -> None:
    requirements = PROJECT["dependencies"] + [line for lines in EXTRAS.values() for line in lines]
    assert [line for line in requirements if ">=" not in line and not line.startswith("threadparse[")] == []
